"""Note and legend of a paper are those in force when it was first drawn, whatever the office says of itself later.

Covers: flows/effects/rendering.py
"""

from dataclasses import replace

import pypdfium2
from sqlmodel import select

from flows.resources import Resources
from flows.watching import address_of_web
from storage import installations
from storage.operating import heartbeats
from storage.tables.duties import EffectRow
from storage.tables.records import DocumentRow
from tests.flows.effects.conftest import Place
from tests.flows.effects.oracle import assert_sound
from tests.flows.effects.story import drain

LATER = "临河县印制"


def _say_other_words(resources: Resources) -> None:
    with resources.database.transaction() as session:
        said = resources.installation(session)
        installations.add(session, replace(said, note=LATER, legend="", version=said.version + 1))


def _printed(resources: Resources) -> str:
    """The text of the result."""
    with resources.database.reading() as session:
        digest = session.exec(select(DocumentRow.digest).where(DocumentRow.is_result)).one()
    pages = pypdfium2.PdfDocument(resources.files.read(digest))
    return "".join(page.get_textpage().get_text_range() for page in pages)


def test_a_paper_drawn_again_after_a_crash_keeps_its_words(approved: Place) -> None:
    """The words change between the crash and the next worker: the bytes stay the same, and the seal says what the paper says."""
    assert approved.run("render:after_put") == "killed"
    with approved.resources() as resources:
        _say_other_words(resources)
    assert approved.recover() == "settled"
    assert_sound(approved)
    with approved.resources() as resources:
        assert "样例系统制发" in _printed(resources)
        assert LATER not in _printed(resources)


def test_a_paper_drawn_again_leads_to_the_address_it_had(approved: Place) -> None:
    """The address changes between the crash and the next worker; the drawn file does not, so that only the sealed one is new."""
    assert approved.run("render:after_put") == "killed"
    before = _files(approved)
    approved.wait_for_leases()
    with approved.resources() as resources:
        elsewhere = resources.settings.model_copy(update={"public_url": "https://elsewhere.example"})
        assert drain(replace(resources, settings=elsewhere), "next") == "settled"
    assert len(_files(approved) - before) == 1


def test_a_paper_leads_to_where_the_web_is_whatever_its_executor_was_told(approved: Place) -> None:
    """An executor on another machine knows neither port nor public address; before the web says it, it takes its own."""
    with approved.resources() as resources, resources.database.transaction() as session:
        assert address_of_web(session, resources.settings) == resources.settings.address
        heartbeats.say_address(session, "web", "https://office.example")
    assert approved.run() == "settled"
    with approved.resources() as resources, resources.database.reading() as session:
        drawn = [row.claim or {} for row in session.exec(select(EffectRow)) if row.key.kind == "render"]
        assert "https://office.example" in {claim.get("address") for claim in drawn}
        assert heartbeats.last_beats(session)["web"].age is None


def _files(place: Place) -> set[str]:
    return {file.name for file in (place.folder / "files").rglob("*") if file.is_file()}


def test_the_next_paper_has_the_new_words(approved: Place) -> None:
    """From the change on, whatever is drawn for the first time."""
    with approved.resources() as resources:
        _say_other_words(resources)
    assert approved.run() == "settled"
    with approved.resources() as resources:
        assert LATER in _printed(resources)
        assert "样例系统制发" not in _printed(resources)
