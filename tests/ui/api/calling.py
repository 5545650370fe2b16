"""Callers for Schemathesis, and objects that are there: random ids alone would try nothing but the door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from zlib import crc32

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.schemas import OpenApiSchema

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import open_resources
from flows.effects.carrying import carry_out
from flows.runs.leases import Leases
from flows.settings import Settings
from flows.views.organisation_editing import InitialPassword
from flows.views.people import SessionView
from tests.flows.good_files import PDF
from tests.ui.api.office import APPLICANT, AUTHOR, CHIEF, CLERK, COLLEAGUE, FILING, FILLS, GUARD, KEEPER, ROOM, Office
from tests.ui.api.stub import StubService
from ui.api import create_api
from ui.api.describing import CODES
from ui.api.problems import PROBLEM_TYPE

Request = schemathesis.Case[Any]
Who = Literal["applicant", "approver", "newcomer", "nobody", "author", "guard"]
WITH_ROLES: tuple[Who, ...] = ("applicant", "approver")
ADMINISTRATORS: tuple[Who, ...] = ("author", "guard")
WHO: tuple[Who, ...] = (*WITH_ROLES, "newcomer", "nobody")
OPEN_CASES = 6  # an act closes the item it was tried on
ENDS_THE_LOGIN = "DELETE /session"
ITEMISED = ("request_supplement", "return_to_applicant")
USUAL: Mapping[str, Mapping[str, Any]] = {"fills": FILLS, "findings": {"destination": "请写明到达的单位。"}}
PROXY = {"agent": "p49", "since": "2090-03-01", "until": "2090-03-07"}
METHODS = {"get", "put", "options"}  # tried where they are not described
_SEED = 20261122

API = create_api(StubService())  # type: ignore[arg-type]  # a test puts the real service behind it


@schemathesis.check
def the_code_is_declared(ctx: object, response: schemathesis.Response, case: Request) -> None:
    """A problem says the status it comes with, and a code that the operation declares for it."""
    if PROBLEM_TYPE in response.headers.get("content-type", [""])[0]:
        told, described = response.json(), case.operation.definition.raw["responses"].get(str(response.status_code))
        declared = described[CODES] if described else ["method_not_allowed"]
        assert told["status"] == response.status_code, told
        assert told["code"] in declared, told


def tried(examples: int) -> OpenApiSchema:
    """The API's own description with so many random requests to an operation, the same ones in each run."""
    schema = schemathesis.openapi.from_dict(API.openapi(), config=SchemathesisConfig(seed=_SEED))
    schema.app = API
    schema.config.generation.update(max_examples=examples, deterministic=True, database="none")
    schema.config.phases.coverage.unexpected_methods = METHODS
    # Whether content that has the described shape is fit is the service's to say: 422 with what is wrong.
    schema.config.checks.positive_data_acceptance.enabled = False
    return schema


BRIEF = tried(4)


@dataclass(frozen=True)
class Described:
    """Somebody at the API whose every answer is compared with the description."""

    authorization: str

    @classmethod
    def of(cls, office: Office, post: str) -> "Described":
        """The person on that post."""
        return cls(dict(office.at(post).headers)["authorization"])

    def __call__(
        self,
        method: str,
        path: str,
        at: Mapping[str, Any] | None = None,
        body: object = None,
        **more: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - JSON as it comes over the wire
        """The answer to a call at a path with these parameters, which is a success unless another `status` is awaited."""
        headers = {"Authorization": self.authorization}
        if key := more.pop("key", ""):
            headers["Idempotency-Key"] = key
        status, given = more.pop("status", 0), more if body is None else {**more, "body": body}
        case = BRIEF[path][method].Case(path_parameters=dict(at or {}), **given)
        answer = case.call_and_validate(headers=headers)
        assert answer.status_code == status if status else 200 <= answer.status_code < 300, answer.text
        return answer.json() if "json" in answer.headers["content-type"][0] else answer.content


@dataclass(frozen=True)
class Callers:
    """Who calls. The newcomer has an initial password, to which all but the own login is closed."""

    office: Office
    passwords: Mapping[Who, tuple[str, str]]
    tokens: Mapping[Who, str]

    def headers(self, who: Who, operation: str) -> dict[str, str] | None:
        """Of a request; logging out gets a login of its own each time."""
        if who == "nobody":
            return None
        token = logged_in(self.office, *self.passwords[who]) if operation == ENDS_THE_LOGIN else self.tokens[who]
        return {"Authorization": f"Bearer {token}"}


def callers(office: Office) -> Callers:
    """API tokens do not grow old; the newcomer has to log in."""
    accounts: dict[Who, Mapping[str, str]] = {
        "applicant": office.accounts[APPLICANT],
        "approver": office.accounts[CLERK],
        "author": office.accounts[AUTHOR],
        "guard": office.accounts[GUARD],
    }
    initial = office.service.account_keeping.reset(LOCAL_MACHINE, office.accounts[COLLEAGUE]["username"])
    assert isinstance(initial, InitialPassword)
    passwords = {who: (account["username"], account["password"]) for who, account in accounts.items()}
    passwords["newcomer"] = (initial.username, initial.password)
    tokens = {who: _token(office, account["username"]) for who, account in accounts.items()}
    return Callers(office, passwords, {**tokens, "newcomer": logged_in(office, *passwords["newcomer"])})


def logged_in(office: Office, username: str, password: str) -> str:
    """The token of a new login."""
    session = office.service.accounts.login(username, password, "192.0.2.1")
    assert isinstance(session, SessionView)
    return session.token


def _token(office: Office, username: str) -> str:
    token = office.service.accounts.add_token(LOCAL_MACHINE, username, "试验")
    assert isinstance(token, str)
    return token


@dataclass(frozen=True)
class Known:
    """What is there: a decided case with its papers, open items, an uploaded file, a room, a proxy."""

    case_no: str
    document: str
    file: str
    resource: str
    proxy: str
    items: Sequence[Mapping[str, Any]]

    def put_into(self, case: Request) -> None:
        """Aim a random request at what is there; random answers go to the fields that the form has."""
        number = crc32(repr(case.body).encode("utf-8", "replace"))  # which item: spread, and the same in each run
        item = self.items[number % len(self.items)]
        there = {
            "case_no": str((self.case_no, item["case_no"])[number % 2]),
            "document_id": self.document,
            "file_id": self.file,
            "task_id": str(item["id"]),
            "code": str(FILING["matter"]),
            "person_id": str(("p38", "p999")[number % 2]),
            "resource_id": self.resource,
            "proxy_id": self.proxy,
            "roster_id": "cars",
            "entry_id": "none",
            "period": "2026-02",
            "charge_id": 1,
            "scheme_id": 1,
            "figure_id": "matters",
            "body_id": str(FILING["post"]).partition(".")[0],
            "request_id": "0" * 16,
            "page": 1 + number % 2,
            "digest": "0" * 64,
        }
        case.path_parameters.update({name: there[name] for name in case.path_parameters})
        if number % 2:
            case.headers.pop("Idempotency-Key", None)  # a key is drawn so often that it would hide the rest
        if isinstance(case.body, dict):
            case.body = _fitting(case.body, item)


def _fitting(body: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """The body with the usual filing or act in it, its values replaced by random ones."""
    if "action" in body:
        part = "findings" if body["action"] in ITEMISED else "fills"
        parts = {
            "findings": {},
            "fills": {},
            "answers": {},
            "materials": {},
            part: _replaced(USUAL[part], body.get(part)),
        }
        return {**body, **parts, "expected_version": item["version"], "post": CLERK}
    if "answers" in body:
        filing = {"matter": FILING["matter"]} if "matter" in body else {}
        return {**body, **filing, "answers": _replaced(FILING["answers"], body["answers"]), "post": APPLICANT}
    if "principal" in body:
        return {**body, **PROXY, "principal": {"person": "p50", "post": APPLICANT}}
    return {**body, "post": APPLICANT}


def _replaced(usual: Mapping[str, Any], given: object) -> dict[str, Any]:
    return {**usual, **dict(zip(usual, given.values(), strict=False))} if isinstance(given, dict) else dict(usual)


def known(office: Office, settings: Settings) -> Known:
    """Made through the API itself; what machines owe is carried out here."""
    uploaded = office.at(APPLICANT).post("files", files={"file": ("通知.pdf", PDF)}).json()
    case_no = office.accepted()
    office.act(CHIEF, office.item(CHIEF, case_no), "approve", opinion="同意派车。")
    carry_everything(settings)
    (document, *_) = office.at(APPLICANT).get(f"cases/{case_no}/documents").json()
    proxy = (
        office.at(APPLICANT).post("proxies", json={**PROXY, "principal": {"person": "p50", "post": APPLICANT}}).json()
    )
    filed = [str(office.file().json()["case_no"]) for _ in range(OPEN_CASES)]
    room = office.at(KEEPER).post("resources", json=ROOM).json()
    items = [office.item(CLERK, number) for number in filed]
    return Known(case_no, document["id"], uploaded["id"], room["id"], proxy["id"], items)


def carry_everything(settings: Settings) -> None:
    """Do what machines owe, as the executor would."""
    with open_resources(settings) as resources:
        leases = Leases(resources)
        while held := leases.take():
            carry_out(resources, held.advance.id, held.owner)
