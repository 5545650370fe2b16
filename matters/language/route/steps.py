"""The steps of a matter (环节): who acts, by which rule, in which order."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, TypeVar, get_args

from pydantic import Field, Tag

from matters.language.begun_cases import Filer, HandsOver, TakesBack
from matters.language.clock import Limit
from matters.language.conditions import Condition, by_key
from matters.language.route.machines import Instant, LookUp, OutsideCall, RuleCheck
from matters.language.route.passing_on import PassOn
from matters.language.route.who import ByRole, Exceptions, ToStandIn, Who
from matters.language.vocabulary import BodyRef, Id, LongText, MatterCode, Part, Text


class Rights(Part):
    """Field and material rights at a step (字段权限). What is not listed: read, or hidden when sensitive."""

    edit: tuple[Id, ...] = ()
    required: tuple[Id, ...] = ()
    hidden: tuple[Id, ...] = ()
    read: tuple[Id, ...] = ()


class OpinionTexts(Part):
    """What is offered for one outcome: the text that stands in the box (预置意见) and may be changed, and phrases."""

    preset: str = Field(default="", max_length=400)
    phrases: tuple[Text, ...] = ()


class OpinionRule(Part):
    """Whether an opinion (意见) is demanded, and what is offered for it. Refusing and returning always demand it.

    `preset`: for agreeing. `phrases`: for every outcome that has none of its own. What is offered is nobody's opinion until
    somebody sends it.
    """

    approving: Literal["required", "optional"] = "optional"
    preset: str = Field(default="", max_length=400)
    phrases: tuple[Text, ...] = ()
    rejecting: OpinionTexts = OpinionTexts()
    returning: OpinionTexts = OpinionTexts()


class OnSite(Part):
    """The applicant must come in person at this step (到场); counts as an errand and needs its ground."""

    reason: Text
    basis: Text


class SuspensionRule(Part):
    """An item may rest (挂起) for at most so many calendar days, if somebody consents; what are grounds for it."""

    approved_by: Who
    at_most_days: int = Field(ge=1, le=365)
    grounds: tuple[Text, ...] = ()


class StepBase(Part):
    """What every step has: a stable id and the name people read."""

    id: Id
    name: Text


# What happens on the day after an item is due (超期): its holders are reminded (提醒); the supervisors of their bodies are told
# as well (督办); the heads of their bodies are told, and may act on it themselves (由负责人办理).
OverdueRule = Literal["remind", "supervise", "escalate"]
# Of a question to another body (协查) the case may also go on without an answer (逾期未复).
UnansweredRule = Literal["remind", "supervise", "proceed_noted"]
AfterDue = OverdueRule | UnansweredRule


class HumanStep(StepBase):
    """A step done by a person. `apart_from` names steps whose actor may not act here (受审分离).

    `passes_on`: to which other bodies its holder may pass it on; there it is acted on by whom `who` means in that body.
    """

    who: Who
    exceptions: Exceptions
    limit: Limit | None = None
    rights: Rights = Rights()
    opinion: OpinionRule = OpinionRule()
    apart_from: tuple[Id, ...] = ()
    one_hand_reason: str = Field(default="", description="受理与审批同一人办理的理由")
    on_site: OnSite | None = None
    copy_to: tuple[Who, ...] = ()
    overdue: OverdueRule | None = None
    passes_on: tuple[PassOn, ...] = ()
    instructions: str = Field(default="", max_length=1000)


# Where a case goes on after a return: through all steps again (重走), straight back to who returned it (直达退回人), or as
# they choose.
Resumes = Literal["rerun", "straight_back", "choose"]


class Acceptance(HumanStep):
    """Accept, refuse to accept, or ask for supplement (受理)."""

    kind: Literal["accept"]
    instant: Instant | None = None


class Review(HumanStep):
    """Approve to the next step, reject, or return (审核)."""

    kind: Literal["review"]
    return_resumes: Resumes = "rerun"


class Decide(HumanStep):
    """The decision of the owner body (决定); its approval grants the result."""

    kind: Literal["decide"]
    return_resumes: Resumes = "rerun"
    instant: Instant | None = None


class Work(HumanStep):
    """Work that is done and recorded (承办): it fills fields, and neither approves nor refuses."""

    kind: Literal["work"]


class VoteBase(Part):
    """How signatures are counted (表决). `phrase`: how it reads.

    `by_share`: a share of votes or weights decides, so that an abstention (弃权) is a voice of its own. `in_turn`: whoever
    signs waits for the one before.
    """

    phrase: ClassVar[str]
    by_share: ClassVar[bool] = False
    in_turn: ClassVar[bool] = False


class VoteAll(VoteBase):
    """Everybody must sign (会签)."""

    phrase = "全部同意（会签）"

    rule: Literal["all"]


class VoteAny(VoteBase):
    """One is enough (或签)."""

    phrase = "一人同意即可（或签）"

    rule: Literal["any"]


class VoteRatio(VoteBase):
    """Passes at a share of all named votes, over 0 up to 1 (票签)."""

    phrase = "按比例通过（票签）"
    by_share = True

    rule: Literal["ratio"]
    share: Decimal = Field(gt=0, le=1)


class VoteInOrder(VoteBase):
    """One after another in list order (依次)."""

    phrase = "依次签署"
    in_turn = True

    rule: Literal["in_order"]


class Weight(Part):
    """The weight of one signer, by position in the list."""

    signer: int = Field(ge=1)
    weight: int = Field(ge=1, le=100)


class VoteWeighted(VoteBase):
    """Passes at a share of the weights (加权)."""

    phrase = "按权重通过（加权）"
    by_share = True

    rule: Literal["weighted"]
    weights: tuple[Weight, ...] = Field(min_length=1)
    share: Decimal = Field(gt=0, le=1)


AnyVote = VoteAll | VoteAny | VoteRatio | VoteInOrder | VoteWeighted
Vote = Annotated[AnyVote, Field(discriminator="rule")]
VOTES: tuple[type[VoteBase], ...] = get_args(AnyVote)


class Countersign(StepBase):
    """Several sign one step. The refusal rule (一票否决 / 收齐再定) stands beside the voting rule. 会签."""

    kind: Literal["countersign"]
    signers: tuple[Who, ...] = Field(min_length=1)
    exceptions: Exceptions
    vote: Vote
    refusal: Literal["first_refusal_ends", "collect_all"]
    return_resumes: Resumes = "rerun"
    limit: Limit | None = None
    rights: Rights = Rights()
    opinion: OpinionRule = OpinionRule()
    instructions: str = Field(default="", max_length=1000)


class Branch(Part):
    """One branch of a parallel or conditional part. `veto` (一票否决): its refusal ends the case although all are collected."""

    id: Id
    name: Text
    when: Condition | None = None
    veto: bool = False
    steps: tuple["Step", ...] = Field(min_length=1)


class Parallel(StepBase):
    """All branches start together, all must arrive (并联)."""

    kind: Literal["parallel"]
    branches: tuple[Branch, ...] = Field(min_length=2)
    refusal: Literal["first_refusal_ends", "collect_all"]


class Exclusive(StepBase):
    """Exactly one branch: the first whose condition holds, else `otherwise` (条件分支)."""

    kind: Literal["exclusive"]
    branches: tuple[Branch, ...] = Field(min_length=1)
    otherwise: tuple["Step", ...]


class Inclusive(StepBase):
    """Every branch whose condition holds; wait for those only (包容分支)."""

    kind: Literal["inclusive"]
    branches: tuple[Branch, ...] = Field(min_length=1)
    refusal: Literal["first_refusal_ends", "collect_all"]


# What a body that is asked may answer (协查答复).
AnswerKind = Literal["yes", "no", "material"]


class Inquiry(StepBase):
    """Ask another body; it answers yes, no or with material within its own limit (协查). The case goes on, whatever the answer.

    `who` answers there: without it the liaison officers, where there are none the head. `shows`: the fields, materials and
    parties that those who are asked see besides guide and question; nothing else of the case.
    """

    kind: Literal["inquiry"]
    of: BodyRef
    who: Who | None = None
    question: LongText
    shows: tuple[Id, ...] = ()
    answers: tuple[AnswerKind, ...] = Field(min_length=1)
    limit: Limit
    unanswered: UnansweredRule


class SpecialProcedure(HumanStep):
    """Expert review, survey, hearing or extension (特别程序); may stop the case clock, and who approved that is recorded."""

    kind: Literal["special_procedure"]
    what: Literal["extension", "expert_review", "survey", "assessment", "consultation", "other"]
    stops_clock: bool
    when: Condition | None = None


class Automatic(StepBase):
    """A step a machine does, carried by Prefect (自动环节). `on_failure` names the person rule that takes over.

    `limit`: of the other system's report, and of the person who takes over.
    """

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


class SubMatter(StepBase):
    """Begin another matter, one per row when `per_row` names a rows field (子事项); wait for its end, or only until it is begun.

    `on_refusal`: what it means when it is denied, withdrawn or otherwise ends without being granted: refused here as well, all
    the same, or somebody decides. `on_failure`: who takes over when it cannot be begun.
    """

    kind: Literal["sub_matter"]
    matter: MatterCode
    per_row: Id | None = None
    waits: bool = True
    hands_over: HandsOver = HandsOver()
    takes_back: TakesBack = TakesBack()
    as_body: Filer = "applicant"
    on_refusal: Annotated[
        Annotated[Literal["refuse", "go_on"], Tag("word")] | Annotated[ToStandIn, Tag("to")], by_key("to", or_word=True)
    ]
    on_failure: Who


class Wait(StepBase):
    """Wait for the date in a field, or for an outside event that the `robot` of another system reports (等待)."""

    kind: Literal["wait"]
    for_field: Id | None = None
    for_event: Id | None = None
    robot: ByRole | None = None


class Deliver(StepBase):
    """Hand over the result and conclude (送达办结). Without `who` the case concludes by itself once the result is sealed.

    `why_in_person`: why the applicant must fetch it; demanded for `pick_up` and `on_site`, which cost an errand.
    """

    kind: Literal["deliver"]
    how: Literal["online", "pick_up", "post", "on_site"]
    why_in_person: str = Field(default="", max_length=400)
    who: Who | None = None
    exceptions: Exceptions | None = None
    limit: Limit | None = None
    rights: Rights = Rights()
    instructions: str = Field(default="", max_length=1000)

    @property
    def in_person(self) -> bool:
        """Whether the applicant must come for it."""
        return self.how in ("pick_up", "on_site")


Step = Annotated[
    Acceptance
    | Review
    | Decide
    | Work
    | Countersign
    | Parallel
    | Exclusive
    | Inclusive
    | Inquiry
    | SpecialProcedure
    | Automatic
    | SubMatter
    | Wait
    | Deliver,
    Field(discriminator="kind"),
]
for _model in (Branch, Parallel, Exclusive, Inclusive):
    _model.model_rebuild()

S = TypeVar("S", bound=StepBase)


def walk(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """All steps in reading order, those inside branches included."""
    found: list[Step] = []
    for step in steps:
        found.append(step)
        if isinstance(step, (Parallel, Exclusive, Inclusive)):
            for branch in step.branches:
                found.extend(walk(branch.steps))
        if isinstance(step, Exclusive):
            found.extend(walk(step.otherwise))
    return tuple(found)


def of_kind(steps: tuple[Step, ...], *kinds: type[S]) -> tuple[S, ...]:
    """The steps of these kinds in reading order, those inside branches included."""
    return tuple(step for step in walk(steps) if isinstance(step, kinds))
