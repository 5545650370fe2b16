"""Rosters (台账) as people read them: lines, columns and the history of an entry."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flows.cases.rosters import Declared
from flows.views.rosters import EntryChange, EntryChoice, EntryLine, RosterColumn
from matters.calendar import local_day
from matters.entries import Entry
from matters.language.rosters import Roster
from matters.language.words.answers import Names, answer_text, person_name
from matters.organisation.snapshot import Organisation
from storage.rosters.entries import Changed

ACT_NAMES: Mapping[str, str] = {"enter": "登记", "change": "变更", "take_out": "注销", "put_back": "恢复原状"}
_BY_HAND = {"enter": "手工登记", "change": "手工更正", "take_out": "手工注销", "put_back": "恢复在册"}


def columns_of(roster: Roster) -> tuple[RosterColumn, ...]:
    """Its columns in order."""
    return tuple(
        RosterColumn(
            id=column.id,
            label=column.label,
            key=column.id in roster.key,
            required=column.required == "always",
            definition=column.model_dump(mode="json"),
        )
        for column in roster.columns
    )


def entry_line(known: Declared, entry: Entry, names: Names) -> EntryLine:
    """An entry as it stands."""
    texts = texts_of(known.roster, entry.values, names)
    return EntryLine(
        id=entry.id,
        body=entry.body,
        body_name=names.body(entry.body),
        belongs=entry.belongs,
        belongs_name=names.body(entry.belongs),
        key=entry.key,
        live=entry.live,
        version=entry.version,
        values=entry.values,
        texts=texts,
    )


def choice_of(roster: Roster, entry: Entry, names: Names) -> EntryChoice:
    """An entry as it stands in a list to choose from: its key, and the first columns beside it."""
    texts = texts_of(roster, entry.values, names)
    beside = [text for column, text in texts.items() if text and column not in roster.key][:2]
    return EntryChoice(key=entry.key, text="，".join((entry.key, *beside)), values=entry.values)


def texts_of(roster: Roster, values: Mapping[str, Any], names: Names) -> dict[str, str]:
    """By column, what stands there as people read it."""
    return {column.id: answer_text(column, values.get(column.id), names) for column in roster.columns}


def history_of(
    roster: Roster, story: Iterable[Changed], organisation: Organisation, opens: Callable[[str], bool]
) -> Iterator[EntryChange]:
    """Every change, oldest first. `opens`: whether the caller may see the case of that number."""
    before: Mapping[str, str] = {}
    for one in story:
        texts = texts_of(roster, one.values, Names(organisation, local_day(one.by.at)))
        labels = {column.id: column.label for column in roster.columns}
        yield EntryChange(
            version=one.version,
            act=one.act,
            act_name=ACT_NAMES[one.act] if one.case_no else _BY_HAND[one.act],
            at=one.by.at,
            who=person_name(organisation, one.by.person) if one.by.person else "",
            case_no=one.case_no or "",
            case_open=bool(one.case_no) and opens(one.case_no or ""),
            reason=one.by.reason,
            changed={labels[key]: text for key, text in texts.items() if text != before.get(key, "")},
        )
        before = texts
