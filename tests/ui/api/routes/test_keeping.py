"""本地实施清单 over HTTP: each call is answered as described, by two; what may not be changed is told by its place.

Covers: ui/api/routes/keeping/local_editions.py
"""

from collections.abc import Iterator

import pytest

from tests.ui.api.calling import API, Described
from tests.ui.api.office import APPLICANT, AUTHOR, Office, opened_office

SECOND = "county_data.staff"  # the other 事项管理员
WANTED = {"code": "MS048", "body": "county_data", "promise": "working_days", "promise_days": 4, "enquiry": "5550048"}
AT = {"code": "MS048", "body": "county_data"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which nobody else keeps local lists."""
    with opened_office(tmp_path_factory.mktemp("keeping"), "") as opened:
        API.state.service = opened.service
        yield opened


def test_a_local_list_is_asked_for_sent_back_and_confirmed(office: Office) -> None:
    """The list tells what became of each, and how the one that holds differs from the directory."""
    author, second = Described.of(office, AUTHOR), Described.of(office, SECOND)
    choices = [(one["code"], one["body"]) for one in author("GET", "/local-lists/choices")]
    assert ("MS048", "county_data") in choices
    wrong = author("POST", "/local-lists", body={**WANTED, "promise_days": 9, "electronic": ["zz"]}, status=422)
    assert [one["target"] for one in wrong["problems"]] == ["promised", "electronic[0]"]
    made = author("POST", "/local-lists", body=WANTED, key="local-1")
    assert author("POST", "/local-lists", body=WANTED, key="local-1") == made
    path = {"edition_id": made["id"]}
    assert author("POST", "/local-lists/{edition_id}/confirm", path, status=403)["code"] == "second_person"
    second("POST", "/local-lists/{edition_id}/return", path)
    again = {"edition_id": author("POST", "/local-lists", body=WANTED)["id"]}
    second("POST", "/local-lists/{edition_id}/confirm", again)
    shown = author("GET", "/local-lists/matters/{code}/bodies/{body}", AT)
    assert [one["state"] for one in shown["lines"]] == ["confirmed", "sent_back"]
    assert {"clock.promised", "guide.contacts"} <= {one["target"].split("[")[0] for one in shown["differences"]}
    assert len(author("GET", "/local-lists")) == 2
    assert Described.of(office, APPLICANT)("GET", "/local-lists", status=403)["code"] == "forbidden"


def test_it_is_copied_and_a_further_version_of_the_directory_tells_what_it_touches(office: Office) -> None:
    """To the city, with its origin; a text that allows nothing any more would leave it as it is."""
    author, second = Described.of(office, AUTHOR), Described.of(office, SECOND)
    made = author("GET", "/local-lists")[0]["id"]
    copied = author("POST", "/local-lists/{edition_id}/copy", {"edition_id": made}, {"body": "city_data"})
    second("POST", "/local-lists/{edition_id}/confirm", {"edition_id": copied["id"]})
    (line,) = author("GET", "/local-lists/matters/{code}/bodies/{body}", {**AT, "body": "city_data"})["lines"]
    assert line["origin"].endswith("第 1 份")
    path = {"code": "MS048"}
    version = author("GET", "/definitions/{code}", path)["versions"][0]["version"]
    text = author("GET", "/definitions/{code}/versions/{version}", {**path, "version": version})["text"]
    touched = author("POST", "/local-lists/{code}/touched", path, {"text": text.replace("promised, ", "", 1)})
    assert [bool(one["unfit"]) for one in touched] == [True, True]
    touched = author("POST", "/local-lists/{code}/touched", path, {"text": text})
    assert [bool(one["unfit"]) for one in touched] == [False, False]
