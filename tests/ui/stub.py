"""A stand-in for the service: canned frozen views, and a record of every changing call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast

from flows.views.base import Page, ProblemView
from flows.views.cases import (
    AnswerView,
    CaseLine,
    CaseList,
    CaseView,
    CopiedView,
    DraftView,
    FileContent,
    LeftOut,
    MaterialView,
    NoticeView,
    ProgressPoint,
    Receipt,
    ReviewView,
    SubmitRequest,
    TimelineEntry,
    TimeShare,
    WaitingFor,
)
from flows.views.home import BegunFiling, CaseUnderWay, HomeView
from flows.views.matters import (
    Expectation,
    ForecastView,
    LocalFilling,
    LocalHint,
    MatterLine,
    MatterList,
    MatterListing,
    MatterQuery,
    MatterView,
    OfferingLine,
)
from flows.views.news import NewsRequest, NewsSettings
from flows.views.papers import DocumentView, EffectView, SealView, VerdictView
from flows.views.people import BodyChoice, BodyChoices, Caller, PersonChoice, PersonChoices, PostView, SessionView
from flows.views.registers import OWN_CASES, CaseListQuery
from flows.views.tasks import (
    EVERY_TASK,
    ActReceipt,
    ActRequest,
    BatchOutcome,
    BatchReceipt,
    BatchRequest,
    CaseActReceipt,
    CaseActRequest,
    FillField,
    OpinionOffer,
    TaskKind,
    TaskKinds,
    TaskLine,
    TaskList,
    TaskQuery,
    TaskView,
)
from matters.commands.acts import ON_CASES
from matters.errors.base import Refusal
from matters.errors.door import LoginRefused, LoginRequired, NotFound
from matters.language.document import Definition
from matters.language.guide import Contact
from matters.language.local import LocalPart
from matters.organisation.snapshot import Holder, Vocabulary
from tests.ui.sample_matter import SAMPLE
from tests.ui.stub_bookings import Bookings
from tests.ui.stub_cancelling import Cancelling
from tests.ui.stub_charges import Charges
from tests.ui.stub_files import FILE, Files, MatterFiles, MatterTables
from tests.ui.stub_filing import ForOthers
from tests.ui.stub_holidays import Holidays
from tests.ui.stub_house_rules import HouseRules
from tests.ui.stub_installation import InstallationDesk
from tests.ui.stub_listing import facet, listed
from tests.ui.stub_local_editions import LocalEditions
from tests.ui.stub_mending import Handovers, Repairs
from tests.ui.stub_news import NEWS
from tests.ui.stub_operations import Operations
from tests.ui.stub_proxies import Proxies
from tests.ui.stub_ratings import Ratings
from tests.ui.stub_registers import Audit, Doubts, Exports, Seals, SealStops
from tests.ui.stub_reports import Reports
from tests.ui.stub_rosters import Rosters
from tests.ui.stub_supervision import Assessments, Figures, Supervision
from tests.ui.stub_tokens import Tokens

TOKEN, OTHER_TOKEN, PASSWORD = "token-of-zhong", "token-of-liao", "right"
AT = datetime(2026, 3, 2, 1, 31, tzinfo=UTC)
ONE_PAGE = Page(page=1, size=20, total=1)
STAFF = PostView(post="finance.staff", title="工作人员", body="finance", body_name="样例县财政局")
CLERK = PostView(post="logistics.clerk", title="派车员", body="logistics", body_name="样例县机关事务管理中心")
ZHONG = Caller(
    person="zhong", name="钟宏", username="zhong", posts=(STAFF,), roles=frozenset({"applicant", "approver", "window"})
)
LIAO = ZHONG.model_copy(update={"person": "liao", "name": "廖文", "username": "liao", "posts": (CLERK,)})
TWO_HATS = ZHONG.model_copy(update={"posts": (STAFF, CLERK)})
CASE_NO = "99012100320260302000018"
INJECTION = "<script>alert(1)</script>![x](https://elsewhere.example/x.png)"
EMPTY = DraftView(matter=SAMPLE.code, answers={}, materials={}, post=None, saved_at=None, known={"contact": "钟宏"})
PAPER = DocumentView(
    id="d1",
    case_no=CASE_NO,
    title="关于用车的批复",
    number="样车批〔2026〕1号",
    issued_on=date(2026, 3, 3),
    sha256="1" * 64,
    is_result=True,
)
LINE = CaseLine(
    case_no=CASE_NO,
    matter=SAMPLE.code,
    matter_name=SAMPLE.name,
    title=f"派车：{INJECTION}",
    status="submitted",
    status_name="待受理",
    applicant="钟宏",
    applicant_body="样例县财政局",
    filed_at=AT,
    due=date(2026, 3, 3),
    light="red",
    light_name="超期",
    provisional=True,
    result=None,
    result_name=None,
)
TASK = TaskLine(
    id="t1",
    case_no=CASE_NO,
    matter=SAMPLE.code,
    matter_name=SAMPLE.name,
    title="派车：赴镇",
    step="accept",
    step_name="受理",
    version=3,
    actions=("accept", "request_supplement", "refuse_acceptance"),
    applicant_body="样例县财政局",
    opened_at=AT,
    due=date(2026, 3, 2),
    light="red",
    light_name="超期",
    provisional=False,
    posts=(STAFF.post,),
)


GIVEN: dict[str, Any] = {"purpose": INJECTION, "place": "外地", "out_of_city": True, "reason": "会审在邻市。"}


def applicants_form(definition: Definition) -> tuple[FillField, ...]:
    """What the applicant is asked, partly answered."""
    return tuple(
        FillField(definition=field.model_dump(mode="json", by_alias=True), required=False, value=GIVEN.get(field.id))
        for field in definition.fields
        if field.filled_by == "applicant"
    )


def accept_task(definition: Definition = SAMPLE) -> TaskView:
    """An item for acceptance with the fields of the office."""
    fields = (field for field in definition.fields if field.filled_by == "office")
    fills = (FillField(definition=f.model_dump(mode="json", by_alias=True), required=True) for f in fields)
    return TaskView(
        line=TASK,
        instructions="核对用车事由。",
        phrases=("申请内容完整。",),
        opinions={"accept": OpinionOffer(phrases=("申请内容完整。",))},
        opinion_required=("refuse_acceptance",),
        fills=tuple(fills),
        form=applicants_form(definition),
        materials=tuple(m.model_dump(mode="json", by_alias=True) for m in definition.materials),
    )


def supplement_task(*targets: ProblemView, definition: Definition = SAMPLE) -> TaskView:
    """An item that waits for the applicant."""
    line = TASK.model_copy(update={"actions": ("supplement",), "step_name": "补正"})
    nothing = {"instructions": "一次补齐。", "phrases": (), "opinion_required": (), "fills": ()}
    return accept_task(definition).model_copy(update={"line": line, "targets": targets, **nothing})


def case(*tasks: TaskView, can_withdraw: bool = True) -> CaseView:
    """A case under way with one paper."""
    return CaseView(
        line=LINE,
        due_reason="承诺时限：1 个工作日",
        shares=(TimeShare(party="holder", party_name="承办单位", days=1),),
        errands=0,
        tasks=tasks,
        can_withdraw=can_withdraw,
        documents=(PAPER,),
        answers=(
            AnswerView(id="purpose", label="用车事由", value=INJECTION, text=INJECTION),
            AnswerView(id="place", label="目的地", value="外地", text="外地"),
        ),
        materials=(MaterialView(id="notice", name="活动通知", files=(FILE,)),),
        timeline=(
            TimelineEntry(seq=1, at=AT, step="申请", who="钟宏", post="工作人员", what="提交申请", opinion=INJECTION),
        ),
        progress=(ProgressPoint(name="受理", state="now", who=("廖文",)), ProgressPoint(name="办结", state="ahead")),
        waiting=(WaitingFor(step="受理", who=("廖文",), since=AT, due=date(2026, 3, 2), provisional=False),),
        ahead=(Expectation(step="decide", name="审批", who=("欧阳楠",), limit="1 个工作日"),),
        effects=(
            EffectView(
                key="k", kind="seal", kind_name="加盖电子印章", state="in_doubt", state_name="存疑", reason="待核"
            ),
        ),
    )


@dataclass
class StubService:
    """Every desk in one object. `answers` overrides what a method returns; `calls` are the changing calls made."""

    people: dict[str, Caller] = field(default_factory=lambda: {TOKEN: ZHONG, OTHER_TOKEN: LIAO})
    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    draft: DraftView = field(default_factory=lambda: EMPTY)
    supplement: DraftView = field(default_factory=lambda: EMPTY)
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.accounts, self.matters, self.cases, self.tasks = Accounts(self), Matters(self), Cases(self), Tasks(self)
        self.drafts, self.files, self.papers, self.tokens = Drafts(self), Files(self), Papers(self), Tokens(self)
        self.organisation, self.supervision, self.for_others = Organisation(self), Supervision(self), ForOthers(self)
        self.notices, self.operations, self.case_acts = Notices(self), Operations(self), CaseActs(self)
        self.repairs, self.handovers, self.bookings = Repairs(self), Handovers(self), Bookings(self)
        self.proxies, self.rosters, self.reports = Proxies(self), Rosters(self), Reports(self)
        self.audit, self.doubts, self.exports, self.seals = Audit(self), Doubts(self), Exports(self), Seals(self)
        self.house_rules, self.ratings, self.charges = HouseRules(self), Ratings(self), Charges(self)
        self.seal_stops, self.holidays, self.home = SealStops(self), Holidays(self), Home(self)
        self.cancelling, self.matter_files, self.matter_tables = Cancelling(self), MatterFiles(self), MatterTables(self)
        self.installation, self.local_editions = InstallationDesk(self), LocalEditions(self)
        self.figures, self.assessments = Figures(self), Assessments(self)

    def answer(self, name: str, usual: Any) -> Any:  # noqa: ANN401 - of any method
        """What the test said, else what is usual."""
        return self.answers.get(name, usual)

    def did(self, name: str) -> list[tuple[Any, ...]]:
        """The changing calls of that name."""
        return [call for call in self.calls if call[0] == name]


@dataclass
class StubDesk:
    """A desk of the stub."""

    stub: StubService


class Accounts(StubDesk):
    """Logins by token."""

    def login(self, username: str, password: str, address: str) -> SessionView | LoginRefused:
        token = next((t for t, c in self.stub.people.items() if c.username == username), None)
        if token is None or password != PASSWORD:
            return LoginRefused()
        return SessionView(token=token, caller=self.stub.people[token], expires_at=AT)

    def logout(self, token: str) -> None:
        self.stub.people.pop(token, None)

    def resolve(self, token: str, address: str, scope: str | None = None) -> Caller | LoginRequired:
        return self.stub.people.get(token) or LoginRequired()


class Matters(StubDesk):
    """One matter."""

    LINE = MatterLine(
        code=SAMPLE.code,
        name=SAMPLE.name,
        category="机关事务",
        summary="用车单位在网上提出申请。",
        aliases=("派车",),
        levels=("县级",),
        promised="1 个工作日",
        errands=0,
        online=True,
        version=1,
        owner_name="样例中心",
    )

    def list(self, caller: Caller, query: MatterQuery, page: int = 1) -> MatterList:
        offered: tuple[MatterLine, ...] = self.stub.answer("matters", (self.LINE,))
        items = tuple(one for one in offered if not query.q or query.q in (one.name, *one.aliases))
        return MatterList(
            items=tuple(one for one in items if query.category in (None, one.category)),
            page=Page(page=1, size=20, total=len(items)),
            facets=(facet("category", "类别", (one.category for one in items)),),
            nearest=() if items else offered,
            ask=() if items else ("顾明（样例县数据局）",),
        )

    def listed(self, caller: Caller, query: MatterQuery, page: int = 1) -> MatterListing:
        self.stub.calls.append(("listing", query))
        return listed(query)

    def often(self, caller: Caller) -> tuple[MatterLine, ...]:
        return cast("tuple[MatterLine, ...]", self.stub.answer("often", (self.LINE,)))

    def offering(self, caller: Caller) -> tuple[OfferingLine, ...]:
        lacks = ("没有单位设有“车辆调度岗（vehicle_clerk）”这类岗位。", "未填写监督电话")
        part = LocalPart(contacts=(Contact(purpose="enquiry", phone="8210016"),), hints={"destination": "写到乡镇。"})
        known = {"code": SAMPLE.code, "name": SAMPLE.name, "body": "logistics", "body_name": "样例中心"}
        hints = (LocalHint(field="purpose", label="事由", text="如赴某镇。"),)
        return (OfferingLine(**known, offered=False, lacks=lacks, part=part, hints=hints),)

    def fill(self, caller: Caller, wanted: LocalFilling, key: str | None = None) -> OfferingLine | Refusal:
        self.stub.calls.append(("fill", wanted))
        (line,) = self.offering(caller)
        return line

    def show(self, caller: Caller, code: str) -> MatterView | NotFound:
        matter: Definition = self.stub.answer("matter", SAMPLE)
        if code != matter.code:
            return NotFound(what="事项")
        definition = matter.model_dump(mode="json", by_alias=True)
        return MatterView(
            line=self.LINE,
            digest="a" * 64,
            definition=definition,
            owner_body="logistics",
            owner_name="样例中心",
            cancelled=self.stub.answer("cancelled", None),
        )

    def forecast(
        self, caller: Caller, code: str, answers: Mapping[str, Any], post: str | None
    ) -> ForecastView | Refusal:
        steps = (Expectation(step="accept", name="受理", who=("廖文",), limit="当日"),)
        usual = ForecastView(steps=steps, errands=0, promised="1 个工作日")
        found: ForecastView | Refusal = self.stub.answer("forecast", usual)
        return found


class Drafts(StubDesk):
    """One draft, kept in memory."""

    def load(self, caller: Caller, matter: str, applicant: Holder | None = None) -> DraftView:
        known = self.stub.draft.known if matter == SAMPLE.code else {}
        return self.stub.draft.model_copy(update={"known": self.stub.answer("known", known)})

    def save(
        self,
        caller: Caller,
        matter: str,
        answers: Mapping[str, Any],
        post: str | None,
        applicant: Holder | None = None,
    ) -> DraftView:
        self.stub.calls.append(("save", caller.person, dict(answers), post))
        kept = {key: value for key, value in {**self.stub.draft.answers, **answers}.items() if value is not None}
        self.stub.draft = self.stub.draft.model_copy(
            update={"answers": kept, "post": post or self.stub.draft.post, "saved_at": AT}
        )
        return self.stub.draft

    def attach(
        self, caller: Caller, matter: str, material: str, file_ids: tuple[str, ...], applicant: Holder | None = None
    ) -> DraftView:
        self.stub.calls.append(("attach", material, file_ids))
        kept = {**self.stub.draft.materials, material: tuple(FILE for _ in file_ids)}
        self.stub.draft = self.stub.draft.model_copy(update={"materials": kept, "saved_at": AT})
        return self.stub.draft

    def copy(self, caller: Caller, case_no: str) -> CopiedView | Refusal:
        self.stub.calls.append(("copy", case_no))
        left = (LeftOut(name="用车日期", reason="日期须重新填写"), LeftOut(name="用车承诺", reason="承诺须重新作出"))
        found: CopiedView | Refusal = self.stub.answer(
            "copy", CopiedView(case_no=case_no, matter=SAMPLE.code, left_out=left)
        )
        return found

    def load_supplement(self, caller: Caller, task_id: str) -> DraftView:
        return self.stub.supplement

    def attach_supplement(
        self, caller: Caller, task_id: str, material: str, file_ids: tuple[str, ...] | None
    ) -> DraftView:
        self.stub.calls.append(("attach_supplement", task_id, material, file_ids))
        kept = {key: files for key, files in self.stub.supplement.materials.items() if key != material}
        chosen = {} if file_ids is None else {material: tuple(FILE for _ in file_ids)}
        self.stub.supplement = self.stub.supplement.model_copy(update={"materials": {**kept, **chosen}})
        return self.stub.supplement

    def load_begun(self, caller: Caller, task_id: str) -> dict[str, Any]:
        return dict(self.stub.begun.get(task_id, {}))

    def keep_begun(self, caller: Caller, task_id: str, parts: Mapping[str, Any]) -> None:
        merged = {**self.stub.begun.get(task_id, {}), **parts}
        self.stub.begun[task_id] = {part: value for part, value in merged.items() if value is not None}

    def wrong(self, caller: Caller, task_id: str, given: Mapping[str, Any]) -> tuple[ProblemView, ...]:
        found: tuple[ProblemView, ...] = self.stub.answer("wrong", ())
        return tuple(one for one in found if one.target in given)

    def discard(self, caller: Caller, matter: str, applicant: Holder | None = None) -> None:
        self.stub.calls.append(("discard", matter))
        self.stub.draft = EMPTY


class Cases(StubDesk):
    """One case. `asked`: which pages of lists were asked for, and how they were narrowed."""

    def __init__(self, stub: StubService) -> None:
        super().__init__(stub)
        self.asked: list[tuple[int, CaseListQuery]] = []

    def submit(self, caller: Caller, request: SubmitRequest, key: str) -> tuple[Receipt, bool] | Refusal:
        self.stub.calls.append(("submit", request, key))
        receipt = Receipt(
            case_no=CASE_NO, status="submitted", status_name="待受理", message=f"已提交，办件编号 {CASE_NO}。"
        )
        answered: tuple[Receipt, bool] | Refusal = self.stub.answer("submit", (receipt, True))
        return answered

    def review(self, caller: Caller, request: SubmitRequest) -> ReviewView | Refusal:
        refused = self.stub.answer("submit", None)
        if isinstance(refused, Refusal):
            return refused
        said = (AnswerView(id=key, label=key, value=one, text=str(one)) for key, one in request.answers.items())
        return ReviewView(answers=tuple(said))

    def withdraw(self, caller: Caller, case_no: str, reason: str, post: str | None, key: str) -> Receipt | Refusal:
        self.stub.calls.append(("withdraw", case_no, reason, key))
        return Receipt(case_no=case_no, status="withdrawn", status_name="已撤回", message="已撤回。")

    def show(self, caller: Caller, case_no: str) -> CaseView | NotFound:
        found: CaseView = self.stub.answer("case", case())
        return found if case_no == CASE_NO else NotFound(what="办件")

    def matters(self, caller: Caller, query: CaseListQuery = OWN_CASES) -> Mapping[str, str]:
        return {SAMPLE.code: SAMPLE.name}

    def list(self, caller: Caller, query: CaseListQuery = OWN_CASES, page: int = 1) -> CaseList:
        self.asked.append((page, query))
        found: CaseList = self.stub.answer("cases", CaseList(items=(LINE,), page=ONE_PAGE))
        return found


class CaseActs(StubDesk):
    """Acts on a case as a whole."""

    def act(self, caller: Caller, case_no: str, request: CaseActRequest, key: str) -> CaseActReceipt | Refusal:
        """Recorded."""
        self.stub.calls.append(("case_act", case_no, request, key))
        message = f"“{ON_CASES[request.action].name}”已完成，无需重复点击。"
        usual = CaseActReceipt(
            case_no=case_no, action=request.action, status="in_progress", status_name="办理中", message=message
        )
        answered: CaseActReceipt | Refusal = self.stub.answer("case_act", usual)
        return answered


class Tasks(StubDesk):
    """One item. `asked`: which pages of the queue were asked for, and how it was narrowed."""

    def __init__(self, stub: StubService) -> None:
        super().__init__(stub)
        self.asked: list[tuple[int, TaskQuery]] = []

    def queue(self, caller: Caller, page: int = 1, query: TaskQuery = EVERY_TASK) -> TaskList:
        self.asked.append((page, query))
        found: TaskList = self.stub.answer("queue", TaskList(items=(TASK,), page=ONE_PAGE))
        return found

    def kinds(self, caller: Caller) -> TaskKinds:
        kind = TaskKind(matter=TASK.matter, step=TASK.step, name=f"{TASK.matter_name}：{TASK.step_name}")
        found: TaskKinds = self.stub.answer("kinds", TaskKinds(steps=(kind,), bodies={"finance": "样例县财政局"}))
        return found

    def waiting(self, caller: Caller) -> int | Refusal:
        found: TaskList | Refusal = self.queue(caller)
        return found if isinstance(found, Refusal) else found.page.total

    def batch(self, caller: Caller, request: BatchRequest, key: str) -> BatchReceipt | Refusal:
        self.stub.calls.append(("batch", request, key))
        done = (BatchOutcome(task=item.task, done=True, message="已提交。") for item in request.items)
        usual = BatchReceipt(action=request.action, outcomes=tuple(done))
        answered: BatchReceipt | Refusal = self.stub.answer("batch", usual)
        return answered

    def act(self, caller: Caller, task_id: str, request: ActRequest, key: str) -> ActReceipt | Refusal:
        self.stub.calls.append(("act", task_id, request, key))
        usual = ActReceipt(
            case_no=CASE_NO,
            action=request.action,
            status="in_progress",
            status_name="办理中",
            message="已提交，无需重复点击。",
        )
        answered: ActReceipt | Refusal = self.stub.answer("act", usual)
        return answered


class Organisation(StubDesk):
    """Two bodies; the few people of one and the many of the other."""

    MANY = tuple(PersonChoice(id=f"n{n}", name=f"钟{n}", title="样例县财政局 工作人员") for n in range(45))
    FEW = (PersonChoice(id="liao", name="廖文", title="样例县机关事务管理中心 派车员"),)
    BODIES = (
        BodyChoice(id="finance", name="样例县财政局", kind_name="行政机关"),
        BodyChoice(id="logistics", name="样例县机关事务管理中心", kind_name="事业单位"),
    )

    def vocabulary(self, caller: Caller) -> Vocabulary:
        return Vocabulary({"vehicle_clerk": "车辆调度岗", "clerk": "受理岗"})

    def people(self, caller: Caller, q: str = "", body: str | None = None) -> PersonChoices:
        among = {"finance": self.MANY, "logistics": self.FEW}.get(body or "", (*self.MANY, *self.FEW))
        found = tuple(person for person in among if q in (person.id, "") or q in person.text)
        exact = tuple(person for person in found if person.id == q) or found
        return PersonChoices(items=exact[:20], page=Page(page=1, size=20, total=len(exact)))

    def bodies(self, caller: Caller, q: str = "", kinds: tuple[str, ...] = ()) -> BodyChoices:
        found = tuple(body for body in self.BODIES if q in (body.id, "") or q in body.name)
        return BodyChoices(items=found, page=Page(page=1, size=20, total=len(found)))


class Papers(StubDesk):
    """One paper."""

    def download(self, caller: Caller, document_id: str) -> FileContent | NotFound:
        if document_id != PAPER.id:
            return NotFound(what="文书")
        return FileContent(name="批复.pdf", media_type="application/pdf", content=b"%PDF-1.7")

    def preview(self, caller: Caller, task_id: str, action: str) -> FileContent | Refusal:
        if task_id != TASK.id:
            return NotFound(what="文书")
        usual = FileContent(name="批复（预览）.pdf", media_type="application/pdf", content=b"%PDF-1.7 preview")
        return cast("FileContent | Refusal", self.stub.answer("preview", usual))

    def manual(self, caller: Caller, chapters: Sequence[tuple[str, Sequence[str]]]) -> FileContent:
        titles = "、".join(title for title, _ in chapters)
        return FileContent(name="使用手册.pdf", media_type="application/pdf", content=f"%PDF-1.7 {titles}".encode())

    def verify(self, content: bytes) -> VerdictView:
        seal = SealView(name="样例中心", signed_at=AT, covers_whole_document=True)
        if content.startswith(b"%PDF-sealed"):
            return VerdictView(
                verdict="valid", verdict_name="有效", reasons=("印章有效。",), seals=(seal,), document=PAPER
            )
        return VerdictView(verdict="unsealed", verdict_name="未用印", reasons=("文件没有电子印章。",), seals=())

    def revocation_list(self) -> bytes:
        return b"-----BEGIN X509 CRL-----"

    def root_certificate(self) -> bytes:
        return b"-----BEGIN CERTIFICATE-----"


class Notices(StubDesk):
    """One unread notice, and three of another case."""

    def list(self, caller: Caller) -> tuple[NoticeView, ...]:
        about = {"case_no": "YL-1", "title": "公务用车：赴样例镇开展防汛检查", "at": AT}
        others = (NoticeView(id=str(n), text=f"第 {n} 条", read=n == 6, **about) for n in (9, 8, 6))
        return (NoticeView(id="7", case_no=CASE_NO, text=INJECTION, at=AT, read=False), *others)

    def mark_read(self, caller: Caller, notice_id: str) -> None:
        self.stub.calls.append(("read", caller.person, notice_id))

    def mark_all_read(self, caller: Caller, case_no: str | None = None) -> bool:
        self.stub.calls.append(("read_all", caller.person, case_no))
        return False

    def since_last_look(self, caller: Caller, case_no: str) -> tuple[NoticeView, ...]:
        self.stub.calls.append(("looked", caller.person, case_no))
        found: tuple[NoticeView, ...] = self.stub.answer("since", ())
        return found

    def unread(self, caller: Caller) -> int:
        return 1

    def settings(self, caller: Caller) -> NewsSettings:
        found: NewsSettings = self.stub.answer("news", NEWS)
        return found

    def choose(self, caller: Caller, request: NewsRequest) -> NewsSettings | Refusal:
        self.stub.calls.append(("choose_news", caller.person, request))
        answered: NewsSettings | Refusal = self.stub.answer("choose_news", self.settings(caller))
        return answered


class Home(StubDesk):
    """A draft, a case under way and a matter."""

    def show(self, caller: Caller) -> HomeView:
        begun = BegunFiling(matter=SAMPLE.code, matter_name=SAMPLE.name, saved_at=AT)
        way = CaseUnderWay(line=LINE, waiting=case().waiting)
        usual = HomeView(due_today=0, late=1, drafts=(begun,), under_way=(way,), often=(Matters.LINE,))
        found: HomeView = self.stub.answer("home", usual)
        return found
