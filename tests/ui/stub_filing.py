"""What the stub service shows of filings for somebody else: nobody has given a mandate, one matter is accepted at the window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.views.cases import Receipt, ReviewView
from flows.views.filing_for import Mandate, MandatedRequest, WindowMatter, WindowRequest
from flows.views.matters import ForecastView
from flows.views.people import Caller
from flows.views.tasks import HatChoice
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder
from tests.ui.sample_matter import SAMPLE

if TYPE_CHECKING:
    from tests.ui.stub import StubService

SU_HAT = HatChoice(person="su", post="finance.staff", name="苏青", title="样例县财政局 科员")


@dataclass
class ForOthers:
    """The window and the mandates."""

    stub: "StubService"

    def mandates(self, caller: Caller) -> tuple[Mandate, ...]:
        given: tuple[Mandate, ...] = self.stub.answer("mandates", ())
        return given

    def matters(self, caller: Caller) -> tuple[WindowMatter, ...]:
        usual = (WindowMatter(code=SAMPLE.code, name=SAMPLE.name, post="logistics.clerk"),)
        found: tuple[WindowMatter, ...] = self.stub.answer("window_matters", usual)
        return found

    def applicants(self, caller: Caller, matter: str, q: str) -> tuple[HatChoice, ...]:
        return (SU_HAT,) if q in SU_HAT.text else ()

    def forecast(
        self, caller: Caller, matter: str, answers: Mapping[str, Any], applicant: Holder
    ) -> ForecastView | Refusal:
        return self.stub.matters.forecast(caller, matter, answers, applicant.post)

    def review(self, caller: Caller, request: MandatedRequest | WindowRequest) -> ReviewView | Refusal:
        return self.stub.cases.review(caller, request)

    def submit(self, caller: Caller, request: MandatedRequest, key: str | None) -> tuple[Receipt, bool] | Refusal:
        self.stub.calls.append(("submit_mandated", request, key))
        return self._filed("mandated_said")

    def register(self, caller: Caller, request: WindowRequest, key: str | None) -> tuple[Receipt, bool] | Refusal:
        self.stub.calls.append(("register", request, key))
        return self._filed("registered_said")

    def _filed(self, name: str) -> tuple[Receipt, bool] | Refusal:
        receipt = Receipt(case_no="YL-1", status="submitted", status_name="待受理", message="已登记，办件编号 YL-1。")
        found: tuple[Receipt, bool] | Refusal = self.stub.answer(name, (receipt, True))
        return found
