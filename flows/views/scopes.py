"""What a program may be let do: the groups of calls of the API, each to be read or changed (令牌范围).

A group is named in ASCII: generators make module names of it.
"""

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[str, str]] = {
    "sessions": ("会话", "登录、退出和本人身份"),
    "tokens": ("接口令牌", "本人接口令牌的新增、查看和收回；安全管理员为数字员工办理"),
    "matters": ("事项", "事项清单、事项定义和办理预告"),
    "definitions": ("事项管理", "事项管理员起草、检查、提交、发布事项"),
    "organisation": ("组织机构", "查找人员和单位，供填报引用；机构管理员、安全管理员查看和调整机构、人员、授权"),
    "accounts": ("账号", "系统管理员、安全管理员管理账号"),
    "files": ("文件", "上传、下载材料，公开查验文书"),
    "cases": ("办件", "提交、查看、撤回办件，拿回、减签、催办、已阅、讨论，下载文书"),
    "figures": ("指标", "督查范围内的指标，及其背后的办件、事项和单位"),
    "tasks": ("待办", "本人待办和办理"),
    "notices": ("通知", "本人的通知"),
    "resources": ("资源预约", "查看可预约的资源和空闲时段，机构管理员登记、变更资源"),
    "rosters": ("台账", "查看台账及其历史，保管单位更正、登记、导入导出"),
    "proxies": ("代理", "本人委托他人和受托代理的授权、撤销"),
    "repairs": ("修复与交接", "事项管理员修复卡住的办件，机构管理员办理离职交接"),
    "holidays": ("放假安排", "事项管理员录入、确认放假安排，查看期限重新计算的结果"),
    "house_rules": ("期限督促规则", "事项管理员录入、确认各地区的期限督促规则"),
    "assessments": ("考核", "事项管理员起草、发布考核办法，督查人员查看办法和督查范围内的得分"),
    "seals": ("印章", "安全管理员停用、撤销、恢复印章，查看印章证书"),
    "registers": ("登记簿", "用印登记和审计日志，可以导出"),
    "monitoring": ("运行状况", "供监控程序探测"),
}
WAYS: Mapping[str, str] = {"read": "查看", "write": "办理"}
OWN = "sessions"  # who one is: open to every token
_CLOSED = "tokens"  # to tokens with limits: they would outlive themselves in those they make
SCOPES: Mapping[str, str] = {
    f"{group}:{way}": f"{name}（{word}）"
    for group, (name, _) in GROUPS.items()
    if group not in (OWN, _CLOSED)
    for way, word in WAYS.items()
}
EVERY_TOKEN = ""


def needed(group: str, *, changes: bool) -> str:
    """The scope that a call of the group needs; what is not among `SCOPES` no token with limits has."""
    return EVERY_TOKEN if group == OWN else f"{group}:{'write' if changes else 'read'}"


def covers(held: tuple[str, ...], wanted: str) -> bool:
    """Whether a token with this scope may be used for it; who may change may also read."""
    return wanted == EVERY_TOKEN or wanted in held or wanted.replace(":read", ":write") in held
