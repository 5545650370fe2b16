"""The brief (摘要) names answers of the form that everybody who meets the case may read."""

from collections.abc import Iterator

from matters.language.document import Definition
from matters.language.form import RowsField
from matters.language.outcome import formatted_in, placeholders_in
from matters.language.places import Path
from matters.language.rights import hidden_anywhere
from matters.linter.finding import Finding, error, guess


def briefs(matter: Definition) -> Iterator[Finding]:
    """Each clause by itself."""
    for n, clause in enumerate(matter.brief):
        yield from _clause(matter, ("brief", n), clause)


def _clause(matter: Definition, place: Path, clause: str) -> Iterator[Finding]:
    names = placeholders_in(clause)
    if names is None:
        yield error("placeholder_braces", place, "花括号没有配对。请检查；要写花括号本身请写两遍。")
        return
    if not names:
        yield error(
            "brief_without_answer", place, "摘要的每一句都要写到填报项，例如“赴{destination}”。请补上或删去这一句。"
        )
    for name, _ in formatted_in(clause):
        yield error("placeholder_format", place, f"花括号中的“{name}”后面带有格式。请只写名称“{{{name}}}”。")
    for name in sorted(names):
        yield from _answer(matter, place, name)


def _answer(matter: Definition, place: Path, name: str) -> Iterator[Finding]:
    field = matter.field(name)
    if field is None:
        known = [one.id for one in matter.fields]
        yield error(
            "unknown_placeholder", place, f"没有填报项“{name}”。{guess(name, known)}摘要中只能写本表单的填报项。"
        )
    elif isinstance(field, RowsField):
        message = f"“{field.label}”有多行，摘要中写不下。请改写合计等单项内容。"
        yield error("rows_in_brief", place, message)
    elif name in hidden_anywhere(matter):
        message = f"“{field.label}”不是每个办理环节都能看到，不得写入摘要。请删去，或调整其敏感程度和环节权限。"
        yield error("hidden_in_brief", place, message)
