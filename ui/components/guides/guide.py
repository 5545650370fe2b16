"""The guide of a matter (办事指南) in reading order."""

import streamlit as st

from flows.views.matters import CancelledView, MatterView
from matters.calendar import day_text
from matters.language.clock import Clock
from matters.language.document import Definition
from matters.language.guide import Baseline, Contact, LegalBasis, Offline
from matters.language.materials import Material
from matters.language.outcome import Paper, Result
from matters.language.words.answers import lead_text, limit_text, recurring_text, windows_text
from matters.language.words.keys import word_name
from matters.language.words.phrases import Phrasing, phrasing_of
from matters.organisation.kinds import BODY_KIND_NAMES, LEVEL_NAMES
from matters.organisation.snapshot import Vocabulary
from ui.components.files.materials import form_links
from ui.components.guides.route_picture import route_picture
from ui.components.markup import Html, bullets, facts, show, table, tag
from ui.components.wording import batch_text, cancelled_text, errands

SOURCES = {
    "applicant": "申请人提交",
    "own_body": "受理机构自有，无需提交",
    "other_body": "由受理机构向持有单位调取，无需提交",
    "certificate": "调用电子证照，无需提交",
    "data": "数据共享核验，无需提交",
    "earlier_result": "调用前序办理结果，无需提交",
}
REQUIRED = {"always": "必须", "advised": "建议", "optional": "可选"}
OFFLINE = {
    "classified": "内容涉及国家秘密，依规定不得在非涉密系统中填报、上传",
    "statutory_presence": "法律法规规定须本人到场办理",
}
PURPOSES = {"enquiry": "咨询", "supervision": "监督投诉"}


def show_guide(matter: MatterView, definition: Definition, vocabulary: Vocabulary, *, keeper: bool) -> None:
    """Everything a civil servant reads before filing: first what has to be done, last under which codes it is kept.

    `keeper`: whoever administers matters is also told what this one does not cover yet.
    """
    guide = definition.guide
    says = phrasing_of(definition, vocabulary)
    if matter.cancelled:
        show(tag("p", _gone(matter.cancelled), class_="once-alert"))
    show(tag("p", guide.summary))
    if isinstance(guide.access, Offline):
        show(_pointer(guide.access))
        _section("办理条件", bullets(guide.conditions))
    else:
        show(facts(_promises(matter, definition, says)))
        _section("办理条件", bullets(guide.conditions))
        _section("申请材料", _materials(definition, says))
        _section("办理流程", route_picture(definition, vocabulary))
        _section("办理结果", _result(definition, says))
        _section("办后义务", _duties(definition, says))
    _section("常见问题", Html("".join(tag("h3", q.question) + tag("p", q.answer) for q in guide.questions)))
    _section("联系方式", bullets([_contact(contact) for contact in guide.contacts]))
    _section("后续事项", bullets(guide.follow_ups))
    _section("设定依据", Html("".join(_basis(basis) for basis in guide.legal_basis)))
    _section("优化前", bullets(_before(guide.baseline) if guide.baseline else ()))
    _section("事项信息", facts(_known_as(matter, definition, says)))
    if keeper:
        _section("未尽事宜", bullets([f"{gap.what}。目前的办法：{gap.until_then}" for gap in definition.gaps]))


def _gone(by: CancelledView) -> str:
    return f"{'已取消' if by.in_force else '将取消'}：{cancelled_text(by)}"


def _section(title: str, content: Html) -> None:
    if content:
        st.header(title, anchor=False)
        show(content)


def _pointer(access: Offline) -> Html:
    """Where to go instead, why, and on what ground."""
    where = tag("p", f"本事项不在网上办理。{access.pointer}", class_="once-alert")
    return Html(where + facts([("原因", OFFLINE[access.why]), ("依据", access.basis)]))


def _promises(matter: MatterView, definition: Definition, says: Phrasing) -> list[tuple[str, str]]:
    clock = definition.clock
    legal = clock.legal if clock else None
    return [
        ("申请单位", _applicants(definition)),
        ("受理机构", matter.owner_name or "按申请人所在地区确定"),
        ("承诺时限", _promised(clock, says) if clock else matter.line.promised),
        ("法定时限", says.limit(legal) if legal else ""),
        ("延长期限", _extending(definition, says)),
        ("申请期", _open(matter, definition)),
        ("报送周期", recurring_text(definition.recurring) if definition.recurring else ""),
        ("提前申请", _ahead(definition)),
        ("先办后补", _acting_first(definition, says)),
        ("补正期限", _supplementing(definition, says)),
        ("跑动次数", errands(matter.line.errands)),
        ("多次跑的理由", definition.guide.why_more_errands),
    ]


def _known_as(matter: MatterView, definition: Definition, says: Phrasing) -> list[tuple[str, str]]:
    """Who has a hand in it, and under which codes and names it is kept."""
    guide = definition.guide
    return [
        ("联办机构", "、".join(says.body(body) for body in guide.joint)),
        (
            "分情形受理",
            "；".join(f"{one.when.phrase(says)}的，由{says.body(one.of)}受理" for one in guide.owner.by_case),
        ),
        ("行使层级", "、".join(LEVEL_NAMES[level] for level in guide.owner.levels)),
        ("办理范围", "、".join(word_name("scope", scope) for scope in guide.scope)),
        ("事项代码", definition.code),
        ("国家编码", guide.national_code),
        ("地方编码", guide.local_code),
        ("目录批次", batch_text(guide.batch) if guide.batch else ""),
        ("也称", "、".join(definition.aliases)),
        ("版本", definition.edition.called),
    ]


def _before(baseline: Baseline) -> list[str]:
    """What it cost before it was made simpler."""
    cost = f"材料 {baseline.materials} 份，环节 {baseline.steps} 个，{baseline.working_days} 个工作日，跑动 {baseline.errands} 次"
    return [cost, f"数据来源：{baseline.source}"]


def _open(matter: MatterView, definition: Definition) -> str:
    """When it can be filed; while it cannot, from when on."""
    windows = windows_text(definition.clock.window if definition.clock else ())
    opens = matter.line.opens_on
    return f"{windows}（现在不在申请期内，下一次自{day_text(opens)}起）" if opens else windows


def _ahead(definition: Definition) -> str:
    lead = definition.clock.advance if definition.clock else None
    if lead is None:
        return ""
    urgent = f"；“{definition.label(lead.urgent_exempt)}”选“是”的除外" if lead.urgent_exempt else ""
    return f"“{definition.label(lead.before_field)}”之前 {lead_text(lead)}提交{urgent}"


def _acting_first(definition: Definition, says: Phrasing) -> str:
    rule = definition.clock.act_first if definition.clock else None
    return f"{rule.when.phrase(says)}的，可以先提交申请，{rule.within_working_days} 个工作日内补交材料" if rule else ""


def _supplementing(definition: Definition, says: Phrasing) -> str:
    clock = definition.clock
    if clock is None or clock.supplement_within is None:
        return ""
    lapses = "，逾期未补正的视为撤回申请" if clock.unsupplemented == "deemed_withdrawn" else ""
    return f"{says.limit(clock.supplement_within)}{lapses}"


def _promised(clock: Clock, says: Phrasing) -> str:
    """How long, and from where it is counted if not from the acceptance."""
    starts = "" if clock.starts == "accepted" else f"，{says.start(clock.starts)}"
    return f"{says.limit(clock.promised)}{starts}"


def _extending(definition: Definition, says: Phrasing) -> str:
    rule = definition.extension
    if rule is None:
        return ""
    grounds = f"（事由：{'、'.join(rule.grounds)}）" if rule.grounds else ""
    often = f"，至多 {rule.times} 次" if rule.times > 1 else ""
    return f"经{says.who(rule.approved_by)}批准，共可延长不超过 {rule.at_most_days} 个工作日{often}{grounds}"


def _applicants(definition: Definition) -> str:
    rule = definition.guide.applicants
    levels, kinds = (LEVEL_NAMES[level] for level in rule.levels), (BODY_KIND_NAMES[kind] for kind in rule.kinds)
    return "，".join(part for part in ("、".join(levels), "、".join(kinds)) if part) or "各级各类单位"


def _materials(definition: Definition, says: Phrasing) -> Html:
    """What the applicant has to bring comes first."""
    materials = sorted(definition.materials, key=lambda one: one.source.kind != "applicant")
    rows = [(_described(one), SOURCES[one.source.kind], _required(one, says)) for one in materials]
    return table(("材料", "来源", "要求"), rows) if rows else tag("p", "无需提交材料。")


def _described(material: Material) -> Html:
    """With what is looked at when it is examined, and the kinds of file that are taken."""
    told = (material.criteria, f"格式：{'、'.join(material.formats).upper()}")
    notes = "".join(tag("p", one, class_="once-note") for one in told if one)
    return Html(tag("span", material.name) + notes + form_links(material))


def _required(material: Material, says: Phrasing) -> str:
    if isinstance(material.required, str):
        return REQUIRED[material.required]
    return f"{material.required.when.phrase(says)}的，必须提交"


def _result(definition: Definition, says: Phrasing) -> Html:
    outcome = definition.outcome
    names = [_ends_as(one, outcome.paper(one.paper), says) for one in outcome.results] if outcome else []
    names += [told for paper in (outcome.papers if outcome else ()) if (told := _besides(definition, paper))]
    return bullets(names) if names else tag("p", "办结后可在办件页面下载加盖电子印章的文件。")


def _ends_as(result: Result, paper: Paper, says: Phrasing) -> str:
    """With how long it is good, and who signs it where that are several."""
    lasts = f"有效期：{result.validity.text}" if result.validity else ""
    joint = "、".join(says.body(seal.of) for seal in paper.seals) + "联合行文" if len(paper.seals) > 1 else ""
    more = "；".join(filter(None, (lasts, joint)))
    return f"{result.name}（{more}）" if more else result.name


def _besides(definition: Definition, paper: Paper) -> str:
    """What comes besides the result: of a step on the way (中途出具), or for each row of a table (一行一份)."""
    when = f"“{definition.step(paper.at).name}”办结后出具" if paper.at else "随结果出具"
    rows = f"“{definition.label(paper.per_row)}”每行一份" if paper.per_row else ""
    return f"{paper.name}（{'，'.join(filter(None, (when, rows)))}）" if paper.at or rows else ""


def _duties(definition: Definition, says: Phrasing) -> Html:
    """What is owed once the case is decided: who owes it after which result, until when, and what it is."""
    results = definition.outcome.results if definition.outcome else ()
    return bullets(
        [
            f"{duty.name}（{result.name}后，由{says.body(duty.owed_by)}履行，{limit_text(duty.limit)}）：{duty.text}"
            for result in results
            for duty in result.duties
        ]
    )


def _basis(basis: LegalBasis) -> Html:
    """The rule and its clause, and below it what it says."""
    title = f"{basis.title}{basis.clause}" + ("" if basis.applies else "（参照）")
    return Html(tag("p", title) + (tag("p", basis.text, class_="once-note") if basis.text else ""))


def _contact(contact: Contact) -> str:
    return f"{PURPOSES[contact.purpose]}：" + "，".join(t for t in (contact.phone, contact.place, contact.hours) if t)
