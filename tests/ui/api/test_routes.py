"""The routes hand over to the service what was sent, and answer what it answers.

Covers: ui/api/__init__.py, ui/api/answers.py, ui/api/routes/cases.py, ui/api/routes/files.py, ui/api/routes/health.py
Covers: ui/api/routes/matters.py, ui/api/routes/organisation.py, ui/api/routes/proxies.py, ui/api/routes/repairs.py
Covers: ui/api/routes/listing.py, ui/api/narrowing.py, ui/api/routes/tasks.py
"""

import httpx
import pytest

from flows.views.base import Page, Turn
from flows.views.cases import CaseList, FileView, SubmitRequest
from flows.views.matters import MatterQuery
from flows.views.operations import Check
from flows.views.people import BodyChoices, PersonChoices
from flows.views.registers import CaseListQuery
from flows.views.tasks import ActRequest, BatchOutcome, BatchReceipt, BatchRequest, TaskList, TaskQuery
from tests.ui.api.stub import CALLER, FILE, RECEIPT, StubService, remembering

FILING = {"matter": "MS032", "answers": {"title": "<script>alert(1)</script>"}, "materials": {"notice": ["f1"]}}


@pytest.mark.parametrize(("created", "status"), [(True, 201), (False, 200)])
def test_filing_answers_created_once(client: httpx.Client, stub: StubService, created: bool, status: int) -> None:
    """201 for the new case, 200 when the same key is sent again; the key and the text arrive unchanged."""
    calls: list[tuple[object, ...]] = []
    stub.cases.submit = remembering(calls, (RECEIPT, created))
    answer = client.post("cases", json=FILING, headers={"Idempotency-Key": "k-1"})
    assert (answer.status_code, answer.json()["case_no"]) == (status, RECEIPT.case_no)
    request = SubmitRequest.model_validate(FILING)
    assert calls == [(CALLER, request, "k-1")]


@pytest.mark.parametrize("key", ["", "x" * 201, "with space"])
def test_an_odd_key_is_refused(client: httpx.Client, key: str) -> None:
    """A key is printable and short."""
    answer = client.post("cases", json=FILING, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["problems"][0]["target"]) == (422, "Idempotency-Key")


def test_an_act_arrives_with_its_version(client: httpx.Client, stub: StubService) -> None:
    """The version the person was shown goes along."""
    calls: list[tuple[object, ...]] = []
    stub.tasks.act = remembering(calls, RECEIPT)
    client.post("tasks/t1/actions", json={"action": "approve", "opinion": "同意。", "expected_version": 3})
    assert calls == [(CALLER, "t1", ActRequest(action="approve", opinion="同意。", expected_version=3), None)]


def test_a_queue_is_asked_for_as_the_address_says(client: httpx.Client, stub: StubService) -> None:
    """Every filter, the order and the page; what is left empty is not asked for."""
    calls: list[tuple[object, ...]] = []
    stub.tasks.queue = remembering(calls, TaskList(items=(), page=Page(page=1, size=20, total=0)))
    client.get("tasks?q=赴镇&matter=MS032&step=decide&body=finance&due=late&order=newest")
    client.get("tasks?q=&matter=&due=&order=")
    query = TaskQuery(q="赴镇", matter="MS032", step="decide", body="finance", due="late", order="newest")
    assert [asked for _, _, asked in calls] == [query, TaskQuery()]
    assert client.get("tasks?due=someday").status_code == client.get("tasks?order=loudest").status_code == 422


def test_a_list_of_cases_is_asked_for_as_the_address_says(client: httpx.Client, stub: StubService) -> None:
    """What was asked for before means the same; a scope says more."""
    calls: list[tuple[object, ...]] = []
    stub.cases.list = remembering(calls, CaseList(items=(), page=Page(page=1, size=20, total=0)))
    client.get("cases?mine=false&state=concluded&q=用车")
    client.get("cases?scope=decided&matter=MS032&order=due&state=")
    assert [query for _, query, _ in calls] == [
        CaseListQuery(mine=False, state="concluded", q="用车"),
        CaseListQuery(scope="decided", matter="MS032", order="due"),
    ]
    assert [CaseListQuery(mine=mine).where for mine in (True, False)] == ["filed", "bodies"]
    assert client.get("cases?scope=everybody").status_code == 422


ITEM = {"task": "t1", "expected_version": 3}


def test_a_batch_arrives_whole(client: httpx.Client, stub: StubService) -> None:
    """Items, versions and key as they were sent; the answer item by item."""
    calls: list[tuple[object, ...]] = []
    outcome = BatchOutcome(task="t1", done=False, code="stale", message="有了变化。")
    stub.tasks.batch = remembering(calls, BatchReceipt(action="approve", outcomes=(outcome,)))
    body = {"action": "approve", "opinion": "同意。", "items": [ITEM]}
    answer = client.post("tasks/batch", json=body, headers={"Idempotency-Key": "k-1"})
    assert (answer.status_code, answer.json()["outcomes"][0]["code"]) == (200, "stale")
    assert calls == [(CALLER, BatchRequest.model_validate(body), "k-1")]


@pytest.mark.parametrize(
    "body",
    [
        {"action": "approve", "items": []},
        {"action": "approve", "items": [ITEM] * 51},
        {"action": "reject", "items": [ITEM]},
        {"action": "return_to_step", "items": [ITEM]},
        {"action": "approve", "items": [{"task": "t1"}]},
    ],
)
def test_a_batch_is_bounded_and_only_brings_on(client: httpx.Client, body: dict[str, object]) -> None:
    """Nobody is refused in a batch; none is empty or longer than fifty; the service is never asked."""
    assert client.post("tasks/batch", json=body).status_code == 422


def test_the_body_an_item_goes_to_arrives(client: httpx.Client, stub: StubService) -> None:
    """上报 with its opinion."""
    calls: list[tuple[object, ...]] = []
    stub.tasks.act = remembering(calls, RECEIPT)
    body = {"action": "report_up", "opinion": "请定。", "expected_version": 3, "body": "city_logistics"}
    client.post("tasks/t1/actions", json=body)
    assert calls == [(CALLER, "t1", ActRequest.model_validate(body), None)]


@pytest.mark.parametrize(
    "body",
    [
        {"action": "approve"},
        {"action": "explode", "expected_version": 1},
        {"action": "approve", "expected_version": -1},
        {"action": "approve", "expected_version": "soon"},
        {"action": "approve", "expected_version": 1, "opinion": "长" * 4001},
    ],
)
def test_an_act_of_the_wrong_shape_is_refused(client: httpx.Client, body: dict[str, object]) -> None:
    """The service is never asked."""
    assert client.post("tasks/t1/actions", json=body).status_code == 422


def test_blank_parameters_count_as_absent(client: httpx.Client, stub: StubService) -> None:
    """`?q=&level=&body=&page=&size=` is the plain list."""
    calls: list[tuple[object, ...]] = []
    stub.matters.list = remembering(calls, RECEIPT)
    client.get("matters?q=&level=&body=&page=&size=")
    assert calls == [(CALLER, MatterQuery(), Turn())]


NOBODY = PersonChoices(items=(), page=Page(page=1, size=20, total=0))
NOTHING = BodyChoices(items=(), page=Page(page=1, size=20, total=0))


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("people?q=&body=", (CALLER, "", None)),
        ("people?q=张&body=bureau", (CALLER, "张", "bureau")),
        ("bodies?q=&kind=", (CALLER, "", ())),
        ("bodies?q=通信&kind=enterprise&kind=mass", (CALLER, "通信", ("enterprise", "mass"))),
    ],
)
def test_look_ups_hand_over_what_was_asked(
    client: httpx.Client, stub: StubService, query: str, arguments: tuple[object, ...]
) -> None:
    """Words, a body, kinds; blanks count as absent."""
    calls: list[tuple[object, ...]] = []
    stub.organisation.people = remembering(calls, NOBODY)
    stub.organisation.bodies = remembering(calls, NOTHING)
    assert client.get(f"organisation/{query}").json() == NOBODY.model_dump(mode="json")
    assert calls == [arguments]


@pytest.mark.parametrize("query", ["bodies?kind=club", f"people?q={'长' * 101}", f"people?body={'b' * 41}"])
def test_an_odd_look_up_is_refused(client: httpx.Client, query: str) -> None:
    """An unknown kind, and words that nobody would type."""
    assert client.get(f"organisation/{query}").status_code == 422


def test_an_upload_keeps_its_name_as_data(client: httpx.Client, stub: StubService) -> None:
    """What a name may be is judged by the service."""
    calls: list[tuple[object, ...]] = []
    view = FileView(id="f1", name="passwd", size=4, media_type="application/pdf", sha256="0" * 64)
    stub.files.upload = remembering(calls, view)
    answer = client.post("files", files={"file": ("../../etc/passwd", b"%PDF")})
    assert (answer.status_code, answer.json()["id"]) == (201, "f1")
    assert calls == [(CALLER, "../../etc/passwd", b"%PDF", None)]


def test_a_download_cannot_run(client: httpx.Client, stub: StubService) -> None:
    """An attachment under an encoded name, never sniffed or run."""
    stub.files.answers("download", FILE)
    answer = client.get("files/f1")
    assert answer.content == FILE.content
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "/" not in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_the_description_lists_every_call(client: httpx.Client) -> None:
    """The published surface, call by call."""
    paths = client.get("openapi.json").json()["paths"]
    assert {(method, path) for path, operations in paths.items() for method in operations} == {
        ("post", "/session"),
        ("delete", "/session"),
        ("get", "/me"),
        ("get", "/matters"),
        ("get", "/matter-list"),
        ("get", "/matters/{code}"),
        ("post", "/matters/{code}/forecast"),
        ("get", "/organisation/people"),
        ("get", "/organisation/bodies"),
        ("post", "/files"),
        ("get", "/files/{file_id}"),
        ("get", "/files/{file_id}/look"),
        ("get", "/files/{file_id}/pages/{page}"),
        ("get", "/matters/{code}/forms/{digest}"),
        ("get", "/definitions/{code}/forms"),
        ("post", "/definitions/{code}/forms"),
        ("post", "/cases"),
        ("get", "/mandates"),
        ("post", "/mandated-cases"),
        ("get", "/window-matters"),
        ("get", "/window-applicants"),
        ("post", "/window-cases"),
        ("get", "/cases"),
        ("get", "/cases/{case_no}"),
        ("post", "/cases/{case_no}/withdraw"),
        ("post", "/cases/{case_no}/copy"),
        ("post", "/cases/{case_no}/actions"),
        ("get", "/cases/{case_no}/repair"),
        ("post", "/cases/{case_no}/repair"),
        ("post", "/cases/{case_no}/repair/confirm"),
        ("post", "/cases/{case_no}/repair/drop"),
        ("get", "/people/{person_id}/handover"),
        ("post", "/people/{person_id}/handover"),
        ("get", "/resources"),
        ("post", "/resources"),
        ("get", "/resource-register"),
        ("post", "/resources/{resource_id}"),
        ("get", "/resources/{resource_id}/slots"),
        ("get", "/charges"),
        ("post", "/charges"),
        ("get", "/charge-ledger"),
        ("get", "/charges/{charge_id}"),
        ("post", "/charges/{charge_id}/acts"),
        ("get", "/rating-duties"),
        ("get", "/ratings"),
        ("get", "/ratings/sums"),
        ("get", "/cases/{case_no}/rating"),
        ("post", "/cases/{case_no}/rating"),
        ("post", "/cases/{case_no}/rating/answer"),
        ("post", "/cases/{case_no}/rating/second"),
        ("get", "/owed-reports"),
        ("get", "/reports"),
        ("get", "/reports/{code}/{period}"),
        ("get", "/reports/{code}/{period}/workbook"),
        ("post", "/reports/{code}/{period}/urgings"),
        ("get", "/rosters"),
        ("get", "/rosters/{roster_id}"),
        ("get", "/rosters/{roster_id}/workbook"),
        ("post", "/rosters/{roster_id}/workbook"),
        ("post", "/rosters/{roster_id}/entries"),
        ("get", "/rosters/{roster_id}/entries/{entry_id}"),
        ("post", "/rosters/{roster_id}/entries/{entry_id}"),
        ("get", "/proxies"),
        ("post", "/proxies"),
        ("get", "/proxy-choices"),
        ("delete", "/proxies/{proxy_id}"),
        ("get", "/supervision"),
        ("get", "/metrics/summary"),
        ("get", "/definitions/tables"),
        ("post", "/definitions/tables"),
        ("post", "/definitions/tables/check"),
        ("get", "/metrics/{figure_id}/items"),
        ("get", "/exports/scores"),
        ("get", "/exports/figures"),
        ("get", "/tasks"),
        ("post", "/tasks/batch"),
        ("post", "/tasks/{task_id}/actions"),
        ("get", "/cases/{case_no}/documents"),
        ("get", "/documents/{document_id}"),
        ("post", "/verify"),
        ("get", "/notices"),
        ("get", "/notices/settings"),
        ("put", "/notices/settings"),
        ("post", "/notices/read"),
        ("get", "/seal-register"),
        ("get", "/audit"),
        ("get", "/tokens"),
        ("post", "/tokens"),
        ("delete", "/tokens/{token_id}"),
        ("get", "/accounts/{username}/tokens"),
        ("post", "/accounts/{username}/tokens"),
        ("get", "/definitions"),
        ("get", "/definitions/tables"),
        ("post", "/definitions/tables/check"),
        ("post", "/definitions/tables"),
        ("get", "/definitions/{code}"),
        ("get", "/definitions/{code}/versions/{version}"),
        ("get", "/definitions/{code}/differences"),
        ("post", "/definitions/{code}/draft"),
        ("put", "/definitions/{code}/draft"),
        ("delete", "/definitions/{code}/draft"),
        ("post", "/definitions/{code}/check"),
        ("post", "/definitions/{code}/draft/try"),
        ("post", "/definitions/{code}/draft/submit"),
        ("post", "/definitions/{code}/draft/take-back"),
        ("post", "/definitions/{code}/draft/return"),
        ("post", "/definitions/{code}/draft/publish"),
        ("get", "/assessments"),
        ("post", "/assessments"),
        ("post", "/assessments/check"),
        ("post", "/assessments/{scheme_id}/publish"),
        ("post", "/assessments/{scheme_id}/return"),
        ("get", "/assessments/{scheme_id}/scores"),
        ("get", "/house-rules"),
        ("post", "/house-rules"),
        ("post", "/house-rules/{rule_id}/confirm"),
        ("post", "/house-rules/{rule_id}/return"),
        ("get", "/local-lists"),
        ("get", "/local-lists/choices"),
        ("get", "/local-lists/matters/{code}/bodies/{body}"),
        ("post", "/local-lists"),
        ("post", "/local-lists/{edition_id}/copy"),
        ("post", "/local-lists/{edition_id}/confirm"),
        ("post", "/local-lists/{edition_id}/return"),
        ("post", "/local-lists/{code}/touched"),
        ("get", "/cancellations"),
        ("post", "/cancellations/{code}"),
        ("post", "/cancellations/{cancellation_id}/confirm"),
        ("post", "/cancellations/{cancellation_id}/return"),
        ("post", "/cancellations/{cancellation_id}/withdraw"),
        ("get", "/holidays"),
        ("post", "/holidays"),
        ("post", "/holidays/{notice_id}/confirm"),
        ("post", "/holidays/{notice_id}/return"),
        ("get", "/holidays/{notice_id}/recount"),
        ("get", "/accounts"),
        ("post", "/accounts"),
        ("post", "/accounts/{username}/reset"),
        ("post", "/accounts/{username}/disable"),
        ("post", "/accounts/{username}/enable"),
        ("post", "/accounts/{username}/revoke"),
        ("get", "/organisation"),
        ("get", "/organisation/search"),
        ("get", "/organisation/bodies/{body_id}"),
        ("get", "/organisation/people/{person_id}"),
        ("get", "/organisation/choices"),
        ("post", "/organisation/changes/preview"),
        ("post", "/organisation/changes"),
        ("get", "/organisation/export"),
        ("post", "/organisation/import/preview"),
        ("post", "/organisation/import"),
        ("get", "/role-requests"),
        ("post", "/role-requests/{request_id}/confirm"),
        ("post", "/role-requests/{request_id}/drop"),
        ("get", "/seal-stops"),
        ("post", "/seal-stops"),
        ("post", "/seal-stops/{stop_id}/confirm"),
        ("post", "/seal-stops/{stop_id}/lift"),
        ("get", "/seal-certificates"),
        ("get", "/exports/cases"),
        ("get", "/exports/matters"),
        ("get", "/exports/moved-days"),
        ("get", "/exports/seals"),
        ("get", "/exports/audit"),
        ("get", "/healthz"),
        ("get", "/readyz"),
    }


@pytest.mark.parametrize(("ok", "status"), [(True, 200), (False, 503)])
@pytest.mark.parametrize(("address", "method"), [("healthz", "health"), ("readyz", "ready")])
def test_health_is_told_without_login(
    anonymous: httpx.Client, stub: StubService, address: str, method: str, ok: bool, status: int
) -> None:
    """200 when every check holds, else 503, the checks in either case."""
    checks = (Check(name="数据库", ok=True, detail="可用"), Check(name="磁盘", ok=ok, detail="可用 1 MB"))
    stub.operations.answers(method, checks)
    answer = anonymous.get(address)
    assert (answer.status_code, len(answer.json()["checks"])) == (status, 2)


@pytest.mark.parametrize(("path", "methods"), [("cases", "GET, POST"), ("session", "DELETE, POST"), ("cases/1", "GET")])
def test_a_wrong_method_is_told_the_right_ones(client: httpx.Client, path: str, methods: str) -> None:
    """All of the address, as RFC 9110 demands of 405."""
    answer = client.put(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, methods)
