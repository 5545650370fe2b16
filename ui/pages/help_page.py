"""帮助: how to file, supplement, handle and verify, by role."""

import streamlit as st

from ui.components.markup import bullets, show, tag
from ui.session import caller

FILING = (
    "在“办事”中按名称或平时的叫法查找事项，例如“派车”。",
    "打开事项，看清办理条件、材料和时限，点“申请”。",
    "逐项填写。每填一项系统就自动保存，中途离开或刷新页面，内容都在。",
    "右侧列出谁会办、按什么顺序、多长时间。",
    "点“提交申请”。有需要修改的，会一次全部标出；提交成功后显示办件编号。",
    "点一次即可。重复点击不会产生第二件。",
)
SUPPLEMENTING = (
    "需要补正时，系统会通知您，并在“待办”中列出。",
    "打开待办，只需修改列明的内容，其他内容不用再填。",
    "全部补齐后点“提交补正”。补正所用时间不计入办理时限。",
)
HANDLING = (
    "在“待办”中打开办件，先看申请内容、材料和办理过程。",
    "选择办理意见：受理、补正告知、同意、不同意等，按提示填写意见和须由本单位填写的内容。",
    "要求补正时，一次列全所有问题，逐项写明是哪一项、问题是什么。",
    "不予受理、不同意须写明理由。",
    "如页面提示待办有变化，请刷新后按最新内容办理；已由他人办理的，无需再办。",
)
HANDING = (
    "本人不便办理的，可以“转办”给同单位人员；要听取意见的，用“委派”，对方答复后仍由您决定。",
    "需要更多人把关的，用“加签”，可以在您之前、与您同时或在您之后；加签的人还没有办理时，可以“减签”。",
    "多人都能办的待办，先“认领”再办，同组人员就不会重复办理；不办的可以退回待办池。",
    "前面的环节需要重办的，用“退回环节”；刚办完就发现不妥的，在后续人员办理之前可以“拿回”。",
    "需要等候的，可以“申请挂起”，批准后暂停，到期自动恢复。",
    "需要其他人知晓的，用“抄送”；不作为意见的交流，写在“办理讨论”中，申请人看不到。",
)
VERIFYING = (
    "在“查验”中上传收到的电子文件，即可知道印章是否有效、内容是否被改动。",
    "没有账号的单位和个人，可以扫描文件上的二维码，在公开查验页面上传文件。",
)
SAFETY = (
    "本系统只办理非涉密内容。请勿填写或上传涉及国家秘密、工作秘密的内容。",
    "离开座位前请点“退出登录”。退出后，所有已打开的页面立即失效。",
)


def page() -> None:
    """Short instructions; the part for handlers only where it applies."""
    who = caller()
    st.title("帮助", anchor=False)
    _part("怎样申请", FILING)
    _part("怎样补正", SUPPLEMENTING)
    if who.roles & {"approver", "window"}:
        _part("怎样受理和审批", HANDLING)
        _part("怎样转办、加签和退回", HANDING)
    _part("怎样查验文件", VERIFYING)
    _part("安全须知", SAFETY)
    show(tag("p", "页面提示故障编号时，请将编号告知本单位系统管理员。", class_="once-note"))


def _part(title: str, lines: tuple[str, ...]) -> None:
    st.subheader(title, anchor=False)
    show(bullets(lines, ordered=True))
