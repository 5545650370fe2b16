"""Documents: each number, seal and effect belongs to one of them."""

from dataclasses import replace
from datetime import date

import pytest

from matters.case.effect_keys import EffectKey
from storage import documents
from storage.collisions import EffectKeyTakenError
from storage.database import Database
from storage.documents import Document, Issued
from tests.storage.samples import begun

NOTICE = Document(
    id="d1",
    case_id=1,
    paper="accepted",
    title="受理通知书",
    number="样例〔2026〕1号",
    seal_number="S1",
    digest="a" * 64,
    unsigned_digest="b" * 64,
    issued_on=date(2026, 11, 20),
    effect_key=EffectKey("C1", 3, "seal"),
    is_result=False,
)
RESULT = replace(
    NOTICE,
    id="d2",
    number="样例〔2026〕2号",
    seal_number="S2",
    digest="c" * 64,
    effect_key=EffectKey("C1", 9, "seal"),
    is_result=True,
)


def test_a_document_is_found_by_id_digest_and_case(database: Database) -> None:
    """As it was recorded, and those of a case in the order of issue."""
    with database.transaction() as session:
        head = begun(session)
        documents.add(session, RESULT)
        documents.add(session, NOTICE)
    with database.reading() as session:
        assert documents.find(session, "d1") == NOTICE
        assert documents.by_digest(session, "a" * 64) == Issued(NOTICE, head.case_no, head.status)
        assert documents.of_case(session, 1) == (NOTICE, RESULT)
        assert documents.by_digest(session, "f" * 64) is None


@pytest.mark.parametrize("mark", ["number", "seal_number", "effect_key"])
def test_no_two_documents_share_a_mark(database: Database, mark: str) -> None:
    """The database refuses the second."""
    with database.transaction() as session:
        begun(session)
        documents.add(session, NOTICE)
    with pytest.raises(EffectKeyTakenError) as refused, database.transaction() as session:
        documents.add(session, replace(RESULT, **{mark: getattr(NOTICE, mark)}))
    assert refused.value.constraint == f"uq_document_{mark}"
