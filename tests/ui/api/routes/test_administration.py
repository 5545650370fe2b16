"""What administrators do over HTTP: each call is answered as described, to those whose work it is, and by two where it takes two.

Covers: ui/api/routes/accounts.py, ui/api/routes/definitions.py, ui/api/routes/exports.py, ui/api/routes/holidays.py
Covers: ui/api/routes/keeping/cancelling.py
Covers: ui/api/routes/organisation_editing.py, ui/api/routes/seals.py, flows/views/editing.py, flows/views/holidays.py
Covers: ui/api/routes/oversight/house_rules.py, flows/views/oversight/house_rules.py
Covers: ui/api/routes/oversight/assessments.py, flows/views/assessing/schemes.py
"""

import json
from collections.abc import Iterator

import pytest
import yaml

from tests.sound import sound_template
from tests.ui.api.calling import API, Described
from tests.ui.api.office import APPLICANT, AUTHOR, CLERK, GUARD, KEEPER, Office, opened_office

SECOND = "county_data.staff"  # the other 事项管理员
SYSTEM, SECOND_GUARD = "county_data.administrator.2", "county_data.administrator.4"
AUDITOR = "county_supervision.administrator"
CODE = "AP101"
FESTIVALS = ["2031-01-01", "2031-05-01", "2031-10-01", "2031-10-02", "2031-10-03"]
ENTRY = {"year": 2031, "source": "样例〔2030〕1号", "days_off": FESTIVALS, "working_days": ["2031-01-04"]}
RENAMED = {"type": "rename_body", "body": "county_logistics", "name": "样例县机关事务中心", "on": "2090-01-01"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The administrators of the sample county."""
    with opened_office(tmp_path_factory.mktemp("administration"), "") as opened:
        API.state.service = opened.service
        yield opened


@pytest.fixture
def at(office: Office) -> "People":
    """The people of the office, by post."""
    return People(office)


class People:
    """Each answer is compared with the description."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __call__(self, post: str) -> Described:
        return Described.of(self.office, post)


def test_a_matter_is_written_checked_submitted_and_published_by_two(at: People) -> None:
    """From its first text to its version in force, by calls alone; the author cannot publish it."""
    author, second = at(AUTHOR), at(SECOND)
    path = {"code": CODE}
    wrong = author("POST", "/definitions/{code}/check", path, {"text": "code: 1"})
    assert not wrong["clean"]
    begun = author("POST", "/definitions/{code}/draft", path, {"text": "code: 1"}, key="draft-1")
    assert author("POST", "/definitions/{code}/draft", path, {"text": "code: 1"}, key="draft-1") == begun
    refused = author(
        "POST", "/definitions/{code}/draft/submit", path, {"revision": begun["state"]["revision"]}, status=422
    )
    assert refused["code"] == "not_clean"
    text = sound_template(CODE, "绿化养护")
    seen = {"text": text, "revision": begun["state"]["revision"]}
    saved = second("PUT", "/definitions/{code}/draft", path, seen)
    assert (
        author("PUT", "/definitions/{code}/draft", path, {**seen, "text": "x"}, status=409)["code"]
        == "edited_meanwhile"
    )
    assert author("POST", "/definitions/{code}/check", path, {"text": text})["clean"]
    revision = {"revision": saved["state"]["revision"]}
    waiting = second("POST", "/definitions/{code}/draft/submit", path, revision)["state"]
    digest = {"digest": waiting["submitted_digest"]}
    assert second("POST", "/definitions/{code}/draft/publish", path, digest, status=403)["code"] == "second_person"
    published = author("POST", "/definitions/{code}/draft/publish", path, digest, key="publish-1")
    assert author("POST", "/definitions/{code}/draft/publish", path, digest, key="publish-1") == published
    shown = author("GET", "/definitions/{code}", path)
    assert [(one["version"], one["current"]) for one in shown["versions"]] == [(1, True)]
    assert author("GET", "/definitions/{code}/versions/{version}", {**path, "version": 1})["text"] == text
    assert CODE in {line["code"] for line in author("GET", "/definitions")["items"]}


def test_a_draft_is_compared_sent_back_taken_back_and_dropped(at: People) -> None:
    """Each way out of it; nothing of it is in force."""
    author, second = at(AUTHOR), at(SECOND)
    path = {"code": "MS032"}
    begun = author("POST", "/definitions/{code}/draft", path, {})
    text = begun["text"].replace("赴", "前往", 1)
    saved = author("PUT", "/definitions/{code}/draft", path, {"text": text, "revision": begun["state"]["revision"]})
    author("GET", "/definitions/{code}/differences", path, query={"older": begun["state"]["based_on"]})
    tried = {"answers": {}, "post": APPLICANT}
    assert author("POST", "/definitions/{code}/draft/try", path, tried)["problems"]
    for way, who, body in (("return", second, {"reason": "请核对时限。"}), ("take-back", author, None)):
        revision = {"revision": author("GET", "/definitions/{code}", path)["draft"]["state"]["revision"]}
        author("POST", "/definitions/{code}/draft/submit", path, revision)
        back = who("POST", f"/definitions/{{code}}/draft/{way}", path, body)
        assert back["state"]["submitted_digest"] is None
    assert back["state"]["revision"] >= saved["state"]["revision"]
    author("DELETE", "/definitions/{code}/draft", path, query={"revision": back["state"]["revision"]})
    assert author("GET", "/definitions/{code}", path)["draft"] is None


def test_days_off_are_entered_by_one_and_confirmed_by_another(at: People) -> None:
    """Every defect at once, then what the recount has moved."""
    author, second = at(AUTHOR), at(SECOND)
    wrong = author("POST", "/holidays", body={**ENTRY, "source": " ", "days_off": ["2030-01-01"]}, status=422)
    assert len(wrong["problems"]) > 1
    made = author("POST", "/holidays", body=ENTRY, key="entry-1")
    assert author("POST", "/holidays", body=ENTRY, key="entry-1") == made
    path = {"notice_id": made["id"]}
    assert author("POST", "/holidays/{notice_id}/confirm", path, status=409)["code"] == "not_possible"
    assert author("POST", "/holidays/{notice_id}/return", path)["id"] == made["id"]
    again = {"notice_id": author("POST", "/holidays", body=ENTRY)["id"]}
    second("POST", "/holidays/{notice_id}/confirm", again)
    (line,) = [one for one in author("GET", "/holidays") if one["id"] == again["notice_id"]]
    assert (line["state"], line["days_off"]) == ("in_force", ENTRY["days_off"])
    assert author("GET", "/holidays/{notice_id}/recount", again) == []
    asked = {"notice": again["notice_id"], "form": "csv"}
    assert "改变的期限" in author("GET", "/exports/moved-days", query=asked).decode()
    author("GET", "/exports/moved-days", query={**asked, "notice": 99}, status=404)


def test_a_rule_for_what_is_late_is_entered_by_one_and_confirmed_by_another(at: People) -> None:
    """Every defect at once; what nobody confirmed may be taken back."""
    author, second = at(AUTHOR), at(SECOND)
    region = author("GET", "/house-rules")["regions"][0]["code"]
    entry = {"region": region, "remind": 3, "holder": 1, "head": 2, "supervisor": 4}
    wrong = author("POST", "/house-rules", body={**entry, "holder": 9}, status=422)
    assert [one["target"] for one in wrong["problems"]] == ["head"]
    made = author("POST", "/house-rules", body=entry, key="rule-1")
    assert author("POST", "/house-rules", body=entry, key="rule-1") == made
    path = {"rule_id": made["id"]}
    assert author("POST", "/house-rules/{rule_id}/confirm", path, status=409)["code"] == "not_possible"
    assert author("POST", "/house-rules/{rule_id}/return", path)["id"] == made["id"]
    again = {"rule_id": author("POST", "/house-rules", body=entry)["id"]}
    second("POST", "/house-rules/{rule_id}/confirm", again)
    (line, _) = author("GET", "/house-rules")["lines"]
    assert (line["state"], line["rule"]["remind"], line["rule"]["digest"]) == ("in_force", 3, True)


def test_a_scheme_of_assessment_is_drafted_by_one_and_published_by_another(at: People) -> None:
    """Checked as it is written, every defect at its place; who supervises reads the scores, and nobody a draft."""
    author, second, supervisor = at(AUTHOR), at(SECOND), at("county_supervision.staff")
    region = next(one for one in author("GET", "/assessments")["regions"] if one["name"] == "样例县")["code"]
    indicator = {"name": "按时", "formula": "按时率", "weight": 100}
    entry = {"region": region, "year": 2031, "name": "年度考核", "levels": ["county"], "indicators": [indicator]}
    wrong = {**entry, "indicators": [{**indicator, "formula": "准点率", "weight": 90}]}
    remarks = author("POST", "/assessments/check", body=wrong)
    assert [one["target"] for one in remarks] == ["indicators", "indicators.0.formula"]
    refused = author("POST", "/assessments", body=wrong, status=422)
    assert [one["target"] for one in refused["problems"]] == ["indicators", "indicators.0.formula"]
    made = author("POST", "/assessments", body=entry, key="scheme-1")
    assert author("POST", "/assessments", body=entry, key="scheme-1") == made
    path = {"scheme_id": made["id"]}
    assert author("POST", "/assessments/{scheme_id}/publish", path, status=409)["code"] == "not_possible"
    supervisor("GET", "/assessments/{scheme_id}/scores", path, status=404)
    assert author("POST", "/assessments/{scheme_id}/return", path)["id"] == made["id"]
    again = {"scheme_id": author("POST", "/assessments", body=entry)["id"]}
    second("POST", "/assessments/{scheme_id}/publish", again)
    line = supervisor("GET", "/assessments")["lines"][0]
    assert (line["state"], line["id"]) == ("published", again["scheme_id"])
    sheet = supervisor("GET", "/assessments/{scheme_id}/scores", again)
    assert {one["total"] for one in sheet["bodies"]} == {"—"}
    asked = {"scheme": again["scheme_id"], "form": "csv"}
    assert "年度考核" in supervisor("GET", "/exports/scores", query=asked).decode("utf-8-sig")
    supervisor("GET", "/exports/scores", query={**asked, "scheme": 999}, status=404)


def test_a_matter_is_cancelled_by_two_and_withdrawn_before_its_day(at: People) -> None:
    """Every defect at once; the list tells what became of it."""
    author, second, path = at(AUTHOR), at(SECOND), {"code": "MS033"}
    wanted = {
        "since": "2031-01-01",
        "ground": "关于取消的通知",
        "document_no": "样政办〔2030〕1号",
        "open_cases": "ended",
    }
    wrong = author("POST", "/cancellations/{code}", path, {**wanted, "since": "2020-01-01", "ground": " "}, status=422)
    assert [one["target"] for one in wrong["problems"]] == ["since", "ground"]
    made = author("POST", "/cancellations/{code}", path, wanted, key="gone-1")
    assert author("POST", "/cancellations/{code}", path, wanted, key="gone-1") == made
    which = {"cancellation_id": made["id"]}
    assert author("POST", "/cancellations/{cancellation_id}/confirm", which, status=403)["code"] == "second_person"
    author("POST", "/cancellations/{cancellation_id}/return", which)
    again = {"cancellation_id": author("POST", "/cancellations/{code}", path, wanted)["id"]}
    second("POST", "/cancellations/{cancellation_id}/confirm", again)
    second("POST", "/cancellations/{cancellation_id}/withdraw", again)
    states = [one["state"] for one in author("GET", "/cancellations", query={"code": "MS033"})]
    assert states == ["withdrawn", "sent_back"]


def test_an_account_is_opened_reset_closed_and_opened_again(at: People) -> None:
    """The password is told once; an equal request is answered without it, and it is not among what is kept."""
    system = at(SYSTEM)
    found = system("GET", "/accounts", query={"q": "不会有的名字"})
    person = next(iter(found["without"]), "")
    assert found["items"] == []
    assert person, "Somebody of the sample has no account."
    asked = {"username": "opened-by-api", "person": person}
    made = system("POST", "/accounts", body=asked, key="account-1")
    assert made["password"]
    assert system("POST", "/accounts", body=asked, key="account-1") == {**made, "password": ""}
    path = {"username": "opened-by-api"}
    anew = system("POST", "/accounts/{username}/reset", path, key="reset-1")
    assert anew["password"] not in ("", made["password"])
    assert system("POST", "/accounts/{username}/reset", path, key="reset-1")["password"] == ""
    for act in ("revoke", "disable", "enable"):
        assert system("POST", f"/accounts/{{username}}/{act}", path)["username"] == "opened-by-api"
    (line,) = system("GET", "/accounts", query={"q": "opened-by-api"})["items"]
    assert line["state"] == "待改密码"
    at(GUARD)("POST", "/accounts/{username}/disable", path)
    assert at(GUARD)("POST", "/accounts/{username}/enable", path, status=403)["code"] == "forbidden"


def test_the_organisation_is_looked_at_and_changed(at: People) -> None:
    """What a change would do is told first; on another version than the one seen it is refused."""
    keeper = at(KEEPER)
    version = keeper("GET", "/organisation")["version"]
    assert keeper("GET", "/organisation/search", query={"q": "机关事务"})
    assert keeper("GET", "/organisation/choices")["version"] == version
    body = keeper("GET", "/organisation/bodies/{body_id}", {"body_id": "county_logistics"})
    person = body["posts"][0]["holders"][0]["person"]
    assert keeper("GET", "/organisation/people/{person_id}", {"person_id": person})["id"] == person
    assert keeper("POST", "/organisation/changes/preview", body={"change": RENAMED})["differences"]
    changed = {"change": RENAMED, "expected_version": version}
    done = keeper("POST", "/organisation/changes", body=changed, key="change-1")
    assert done["version"] == version + 1
    assert keeper("POST", "/organisation/changes", body=changed, key="change-1") == done
    assert keeper("POST", "/organisation/changes", body=changed, status=409)["code"] == "organisation_moved"
    malformed = {"change": {"type": "rename_body"}, "expected_version": version}
    assert keeper("POST", "/organisation/changes", body=malformed, status=422)["code"] == "invalid"


def test_the_organisation_goes_out_as_a_text_and_comes_in_again(at: People) -> None:
    """What is unchanged makes no version."""
    keeper = at(KEEPER)
    text = keeper("GET", "/organisation/export").decode()
    assert yaml.safe_load(text)["people"]
    assert keeper("POST", "/organisation/import/preview", body={"text": text})["problems"] == []
    version = keeper("GET", "/organisation")["version"]
    kept = keeper("POST", "/organisation/import", body={"text": text, "expected_version": version})
    assert kept["version"] == version
    assert at(GUARD)("POST", "/organisation/import/preview", body={"text": text}, status=403)["code"] == "forbidden"


def test_the_role_of_an_administrator_takes_two(at: People) -> None:
    """One asks, another confirms or does not; who asked cannot confirm."""
    asking, second = at(GUARD), at(SECOND_GUARD)
    for way, person in (("confirm", "p40"), ("drop", "p41")):
        version = asking("GET", "/organisation")["version"]
        role = {"type": "grant_role", "person": person, "role": "matter_admin", "scope": "*", "on": "2090-01-01"}
        asking("POST", "/organisation/changes", body={"change": role, "expected_version": version})
        (waiting,) = second("GET", "/role-requests")
        path = {"request_id": waiting["id"]}
        assert asking("POST", "/role-requests/{request_id}/confirm", path, status=409)["code"] == "not_possible"
        second("POST", f"/role-requests/{{request_id}}/{way}", path)
        assert second("GET", "/role-requests") == []


def test_a_seal_is_stopped_by_one_and_used_again_by_another(at: People) -> None:
    """At once; a revocation waits for a second one, and no papers are sealed meanwhile."""
    guard, second = at(GUARD), at(SECOND_GUARD)
    stopped = guard("POST", "/seal-stops", body={"body": "county_court", "kind": "stopped", "reason": "印章疑似被盗用"})
    assert [line["id"] for line in second("GET", "/seal-stops")] == [stopped["id"]]
    path = {"stop_id": stopped["id"]}
    assert guard("POST", "/seal-stops/{stop_id}/lift", path, status=409)["code"] == "not_possible"
    second("POST", "/seal-stops/{stop_id}/lift", path)
    revoked = guard("POST", "/seal-stops", body={"body": "county_court", "kind": "revoked", "reason": "印章已经被盗用"})
    second("POST", "/seal-stops/{stop_id}/confirm", {"stop_id": revoked["id"]})
    assert guard("GET", "/seal-stops")[0]["final"]
    assert isinstance(at(SYSTEM)("GET", "/seal-certificates"), list)


def test_matters_go_out_as_tables_and_come_in_as_drafts(at: People) -> None:
    """As the standards have them; tried first, and refused with the row."""
    author = at(AUTHOR)
    tables = author("GET", "/definitions/tables", query={"standard": "gbt39046", "form": "json"})
    row = next(one for one in tables["事项"] if one["事项代码（扩展项）"] == "MS010")
    for path, kept in (("definitions/tables/check", False), ("definitions/tables", True)):
        for days, refused in (("363", False), ("十天", True)):
            said = json.dumps({"事项": [row | {"承诺办结时限": days}]}).encode()
            answer = at.office.at(AUTHOR).post(path, files={"file": ("要素.json", said)}).json()
            assert answer["code"] == "invalid" if refused else answer["kept"] is kept
    author("DELETE", "/definitions/{code}/draft", {"code": "MS010"}, query={"revision": 1})


@pytest.mark.parametrize(("path", "post"), [("cases", APPLICANT), ("seals", CLERK), ("audit", AUDITOR)])
@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("csv", "﻿".encode())])
def test_a_list_goes_out_as_a_file(at: People, path: str, post: str, form: str, begins: bytes) -> None:
    """As the pages give it, for those who may read the list."""
    assert at(post)("GET", f"/exports/{path}", query={"form": form}).startswith(begins)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/definitions"),
        ("GET", "/holidays"),
        ("GET", "/assessments"),
        ("GET", "/house-rules"),
        ("GET", "/accounts"),
        ("GET", "/organisation"),
        ("GET", "/organisation/export"),
        ("GET", "/role-requests"),
        ("GET", "/seal-stops"),
        ("GET", "/seal-certificates"),
    ],
)
def test_nobody_else_reads_what_administrators_read(at: People, method: str, path: str) -> None:
    """Whoever files and handles cases has none of these roles."""
    assert at(APPLICANT)(method, path, status=403)["code"] == "forbidden"
