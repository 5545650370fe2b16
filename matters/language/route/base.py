"""What every step of a matter has (环节)."""

from typing import ClassVar

from matters.language.route.who import Who
from matters.language.vocabulary import Id, Part, Text


class StepBase(Part):
    """What every step has: a stable id and the name people read.

    Each kind says by which Chinese `word` it is called, `in_guide` how the guide describes what happens there where its name
    does not tell, whether it may be `done_again` after a return to it, whether a repair may leave it out (`skippable`), and
    whether what is done there `issues` papers: before the owner has it, nobody could seal one.
    """

    word: ClassVar[str]
    in_guide: ClassVar[str] = ""
    done_again: ClassVar[bool] = False
    skippable: ClassVar[bool] = False
    issues: ClassVar[bool] = True

    id: Id
    name: Text

    @property
    def actor_rules(self) -> tuple[tuple[Who, ...], ...]:
        """For each actor it needs the rules that name one, any of which is enough; the first comes first."""
        return ()
