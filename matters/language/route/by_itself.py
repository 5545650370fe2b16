"""Steps that go by themselves (自动办理、子事项、等待): a machine works, another matter is begun, or a day is waited for."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Tag

from matters.language.begun_cases import HandsOver, SentTo, TakesBack
from matters.language.clock import Limit
from matters.language.quantities import by_key
from matters.language.route.base import StepBase
from matters.language.route.demands import OpinionRule, Rights
from matters.language.route.machines import LookUp, OutsideCall, RuleCheck
from matters.language.route.who import ByRole, ToStandIn, Who
from matters.language.vocabulary import Id, MatterCode


class Automatic(StepBase):
    """A step a machine does, carried by Prefect (自动环节). `on_failure` names the person rule that takes over.

    `limit`: of the other system's report, and of the person who takes over.
    """

    word = "自动办理"
    skippable = True
    # Doing a machine's work in its place is always given a reason.
    opinion: ClassVar = OpinionRule(approving="required")
    instructions: ClassVar = "系统未能自动办理。请核实后填写并办理完成，也可以再次自动办理。"

    kind: Literal["automatic"]
    work: Annotated[RuleCheck | LookUp | OutsideCall, Field(discriminator="do")]
    on_failure: Who
    limit: Limit | None = None

    @property
    def rights(self) -> Rights:
        """What whoever takes over, or the other system, may fill and see: what the work would have filled and was told."""
        if isinstance(self.work, LookUp):
            return Rights(edit=self.work.fills, required=self.work.fills, read=self.work.asks)
        if isinstance(self.work, OutsideCall):
            return Rights(edit=self.work.fills, read=self.work.hands_over)
        return Rights()


# What the end of a sub-matter without a decision means for the case that waits for it (子事项撤回).
OnWithdrawal = Literal["ask", "begin_again", "go_on", "end"]


class SubMatter(StepBase):
    """Begin another matter, one per row when `per_row` names a rows field (子事项); wait for its end, or only until it is begun.

    `as_body`: in whose name it is filed; a task that is sent down (派发) in that of the body which the row names.
    `on_refusal`: what it means when it is not granted: refused here as well, all the same, or somebody decides.
    `on_withdrawal`: what it means when it ends without a decision (撤回、终止), which is no refusal: somebody decides, it
    is begun again once, the case goes on without it, or the case ends too. `on_failure`: who takes over when it
    cannot be begun.
    """

    word = "子事项"
    in_guide = "由系统发起其他事项"
    skippable = True
    # Going on without what was wanted is always given a reason.
    opinion: ClassVar = OpinionRule(approving="required")
    instructions: ClassVar = (
        "子事项未能发起、未获准，或者未作决定即已撤回、终止。"
        "可以重新发起，写明理由后不再等候（办理完成），也可以退回或不同意。"
    )

    kind: Literal["sub_matter"]
    matter: MatterCode
    per_row: Id | None = None
    waits: bool = True
    hands_over: HandsOver = HandsOver()
    takes_back: TakesBack = TakesBack()
    as_body: SentTo = "applicant"
    on_refusal: Annotated[
        Annotated[Literal["refuse", "go_on"], Tag("word")] | Annotated[ToStandIn, Tag("to")], by_key("to", or_word=True)
    ]
    on_withdrawal: OnWithdrawal = "ask"
    on_failure: Who


class Wait(StepBase):
    """Wait for the date in a field, for so long (公示), or for an event that the `robot` of another system reports (等待).

    What lasts for five working days goes on on the day after the fifth. `stops_clock`: the clock of the case stands still
    meanwhile, where the matter says so of special procedures (不计入办理时限).
    """

    word = "等待"
    skippable = True

    kind: Literal["wait"]
    for_field: Id | None = None
    for_event: Id | None = None
    for_time: Limit | None = None
    stops_clock: bool = False
    robot: ByRole | None = None
