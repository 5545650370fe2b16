"""The desk of figures (指标): what they are for those a supervisor watches over, and what stands behind each."""

from collections.abc import Iterator

from flows.figures.summing import Sight
from flows.figures.telling import board_of, told
from flows.service.desk import WorkingDesk
from flows.service.intake.figures import sight_of
from flows.service.intake.listing import asked_page, cut, page_of
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import case_line
from flows.views.base import Turn
from flows.views.people import Caller
from flows.views.supervision import BehindLine, BoardQuery, BoardView, FigureBehind
from matters.calendar import day_text, local_day
from matters.errors.door import Invalid, NotFound
from matters.figures.catalogue import BY_ID, Figure
from matters.figures.facts import OF_RATINGS
from matters.language.document import Definition
from matters.language.errands import ERRAND_CLASSES, errand_class, errands
from matters.organisation.kinds import LEVEL_NAMES
from storage.cases import CaseHead
from storage.database import Session
from storage.figures import asking, rated

_WATCHERS = roles("supervisor")


class FigureDesk(WorkingDesk):
    """Of what bodies in the scope of the grant accept; of other bodies nothing is counted for the caller."""

    @allowed_to(_WATCHERS, "查看指标")
    def board(self, caller: Caller, query: BoardQuery = BoardQuery()) -> BoardView | Invalid:  # noqa: B008 - frozen
        """All figures, as a whole and by every aspect."""
        with self._resources.database.reading() as session:
            sight = sight_of(session, self._resources, self._reach(session, caller), query)
            return sight if isinstance(sight, Invalid) else board_of(sight, query.batch)

    @allowed_to(_WATCHERS, "查看指标明细")
    def behind(
        self,
        caller: Caller,
        figure_id: str,
        query: BoardQuery = BoardQuery(),  # noqa: B008 - frozen
        page: int | Turn = 1,
        *,
        counted: bool = True,
    ) -> FigureBehind | Invalid | NotFound:
        """The cases, matters or bodies that a figure counts, or those of the whole that it does not."""
        figure = BY_ID.get(figure_id)
        if figure is None:
            return NotFound(what=f"指标 {figure_id[:40]}")
        with self._resources.database.reading() as session:
            sight = sight_of(session, self._resources, self._reach(session, caller), query)
            if isinstance(sight, Invalid):
                return sight
            view = told(figure, sight.whole(), query.batch)
            left_out = not counted and view.splits
            if figure.grain == "cases":
                look = rated.behind if figure.counts in OF_RATINGS else asking.behind
                found = look(session, sight.span, figure.behind, figure.among if left_out else "", asked_page(page))
                items, where = tuple(self._case(session, sight, head) for head in found.rows), page_of(found)
            else:
                by_matters = figure.grain == "matters"
                lines = _matters(sight, figure, left_out) if by_matters else _bodies(sight, left_out)
                items, where = cut(tuple(lines), page)
            return FigureBehind(figure=view, counted=not left_out, items=items, page=where)

    def _case(self, session: Session, sight: Sight, head: CaseHead) -> BehindLine:
        line = case_line(head, self._resources.definition(session, head.definition), sight.organisation)
        note = f"{line.status_name}，{line.applicant_body}于{day_text(local_day(line.filed_at))}提交"
        return BehindLine(id=line.case_no, name=line.title, note=note)


def _matters(sight: Sight, figure: Figure, left_out: bool) -> Iterator[BehindLine]:
    """Of a saving every matter that it is summed of, with what it was and what is saved."""
    for one in sight.listed:
        whole, counts = one.counts.get(figure.among or figure.counts, 0), one.counts.get(figure.counts, 0)
        if not whole or (figure.splits and bool(counts) == left_out):
            continue
        note = _visits(one.matter) if figure.splits else f"{figure.all_of} {whole}，{figure.counted} {counts}"
        yield BehindLine(id=one.matter.code, name=one.matter.name, note=note)


def _visits(matter: Definition) -> str:
    """In which list of errands it stands, and why it takes some or is not handled here."""
    access = matter.guide.access
    why = (access.basis,) if access.kind == "offline" else errands(matter).reasons
    return "；".join((ERRAND_CLASSES[errand_class(matter)], *why))


def _bodies(sight: Sight, left_out: bool) -> Iterator[BehindLine]:
    for body, counts in sight.offices:
        if bool(counts["connected"]) != left_out:
            name = sight.organisation.body_name(body.id, sight.resources.today)
            yield BehindLine(id=body.id, name=name, note=LEVEL_NAMES[body.level])
