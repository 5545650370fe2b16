"""Papers that come besides that of the result: of a step that is done (中途出具), and for each row of a table (一行一份)."""

from collections.abc import Iterator

from matters.language.document import Definition
from matters.language.outcome import Paper
from matters.language.places import Path
from matters.language.route.steps import Acceptance, Decide, Signed
from matters.linter.finding import Finding, error
from matters.linter.papers import papers


def papers_besides(matter: Definition) -> Iterator[Finding]:
    """A step that issues a paper is done by a body, whose seal it bears; rows have papers of steps, or with the grant."""
    for path, paper in papers(matter):
        if paper.at is not None:
            yield from _at_step(matter, paper, path)
        if paper.per_row and paper.on not in ("step", "granted"):
            message = f"“{paper.name}”一行一份，只能在准予时（granted）或者环节办结时（step）出具。请更正 on。"
            yield error("rows_paper_occasion", (*path, "on"), message)


def _at_step(matter: Definition, paper: Paper, path: Path) -> Iterator[Finding]:
    step = matter.find_step(paper.at or "")
    if step is None:
        return
    if not isinstance(step, Signed) or isinstance(step, Acceptance | Decide):
        message = f"“{step.name}”办结时不能出具“{paper.name}”。请改为由单位办理的环节；受理、决定用 accepted、granted。"
        yield error("paper_at_step", (*path, "at"), message)
    elif not any(getattr(who, "of", None) == paper.seals[0].of for rule in step.actor_rules for who in rule):
        message = (
            f"“{paper.name}”在“{step.name}”出具，应盖该环节办理单位的印章。请把 seals 第一项的 of 写成与环节一致。"
        )
        yield error("seal_of_step", (*path, "seals", 0, "of"), message)
