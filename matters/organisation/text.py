"""Writing an organisation as YAML text that the reader reads back: for export, and as what an import begins from."""

import yaml

from matters.organisation.snapshot import Organisation

_WIDTH = 4000  # wider than any record: one record is one line


def organisation_text(organisation: Organisation) -> str:
    """The organisation as text; what has its default is left out. Reading it gives an equal organisation."""
    data = organisation.model_dump(mode="json", exclude_defaults=True)
    return "".join(_written(name, part) for name, part in data.items())


def _written(name: str, part: object) -> str:
    """One part of the file: records each within braces, names by id one below the other."""
    flow = None if isinstance(part, list) else False
    return yaml.safe_dump({name: part}, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=_WIDTH)
