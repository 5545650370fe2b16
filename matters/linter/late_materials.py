"""Urgent use first, materials later (先办后补) must have something to bring later, and be known when it is filed."""

from collections.abc import Iterator

from matters.language.document import Definition
from matters.language.places import Path
from matters.linter.finding import Finding, error

_PLACE: Path = ("clock", "act_first")


def acting_first(matter: Definition) -> Iterator[Finding]:
    """Some material is required of the applicant, and nothing that the office fills in decides whether it may come later."""
    rule = matter.clock.act_first if matter.clock else None
    if rule is None:
        return
    if not any(
        one.source.kind == "applicant" and one.required not in ("advised", "optional") for one in matter.materials
    ):
        message = "没有必须由申请人提交的材料，先办后补没有可以后补的内容。请补上必须的材料，或删去 act_first。"
        yield error("nothing_to_bring_later", _PLACE, message)
    for field in (field for name in dict.fromkeys(rule.when.looks_at) if (field := matter.field(name))):
        if field.filled_by == "office":
            message = f"“{field.label}”由受理机构填写，提交时还不知道，不能决定可否先办后补。请改用申请人填写的内容。"
            yield error("acts_first_unknown", (*_PLACE, "when"), message)
