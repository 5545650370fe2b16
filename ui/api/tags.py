"""What the API adds to the words of the views: its groups of calls, and the forms that FastAPI makes of a file.

A group is named in ASCII: generators make module names of it.
"""

from collections.abc import Mapping

TAGS: Mapping[str, tuple[str, str]] = {
    "sessions": ("会话", "登录、退出和本人身份"),
    "matters": ("事项", "事项清单、事项定义和办理预告"),
    "organisation": ("组织机构", "查找人员和单位，供填报引用"),
    "files": ("文件", "上传、下载材料，公开查验文书"),
    "cases": ("办件", "提交、查看、撤回办件，拿回、减签、催办、已阅、讨论，下载文书"),
    "tasks": ("待办", "本人待办和办理"),
    "notices": ("通知", "本人的通知"),
    "resources": ("资源预约", "查看可预约的资源和空闲时段，机构管理员登记、变更资源"),
    "proxies": ("代理", "本人委托他人和受托代理的授权、撤销"),
    "repairs": ("修复与交接", "事项管理员修复卡住的办件，机构管理员办理离职交接"),
    "registers": ("登记簿", "用印登记和审计日志"),
    "monitoring": ("运行状况", "供监控程序探测"),
}

FORMS: Mapping[str, str] = {"Body_upload": "上传的表单", "Body_verify": "查验的表单"}
FILE = "文件内容，连同文件名"
