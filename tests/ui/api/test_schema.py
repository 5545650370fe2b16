"""The published description is exact: Schemathesis finds no fault, no undocumented status, no answer of another shape.

Every operation is tried by an applicant, an approver, a newcomer with an initial password, and nobody, over the real
service: boundary values and random requests, then the same ones aimed at cases, items and files that are there.

Covers: ui/api/routes/session.py, flows/views/, ui/api/parameters.py, ui/api/forms.py
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection
from schemathesis.specs.openapi.schemas import OpenApiSchema

from flows.settings import Settings
from tests.flows.good_files import PDF
from tests.ui.api.calling import (
    ADMINISTRATORS,
    API,
    BRIEF,
    WHO,
    WITH_ROLES,
    Callers,
    Described,
    Known,
    Request,
    Who,
    callers,
    carry_everything,
    known,
)
from tests.ui.api.office import Office, opened_office

AT_LENGTH = 2000
FORM = "multipart/form-data"
AIMED = r"\{|^/cases$"  # what names a case, an item, a file or a matter
OF_ADMINISTRATORS = ["definitions", "accounts", "holidays", "house_rules", "assessments", "seals", "tokens"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the office."""
    return tmp_path_factory.mktemp("schema")


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Office]:
    """One office for all operations, its service behind the API that is tried."""
    with opened_office(folder, "") as opened:
        API.state.service = opened.service
        yield opened


@pytest.fixture(scope="module")
def who_calls(office: Office) -> Callers:
    """Applicant, approver and newcomer with their tokens."""
    return callers(office)


@pytest.fixture(scope="module")
def there(office: Office, folder: Path) -> Known:
    """What requests are aimed at."""
    return known(office, Settings(data_dir=folder, database_url=""))


def _try(case: Request, who_calls: Callers, who: Who) -> None:
    # As a part of a form everything is a file, also what was no text when it was drawn.
    excluded: list[Any] = [negative_data_rejection] if case.media_type == FORM else []
    case.call_and_validate(headers=who_calls.headers(who, case.operation.label), excluded_checks=excluded)


def _in_order(case: Request) -> bool:
    return case.meta is None or case.meta.generation.mode.is_positive


def _try_on(there: Known, case: Request, who_calls: Callers, who: Who) -> None:
    there.put_into(case)
    headers = who_calls.headers(who, case.operation.label)
    case.call_and_validate(headers=headers, excluded_checks=[negative_data_rejection])  # what was wrong may be mended


@pytest.mark.parametrize("who", WHO)
@BRIEF.exclude(tag=OF_ADMINISTRATORS).parametrize()
def test_every_answer_is_as_described(case: Request, who_calls: Callers, who: Who) -> None:
    """Whatever is sent; what is out of order is refused before it matters who sends it, and is sent by one of them."""
    if who == "applicant" or _in_order(case):
        _try(case, who_calls, who)


@pytest.mark.parametrize("who", ADMINISTRATORS)
@BRIEF.include(tag=OF_ADMINISTRATORS).parametrize()
def test_every_answer_to_administrators_is_as_described(case: Request, who_calls: Callers, who: Who) -> None:
    """Those whose work it is, and those who keep other things: what is refused to one is open to the other."""
    _try(case, who_calls, who)


@pytest.mark.parametrize("who", WITH_ROLES)
@BRIEF.include(path_regex=AIMED).exclude(path="/cases", method="GET").exclude(tag=OF_ADMINISTRATORS).parametrize()
def test_answers_about_what_is_there_are_as_described(
    case: Request, who_calls: Callers, there: Known, who: Who
) -> None:
    """Behind the door, too: real cases, items, files and forms. What is out of order comes to none of them."""
    if _in_order(case):
        _try_on(there, case, who_calls, who)


@pytest.mark.crash
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("who", WHO)
def test_every_answer_is_as_described_at_length(
    who_calls: Callers, there: Known, who: Who, mode: GenerationMode
) -> None:
    """The same with many more requests, all operations mixed."""

    @settings(
        max_examples=AT_LENGTH, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(BRIEF.as_strategy(mode), st.booleans())
    def try_many(case: Request, aimed: bool) -> None:
        if aimed:
            _try_on(there, case, who_calls, who)
        else:
            _try(case, who_calls, who)

    try_many()


def _example(schema: OpenApiSchema, path: str, name: str | None = None) -> dict[str, Any]:
    """An example body of the description."""
    examples = schema.raw_schema["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"]
    given: dict[str, Any] = examples[name or next(iter(examples))]["value"]
    return given


def test_the_examples_of_the_description_work_as_written(office: Office, folder: Path) -> None:
    """From the filing over every act of the golden case to a paper that verifies, each answer as described."""
    filing = _example(BRIEF, "/cases")
    applicant = Described.of(office, filing["post"])
    matter = {"code": filing["matter"]}
    forecast = applicant("POST", "/matters/{code}/forecast", matter, _example(BRIEF, "/matters/{code}/forecast"))
    assert forecast["problems"] == []
    receipt = applicant("POST", "/cases", body=filing, key="example")
    assert applicant("POST", "/cases", body=filing, key="example") == receipt
    case_no = receipt["case_no"]
    for name in ("accept", "approve"):
        act = _example(BRIEF, "/tasks/{task_id}/actions", name)
        person, item = Described.of(office, act["post"]), office.item(act["post"], case_no)
        told = person("POST", "/tasks/{task_id}/actions", {"task_id": item["id"]}, act)
        assert (told["case_no"], told["action"]) == (case_no, name)
    carry_everything(Settings(data_dir=folder, database_url=""))
    assert applicant("GET", "/cases/{case_no}", {"case_no": case_no})["line"]["case_no"] == case_no
    papers = applicant("GET", "/cases/{case_no}/documents", {"case_no": case_no})
    content = applicant("GET", "/documents/{document_id}", {"document_id": papers[0]["id"]})
    assert content.startswith(b"%PDF")
    assert office.at(filing["post"]).post("verify", files={"file": ("paper.pdf", content)}).json()["verdict"] == "valid"


def test_an_upload_is_as_described(office: Office) -> None:
    """Kept, and given out again under its type."""
    applicant = Described.of(office, "county_data.staff")
    kept = applicant("POST", "/files", body={"file": PDF}, media_type=FORM)
    assert kept["media_type"] == "application/pdf"
