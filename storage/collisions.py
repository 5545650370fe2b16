"""Integrity errors of the database, translated once by the name of the constraint."""

import re
from functools import cache

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from storage.tables import map_all
from storage.tables.base import Row


class CollisionError(Exception):
    """A constraint of the database refused the transaction; nothing of it was kept."""

    def __init__(self, constraint: str) -> None:
        super().__init__(f"{(type(self).__doc__ or '').strip()} [{constraint}]")
        self.constraint = constraint


class CaseMovedOnError(CollisionError):
    """Another decision on this case was committed first."""


class EffectKeyTakenError(CollisionError):
    """An effect, document or number with this key exists already."""


class RequestKeyTakenError(CollisionError):
    """The same request was answered a moment ago: look the answer up."""


class NameTakenError(CollisionError):
    """The username, or an account of this person, exists already."""


class ResourceTakenError(CollisionError):
    """The body has a resource of this kind and name already."""


class VersionTakenError(CollisionError):
    """This version exists already."""


class ProxyTakenError(CollisionError):
    """Another proxy of this hat was granted a moment ago."""


class SealStopTakenError(CollisionError):
    """The seal of this body is stopped or revoked already."""


class RoleRequestTakenError(CollisionError):
    """This role of this person is asked for already."""


class RatingTakenError(CollisionError):
    """The case was rated, or its rating answered, a moment ago."""


class ReportTakenError(CollisionError):
    """The body has filed this report for this period already."""


MEANINGS: dict[str, type[CollisionError]] = {
    "pk_case_event": CaseMovedOnError,
    "uq_case_row_case_no": CaseMovedOnError,
    "uq_work_item_case_id_key": CaseMovedOnError,
    "ix_case_row_matter_applicant_body_period": ReportTakenError,
    "pk_rating": RatingTakenError,
    "pk_rating_word": RatingTakenError,
    "uq_advance_case_id_seq": CaseMovedOnError,
    "pk_advance": CaseMovedOnError,
    "pk_revision": CaseMovedOnError,
    "pk_effect": EffectKeyTakenError,
    "pk_number_allotted": EffectKeyTakenError,
    "uq_number_allotted_document_no": EffectKeyTakenError,
    "uq_number_allotted_effect_key": EffectKeyTakenError,
    "uq_document_number": EffectKeyTakenError,
    "uq_document_seal_number": EffectKeyTakenError,
    "uq_document_effect_key": EffectKeyTakenError,
    "uq_seal_use_number": EffectKeyTakenError,
    "uq_notice_effect_key_person": EffectKeyTakenError,
    "pk_idempotency_key": RequestKeyTakenError,
    "pk_account": NameTakenError,
    "uq_account_person": NameTakenError,
    "uq_resource_body_kind_name": ResourceTakenError,
    "pk_organisation_version": VersionTakenError,
    "pk_installation_version": VersionTakenError,
    "pk_local_part": VersionTakenError,
    "pk_matter_draft": VersionTakenError,
    "uq_holiday_notice_number": VersionTakenError,
    "uq_house_rule_number": VersionTakenError,
    "uq_proxy_principal_person_principal_post_number": ProxyTakenError,
    "ix_seal_stop_body": SealStopTakenError,
    "ix_role_request_person_role": RoleRequestTakenError,
    "uq_matter_version_code_publisher_version": VersionTakenError,
    "uq_matter_version_digest": VersionTakenError,
}


def translated(error: IntegrityError) -> CollisionError:
    """The collision that an integrity error means."""
    name = _constraint(error)
    return MEANINGS.get(name, CollisionError)(name)


def _constraint(error: IntegrityError) -> str:
    """PostgreSQL names the constraint; SQLite names the columns, from which the name is found."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    found = re.fullmatch(r"UNIQUE constraint failed: (.+)", str(error.orig))
    return _unique().get(found[1], found[1]) if found else str(error.orig)


@cache
def _unique() -> dict[str, str]:
    """The names of all constraints and unique indexes by the columns that SQLite tells."""
    map_all()
    return {
        ", ".join(f"{table.name}.{column.name}" for column in rule.columns): str(rule.name)
        for table in Row.metadata.tables.values()
        for rule in (*table.constraints, *table.indexes)
        if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint) or (isinstance(rule, Index) and rule.unique)
    }
