"""The API over the real service and real databases: what may go wrong from outside goes wrong cleanly."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import httpx
import pytest

from flows.service import Service
from matters.calendar import SHANGHAI, day_text, local_day
from matters.language.document import Definition
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.flows.good_files import PDF
from tests.matters.filing.test_admission import opened
from tests.matters.filing.test_late_materials import lenient
from tests.matters.forked import decide, rerouted
from tests.matters.verbs.test_inquiries import inquiry
from tests.ui.api.office import (
    APPLICANT,
    CHIEF,
    CLERK,
    COLLEAGUE,
    FILING,
    FILLS,
    OF_MANY_POSTS,
    Office,
    opened_office,
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all tests of a database; each test files its own case."""
    url = request.getfixturevalue("postgres_url")() if request.param == "postgresql" else ""
    with opened_office(tmp_path_factory.mktemp("office"), url) as opened:
        yield opened


def test_a_matter_that_is_shut_says_when_it_opens(office: Office) -> None:
    """In lists, before filing and at filing."""
    opens = local_day(datetime.now(UTC)) + timedelta(days=3)
    code = _published(office.service, opened(_car(), {"opens": f"{opens:%m-%d}", "closes": f"{opens:%m-%d}"}), "TO999")
    applicant = office.at(APPLICANT)
    assert applicant.get(f"matters/{code}").json()["line"]["opens_on"] == f"{opens}"
    asked = {"answers": FILING["answers"], "post": APPLICANT}
    told = applicant.post(f"matters/{code}/forecast", json=asked).json()["closed"]
    assert f"下一次自{day_text(opens)}起受理" in told
    refused = applicant.post("cases", json={**FILING, "matter": code})
    assert (_problem(refused), refused.json()["detail"]) == ((422, "not_open"), told)
    assert applicant.get("matters/MS032").json()["line"]["opens_on"] is None


LIAISON = "county_reform.liaison"


def published(service: Service, *middle: dict[str, Any]) -> str:
    """公务用车派车 with these steps, published under a code of its own."""
    end = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
    return _published(service, rerouted(_car(), *middle, deliver=end), "TV999")


def published_first(service: Service) -> str:
    """公务用车派车 that a large party may file before its materials are there (先办后补)."""
    return _published(service, lenient(_car()), "TA999")


def _car() -> Definition:
    return next(matter for matter in shipped_definitions() if matter.code == "MS032")


def _published(service: Service, matter: Definition, code: str) -> str:
    made = matter.model_copy(update={"code": code, "golden": ()})
    with service.cases._resources.database.transaction() as session:  # as the catalogue publishes
        digest = matters.save_draft(session, made)
        matters.publish(session, digest, by="system", second="system", now=datetime.now(UTC))
    return made.code


def _problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_key_files_one_case(office: Office) -> None:
    """201 and the case; the same again is 200 and the same case; other content under the key is refused."""
    client, key = office.at(APPLICANT), {"Idempotency-Key": "filing-1"}
    first = client.post("cases", json=FILING, headers=key)
    again = client.post("cases", json=FILING, headers=key)
    answers = {**FILING["answers"], "passengers": 4}
    other = client.post("cases", json={**FILING, "answers": answers}, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert _problem(other) == (409, "idempotency_conflict")


@pytest.mark.parametrize(
    ("answers", "target"),
    [
        ({"colour": "red"}, "colour"),
        ({"purpose": None}, "purpose"),
        ({"passengers": "three"}, "passengers"),
        ({"passengers": 56}, "passengers"),
        ({"depart_at": "tomorrow"}, "depart_at"),
        ({"contact_phone": "not a phone"}, "contact_phone"),
        ({"plate": "样A12345"}, "plate"),
        ({"purpose": "长" * 101}, "purpose"),
        ({"purpose": {"$ne": ""}}, "purpose"),
        ({"out_of_city": "yes"}, "out_of_city"),
    ],
)
def test_a_wrong_answer_is_pinned_to_its_field(office: Office, answers: dict[str, object], target: str) -> None:
    """Unknown field, missing, wrong type, out of range, not the applicant's to fill."""
    answer = office.file(**answers)
    assert _problem(answer) == (422, "invalid")
    assert target in [problem["target"] for problem in answer.json()["problems"]]


@pytest.mark.parametrize("mark", ["秘密★", "机密★1年", "绝 密 ★"])
def test_a_secrecy_mark_is_refused(office: Office, mark: str) -> None:
    """Unclassified content only."""
    assert _problem(office.file(purpose=f"研究{mark}事项")) == (422, "secrecy_mark")


def test_html_stays_text(office: Office) -> None:
    """What was typed comes back as it was typed."""
    script = "<script>alert(1)</script>"
    case_no = office.file(purpose=script).json()["case_no"]
    case = office.at(APPLICANT).get(f"cases/{case_no}").json()
    assert script in [answer["value"] for answer in case["answers"]]


@pytest.mark.parametrize(
    "content",
    [b"\x7fELF\x02\x01\x01" + bytes(64), b"MZ\x90\x00" + bytes(64), b"#!/bin/sh\nrm -rf /\n", b""],
    ids=["ELF", "MZ", "shell script", "empty"],
)
def test_a_program_is_no_material(office: Office, content: bytes) -> None:
    """Whatever its name says."""
    answer = office.at(APPLICANT).post("files", files={"file": ("通知.pdf", content)})
    assert _problem(answer) == (422, "file_refused")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "..\\\\win.pdf", "a\0b.pdf", "a\u202efdp.pdf", ".pdf", "", "a.exe"]
)
def test_a_hostile_file_name_is_refused(office: Office, name: str) -> None:
    """Paths, NUL, reversed direction, hidden and nameless files."""
    body = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        + PDF
        + b"\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = office.at(APPLICANT).post("files", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_file_is_only_for_its_owner(office: Office) -> None:
    """A stranger gets the answer of a file that does not exist."""
    uploaded = office.at(APPLICANT).post("files", files={"file": ("通知.pdf", PDF)})
    assert uploaded.status_code == 201
    path = f"files/{uploaded.json()['id']}"
    assert office.at(APPLICANT).get(path).content == PDF
    assert office.at(APPLICANT).get(f"{path}/look").json() == {"kind": "pages", "pages": 1, "text": "", "note": ""}
    assert office.at(APPLICANT).get(f"{path}/pages/1").headers["content-type"] == "image/jpeg"
    assert _problem(office.at(APPLICANT).get(f"{path}/pages/2")) == (404, "not_found")
    for seen in (path, f"{path}/look", f"{path}/pages/1"):
        assert _problem(office.at(COLLEAGUE).get(seen)) == (404, "not_found")


def test_a_foreign_case_looks_like_none(office: Office) -> None:
    """Same status, same code, same words: nobody learns that it exists."""
    case_no = office.file().json()["case_no"]
    foreign, missing = (office.at(COLLEAGUE).get(f"cases/{number}") for number in (case_no, case_no[::-1]))
    assert _problem(foreign) == _problem(missing) == (404, "not_found")
    assert foreign.json()["detail"].replace(case_no, "") == missing.json()["detail"].replace(case_no[::-1], "")
    assert _problem(office.at(COLLEAGUE).get(f"cases/{case_no}/documents")) == (404, "not_found")
    assert _problem(office.at(COLLEAGUE).post(f"cases/{case_no}/withdraw", json={})) == (404, "not_found")


def test_only_a_holder_acts(office: Office) -> None:
    """The applicant sees the case but does not hold the item; a stranger does not even find it."""
    case_no = office.accepted()
    item = office.item(CHIEF, case_no)
    assert office.act(APPLICANT, item, "approve").status_code in (403, 404)
    assert office.act(CLERK, item, "approve").status_code in (403, 404)
    assert office.act(COLLEAGUE, item, "approve").status_code in (403, 404)
    assert office.item(CHIEF, case_no) == item


def test_a_password_that_comes_along_is_tried(office: Office) -> None:
    """A wrong one refuses the act by its name, and says nothing of it; the act is there to be sent again."""
    item = office.item(CHIEF, office.accepted())
    refused = office.act(CHIEF, item, "approve", password="wrong-horse-9")
    assert _problem(refused) == (422, "invalid")
    assert [problem["target"] for problem in refused.json()["problems"]] == ["password"]
    assert "wrong-horse-9" not in refused.text
    assert office.act(CHIEF, item, "approve").status_code == 200


def test_a_version_that_moved_on_is_stale(office: Office) -> None:
    """The act says which version was shown."""
    case_no = office.accepted()
    item = office.item(CHIEF, case_no)
    stale = {**item, "version": item["version"] + 1}
    assert _problem(office.act(CHIEF, stale, "approve")) == (409, "stale")


def test_twenty_threads_decide_once(office: Office) -> None:
    """One 200; nineteen learn who decided and when."""
    case_no = office.accepted()
    item, together = office.item(CHIEF, case_no), Barrier(20)
    client = office.at(CHIEF)
    body = {"action": "approve", "expected_version": item["version"], "opinion": "同意派车。"}

    def approve(_: int) -> httpx.Response:
        together.wait()
        return client.post(f"tasks/{item['id']}/actions", json=body)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(approve, range(20)))
    refused = [answer for answer in answers if answer.status_code == 409]
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    assert {answer.json()["code"] for answer in refused} == {"already_decided"}
    name = client.get("me").json()["name"]
    assert all(name in answer.json()["who"] and answer.json()["when"] for answer in refused)


def test_a_person_of_several_posts_names_one(office: Office) -> None:
    """Several hats apply, none was named."""
    request = {name: value for name, value in FILING.items() if name != "post"}
    assert _problem(office.at(OF_MANY_POSTS).post("cases", json=request)) == (422, "post_required")
    foreign_post = office.at(OF_MANY_POSTS).post("cases", json={**request, "post": CHIEF})
    assert _problem(foreign_post) == (422, "not_your_post")


def test_an_act_needs_what_the_step_requires(office: Office) -> None:
    """Accepting needs the vehicle; refusing needs a reason; a supplement request needs findings."""
    case_no = office.file().json()["case_no"]
    item = office.item(CLERK, case_no)
    assert _problem(office.act(CLERK, item, "accept")) == (422, "invalid")
    assert _problem(office.act(CLERK, item, "refuse_acceptance")) == (422, "opinion_required")
    assert _problem(office.act(CLERK, item, "request_supplement", opinion="请补正。")) == (422, "findings_required")
    assert _problem(office.act(CLERK, item, "approve", opinion="同意。")) == (409, "action_not_offered")
    assert office.act(CLERK, item, "accept", fills=FILLS).status_code == 200


def test_a_case_is_withdrawn_once(office: Office) -> None:
    """The second time it is no longer there to be taken back."""
    case_no = office.file().json()["case_no"]
    client = office.at(APPLICANT)
    assert client.post(f"cases/{case_no}/withdraw", json={"reason": "计划取消"}).status_code == 200
    assert _problem(client.post(f"cases/{case_no}/withdraw", json={})) == (409, "wrong_status")


def test_a_withdrawn_case_begins_another_filing(office: Office) -> None:
    """Once: a draft under way is not written over; of somebody else's case there is nothing to copy."""
    client, case_no = office.at(APPLICANT), office.file().json()["case_no"]
    client.post(f"cases/{case_no}/withdraw", json={"reason": "改期"})
    copied = client.post(f"cases/{case_no}/copy")
    assert (copied.status_code, copied.json()["matter"]) == (200, "MS032")
    assert {one["name"] for one in copied.json()["left_out"]} >= {"出发时间", "用车承诺"}
    assert _problem(client.post(f"cases/{case_no}/copy")) == (409, "draft_under_way")
    assert _problem(office.at(COLLEAGUE).post(f"cases/{case_no}/copy")) == (404, "not_found")


def test_what_lies_ahead_is_told_before_filing(office: Office) -> None:
    """The forecast stores nothing and names every defect."""
    client = office.at(APPLICANT)
    view = client.post("matters/MS032/forecast", json={"answers": {}, "post": APPLICANT}).json()
    assert [step["step"] for step in view["steps"]] == ["accept", "decide", "dispatch"]
    assert "purpose" in [problem["target"] for problem in view["problems"]]


def test_lists_and_details_have_the_described_shape(office: Office) -> None:
    """FastAPI checks every answer against its description; instants carry +08:00."""
    case_no = office.file().json()["case_no"]
    client = office.at(APPLICANT)
    for path in (
        "matters",
        "matters?q=用车&level=county",
        "matters/MS032",
        "cases?mine=false&state=submitted",
        "tasks",
    ):
        assert client.get(path).status_code == 200, path
    case = client.get(f"cases/{case_no}").json()
    assert case["line"]["filed_at"].endswith("+08:00")
    assert case_no in [line["case_no"] for line in client.get("cases").json()["items"]]


def test_a_proxy_is_granted_used_and_ended(office: Office) -> None:
    """The agent acts with `behalf`, explicitly; without a proxy, or with somebody else's, the same call is refused."""
    day, principal, agent = _today(), {"person": "p39", "post": CHIEF}, office.at("county_logistics.deputy_head")
    asked = {"principal": principal, "agent": "p43", "since": day, "until": day, "up_to": "1000.00"}
    refused = office.at(COLLEAGUE).post("proxies", json=asked)
    assert _problem(refused) == (403, "forbidden")
    granted = office.at(CHIEF).post("proxies", json=asked, headers={"Idempotency-Key": "proxy-1"})
    assert (granted.status_code, "已授权" in granted.json()["message"]) == (201, True)
    case_no = office.accepted()
    (line,) = [line for line in agent.get("tasks").json()["items"] if line["case_no"] == case_no]
    assert {name: line["behalf"][name] for name in principal} == principal
    path, act = f"tasks/{line['id']}/actions", {"action": "approve", "expected_version": line["version"]}
    assert _problem(agent.post(path, json=act)) == (403, "not_holder")
    other = agent.post(path, json={**act, "behalf": {"person": "p40", "post": CLERK}})
    assert _problem(other) == (409, "not_possible")
    assert agent.post(path, json={**act, "behalf": principal, "opinion": "代为同意。"}).status_code == 200
    entry = office.at(APPLICANT).get(f"cases/{case_no}").json()["timeline"][-2]
    assert (entry["who"], entry["behalf"]) == ("阎淑贞代欧阳若楠", "欧阳若楠")
    proxy = f"proxies/{granted.json()['id']}"
    assert [one["id"] for one in agent.get("proxies").json()["held"]] == [granted.json()["id"]]
    assert _problem(office.at(COLLEAGUE).delete(proxy)) == (404, "not_found")
    assert agent.delete(proxy).status_code == 200
    assert _problem(agent.delete(proxy)) == (409, "not_possible")
    waiting = office.item(CHIEF, office.accepted())
    late = agent.post(f"tasks/{waiting['id']}/actions", json={**act, "behalf": principal})
    assert _problem(late) == (409, "not_possible")


def test_a_wrong_proxy_is_pinned_to_its_parts(office: Office) -> None:
    """All at once."""
    principal = {"person": "p39", "post": CHIEF}
    wrong = {"principal": principal, "agent": "p39", "since": "2026-01-01", "until": "2025-01-01", "matters": ["ZZ999"]}
    answer = office.at(CHIEF).post("proxies", json=wrong)
    assert _problem(answer) == (422, "invalid")
    assert [problem["target"] for problem in answer.json()["problems"]] == ["agent", "since", "until", "matters"]
    assert _problem(office.at(CHIEF).post("proxies", json={**wrong, "up_to": "1e3"})) == (422, "invalid")


def _today() -> str:
    return datetime.now(SHANGHAI).date().isoformat()


def test_a_dead_token_stays_dead(office: Office) -> None:
    """After logging out the token opens nothing."""
    credentials = {name: office.accounts[COLLEAGUE][name] for name in ("username", "password")}
    token = office.at(COLLEAGUE).post("session", json=credentials).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.delete(f"{office.address}session", headers=headers, trust_env=False).status_code == 204
    assert httpx.get(f"{office.address}me", headers=headers, trust_env=False).status_code == 401


def test_a_question_is_answered_over_the_api(office: Office) -> None:
    """Who is asked finds it among the tasks, sees their part of the case, and answers once."""
    code = published(office.service, inquiry(shows=("vehicle_use",)), decide())
    filed = office.at(APPLICANT).post("cases", json={**FILING, "matter": code})
    case_no = filed.json()["case_no"]
    office.act(CLERK, office.item(CLERK, case_no), "accept", fills=FILLS)
    liaison = office.at(LIAISON)
    case = liaison.get(f"cases/{case_no}").json()
    assert (case["partial"], [answer["id"] for answer in case["answers"]]) == (True, ["vehicle_use"])
    assert case["tasks"][0]["replies"] == ["yes", "no", "material"]
    item = office.item(LIAISON, case_no)
    assert _problem(office.act(LIAISON, item, "answer")) == (422, "invalid")
    assert _problem(office.act(LIAISON, item, "answer", answer="no")) == (422, "opinion_required")
    assert _problem(office.act(LIAISON, item, "answer", answer="maybe")) == (422, "invalid")
    file = liaison.post("files", files={"file": ("计划.pdf", PDF)}).json()["id"]
    assert office.act(LIAISON, item, "answer", answer="material", files=[file]).status_code == 200
    assert _problem(office.act(LIAISON, item, "answer", answer="yes")) == (409, "already_decided")
    (told,) = office.at(CLERK).get(f"cases/{case_no}").json()["inquiries"]
    assert (told["answer"], [one["id"] for one in told["files"]]) == ("material", [file])


def test_what_is_owed_is_brought_over_the_api(office: Office) -> None:
    """Told before filing, owed by the case, brought as a task of the applicant; nothing else and nothing twice."""
    code = published_first(office.service)
    answers = {**FILING["answers"], "passengers": 9}
    forecast = (
        office.at(APPLICANT).post(f"matters/{code}/forecast", json={"answers": answers, "post": APPLICANT}).json()
    )
    assert [one["id"] for one in forecast["late"]["materials"]] == ["notice", "roster"]
    case_no = office.at(APPLICANT).post("cases", json={**FILING, "matter": code, "answers": answers}).json()["case_no"]
    item = office.item(APPLICANT, case_no)
    assert (item["step_name"], item["actions"], item["due"]) == ("补交材料", ["hand_in_late"], forecast["late"]["due"])
    late = office.at(CLERK).get(f"cases/{case_no}").json()["line"]["late"]
    assert (len(late["materials"]), late["overdue"]) == (2, False)
    file = office.at(APPLICANT).post("files", files={"file": ("通知.pdf", PDF)}).json()["id"]
    assert _problem(office.act(APPLICANT, item, "hand_in_late")) == (422, "invalid")
    assert _problem(office.act(APPLICANT, item, "hand_in_late", materials={"map": [file]})) == (422, "invalid")
    assert _problem(office.act(APPLICANT, item, "hand_in_late", fills=FILLS)) == (422, "invalid")
    assert _problem(office.act(CLERK, item, "hand_in_late", materials={"notice": [file]})) == (403, "not_holder")
    assert office.act(APPLICANT, item, "hand_in_late", materials={"notice": [file]}).status_code == 200
    left = office.at(APPLICANT).get(f"cases/{case_no}").json()["line"]["late"]["materials"]
    assert [one["id"] for one in left] == ["roster"]
    again = office.item(APPLICANT, case_no)
    last = office.at(APPLICANT).post("files", files={"file": ("名单.pdf", PDF)}).json()["id"]
    assert office.act(APPLICANT, again, "hand_in_late", materials={"roster": [last]}).status_code == 200
    assert office.at(CLERK).get(f"cases/{case_no}").json()["line"]["late"] is None
