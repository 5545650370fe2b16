"""Papers that several bodies sign (联合行文): each seals once, and none without having agreed on the way."""

from collections.abc import Iterator

from matters.language.document import Definition
from matters.language.outcome import Paper
from matters.language.places import Path
from matters.language.route.steps import Signed
from matters.language.vocabulary import BodyRef
from matters.linter.finding import Finding, error
from matters.linter.papers import papers, steps_before


def joint_papers(matter: Definition) -> Iterator[Finding]:
    """The lead body answers for the paper; each further one has had a step at which it could refuse."""
    for path, paper in papers(matter):
        refs = [seal.of for seal in paper.seals]
        for place, ref in enumerate(refs[1:], 1):
            at = (*path, "seals", place, "of")
            if ref in refs[:place]:
                yield error("sealed_twice", at, f"“{paper.name}”写了同一单位的印章两次。请只留一处。")
            else:
                yield from _unasked(matter, paper, ref, at)


def _unasked(matter: Definition, paper: Paper, ref: BodyRef, at: Path) -> Iterator[Finding]:
    agreeing = (step for step in steps_before(matter, paper) if isinstance(step, Signed))
    rules = (who for step in agreeing for rule in step.actor_rules for who in rule)
    if not any(getattr(who, "of", None) == ref for who in rules):
        message = (
            f"“{paper.name}”盖有其他单位的印章，出具前却没有由该单位办理的环节，该单位无从同意或者不同意。"
            "请先设该单位的会签或者审核环节，写法与这里的 of 一致。"
        )
        yield error("seal_unasked", at, message)
