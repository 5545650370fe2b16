"""Cases to try the rules on: 公务用车派车 in the sample organisation, told command by command."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from hypothesis.vendor.pretty import RepresentationPrinter

from matters.calendar import SHANGHAI, Calendar
from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.filed import Filed
from matters.case.fold import evolve
from matters.case.items import WorkItem
from matters.case.values import ItemKey
from matters.commands.base import Command
from matters.commands.cases import (
    AskRepair,
    ConfirmRepair,
    Discuss,
    DropRepair,
    HandOver,
    ReadCopy,
    RemoveSigner,
    ReplaceApplicant,
    RetractCopy,
    Submit,
    TakeBack,
    Urge,
    Withdraw,
)
from matters.commands.items import (
    Abstain,
    Accept,
    AddSigners,
    Advise,
    Answer,
    Approve,
    AskExtension,
    AskSuspension,
    BeginAgain,
    Claim,
    Complete,
    Conclude,
    ConsentToExtension,
    ConsentToSuspension,
    Delegate,
    Forward,
    Fulfil,
    HandInLate,
    PassSpotCheck,
    Recall,
    RefuseAcceptance,
    RefuseExtension,
    RefuseSuspension,
    Reject,
    Release,
    Reply,
    ReportFailure,
    ReportUp,
    RequestSupplement,
    Resume,
    ReturnToApplicant,
    ReturnToStep,
    Revoke,
    RunAgain,
    SendCopy,
    SendDown,
    Supplement,
    Transfer,
)
from matters.commands.reports import CheckRules, RecordPaper
from matters.entries import Rosters
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.lateness import HouseRule
from matters.lifecycle import Verdict, decide
from matters.organisation.proxies import Proxy
from matters.organisation.resources import Register
from matters.organisation.snapshot import SYSTEM, Grant, Holder, Holding, Organisation, Role
from matters.world import World

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # a Monday without holidays near
CASE_NO = "990121003202603020000017"

STAFF = Holder(person="p50", post="county_finance.staff")
CLERK = Holder(person="p40", post="county_logistics.vehicle_clerk")
CLERK_2 = Holder(person="p41", post="county_logistics.vehicle_clerk.2")
CHIEF = Holder(person="p39", post="county_logistics.vehicle_chief")
HEAD = Holder(person="p38", post="county_logistics.head")
DEPUTY = Holder(person="p43", post="county_logistics.deputy_head")
ADMIN, SECOND = Holder(person="p48", post=""), Holder(person="p37", post="")  # 事项管理员
STRANGER = Holder(person="p64", post="county_court.staff")

ANSWERS: dict[str, Any] = {
    "purpose": "赴样例镇开展防汛检查",
    "vehicle_use": "inspection",
    "depart_at": "2026-03-10T08:00",
    "return_at": "2026-03-10T18:00",
    "destination": "样例镇",
    "passengers": 3,
    "out_of_city": False,
    "contact": "值班室",
    "contact_phone": "5550070",
    "pledge": True,
}
CAR = {"plate": "样A12345", "driver": "马行健"}


@dataclass
class Story:
    """A case as far as it has been told, with what its form says now."""

    NAMES: ClassVar = (
        "accept",
        "refuse_acceptance",
        "request_supplement",
        "supplement",
        "approve",
        "reject",
        "abstain",
        "return_to_applicant",
        "return_to_step",
        "withdraw",
        "complete",
        "conclude",
        "claim",
        "release",
        "transfer",
        "delegate",
        "advise",
        "recall",
        "add_signers",
        "remove_signer",
        "take_back",
        "send_copy",
        "read_copy",
        "retract_copy",
        "urge",
        "discuss",
        "ask_suspension",
        "consent_to_suspension",
        "refuse_suspension",
        "ask_extension",
        "consent_to_extension",
        "refuse_extension",
        "resume",
        "report_failure",
        "run_again",
        "pass_spot_check",
        "revoke",
        "begin_again",
        "ask_repair",
        "confirm_repair",
        "drop_repair",
        "hand_over",
        "replace_applicant",
        "report_up",
        "send_down",
        "forward",
        "reply",
        "answer",
        "fulfil",
        "hand_in_late",
    )
    matter: Definition
    organisation: Organisation
    calendar: Calendar
    now: datetime = NOW
    answers: dict[str, Any] = field(default_factory=dict)
    materials: dict[str, tuple[str, ...]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    so_far: Case | None = None
    register: Register | None = None
    proxies: tuple[Proxy, ...] = ()
    rosters: Rosters | None = None
    house: HouseRule | None = None

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Short: a failing property prints what it was given, and would fail at printing a whole organisation."""
        printer.text(f"Story({self.matter.code}, {len(self.events)} events)")

    @property
    def case(self) -> Case:
        """The case."""
        assert self.so_far is not None
        return self.so_far

    @property
    def item(self) -> ItemKey:
        """The key of the one open item, beside which materials may be owed."""
        return self._open.key

    @property
    def version(self) -> int:
        """The version of that item."""
        return self._open.version

    @property
    def _open(self) -> WorkItem:
        (item,) = (item for item in self.case.items if item.purpose != "late_materials")
        return item

    @property
    def world(self) -> World:
        """The world at this moment."""
        world = World(self.organisation, self.calendar, self.now, self.register, self.proxies, rosters=self.rosters)
        return replace(world, house=self.house)

    @property
    def filed(self) -> Filed:
        """What the case says at this moment."""
        return Filed(self.answers, self.materials)

    def tell(self, command: Command) -> Verdict:
        """What the engine says; what it lets happen has happened."""
        verdict = decide(self.matter, self.so_far, self.filed, command, self.world)
        if not isinstance(verdict, Refusal):
            for event in verdict:
                self.so_far = evolve(self.so_far, event)
            self.events = (*self.events, *verdict)
            for part in ("answers", "fills"):
                self.answers = {**self.answers, **getattr(command, part, {})}
            self.materials = {**self.materials, **getattr(command, "materials", {})}
        return verdict

    def went(self, command: Command) -> tuple[str, ...]:
        """The types of the events; the command must be accepted."""
        verdict = self.tell(command)
        assert not isinstance(verdict, Refusal), verdict
        return tuple(event.type for event in verdict)

    def later(self, **delta: float) -> "Story":
        """Time passes."""
        self.now += timedelta(**delta)
        return self

    def submit(self, actor: Holder = STAFF, **answers: object) -> Submit:
        """The filing, with some answers changed; `None` leaves one out."""
        given = {key: value for key, value in {**ANSWERS, **answers}.items() if value is not None}
        return Submit(actor=actor, case_no=CASE_NO, answers=given, materials={})

    def on(self, actor: Holder, **more: object) -> dict[str, Any]:
        """Actor, item and version of a command on the open item."""
        return {"actor": actor, "item": self.item, "expected_version": self.version, **more}

    def accept(self, actor: Holder = CLERK, fills: Mapping[str, Any] = CAR, **more: object) -> Accept:
        """Accept, with the car filled in."""
        return Accept(**self.on(actor, fills=fills, **more))

    def ask(self, *targets: str, actor: Holder = CLERK) -> RequestSupplement:
        """Ask for supplement of these."""
        return RequestSupplement(**self.on(actor, findings=dict.fromkeys(targets, "请写明。")))

    def give_back(self, *targets: str, actor: Holder = CHIEF) -> ReturnToApplicant:
        """Return these to the applicant."""
        return ReturnToApplicant(**self.on(actor, findings=dict.fromkeys(targets, "请核实。")))

    def supplement(
        self, actor: Holder = STAFF, files: Mapping[str, tuple[str, ...]] | None = None, **answers: object
    ) -> Supplement:
        """Hand these in."""
        return Supplement(**self.on(actor, answers=answers, materials=files or {}))

    def approve(self, actor: Holder = CHIEF, **more: object) -> Approve:
        """Agree."""
        return Approve(**self.on(actor, **more))

    def paper(self, paper: str, document: str = "d1") -> RecordPaper:
        """The system reports a paper."""
        return RecordPaper(
            actor=SYSTEM,
            paper=paper,
            document=document,
            number="样〔2026〕1号",
            digest="0" * 64,
            issued_on=self.now.date(),
        )

    def every_command(self, actor: Holder, item: ItemKey) -> dict[str, Command]:
        """One command of each kind but the filing, complete in itself."""
        on: dict[str, Any] = {"actor": actor, "item": item, "expected_version": 1}
        said = {**on, "opinion": "请核实。"}
        findings = {"destination": "请写明。"}
        return {
            "accept": Accept(**on, fills=CAR),
            "refuse_acceptance": RefuseAcceptance(**on, opinion="不属于保障范围。"),
            "request_supplement": RequestSupplement(**on, findings=findings),
            "supplement": Supplement(**on, answers={"destination": "样例镇政府"}, materials={}),
            "approve": Approve(**on),
            "reject": Reject(**on, opinion="请合乘。"),
            "abstain": Abstain(**on),
            "return_to_applicant": ReturnToApplicant(**on, findings=findings),
            "return_to_step": ReturnToStep(**said, step="accept"),
            "withdraw": Withdraw(actor=actor),
            "complete": Complete(**on),
            "conclude": Conclude(**on),
            "claim": Claim(**on),
            "release": Release(**on),
            "transfer": Transfer(**said, to=(DEPUTY,)),
            "delegate": Delegate(**said, to=(DEPUTY,)),
            "advise": Advise(**said),
            "recall": Recall(**on),
            "add_signers": AddSigners(**said, where="beside", to=(DEPUTY,)),
            "remove_signer": RemoveSigner(actor=actor, step="decide", seat="1"),
            "take_back": TakeBack(actor=actor, item=item),
            "send_copy": SendCopy(**on, to=(DEPUTY,)),
            "read_copy": ReadCopy(actor=actor),
            "retract_copy": RetractCopy(actor=actor, person=DEPUTY.person),
            "ask_suspension": AskSuspension(**said, until=date(2026, 3, 12)),
            "consent_to_suspension": ConsentToSuspension(**on),
            "refuse_suspension": RefuseSuspension(**said),
            "ask_extension": AskExtension(**said, days=1),
            "consent_to_extension": ConsentToExtension(**on),
            "refuse_extension": RefuseExtension(**said),
            "resume": Resume(**on),
            "report_failure": ReportFailure(**said),
            "run_again": RunAgain(**on),
            "pass_spot_check": PassSpotCheck(**on),
            "revoke": Revoke(**said),
            "report_up": ReportUp(**said, body="city_logistics"),
            "send_down": SendDown(**said, body="sample_town"),
            "forward": Forward(**said, body="county_finance"),
            "reply": Reply(**said),
            "answer": Answer(**on, answer="yes"),
            "fulfil": Fulfil(**said),
            "hand_in_late": HandInLate(**on, materials={"notice": ("f1",)}),
            "ask_repair": AskRepair(actor=actor, what="end", reason="卡住"),
            "confirm_repair": ConfirmRepair(actor=actor),
            "drop_repair": DropRepair(actor=actor),
            "hand_over": HandOver(actor=actor, item=item, leaver=CLERK.person, to=DEPUTY),
            "replace_applicant": ReplaceApplicant(actor=actor, to=DEPUTY),
            "begin_again": BeginAgain(**on),
            "urge": Urge(actor=actor),
            "discuss": Discuss(actor=actor, text="请看"),
        }


STAGES = (
    "submitted",
    "supplementing",
    "in_progress",
    "decided",
    "concluded",
    "acceptance_refused",
    "withdrawn",
    "terminated",
    "revoked",
)


def told(story: Story, stage: str) -> Story:
    """The story told up to a status."""
    if stage == "revoked":
        _revoked(story)
    else:
        _handled(story, stage)
    assert story.case.status == stage
    return story


def _handled(story: Story, stage: str) -> None:
    story.went(story.submit())
    if stage == "supplementing":
        story.went(story.ask("destination"))
    elif stage == "acceptance_refused":
        story.went(RefuseAcceptance(**story.on(CLERK), opinion="不属于保障范围。"))
    elif stage == "withdrawn":
        story.went(Withdraw(actor=STAFF))
    elif stage == "terminated":
        story.went(AskRepair(actor=ADMIN, what="end", reason="重复提交"))
        story.went(ConfirmRepair(actor=SECOND))
    elif stage != "submitted":
        story.went(story.accept())
        if stage != "in_progress":
            story.went(story.approve())
            story.went(story.paper("reply"))
        if stage == "concluded":
            story.went(Conclude(**story.on(CLERK)))


def _revoked(story: Story) -> None:
    """Decided by a machine, and called back when somebody looked at it again."""
    story.matter = decided_by_machine(story.matter)
    story.went(story.submit())
    story.went(story.accept())
    story.went(CheckRules(actor=SYSTEM, item=story.item, lot=0))
    story.went(story.paper("reply"))
    check = next(item for item in story.case.items if item.purpose == "spot_check")
    story.went(Revoke(actor=HEAD, item=check.key, expected_version=1, opinion="重复派车"))


def varied(matter: Definition, change: Callable[[dict[str, Any]], None]) -> Definition:
    """The matter with something changed in its document."""
    document = matter.model_dump(mode="json", by_alias=True, exclude_unset=True)
    change(document)
    return Definition.model_validate(document)


def decided_by_machine(matter: Definition, of_hundred: int = 100, most: int = 5) -> Definition:
    """The matter whose decision a machine makes for a small party (秒批); the head looks at so many of a hundred again."""
    head = {"by": "head", "of": {"body": "owner"}}
    few = {"compare": "at_most", "left": {"field": "passengers"}, "right": {"value": most}}
    check = {"of_hundred": of_hundred, "who": head, "limit": {"kind": "working_days", "days": 5}}
    rules = [{"text": "写明了事由", "holds": {"filled": "purpose"}}, {"text": "人数不多", "holds": few}]
    instant = {"rules": rules, "spot_check": check}

    def add(document: dict[str, Any]) -> None:
        document["steps"][1]["instant"] = instant

    return varied(matter, add)


def with_review(matter: Definition, resumes: str = "rerun") -> Definition:
    """The matter with a review by the deputy head between acceptance and decision."""

    def add(document: dict[str, Any]) -> None:
        review = {**document["steps"][1], "id": "check", "name": "审核", "kind": "review", "apart_from": []}
        review["who"] = {"by": "post", "post": "deputy_head", "of": {"body": "owner"}}
        document["steps"].insert(1, review)
        document["steps"][2]["return_resumes"] = resumes

    return varied(matter, add)


def moved(organisation: Organisation, *, without: Collection[str] = (), **posts: str) -> Organisation:
    """The organisation in which some people hold no post any more, and others hold one more: `p40="county_court.head"`."""
    kept = tuple(holding for holding in organisation.holdings if holding.person not in without)
    new = tuple(Holding(person=person, post=post) for person, post in posts.items())
    return replaced(organisation, holdings=(*kept, *new))


def granted(organisation: Organisation, person: str, role: Role, scope: str = "*", **more: Any) -> Organisation:  # noqa: ANN401
    """The organisation with one grant more."""
    grant = Grant(person=person, role=role, scope=scope, **more)
    return replaced(organisation, grants=(*organisation.grants, grant))


def replaced(organisation: Organisation, **parts: Any) -> Organisation:  # noqa: ANN401 - parts of an organisation
    """The organisation with other parts; a copy would keep the indexes of the original."""
    known = {name: getattr(organisation, name) for name in Organisation.model_fields}
    return Organisation(**{**known, **parts})
