"""The facts of a paper, composed from the definition's template and the case as it stood when the paper became due."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any, Literal, NamedTuple

from flows.cases.deciding import Opened
from flows.documents.paper import DrawnBlock, DrawnOpinions, DrawnPaper, DrawnParagraph, DrawnRows, DrawnTable
from matters.calendar import day_text, local_day
from matters.case.aggregate import Case
from matters.case.deeds import HANDED_IN
from matters.case.events import Event
from matters.case.events.automatic import RulesChecked
from matters.case.events.children import SubMatterEnded
from matters.case.events.course import StepPassed
from matters.case.events.extending import Extended, ExtensionAsked
from matters.case.events.handing import Advised
from matters.case.events.inquiries import Unanswered
from matters.case.events.passing import PassedOn, Replied
from matters.case.events.returning import SupplementRequested
from matters.case.words import CONFLICT_NOTES, event_name, event_text
from matters.language import outcome
from matters.language.comparisons import decimal_of
from matters.language.document import Definition
from matters.language.form import FormField, RowsField
from matters.language.quantities import ValueKind, rows_of
from matters.language.recurring.periods import period_called
from matters.language.rights import printed, printed_columns
from matters.language.words.amounts import money_in_words
from matters.language.words.answers import Names, answer_text, answer_texts, is_money, who_acted
from matters.organisation.snapshot import SYSTEM, Body, Organisation
from matters.who.other_bodies import passed_text
from matters.who.parties import body_of, parties_of
from matters.world import World


class Issuer(NamedTuple):
    """A body that signs a paper (署名单位), and with which of its seals."""

    body: Body
    kind: outcome.SealKind


@dataclass(frozen=True, slots=True)
class Issue:
    """What a paper is issued with, besides its case: its number, and what the first claim `fixed`.

    `issuers`: who signs it, the lead body first.
    `resources`: the names of the bookable resources it speaks of. `note`: what stands at the foot of its pages.
    `row`: which it is for, where there is one for each.
    """

    number: str
    issuers: tuple[Issuer, ...]
    fixed: Mapping[str, Any]
    organisation: Organisation
    resources: Mapping[str, str]
    note: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """The row that a paper is for (一行一份), by the columns of its table; without any, that of the case as a whole."""

    columns: Mapping[str, FormField]
    values: Mapping[str, Any]

    def label(self, matter: Definition, name: str) -> str:
        """How people call the column, or the field of the form."""
        return self.columns[name].label if name in self.columns else matter.label(name)


def compose(opened: Opened, template: outcome.Paper, issue: Issue, address: str) -> DrawnPaper:
    """The paper as facts. `opened` ends with the event that owes it; who holds the paper verifies it at the `address`."""
    organisation = issue.organisation
    day = date.fromisoformat(issue.fixed["issued_on"])
    known = Names(organisation, day, resources=issue.resources)
    row = _row(opened, template, issue.row)
    names = _names(opened, known) | _texts(tuple(row.columns.values()), row.values, known)
    blocks = tuple(_blocks(opened, template, names, known, row))
    addressee = "" if template.addressee == "nobody" else names[template.addressee]
    title, closing = outcome.written_out(template.title, names), outcome.written_out(template.closing, names)
    issuer_name, *joint = (organisation.body_name(one.body.id, day) for one in issue.issuers)
    facts = [
        title,
        issuer_name,
        issue.number,
        addressee,
        closing,
        [block.model_dump(mode="json") for block in blocks],
        *joint,
    ]
    return DrawnPaper(
        title=title,
        issuer=issuer_name,
        number=issue.number,
        addressee=addressee,
        blocks=blocks,
        issued_on=day,
        closing=closing,
        joint=tuple(joint),
        verify_url=f"{address}/verify",
        document_id=issue.fixed["document_id"],
        content_digest=hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest(),
        note=issue.note,
    )


def issuers_of(opened: Opened, paper: outcome.Paper, world: World) -> tuple[Issuer, ...]:
    """Who signs the paper, as duties are now; the first numbers it. Where two of its seals are of one body, that seals once."""
    parties = parties_of(opened.matter, opened.case, opened.filed)
    found: dict[str, Issuer] = {}
    for seal in paper.seals:
        body = body_of(seal.of, parties, world)
        if body is None:
            raise ValueError(f"{opened.case.case_no}: no body to seal {paper.id}")
        found.setdefault(body.id, Issuer(body, seal.kind))
    return tuple(found.values())


def _row(opened: Opened, template: outcome.Paper, number: int | None) -> _Row:
    if template.per_row is None or number is None:
        return _Row({}, {})
    return _Row(opened.matter.columns(template.per_row), rows_of(opened.answers.get(template.per_row))[number])


def _names(opened: Opened, known: Names) -> dict[str, str]:
    """The closed list of placeholders, then the answers by field id."""
    case, organisation, day = opened.case, known.organisation, known.on
    return {
        **_texts(opened.matter.fields, opened.answers, known),
        "case_no": case.case_no,
        "matter_name": opened.matter.name,
        "applicant_body": organisation.body_name(case.applicant_body, day),
        "applicant_person": _applicant(case, organisation),
        "owner_body": organisation.body_name(case.owner_body, day),
        "filed_on": day_text(local_day(case.filed_at)),
        "accepted_on": day_text(local_day(case.accepted_at)) if case.accepted_at else "",
        "due_on": day_text(case.due) if case.due else "",
        "supplement_due": _supplement_due(case),
        **_extension(opened),
        "decided_on": day_text(local_day(case.decided_at)) if case.decided_at else "",
        "result_name": _result_name(opened),
        "result_valid_until": day_text(case.valid_until) if case.valid_until else "长期",
        "report_period": period_called(case.period),
    }


def _supplement_due(case: Case) -> str:
    """By when what the case waits for must come; nothing while it waits for none, or has no such limit."""
    due = next((item.due for item in case.items if item.purpose == "supplement" and item.due), None)
    return day_text(due) if due else ""


def _extension(opened: Opened) -> dict[str, str]:
    """By how many working days the case was extended last (延长), and the ground that was given for it."""
    granted = next((event for event in reversed(opened.events) if isinstance(event, Extended)), None)
    if granted is None:
        return {"extended_days": "", "extension_ground": ""}
    asked = (event.seq for event in opened.events[: granted.seq] if isinstance(event, ExtensionAsked))
    ground = _words(opened).get(max(asked, default=0), "")
    return {"extended_days": str(granted.days), "extension_ground": ground}


def _applicant(case: Case, organisation: Organisation) -> str:
    """By name, with who applied by mandate (代办)."""
    name = organisation.person(case.applicant.person).name
    return f"{name}（{organisation.person(case.agent).name}受托代办）" if case.agent else name


def _texts(fields: tuple[FormField, ...], answers: Mapping[str, Any], known: Names) -> dict[str, str]:
    """The answers by field id, and the amounts as a text asks for them in words (大写); of what is not known there are none."""
    amounts = {field.id: decimal_of(answers.get(field.id)) for field in fields if is_money(field)}
    return answer_texts(tuple(map(printed, fields)), answers, known) | {
        f"{id_}:{outcome.IN_WORDS}": "" if amount is None else money_in_words(amount) for id_, amount in amounts.items()
    }


def _result_name(opened: Opened) -> str:
    results, result = opened.matter.outcome, opened.case.result
    return results.result(result).name if results and result else ""


def _blocks(
    opened: Opened,
    template: outcome.Paper,
    names: Mapping[str, str],
    known: Names,
    row: _Row,
) -> Iterator[DrawnBlock]:
    today, says = local_day(opened.events[-1].at), {**opened.answers, **row.values}
    for block in template.blocks:
        match block:
            case outcome.Paragraph() if block.when is None or block.when.met(says, today):
                yield DrawnParagraph(text=outcome.written_out(block.text, names))
            case outcome.FactTable():
                yield from _facts(opened, block.facts, names, known, row)
            case outcome.RowsTable():
                yield from _table(opened, block.rows, block.columns, known)
            case outcome.Findings():
                yield from (DrawnParagraph(text=line) for line in _findings(opened))
            case outcome.Opinions():
                yield from _opinions(opened, template, block.opinions, known.organisation)


def _facts(
    opened: Opened, fields: tuple[str, ...], names: Mapping[str, str], known: Names, row: _Row
) -> Iterator[DrawnTable | DrawnRows]:
    """Label and value, in reading order; repeating rows stand between as tables of their own."""
    for listed, among in groupby(fields, key=lambda field: field not in row.columns and _fits(opened.matter, field)):
        if listed:
            yield from chain.from_iterable(_table(opened, field, (), known) for field in among)
        elif rows := tuple((row.label(opened.matter, field), names[field]) for field in among if names.get(field)):
            yield DrawnTable(rows=rows)


def _fits(matter: Definition, field_id: str) -> bool:
    """Whether the field is repeating rows whose printed columns stand side by side."""
    field = matter.field(field_id)
    return isinstance(field, RowsField) and len(printed_columns(field)) <= outcome.MOST_COLUMNS


def _table(opened: Opened, field_id: str, chosen: tuple[str, ...], known: Names) -> Iterator[DrawnRows]:
    """The rows with the chosen columns in that order, or with all that are not sensitive."""
    field = opened.matter.field(field_id)
    rows = rows_of(opened.answers.get(field_id))
    if not isinstance(field, RowsField) or not rows:
        return
    named = opened.matter.columns(field_id)
    columns = tuple(named[column] for column in chosen) or printed_columns(field)
    if columns:
        yield DrawnRows(
            caption=field.label,
            heads=tuple(column.label for column in columns),
            figures=tuple(column.holds is ValueKind.NUMBER for column in columns),
            rows=tuple(tuple(answer_text(c, row.get(c.id), known) for c in columns) for row in rows),
        )


def _findings(opened: Opened) -> Iterator[str]:
    event = opened.events[-1]
    if isinstance(event, SupplementRequested):
        said = next(w.content["findings"] for w in opened.written if w.seq == event.seq)
        for n, (target, message) in enumerate(said.items(), 1):
            yield f"{n}．{opened.matter.label(target)}：{message}"


def _opinions(
    opened: Opened, template: outcome.Paper, steps: tuple[str, ...] | Literal["every"], organisation: Organisation
) -> Iterator[DrawnOpinions]:
    """What each person said at the steps, under which body, in the order of the acts; of every step also what passed by rule.

    A denial says besides which sub-matter was refused: where that ends the case, nobody has given a reason in it.
    """
    places, said = _places(opened), _words(opened)
    rows: list[tuple[str, str, str, date]] = []
    for event in opened.events:
        day, place = local_day(event.at), places.get(event.seq)
        if place and (steps == "every" or place in steps):
            verdict = _verdict(event, said.get(event.seq, ""), organisation)
            rows.append((opened.matter.called(place), _who_spoke(event, organisation), verdict, day))
        elif steps == "every" or (template.on == "denied" and _refused_elsewhere(event)):
            rows += [(*row, day) for row in _by_itself(opened, event, organisation)]
    if rows:
        yield DrawnOpinions(rows=tuple(rows))


def _words(opened: Opened) -> dict[int, str]:
    """What they said there, by the event of it."""
    return {written.seq: _said(written.content) for written in opened.written}


def _who_spoke(event: Event, organisation: Organisation) -> str:
    post = organisation.post((event.behalf or event.actor).post)
    body = organisation.body_name(post.body, local_day(event.at))
    return f"{body} {who_acted(organisation, event.actor, event.behalf)}"


def _refused_elsewhere(event: Event) -> bool:
    return isinstance(event, SubMatterEnded) and event.how == "denied"


def _places(opened: Opened) -> dict[int, str]:
    """At which step people spoke, by the event of it."""
    people = (deed for deed in opened.case.deeds if deed.what not in HANDED_IN and deed.actor != SYSTEM)
    told = (event for event in opened.events if isinstance(event, Advised | PassedOn | Replied))
    return {deed.seq: deed.step for deed in people} | {event.seq: event.item.step for event in told}


def _by_itself(opened: Opened, event: Event, organisation: Organisation) -> Iterator[tuple[str, str, str]]:
    """What nobody did: a step passed by rule, rules that were checked, a sub-matter that ended, no answer (逾期未复)."""
    if isinstance(event, StepPassed):
        yield opened.matter.step(event.step).name, "按规则免办", event.reason
    elif isinstance(event, RulesChecked):
        checked = opened.matter.step(event.place).name
        yield checked, "系统核验规则", event_text(opened.matter, event)
    elif isinstance(event, SubMatterEnded) and event.step:
        child = next(child for child in opened.case.children if child.key == event.child)
        ended = f"子事项（{child.case_no}）：{event_text(opened.matter, event)}"
        yield opened.matter.step(event.step).name, "按子事项的结果", ended
    elif isinstance(event, Unanswered):
        item = next(item for item in opened.case.closed if item.key == event.item)
        body = organisation.body_name(organisation.post(item.holders[0].post).body, local_day(event.at))
        yield opened.matter.called(item.step), body, event_name(event)


def _said(content: Mapping[str, Any]) -> str:
    """The opinion, and how many files came with it."""
    files = len(content.get("files", ()))
    return str(content.get("opinion", "")) + (f"（附材料 {files} 件）" if files else "")


def _verdict(event: Event, opinion: str, organisation: Organisation) -> str:
    """What was done and what was said, not twice where the opinion begins with it; with the note of a conflict of interest.

    Of what went to another body also to which.
    """
    word = passed_text(event, organisation) if isinstance(event, PassedOn) else event_name(event)
    verdict = opinion if opinion.startswith(word) else f"{word}。{opinion}"
    return f"{verdict}（注：{CONFLICT_NOTES[event.noted]}）" if event.noted else verdict
