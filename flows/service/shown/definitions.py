"""What the administrators of definitions are shown: versions, drafts, remarks and differences as read models."""

from collections.abc import Iterable, Mapping

from flows.checking import CheckedText
from flows.resources import Resources
from flows.service.intake.definitions import second_person
from flows.views.editing import (
    CheckView,
    DefinitionDraft,
    DefinitionLine,
    DefinitionView,
    DifferencesView,
    DifferenceView,
    DraftState,
    RemarkView,
    SourceView,
    VersionView,
)
from flows.views.people import Caller
from matters.language.document import DIRECTORY, Definition
from matters.language.text.writing import definition_text
from matters.language.words.differences import WEIGHT_NAMES, differences
from matters.organisation.snapshot import Organisation, Vocabulary
from storage.database import Session
from storage.definitions import catalog, matter_drafts, matters
from storage.definitions.matter_drafts import TextDraft
from storage.definitions.matters import MatterHead

_MACHINE = {"system": "系统（随产品提供）"}


def person_name(organisation: Organisation, person: str | None) -> str:
    """The name of whoever did it; nothing when nobody has."""
    found = organisation.find_person(person) if person else None
    return found.name if found else _MACHINE.get(person or "", person or "")


def draft_state(draft: TextDraft, newest: int, caller: Caller, organisation: Organisation) -> DraftState:
    """Where a draft stands. `newest` is the published version, 0 when there is none."""
    return DraftState(
        code=draft.code,
        based_on=draft.based_on,
        version=newest + 1,
        revision=draft.revision,
        saved_by=person_name(organisation, draft.saved_by),
        saved_at=draft.saved_at,
        submitted_by=person_name(organisation, draft.submitted_by),
        submitted_at=draft.submitted_at,
        submitted_digest=draft.submitted_digest,
        returned_by=person_name(organisation, draft.returned_by),
        return_reason=draft.return_reason or "",
        may_publish=draft.submitted_by is not None and second_person(draft, caller),
    )


def definition_view(session: Session, resources: Resources, caller: Caller, code: str) -> DefinitionView | None:
    """A matter with its versions and draft, or nothing when there is neither."""
    heads, draft = published_versions(session, code), matter_drafts.find(session, code)
    if not heads and draft is None:
        return None
    organisation, running = resources.organisation(session), matters.running(session)
    newest = heads[0].version if heads else 0
    text = draft and DefinitionDraft(state=draft_state(draft, newest, caller, organisation), text=draft.text)
    return DefinitionView(
        code=code,
        name=heads[0].name if heads else "",
        draft=text,
        versions=tuple(version_view(head, head.version == newest, running, organisation) for head in heads),
    )


def definition_lines(session: Session, resources: Resources, caller: Caller) -> tuple[DefinitionLine, ...]:
    """Every matter of the directory that has a version or a draft, by code."""
    organisation, running = resources.organisation(session), matters.running(session)
    heads = {head.code: head for head in matters.published(session)}
    drafts = {draft.code: draft for draft in matter_drafts.all_drafts(session)}
    older = _running_by_matter(session, heads, running)
    return tuple(
        DefinitionLine(
            code=code,
            name=heads[code].name if code in heads else "",
            current=version_view(heads[code], True, running, organisation) if code in heads else None,
            older_running=older.get(code, 0),
            draft=draft_state(drafts[code], heads[code].version if code in heads else 0, caller, organisation)
            if code in drafts
            else None,
        )
        for code in sorted({*heads, *drafts})
    )


def _running_by_matter(session: Session, heads: Mapping[str, MatterHead], running: Mapping[str, int]) -> dict[str, int]:
    """Cases under way on versions that are no longer the newest."""
    return {
        code: sum(
            running.get(one.digest, 0) for one in published_versions(session, code) if one.version != head.version
        )
        for code, head in heads.items()
    }


def published_versions(session: Session, code: str) -> tuple[MatterHead, ...]:
    """The published versions of the directory, newest first."""
    return tuple(h for h in matters.versions(session, code) if h.state == "published" and h.publisher == DIRECTORY)


def version_view(
    head: MatterHead, current: bool, running: Mapping[str, int], organisation: Organisation
) -> VersionView:
    """One published version."""
    return VersionView(
        version=head.version,
        digest=head.digest,
        published_at=head.published_at,
        current=current,
        published_by=person_name(organisation, head.published_by),
        second_by=person_name(organisation, head.second_by),
        running=running.get(head.digest, 0),
    )


def check_view(checked: CheckedText, more: Iterable[RemarkView] = ()) -> CheckView:
    """A checked text, with remarks from elsewhere."""
    remarks = tuple(sorted((*more, *checked.remarks), key=lambda remark: remark.line))
    found = checked.definition
    clean = checked.clean and not any(remark.severity == "error" for remark in remarks)
    return CheckView(
        remarks=remarks,
        clean=clean,
        golden=len(found.golden) if found else 0,
        definition=found.model_dump(mode="json", by_alias=True) if found else None,
    )


def differences_view(old: Definition, new: Definition, vocabulary: Vocabulary) -> DifferencesView:
    """What two versions differ in."""
    return DifferencesView(
        items=tuple(
            DifferenceView(target=d.target, sentence=d.sentence, weight=d.weight, weight_name=WEIGHT_NAMES[d.weight])
            for d in differences(old, new, vocabulary)
        )
    )


def source_view(session: Session, resources: Resources, digest: str) -> SourceView:
    """The text of a version: as typed, as shipped with the product, or written anew."""
    definition = resources.definition(session, digest)
    text = matters.source_of(session, digest) or _as_shipped(definition)
    if text is not None:
        return SourceView(text=text, typed=True)
    return SourceView(text=definition_text(definition), typed=False)


def _as_shipped(definition: Definition) -> str | None:
    """The text that ships, where it says just this."""
    place = (definition.code, definition.edition.version)
    shipped = catalog.shipped_version(*place)
    return catalog.shipped_text(*place) if shipped and shipped.digest == definition.digest else None
