"""Drafts of definitions: any text is kept, one draft per matter, and what was submitted is pinned."""

from datetime import timedelta

import pytest

from storage.collisions import VersionTakenError
from storage.database import Database
from storage.definitions import matter_drafts, matters
from storage.definitions.matter_drafts import TextDraft, text_digest
from tests.storage.definitions.test_matters import definition
from tests.storage.samples import NOON

HALF = "name: 公务用车\nsteps: [\n# 还没写完"


def begun(database: Database, text: str = HALF) -> TextDraft:
    """A draft begun from version 1."""
    with database.transaction() as session:
        return matter_drafts.begin(session, "MS001", 1, text, "li", NOON)


def test_a_text_is_kept_as_typed(database: Database) -> None:
    """Also when it cannot be read yet."""
    draft = begun(database)
    with database.reading() as session:
        assert matter_drafts.find(session, "MS001") == draft
        assert matter_drafts.all_drafts(session) == (draft,)
        assert matter_drafts.find(session, "MS002") is None
    assert (draft.text, draft.revision, draft.digest) == (HALF, 1, text_digest(HALF))


def test_a_matter_has_one_draft(database: Database) -> None:
    """Whoever begins second is refused by the database."""
    begun(database)
    with pytest.raises(VersionTakenError):
        begun(database, "other")


def test_a_change_counts_and_names_its_author(database: Database) -> None:
    """So that a second tab can be told who was faster."""
    begun(database)
    later = NOON + timedelta(minutes=5)
    with database.transaction() as session:
        held = matter_drafts.lock(session, "MS001")
        assert held
        matter_drafts.write(session, held, "text", "wang", later)
    with database.reading() as session:
        kept = matter_drafts.find(session, "MS001")
    assert kept
    assert (kept.text, kept.revision, kept.saved_by, kept.saved_at) == ("text", 2, "wang", later)


def test_submitting_pins_the_text_until_it_goes_back(database: Database) -> None:
    """A new submission settles what was said before."""
    draft = begun(database)
    with database.transaction() as session:
        submitted = matter_drafts.submit(session, draft, "li", NOON)
        assert (submitted.submitted_by, submitted.submitted_digest) == ("li", draft.digest)
        returned = matter_drafts.send_back(session, submitted, "wang", "请写明依据。", NOON)
        assert (returned.submitted_digest, returned.return_reason) == (None, "请写明依据。")
        again = matter_drafts.submit(session, returned, "li", NOON)
        assert again.return_reason is None
        assert matter_drafts.take_back(session, again).submitted_by is None
        assert matter_drafts.find(session, "MS001") == draft
        matter_drafts.drop(session, draft)
        assert matter_drafts.find(session, "MS001") is None


def test_a_change_without_the_row_is_a_fault(database: Database) -> None:
    """Nothing is written into the void."""
    draft = begun(database)
    with database.transaction() as session:
        matter_drafts.drop(session, draft)
        with pytest.raises(LookupError):
            matter_drafts.write(session, draft, "text", "li", NOON)


def test_a_published_version_keeps_its_text(database: Database) -> None:
    """Comments survive beside the canonical document; the digest does not see them."""
    with database.transaction() as session:
        digest = matters.save_draft(session, definition(), "# 说明\nformat: 1\n")
        older = matters.save_draft(session, definition(2))
        assert matters.source_of(session, digest) == "# 说明\nformat: 1\n"
        assert matters.source_of(session, older) is None
        assert digest == definition().digest
