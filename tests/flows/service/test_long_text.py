"""Three hundred pages of text: filed, shown, drawn, sealed and verified as a field allows it; one character more is refused."""

import resource

import pytest

from flows.views.cases import FileContent
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.language.document import Definition
from storage.definitions import catalog, matters
from tests.flows.service.office import CAR, CLERK, STAFF, Office

CODE, MOST = "MS932", 200_000
SENTENCE = "请按有关规定于五个工作日内办理，并将结果报我单位备案。"
TEXT = (SENTENCE * 12 + "\n") * (MOST // (len(SENTENCE) * 12 + 1) + 1)


@pytest.fixture(scope="module")
def definition() -> Definition:
    """The matter of the cars with a purpose as long as the language allows, printed on its papers."""
    document = next(d for d in catalog.shipped_definitions() if d.code == "MS032").model_dump(
        mode="json", by_alias=True
    )
    document["code"] = CODE
    purpose = next(f for section in document["form"]["sections"] for f in section["fields"] if f["id"] == "purpose")
    purpose |= {"type": "long_text", "max_length": MOST}
    for only_short in ("pattern", "pattern_help"):
        purpose.pop(only_short, None)
    return Definition.model_validate(document)


def published(office: Office, definition: Definition) -> None:
    """The matter is in force in this office."""
    with office.resources.database.transaction() as session:
        if matters.newest(session, CODE) is None:
            digest = matters.save_draft(session, definition)
            matters.publish(session, digest, by="system", second="system", now=office.clock())


def test_a_text_of_three_hundred_pages_goes_all_the_way(one_office: Office, definition: Definition) -> None:
    """As long as the definition allows: in seconds, and its paper verifies."""
    office, text = one_office, TEXT[:MOST]
    published(office, definition)
    request = office.request(purpose=text).model_copy(update={"matter": CODE})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    filed = office.service.cases.submit(office.who(STAFF), request, None)
    assert not isinstance(filed, Refusal), filed
    view = office.service.cases.show(office.who(CLERK), filed[0].case_no)
    assert not isinstance(view, Refusal)
    assert next(answer.text for answer in view.answers if answer.id == "purpose") == text
    office.done(CLERK, filed[0].case_no, "accept", fills=CAR)
    office.carry(filed[0].case_no)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 30
    assert _verdicts(office, filed[0].case_no) == {"valid"}


def test_one_character_more_is_refused(one_office: Office, definition: Definition) -> None:
    """In words, beside its field."""
    published(one_office, definition)
    request = one_office.request(purpose=TEXT[:MOST] + "长").model_copy(update={"matter": CODE})
    refused = one_office.service.cases.submit(one_office.who(STAFF), request, None)
    assert isinstance(refused, Invalid)
    assert f"不能超过 {MOST} 字" in refused.message


def _verdicts(office: Office, case_no: str) -> set[str]:
    papers = office.service.papers.list(office.who(STAFF), case_no)
    assert not isinstance(papers, Refusal)
    files = [office.service.papers.download(office.who(STAFF), paper.id) for paper in papers]
    return {office.service.papers.verify(file.content).verdict for file in files if isinstance(file, FileContent)}
