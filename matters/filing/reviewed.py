"""Which filings an applicant reads once more before they are handed in (核对)."""

from matters.language.document import Definition
from matters.language.form import FormField, MoneyField, RowsField, Section
from matters.language.prefill import FromApplicant

_Fields = tuple[FormField, ...]


def wants_review(matter: Definition) -> bool:
    """Where money is asked for, or more than one part of the form is about something else than the applicant (联系方式)."""
    sections = matter.form.sections if matter.form else ()
    asked = [_asked(section) for section in sections]
    return any(map(_of_money, asked)) or sum(map(_of_the_matter, asked)) > 1


def _asked(section: Section) -> _Fields:
    return tuple(field for field in section.fields if field.filled_by == "applicant")


def _of_the_matter(fields: _Fields) -> bool:
    return bool(fields) and not any(isinstance(field.prefill, FromApplicant) for field in fields)


def _of_money(fields: _Fields) -> bool:
    singles = (one for field in fields for one in (field.columns if isinstance(field, RowsField) else (field,)))
    return any(isinstance(one, MoneyField) for one in singles)
