"""The steps of a matter (环节): who acts, by which rule, in which order."""

from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field

from matters.language.clock import Limit
from matters.language.conditions import Condition
from matters.language.route.base import StepBase
from matters.language.route.by_itself import Automatic, SubMatter, Wait
from matters.language.route.demands import (
    IdentityCheck,
    OnSite,
    OpinionRule,
    OverdueRule,
    Rights,
    UnansweredRule,
    UndoneRule,
)
from matters.language.route.machines import Instant
from matters.language.route.passing_on import PassOn
from matters.language.route.votes import Vote
from matters.language.route.who import Exceptions, Who, answering
from matters.language.vocabulary import BodyRef, Id, LongText, Part, Text


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
    identity_check: IdentityCheck = "by_setting"

    @property
    def actor_rules(self) -> tuple[tuple[Who, ...], ...]:
        return ((self.who,),)


class PriorReview(HumanStep):
    """A body of the applicant's line looks at the filing before the owner has it (主管部门审核), and passes it on or returns it.

    It neither accepts nor refuses. Its limit is its own; acceptance and what the owner promises count from when it arrives there.
    """

    word = "主管部门审核"
    in_guide = "受理前由主管部门审核"
    skippable = True
    issues = False

    kind: Literal["prior_review"]


# Where a case goes on after a return: through all steps again (重走), or straight back to who returned it (直达退回人).
Resumes = Literal["rerun", "straight_back"]
Resumption = Literal[Resumes, "choose"]  # as they choose


class Acceptance(HumanStep):
    """Accept, refuse to accept, or ask for supplement (受理)."""

    word = "受理"

    kind: Literal["accept"]
    instant: Instant | None = None


class Review(HumanStep):
    """Approve to the next step, reject, or return (审核)."""

    word = "审核"
    done_again = True
    skippable = True

    kind: Literal["review"]
    return_resumes: Resumption = "rerun"


class Decide(HumanStep):
    """The decision of the owner body (决定); its approval grants the result."""

    word = "决定"

    kind: Literal["decide"]
    return_resumes: Resumption = "rerun"
    instant: Instant | None = None


class Work(HumanStep):
    """Work that is done and recorded (承办): it fills fields, and neither approves nor refuses."""

    word = "承办"
    done_again = True
    skippable = True

    kind: Literal["work"]


class OwnPart(StepBase):
    """What the applicant does in mid-route: confirms, tries out, reports (申请人办理); neither approves nor refuses.

    `undone`: what follows when it is not done by its day. `stops_clock`: the applicant's time is not the office's: the clock of
    the case stands still meanwhile, where the matter says so of supplements.
    """

    word = "申请人办理"
    in_guide = "申请人办理"
    done_again = True
    skippable = True

    kind: Literal["applicant"]
    limit: Limit | None = None
    undone: UndoneRule = "remind"
    stops_clock: bool = True
    rights: Rights = Rights()
    opinion: OpinionRule = OpinionRule()
    instructions: str = Field(default="", max_length=1000)


class Countersign(StepBase):
    """Several sign one step. The refusal rule (一票否决 / 收齐再定) stands beside the voting rule. 会签."""

    word = "会签"
    in_guide = "会签"
    done_again = True
    skippable = True

    kind: Literal["countersign"]
    signers: tuple[Who, ...] = Field(min_length=1)
    exceptions: Exceptions
    vote: Vote
    refusal: Literal["first_refusal_ends", "collect_all"]
    return_resumes: Resumption = "rerun"
    limit: Limit | None = None
    rights: Rights = Rights()
    opinion: OpinionRule = OpinionRule()
    instructions: str = Field(default="", max_length=1000)
    identity_check: IdentityCheck = "by_setting"

    @property
    def actor_rules(self) -> tuple[tuple[Who, ...], ...]:
        return tuple((who,) for who in self.signers)


class Branch(Part):
    """One branch of a parallel or conditional part. `veto` (一票否决): its refusal ends the case although all are collected."""

    id: Id
    name: Text
    when: Condition | None = None
    veto: bool = False
    steps: tuple["Step", ...] = Field(min_length=1)


class Parallel(StepBase):
    """All branches start together, all must arrive (并联)."""

    word = "并联办理"
    in_guide = "同时办理"

    kind: Literal["parallel"]
    branches: tuple[Branch, ...] = Field(min_length=2)
    refusal: Literal["first_refusal_ends", "collect_all"]


class Exclusive(StepBase):
    """Exactly one branch: the first whose condition holds, else `otherwise` (条件分支)."""

    word = "条件分支（选一）"
    in_guide = "按情形选择其一"

    kind: Literal["exclusive"]
    branches: tuple[Branch, ...] = Field(min_length=1)
    otherwise: tuple["Step", ...]


class Inclusive(StepBase):
    """Every branch whose condition holds; wait for those only (包容分支)."""

    word = "条件分支（可多选）"
    in_guide = "按情形办理"

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

    word = "协查"
    in_guide = "向其他单位协查"
    skippable = True

    kind: Literal["inquiry"]
    of: BodyRef
    who: Who | None = None
    question: LongText
    shows: tuple[Id, ...] = ()
    answers: tuple[AnswerKind, ...] = Field(min_length=1)
    limit: Limit
    unanswered: UnansweredRule

    @property
    def actor_rules(self) -> tuple[tuple[Who, ...], ...]:
        return (answering(self.who, self.of),)


class SpecialProcedure(HumanStep):
    """Expert review, survey, hearing and the like (特别程序); may stop the case clock, and who approved that is recorded."""

    word = "特别程序"
    skippable = True

    kind: Literal["special_procedure"]
    what: Literal["expert_review", "survey", "assessment", "consultation", "other"]
    stops_clock: bool
    when: Condition | None = None


class Deliver(StepBase):
    """Hand over the result and conclude (送达办结). Without `who` the case concludes by itself once the result is sealed.

    `why_in_person`: why the applicant must fetch it; demanded for `pick_up` and `on_site`, which cost an errand.
    """

    word = "送达办结"

    kind: Literal["deliver"]
    how: Literal["online", "pick_up", "post", "on_site"]
    why_in_person: str = Field(default="", max_length=400)
    who: Who | None = None
    exceptions: Exceptions | None = None
    limit: Limit | None = None
    rights: Rights = Rights()
    instructions: str = Field(default="", max_length=1000)

    @property
    def actor_rules(self) -> tuple[tuple[Who, ...], ...]:
        return ((self.who,),) if self.who else ()

    @property
    def in_person(self) -> bool:
        """Whether the applicant must come for it."""
        return self.how in ("pick_up", "on_site")


Branching = Parallel | Exclusive | Inclusive
ByPeople = PriorReview | Acceptance | Review | Decide | Work | SpecialProcedure
# A step for one becomes one for several by added signers, or by heads in a row.
Signed = Countersign | ByPeople
# Several may each have a part (席) of it.
Seated = Signed | Inquiry
# Whoever acts is named by the step itself.
Staffed = Seated | Deliver
Returning = Review | Decide | Countersign
WithRights = Signed | Deliver | Automatic | OwnPart
WithOpinion = Signed | Automatic | SubMatter | OwnPart
ActedOn = WithRights | SubMatter

AnyStep = (
    Acceptance
    | Review
    | Decide
    | Work
    | OwnPart
    | PriorReview
    | Countersign
    | Parallel
    | Exclusive
    | Inclusive
    | Inquiry
    | SpecialProcedure
    | Automatic
    | SubMatter
    | Wait
    | Deliver
)
Step = Annotated[AnyStep, Field(discriminator="kind")]
STEPS: tuple[type[StepBase], ...] = get_args(AnyStep)
for _model in (Branch, Parallel, Exclusive, Inclusive):
    _model.model_rebuild()

S = TypeVar("S", bound=StepBase)


def walk(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """All steps in reading order, those inside branches included."""
    found: list[Step] = []
    for step in steps:
        found.append(step)
        if isinstance(step, Branching):
            for branch in step.branches:
                found.extend(walk(branch.steps))
        if isinstance(step, Exclusive):
            found.extend(walk(step.otherwise))
    return tuple(found)


def of_kind(steps: tuple[Step, ...], *kinds: type[S]) -> tuple[S, ...]:
    """The steps of these kinds in reading order, those inside branches included."""
    return tuple(step for step in walk(steps) if isinstance(step, kinds))


def limit_of(step: StepBase) -> Limit | None:
    """How long the step may take; nothing where its kind has no limit or none is written."""
    return getattr(step, "limit", None)
