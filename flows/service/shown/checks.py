"""What has been checked of a case already (已核验), for whoever is to decide it: what was really checked, and nothing else."""

from collections.abc import Iterator

from flows.cases.around import look_up
from flows.cases.deciding import Opened, world_of
from flows.cases.repeated import filed_before
from flows.resources import Resources
from flows.views.cases import CheckView
from matters.calendar import day_text
from matters.case.events.automatic import RulesChecked
from matters.case.words import event_text
from matters.entries import Rosters
from matters.filing.entries import moved
from matters.filing.slots import held
from storage.database import Session


def checks(session: Session, resources: Resources, opened: Opened, person: str) -> Iterator[CheckView]:
    """For whom the case waits: what every filing passes at the door, what the matter asks for, what may give pause."""
    if not any(holder.person == person for item in opened.case.under_way for holder in item.holders):
        return
    if person == opened.case.applicant.person:
        return
    yield CheckView(name="填报规则", passed=True, note="必填、格式和填报条件，提交和补正时均已核验")
    yield _materials(opened)
    yield CheckView(name="密级标志", passed=True, note="填报文字和可识别的文件内容中未发现")
    if booked := held(opened.matter, opened.case, opened.answers):
        yield CheckView(name="资源预约", passed=True, note=f"已为本办件保留 {len(booked)} 项，与其他预约不冲突")
    yield from _entries(session, resources, opened)
    yield from _by_rule(opened)
    yield _repeated(session, resources, opened)


def _entries(session: Session, resources: Resources, opened: Opened) -> Iterator[CheckView]:
    """Whether what the case has chosen from rosters (台账) stands there as it was."""
    if not opened.case.seen or opened.case.result:
        return
    world, kept = world_of(session, resources), (opened.head.id, opened.case)
    rosters = look_up(session, resources, world, opened.matter, opened.answers, kept).rosters or Rosters()
    told = "；".join(what for what, _, _ in moved(opened.matter, opened.case, rosters))
    yield CheckView(name="台账", passed=not told, note=told or "选用的记录与选用时一致")


def _repeated(session: Session, resources: Resources, opened: Opened) -> CheckView:
    earlier = filed_before(session, resources, opened.head)
    note = f"申请人近期以相同内容提交过办件 {earlier.case_no}" if earlier else "在申请人近期的申请中没有发现相同内容的"
    return CheckView(name="重复申请", passed=earlier is None, note=note)


def _by_rule(opened: Opened) -> Iterator[CheckView]:
    """What the rules of a step have said (规则核验)."""
    for event in opened.events:
        if isinstance(event, RulesChecked):
            name, note = opened.matter.called(event.place), event_text(opened.matter, event)
            yield CheckView(name=name, passed=not event.failed, note=note)


def _materials(opened: Opened) -> CheckView:
    """What may come later is owed and not there."""
    late = opened.case.late
    if late and late.due:
        return CheckView(name="申请材料", passed=False, note=f"先办后补，应于{day_text(late.due)}前补齐")
    return CheckView(name="申请材料", passed=True, note="按填报情况应交的材料均已提交")
