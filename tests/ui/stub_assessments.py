"""What the stub service knows of the assessment: one scheme that holds, one that waits, and the scores of two bodies."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows.figures.telling import told
from flows.views.assessing.schemes import (
    BodyScore,
    IndicatorView,
    MarkView,
    SchemeEntry,
    SchemeLine,
    SchemeList,
    SchemeReceipt,
    ScoreSheet,
)
from flows.views.oversight.house_rules import RegionChoice
from flows.views.people import Caller
from matters.figures.catalogue import BY_ID

if TYPE_CHECKING:
    from tests.ui.stub import StubService

INJECTED = "<script>alert(1)</script>"
WHEN = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
ENTRY = SchemeEntry(
    region="360000",
    year=2026,
    name=f"样例办法{INJECTED}",
    levels=("county",),
    indicators=(IndicatorView(name="按时", formula="按时率", weight=100),),
)
PUBLISHED = SchemeLine(
    id=1,
    region_name="样例省",
    scheme=ENTRY,
    digest="0" * 64,
    state="published",
    state_name="已发布",
    entered_by="样例员",
    entered_at=WHEN,
    settled_by="样例二员",
    settled_at=WHEN,
    open_to_caller=False,
)
WAITING = PUBLISHED.model_copy(
    update={
        "id": 2,
        "state": "waiting",
        "state_name": "待发布",
        "settled_by": "",
        "settled_at": None,
        "open_to_caller": True,
    }
)
SUMS = {"timed": 4, "on_time": 3}
MARK = MarkView(
    name="按时",
    formula="按时率",
    weight=100,
    value="75.00",
    points="75.00",
    score="75.00",
    figures=(told(BY_ID["on_time"], SUMS),),
)
NOTHING = MARK.model_copy(
    update={"value": "—", "points": "不计", "score": "不计", "figures": (told(BY_ID["on_time"], {}),)}
)
BODIES = (
    BodyScore(body="logistics", name=f"样例中心{INJECTED}", note="", total="75.00", marks=(MARK,)),
    BodyScore(body="finance", name="样例财政局", note="考核期内没有办件", total="—", marks=(NOTHING,)),
)


@dataclass
class Assessments:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller) -> SchemeList:
        lines = tuple(self.stub.answer("assessments", (WAITING, PUBLISHED)))
        regions = (RegionChoice(code="360000", name="样例省"), RegionChoice(code="360100", name="样例市"))
        return SchemeList(lines=lines, regions=regions, figures=("按时率",), year=2026)

    def check(self, caller: Caller, entry: SchemeEntry) -> Any:  # noqa: ANN401 - what the test says
        return self.stub.answer("assessment_remarks", ())

    def scores(self, caller: Caller, scheme: int) -> ScoreSheet:
        bodies = tuple(self.stub.answer("assessment_scores", BODIES))
        return ScoreSheet(scheme=PUBLISHED, since="2026-01", until="2026-12", bodies=bodies, unseen=2)

    def enter(self, caller: Caller, entry: SchemeEntry, key: str) -> SchemeReceipt:
        return self._said("enter", entry)

    def publish(self, caller: Caller, scheme: int, key: str) -> SchemeReceipt:
        return self._said("publish", scheme)

    def send_back(self, caller: Caller, scheme: int, key: str) -> SchemeReceipt:
        return self._said("send_back", scheme)

    def _said(self, what: str, given: object) -> SchemeReceipt:
        self.stub.calls.append((f"assessments_{what}", given))
        return SchemeReceipt(id=2, message="已办妥。")
