"""The blank tables of an organisation (机构表模板): a sheet for each part, for administrators, and the words to choose from."""

from collections.abc import Mapping

from flows.adapters.spreadsheets import Form, forms
from flows.bootstrap import now
from matters.organisation.tables.sheets import ADMINISTRATORS, FORMER_NAMES, SHEETS, TableSheet
from storage.definitions import catalog


def template() -> bytes:
    """A workbook that is read back by `flows.own_office`."""
    known = catalog.shipped_vocabulary()
    words = (_words("可写的职责", known.duties), _words("可写的岗位类别", known.post_kinds))
    return forms([*map(_form, (*SHEETS, FORMER_NAMES, ADMINISTRATORS)), *words], now())


def _form(sheet: TableSheet) -> Form:
    explained = [
        f"{column.said}{'' if column.needed or '可空' in column.said else '；可空'}" for column in sheet.columns
    ]
    explained[0] = f"说明：{explained[0]}"
    return Form(sheet.title, tuple(column.head for column in sheet.columns), (tuple(explained), sheet.example))


def _words(title: str, known: Mapping[str, str]) -> Form:
    """What shipped matters name."""
    return Form(title, ("名称", "标识"), tuple((name, word) for word, name in known.items()))
