"""写法速查: the matter language, part by part, from its own models."""

import streamlit as st

from matters.language.words.examples import examples
from matters.language.words.reference import KeyHelp, parts_of_language
from ui.components.markup import plain, show, table, tag

# What each part of a definition is for, in the order in which it is written.
PURPOSES = (
    ("brief", "摘要：用一句话写明申请什么，如“赴{destination}”；显示在待办列表和办理页最上方，有未填的，该句不显示"),
    ("guide", "办事指南：申请人办理前看到的内容，以及由谁受理、谁可以申请"),
    ("form", "表单：向申请人问什么；机关内部已有的不问"),
    ("materials", "材料：要交什么、从哪里来、什么时候才要"),
    ("steps", "环节：由谁、按什么顺序、在多长时间内办理"),
    ("clock", "时限：承诺时限、法定时限，从何时起算、何时停表"),
    ("suspension", "挂起：由谁批准、最多多久、因何事由，办理中的环节可以暂停"),
    ("extension", "延长：由谁批准、共不超过几个工作日、因何事由，办理期限可以延长"),
    ("recurring", "周期性报送：应报单位每月、每季度、每半年或每年报送一次，写明最后一日、提前几日提醒、哪些填报项合计"),
    ("outcome", "文书和结果：出具哪些文书，文号、正文、用印和归档"),
    ("gaps", "未尽：实际办理需要而系统尚不能做到的，写明目前的办法"),
    ("golden", "金样：从申请到办结的样例和应得的结果；每次检查都重新运行"),
)


def language_help() -> None:
    """Short words on the parts, every key of a chosen part, and how formulas and conditions are written."""
    show(table(("部分", "写什么"), PURPOSES))
    parts = {part.name: part for part in parts_of_language()}
    chosen = st.selectbox("查看某一部分的全部写法", list(parts), key="definition.help.part")
    show(table(("写法", "含义", "可以写", "必填"), (_row(key) for key in parts[chosen].keys)))
    show(tag("p", "〔 〕中是另一部分的名称，可在上面的列表中选择查看。", class_="once-note"))
    show(
        tag("p", "算式和条件这样写，办事指南和页面上这样读：", class_="once-note"), table(("写法", "读作"), examples())
    )
    st.caption(plain("编辑软件可以使用完整的格式说明：在本机运行 once matter schema 输出。"))


def _row(key: KeyHelp) -> tuple[str, str, str, str]:
    return key.key, key.name, key.written, "是" if key.required else ""
