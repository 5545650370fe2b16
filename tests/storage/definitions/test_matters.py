"""Matter definitions at run time: drafts change, published versions never."""

from typing import Any

import pytest
from sqlmodel import update

from matters.language.document import Definition
from storage.collisions import VersionTakenError
from storage.database import Database
from storage.definitions import local_editions, matters
from storage.definitions.matters import DamagedDefinitionError
from storage.tables.definitions import MatterVersion
from tests.storage.samples import NOON


def definition(version: int = 1, name: str = "样例事项", code: str = "MS001", **edition: Any) -> Definition:  # noqa: ANN401
    """A matter that is handled off line: the smallest definition there is."""
    return Definition.model_validate(
        {
            "format": 1,
            "code": code,
            "name": name,
            "edition": {"version": version, **edition},
            "guide": {
                "category": "综合",
                "summary": "样例",
                "scope": ["within_department"],
                "case_type": "promised",
                "access": {"kind": "offline", "why": "classified", "basis": "样例规定", "pointer": "请线下办理"},
                "owner": {"duty": "office", "levels": ["county"]},
                "legal_basis": [{"title": "样例规定"}],
            },
        }
    )


def publish(database: Database, wanted: Definition) -> None:
    """Save and publish."""
    with database.transaction() as session:
        assert matters.publish(session, matters.save_draft(session, wanted), "li", "wang", NOON)


def test_a_published_version_is_found_by_its_digest(database: Database) -> None:
    """A case that pinned it reads the same definition for ever."""
    publish(database, definition())
    publish(database, definition(2, "新名称"))
    with database.reading() as session:
        assert matters.by_digest(session, definition().digest) == definition()
        assert matters.by_digest(session, "0" * 64) is None
        head = matters.newest(session, "MS001")
        assert head is not None
        assert (head.version, head.name, head.published_by, head.second_by, head.published_at) == (
            2,
            "新名称",
            "li",
            "wang",
            NOON,
        )


def test_each_publisher_has_its_own_newest_version(database: Database) -> None:
    """The directory's are listed, a local list's is looked up by its body; drafts are not among them."""
    publish(database, definition(1))
    publish(database, definition(2))
    publish(database, definition(1, publisher="office", stands_on=2))
    publish(database, definition(1, code="MS000"))
    with database.transaction() as session:
        matters.save_draft(session, definition(3))
        found = [(head.code, head.publisher, head.version) for head in matters.published(session)]
        assert found == [("MS000", "directory", 1), ("MS001", "directory", 2)]
        assert list(local_editions.in_force(session)) == [("MS001", "office")]
        assert [(h.version, h.state) for h in matters.versions(session, "MS001")][:2] == [
            (3, "draft"),
            (2, "published"),
        ]


def test_a_draft_is_replaced_and_published_once(database: Database) -> None:
    """Its new content has a new digest; the old one is gone."""
    with database.transaction() as session:
        old = matters.save_draft(session, definition(name="旧"))
        new = matters.save_draft(session, definition(name="新"))
        assert matters.by_digest(session, old) is None
        assert not matters.publish(session, old, "li", None, NOON)
        assert matters.publish(session, new, "li", None, NOON)
        assert not matters.publish(session, new, "li", None, NOON)
        assert matters.newest(session, "MS001", "nobody") is None


def test_a_published_version_is_never_replaced(database: Database) -> None:
    """Not even by the same content."""
    publish(database, definition())
    for name in ("样例事项", "别的"):
        with pytest.raises(VersionTakenError), database.transaction() as session:
            matters.save_draft(session, definition(name=name))


def test_a_definition_changed_behind_our_back_is_found(database: Database) -> None:
    """Its content is no longer what the digest names."""
    publish(database, definition())
    with database.transaction() as session:
        forged = definition(name="伪造").model_dump_json(by_alias=True)
        session.exec(update(MatterVersion).values(document=forged))
        with pytest.raises(DamagedDefinitionError):
            matters.by_digest(session, definition().digest)
