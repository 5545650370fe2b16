"""期限督促规则: by region when those are told who are concerned; entered by one administrator and confirmed by another."""

import streamlit as st

from flows.views.oversight.house_rules import NUMBERS, HouseRuleEntry, HouseRuleLine, HouseRuleList, HouseRuleView
from flows.views.people import Caller
from matters.calendar import moment_text
from matters.errors.base import Refusal
from matters.lateness import MOST_DAYS
from ui.components.asking import ask_first
from ui.components.links import Place
from ui.components.markup import bullets, facts, show, tag
from ui.components.messages import answer_after, granted, tell
from ui.session import caller, idempotency_key, service

_HELP = (
    "事项的环节自己规定了超期如何处理的，按事项的规定；没有规定的环节，以及办件的承诺办结期限，适用受理单位所在地区的规则。",
    "下级地区没有自己的规则的，适用上级地区的；都没有的，适用系统预置的规则。",
    "天数都是工作日，放假的日子不提醒、不督促；暂停计时的不算超期。由一位事项管理员录入，另一位核对后确认。",
)


def _waiting(who: Caller) -> int | Refusal:
    found = service().house_rules.list(who)
    return found if isinstance(found, Refusal) else sum(line.open_to_caller for line in found.lines)


PLACE = Place(
    "house_rules",
    "期限督促规则",
    rank=16,
    roles=frozenset({"matter_admin"}),
    waiting=_waiting,
    counted="份期限督促规则等您确认",
)


def page() -> None:
    """What waits, the form, then what holds and held."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    show(bullets(_HELP))
    found = granted(service().house_rules.list(who))
    for line in (line for line in found.lines if line.state == "waiting"):
        _line(line)
    _form(found)
    st.header("各地区的规则", anchor=False)
    with st.expander("没有规则的地区（系统预置）", key="house_rules.otherwise"):
        show(facts(_numbers(found.otherwise)))
    for line in (line for line in found.lines if line.state != "waiting"):
        with st.expander(f"{line.region_name}（{line.state_name}）", key=f"house_rules.{line.id}.known"):
            _line(line)


def _numbers(rule: HouseRuleView) -> list[tuple[str, str]]:
    """As people read them."""
    shown = [
        (words, f"{days} 个工作日" if (days := getattr(rule, name)) else _never(name))
        for name, words in NUMBERS.items()
    ]
    lapses = [("逾期未补正", "视为撤回申请" if rule.lapses else "提醒申请人")] if rule.supplement else []
    return [*shown, *lapses, ("每日汇总", "每个工作日向单位主要负责人、督查人员汇总" if rule.digest else "不汇总")]


def _never(name: str) -> str:
    return {"yellow": "到期当日", "remind": "不提醒", "holder": "不督促", "supplement": "不限"}.get(name, "不报")


def _line(line: HouseRuleLine) -> None:
    with st.container(border=True, key=f"house_rules.{line.id}"):
        settled = f"{moment_text(line.settled_at)} {line.settled_by}" if line.settled_at else "等待另一位事项管理员确认"
        show(
            facts(
                [
                    ("地区", line.region_name),
                    *_numbers(line.rule),
                    ("录入", f"{moment_text(line.entered_at)} {line.entered_by}"),
                    ("退回" if line.state == "sent_back" else "确认", settled),
                ]
            )
        )
        if line.state == "waiting":
            _settling(line)


def _settling(line: HouseRuleLine) -> None:
    if line.open_to_caller:
        question = "请逐项核对。确认后，今后的提醒、亮灯和督促按此办理。"
        ask_first("生效", question, f"house_rules.{line.id}.confirm", _settle, "confirm", line.id)
    else:
        show(tag("p", "须由另一位事项管理员核对确认；发现录入有误的，可以退回后重新录入。", class_="once-note"))
    ask_first("退回", "退回后可以重新录入。", f"house_rules.{line.id}.send_back", _settle, "send_back", line.id)


def _form(found: HouseRuleList) -> None:
    """Empty again after each: what is known so far is in its keys."""
    st.header("录入", anchor=False)
    key, names = f"house_rules.new.{len(found.lines)}", {one.code: one.name for one in found.regions}
    st.selectbox("地区", list(names), format_func=names.__getitem__, key=f"{key}.region")
    for name, words in NUMBERS.items():
        never = _never(name)
        st.number_input(f"{words}（0 为{never}）", 0, MOST_DAYS, getattr(found.otherwise, name), key=f"{key}.{name}")
    st.checkbox(
        "按上述补正期限逾期未补正的，视为撤回申请（否则只提醒申请人）", found.otherwise.lapses, key=f"{key}.lapses"
    )
    st.checkbox("每个工作日向单位主要负责人、督查人员汇总临期和超期的待办", found.otherwise.digest, key=f"{key}.digest")
    st.button("录入", type="primary", key=f"{key}.enter", on_click=_enter, args=(key,))


def _enter(key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    entry = HouseRuleEntry(
        **{name: st.session_state[f"{key}.{name}"] for name in ("region", *NUMBERS, "lapses", "digest")}
    )
    answer_after(service().house_rules.enter(caller(), entry, idempotency_key("house_rules.enter", entry, key)))


def _settle(how: str, rule: int) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    settle = {"confirm": service().house_rules.confirm, "send_back": service().house_rules.send_back}[how]
    answer_after(settle(caller(), rule, idempotency_key(f"house_rules.{how}", str(rule))))
