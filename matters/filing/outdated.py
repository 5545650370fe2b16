"""What an applicant is told whose draft was begun under an older version of the matter."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from matters.filing.checking import filing_problems
from matters.language.document import Definition
from matters.language.quantities import filled
from matters.language.words.differences import differences
from matters.organisation.snapshot import Vocabulary
from matters.world import World

# More would not be read; the guide shows the whole of the new version.
_MOST = 8
_OF_THE_APPLICANT = ("form", "materials", "clock", "errands", "guide")


def outdated(
    old: Definition | None, new: Definition, answers: Mapping[str, Any], materials: Collection[str], world: World
) -> tuple[str, ...]:
    """That the matter has changed, what applicants are promised or asked otherwise, and what in the draft fits no longer.

    `old` is the version the draft was saved under; when that is not known, or is still in force, there is nothing to tell.
    """
    if old is None or old.digest == new.digest:
        return ()
    head = f"本事项已更新为{new.edition.called}，您上次填写时为{old.edition.called}。请核对后再提交。"
    return (head, *_changes(old, new, world.organisation.vocabulary), *_misfits(old, new, answers, materials, world))


def _changes(old: Definition, new: Definition, vocabulary: Vocabulary) -> tuple[str, ...]:
    told = [
        difference.sentence
        for difference in differences(old, new, vocabulary)
        if difference.weight == "promise" and difference.target.startswith(_OF_THE_APPLICANT)
    ]
    more = (f"另有 {len(told) - _MOST} 处变化，见办事指南",) if len(told) > _MOST else ()
    return (*told[:_MOST], *more)


def _misfits(
    old: Definition, new: Definition, answers: Mapping[str, Any], materials: Collection[str], world: World
) -> Iterator[str]:
    kept = {key: value for key, value in answers.items() if new.field(key) is not None}
    for key in (*answers, *materials):
        known = new.field(key) or new.material(key)
        if known is None and (key in materials or filled(answers.get(key))):
            yield f"您已填报的“{old.label(key)}”不再需要，不会提交"
    for problem in filing_problems(new, kept, {}, world):
        if filled(kept.get(problem.target)):
            yield f"您已填报的内容须修改：{problem.message}"
