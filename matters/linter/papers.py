"""Papers must be drawable: one per occasion, placeholders that exist and are known by then, reasons where we say no."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from matters.language.branches import comes_before
from matters.language.clock import FromStep
from matters.language.conditions import DaysBetween, PercentOf
from matters.language.document import Definition
from matters.language.form import ComputedField, FormField, conditional
from matters.language.outcome import (
    IN_WORDS,
    PLACEHOLDERS,
    FactTable,
    Findings,
    Opinions,
    Paper,
    Paragraph,
    Printing,
    Result,
    RowsTable,
    formatted_in,
    placeholders_in,
)
from matters.language.places import Path, parts, place_of
from matters.language.rights import filled_at, printed, sensitive
from matters.language.route.steps import Acceptance, Decide, Step, walk
from matters.language.words.answers import is_money
from matters.linter.finding import Finding, error, guess, warning

_AFTER_ACCEPTANCE = ("accepted_on", "due_on")
_AFTER_DECISION = ("decided_on", "result_name")
_BEFORE_ACCEPTANCE = ("acceptance_refused", "supplement_requested")
_DECIDED = ("granted", "denied", "concluded")
_NUMBER_PARTS = frozenset({"prefix", "year", "n"})


def occasions(matter: Definition) -> Iterator[Finding]:
    """One paper of the case per occasion; of a step one for each."""
    first: dict[tuple[str, str | None], Paper] = {}
    for path, paper in papers(matter):
        known = first.setdefault((paper.on, paper.at), paper) if paper.per_row is None else paper
        if known is not paper:
            message = f"“{paper.on}”时机已有文书“{known.name}”。每个时机只留一份。"
            yield error("one_paper_per_occasion", (*path, "on"), message)


def results(matter: Definition) -> Iterator[Finding]:
    """Both results are told, each with the paper of its own occasion."""
    if matter.outcome is None:
        return
    if {result.on for result in matter.outcome.results} != {"granted", "denied"}:
        yield error("both_results", ("outcome", "results"), "结果须准予（granted）和不予（denied）各一。请更正。")
    for result in matter.outcome.results:
        paper = next((p for p in matter.outcome.papers if p.id == result.paper), None)
        if message := _unfit(result, paper) if paper else "":
            yield error("result_paper", place_of(matter, result), message)


def _unfit(result: Result, paper: Paper) -> str:
    """Why the paper cannot tell the result."""
    if paper.per_row:
        return f"结果“{result.name}”的文书“{paper.name}”一行一份。请为结果另设一份文书，一行一份的随之出具。"
    if paper.on != result.on:
        return f"结果“{result.name}”的文书“{paper.name}”用于别的时机。请改用 on: {result.on} 的文书。"
    return ""


def contents(matter: Definition) -> Iterator[Finding]:
    """What each kind of paper must and must not hold, and how it is numbered."""
    for path, paper in papers(matter):
        listing = any(isinstance(block, Findings) for block in paper.blocks)
        if listing != (paper.on == "supplement_requested"):
            yield error(
                "findings_block", path, f"补正事项清单只写在补正文书中，且必须写。请更正“{paper.name}”的 findings。"
            )
        refusing = paper.on in ("acceptance_refused", "denied")
        if refusing and not any(isinstance(block, Opinions) for block in paper.blocks):
            yield error("no_reason", path, f"“{paper.name}”须说明理由。请加入写明理由的环节 opinions。")
        names = placeholders_in(paper.number.pattern)
        if names is None or "n" not in names or not names <= _NUMBER_PARTS:
            message = "文号格式须含 {n}，只能用 {prefix}、{year}、{n}。请更正。"
            yield error("number_pattern", (*path, "number", "pattern"), message)


def never_issued(matter: Definition) -> Iterator[Finding]:
    """What tells of an extension is a paper of a matter that may be extended."""
    for path, paper in papers(matter):
        if paper.on == "extended" and matter.extension is None:
            message = f"本事项没有延长期限的规定，“{paper.name}”不会出具。请写明 extension，或删去该文书。"
            yield error("paper_never_issued", (*path, "on"), message)


def placeholders(matter: Definition) -> Iterator[Finding]:
    """Braces name a placeholder of the closed list or a field, known when the paper is drawn."""
    for path, paper in papers(matter):
        known = {*PLACEHOLDERS, *(field.id for field in matter.fields), *columns_of(matter, paper)}
        for place, text in _prose(path, paper):
            names = placeholders_in(text)
            if names is None:
                yield error("placeholder_braces", place, "花括号没有配对。请检查；要写花括号本身请写两遍。")
            for name in sorted((names or frozenset()) - known):
                message = f"没有占位符“{{{name}}}”。{guess(name, known)}可用：{'、'.join(PLACEHOLDERS)}，以及填报项。"
                yield error("unknown_placeholder", place, message)


def bare_placeholders(matter: Definition) -> Iterator[Finding]:
    """Braces hold a name and nothing else, a width of a billion blanks least of all; an amount may be asked for in words."""
    for path, paper in papers(matter):
        for place, text in (*_prose(path, paper), ((*path, "number", "pattern"), paper.number.pattern)):
            for name, form in formatted_in(text):
                if form == IN_WORDS and is_money(_field(matter, paper, name)):
                    continue
                message = f"花括号中的“{name}”后面带有格式。请只写名称“{{{name}}}”，要写花括号本身请写两遍。"
                yield error("placeholder_format", place, message)


def tables(matter: Definition) -> Iterator[Finding]:
    """A table names columns that its rows have, each once; running text is no place for rows."""
    for path, paper in papers(matter):
        for place, text in _prose(path, paper):
            for name in sorted(filter(matter.columns, placeholders_in(text) or ())):
                message = f"“{matter.label(name)}”有多行，写在文字中不便阅读。请改用明细表 rows，并写明各列 columns。"
                yield warning("rows_in_text", place, message)
        for n, block in enumerate(paper.blocks):
            if isinstance(block, RowsTable):
                yield from _columns_wrong(matter, block, (*path, "blocks", n, "columns"))


def _columns_wrong(matter: Definition, table: RowsTable, place: Path) -> Iterator[Finding]:
    columns = matter.columns(table.rows)
    for name, times in Counter(table.columns if columns else ()).items():
        if name not in columns:
            message = f"“{matter.label(table.rows)}”没有列“{name}”。{guess(name, columns)}请更正列的标识。"
            yield error("unknown_column", place, message)
        elif times > 1:
            yield error("column_twice", place, f"列“{columns[name].label}”写了两遍。请只留一处。")


def sensitive_in_full(matter: Definition) -> Iterator[Finding]:
    """What is sensitive stands in full only where the block says why, and never in a title or a closing; in public, nowhere."""
    if matter.guide.publicity == "public":
        return
    for path, paper in papers(matter):
        yield from _blocks_in_full(matter, path, paper)
        for key in ("title", "closing"):
            named = _fields(matter, paper, placeholders_in(getattr(paper, key)) or ())
            for label in _sensitive_labels(named):
                message = f"“{label}”是敏感内容，不写入文书的标题和结语。请删去。"
                yield error("sensitive_in_full", (*path, key), message)


def _blocks_in_full(matter: Definition, path: Path, paper: Paper) -> Iterator[Finding]:
    for n, block in enumerate(paper.blocks):
        if isinstance(block, Printing) and not block.why_sensitive.strip():
            for label in _sensitive_labels(_printed_by(matter, paper, block)):
                message = f"“{label}”是敏感内容，会在文书上完整印出。请删去，确需印出的，写明理由 why_sensitive。"
                yield error("sensitive_in_full", (*path, "blocks", n), message)


def _printed_by(matter: Definition, paper: Paper, block: Printing) -> tuple[FormField, ...]:
    match block:
        case Paragraph():
            return _fields(matter, paper, placeholders_in(block.text) or ())
        case FactTable():
            return _fields(matter, paper, block.facts)
        case RowsTable():
            columns = matter.columns(block.rows)
            return (
                *_fields(matter, paper, (block.rows,)),
                *(columns[name] for name in block.columns if name in columns),
            )
        case _:
            raise TypeError(block)


def columns_of(matter: Definition, paper: Paper) -> Mapping[str, FormField]:
    """What a paper for each row (一行一份) names by its columns; none of any other."""
    return matter.columns(paper.per_row) if paper.per_row else {}


def _field(matter: Definition, paper: Paper, name: str) -> FormField | None:
    """What the name stands for on the paper: a column of its row, or a field of the form."""
    return columns_of(matter, paper).get(name) or matter.field(name)


def _fields(matter: Definition, paper: Paper, names: Iterable[str]) -> tuple[FormField, ...]:
    """As papers print them: the fields among these names, without what a table of rows leaves out by itself."""
    return tuple(printed(field) for name in sorted(names) if (field := _field(matter, paper, name)))


def _sensitive_labels(fields: Iterable[FormField]) -> tuple[str, ...]:
    return tuple(field.label for field in fields if sensitive(field))


def known_in_time(matter: Definition) -> Iterator[Finding]:
    """Nothing is named on a paper before it is known, nor shown to the public when it is sensitive."""
    for path, paper in papers(matter):
        for place, name in _named(path, paper):
            if drawn := _drawn_before(matter, name, paper):
                message = f"“{paper.name}”{drawn}出具，尚无“{PLACEHOLDERS[name]}”。请删去。"
                yield error("placeholder_too_early", place, message)
            if name in _ONLY_SOMETIMES:
                yield from _ONLY_SOMETIMES[name](matter, paper, place)
            if field := matter.field(name):
                yield from _field_in_time(matter, paper, place, field)


def _limit_of_supplement(matter: Definition, paper: Paper, place: Path) -> Iterator[Finding]:
    limited = matter.clock is not None and matter.clock.supplement_within is not None
    if paper.on != "supplement_requested" or not limited:
        message = f"“{paper.name}”上没有“{PLACEHOLDERS['supplement_due']}”可写。请只用在补正文书中，并写明 supplement_within。"
        yield error("no_supplement_limit", place, message)


def _extension_of(matter: Definition, paper: Paper, place: Path) -> Iterator[Finding]:
    if paper.on != "extended":
        message = f"“{paper.name}”上没有延长的天数和事由可写。请只用在延长期限的文书中。"
        yield error("no_extension", place, message)


def _due_of(matter: Definition, paper: Paper, place: Path) -> Iterator[Finding]:
    if paper.on == "accepted" and matter.clock and isinstance(matter.clock.starts, FromStep):
        message = f"“{paper.name}”在受理时出具，期限还没有起算，尚无“{PLACEHOLDERS['due_on']}”。请删去。"
        yield error("due_before_start", place, message)


def _validity_of(matter: Definition, paper: Paper, place: Path) -> Iterator[Finding]:
    lasting = matter.outcome is not None and any(one.validity for one in matter.outcome.results)
    if paper.on not in ("granted", "concluded") or not lasting:
        what = PLACEHOLDERS["result_valid_until"]
        message = f"“{paper.name}”上没有“{what}”可写。请只用在准予的文书中，并在该结果写明 validity。"
        yield error("no_validity", place, message)


# Placeholders that have a value on some papers alone, and of some matters.
_ONLY_SOMETIMES: Mapping[str, Callable[[Definition, Paper, Path], Iterator[Finding]]] = {
    "result_valid_until": _validity_of,
    "supplement_due": _limit_of_supplement,
    "extended_days": _extension_of,
    "extension_ground": _extension_of,
    "due_on": _due_of,
}


def _drawn_before(matter: Definition, name: str, paper: Paper) -> str:
    """When the paper is drawn, where that is before the placeholder has a value."""
    early = paper.on in _BEFORE_ACCEPTANCE or (paper.on == "step" and not _accepted_by(matter, paper))
    if name in _AFTER_ACCEPTANCE and early:
        return "可能在受理前"
    return "在决定前" if name in _AFTER_DECISION and paper.on not in _DECIDED else ""


def _accepted_by(matter: Definition, paper: Paper) -> bool:
    """Whether the step that issues the paper comes after acceptance."""
    return any(isinstance(step, Acceptance) for step in steps_before(matter, paper))


def _field_in_time(matter: Definition, paper: Paper, place: Path, field: FormField) -> Iterator[Finding]:
    if field.filled_by == "office" and field.id not in _filled_by_then(matter, paper):
        message = f"出具“{paper.name}”时“{field.label}”还没有填。请让更早的环节填写。"
        yield error("paper_before_filled", place, message)
    if field.sensitivity in ("personal", "work_secret") and matter.guide.publicity == "public":
        message = f"公开的文书不得载明“{field.label}”。请删去，或调整公开范围。"
        yield error("sensitive_on_public_paper", place, message)


def blanks(matter: Definition) -> Iterator[Finding]:
    """A sentence that always stands must not name an answer that may be missing."""
    for path, paper in papers(matter):
        for n, block in enumerate(paper.blocks):
            if isinstance(block, Paragraph) and block.when is None:
                for name in sorted(placeholders_in(block.text) or ()):
                    field = _field(matter, paper, name)
                    if field and _may_be_blank(matter, field):
                        message = f"“{field.label}”可能未填，文中会留空。请给该段加条件 when。"
                        yield warning("placeholder_may_be_blank", (*path, "blocks", n), message)


def _may_be_blank(matter: Definition, field: FormField) -> bool:
    """Not always given, or worked out in a way that has no result of every answer."""
    return conditional(field) or (
        isinstance(field, ComputedField)
        and any(isinstance(part, PercentOf | DaysBetween) for _, part in parts(field.value))
    )


def _filled_by_then(matter: Definition, paper: Paper) -> frozenset[str]:
    """What officials must have filled before the paper is drawn."""
    return frozenset().union(*map(filled_at, steps_before(matter, paper)))


def steps_before(matter: Definition, paper: Paper) -> tuple[Step, ...]:
    """What has been done, in the order of the definition, when the paper is drawn."""
    steps = walk(matter.steps)
    if paper.on in _BEFORE_ACCEPTANCE:
        return ()
    if paper.on in ("accepted", "extended"):
        return steps[:1]
    if paper.at is not None:
        return tuple(step for step in steps if step.id == paper.at or _comes_before(matter, step, paper.at))
    if paper.on == "concluded":
        return steps
    last = max((n for n, step in enumerate(steps) if isinstance(step, Decide)), default=-1)
    return steps[: last + 1]


def _comes_before(matter: Definition, step: Step, at: str) -> bool:
    return matter.find_step(at) is not None and comes_before(matter, step.id, at)


def papers(matter: Definition) -> Iterator[tuple[Path, Paper]]:
    """Every paper with its place."""
    for n, paper in enumerate(matter.outcome.papers if matter.outcome else ()):
        yield ("outcome", "papers", n), paper


def _prose(path: Path, paper: Paper) -> Iterator[tuple[Path, str]]:
    """Everything that may hold placeholders."""
    yield (*path, "title"), paper.title
    yield (*path, "closing"), paper.closing
    for n, block in enumerate(paper.blocks):
        if isinstance(block, Paragraph):
            yield (*path, "blocks", n), block.text


def _named(path: Path, paper: Paper) -> Iterator[tuple[Path, str]]:
    """Every placeholder, every field of a table, and the table for each row of which there is a paper."""
    if paper.per_row:
        yield (*path, "per_row"), paper.per_row
    for place, text in _prose(path, paper):
        yield from ((place, name) for name in sorted(placeholders_in(text) or ()))
    for n, block in enumerate(paper.blocks):
        if isinstance(block, FactTable):
            yield from (((*path, "blocks", n), name) for name in block.facts)
        elif isinstance(block, RowsTable):
            yield (*path, "blocks", n), block.rows
