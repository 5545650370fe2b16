"""What an urgent case owes since its filing (先办后补), as people read it: the applicant's item, and what others are told."""

from collections.abc import Collection, Iterable
from datetime import date

from flows.cases.deciding import Opened
from flows.service.shown.cases import task_line
from flows.views.late_materials import LateMaterials, OwedMaterial
from flows.views.tasks import TaskView
from matters.calendar import day_text
from matters.case.aggregate import Case
from matters.filing.asked import Values
from matters.filing.late_materials import acts_first, demanded, owed_until
from matters.language.document import Definition
from matters.organisation.snapshot import Holder, Organisation
from matters.world import World
from storage.queues import ItemView, OpenLate

_HOW = "本件先办后补，请按期补齐下列材料，可以分次补交。"


def in_list(owing: OpenLate | None, today: date) -> LateMaterials | None:
    """That a case of a list owes materials, and until when."""
    if owing is None:
        return None
    return LateMaterials(due=owing.due, provisional=owing.provisional, overdue=owing.due < today)


def owed_by(opened: Opened, today: date, hidden: Collection[str] = ()) -> LateMaterials | None:
    """What the case owes, but for materials that are hidden from the viewer."""
    item = opened.case.late
    if item is None or item.due is None:
        return None
    shown = _named(opened.matter, (one for one in item.owes if one not in hidden))
    return LateMaterials(due=item.due, provisional=item.provisional, overdue=item.due < today, materials=shown)


def if_filed_now(matter: Definition, answers: Values, world: World) -> LateMaterials | None:
    """What a filing with these answers may leave for later."""
    rule = acts_first(matter, answers, world.today)
    wanted = demanded(matter, answers, world.today) if rule else ()
    if rule is None or not wanted:
        return None
    due = owed_until(rule, world)
    return LateMaterials(due=due.day, provisional=due.provisional, materials=_named(matter, wanted))


def reminder(matter: Definition, case: Case) -> str:
    """What is said to the applicant who has just filed; nothing where nothing is owed."""
    item = case.late
    if item is None or item.due is None:
        return ""
    names = "、".join(one.name for one in _named(matter, item.owes))
    return f"本件先办后补，请于{day_text(item.due)}前补交：{names}。"


def late_task(
    item: ItemView, opened: Opened, organisation: Organisation, person: str, behalf: Holder | None = None
) -> TaskView:
    """The item of the owed materials: nothing else of the filing can be changed by it."""
    waiting = opened.case.item(item.key)
    owes = waiting.owes if waiting else ()
    return TaskView(
        line=task_line(item, opened.matter, organisation, person, behalf),
        instructions=_HOW,
        phrases=(),
        opinion_required=(),
        fills=(),
        form=(),
        materials=tuple(m.model_dump(mode="json", by_alias=True) for m in opened.matter.materials if m.id in owes),
    )


def _named(matter: Definition, ids: Iterable[str]) -> tuple[OwedMaterial, ...]:
    return tuple(OwedMaterial(id=one, name=matter.label(one)) for one in ids)
