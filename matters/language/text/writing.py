"""Writing definitions as YAML text that the reader reads back: for export, and where the text as it was typed is not known."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from matters.language.document import Definition
from matters.language.text.yaml_text import Parsed, parse_yaml

_WIDTH = 110
_ENDLESS = 1 << 20


class _Plain(yaml.SafeDumper):
    """Lists are indented below their key, and nothing is written as an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent always."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """Equal parts are written out twice."""
        return True


def definition_text(matter: Definition) -> str:
    """The definition as text; what has its default is left out. Reading it gives an equal definition."""
    return content_text(matter.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def content_text(content: Mapping[str, Any]) -> str:
    """The same of what may be none yet."""
    return block_text(dict(content))


def block_text(content: object) -> str:
    """Groups and lists, each key and each item on a line of its own."""
    text: str = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def inline_text(content: object, *, flow: bool) -> str:
    """Anything on one line. `flow`: within braces or brackets, where a comma has to be quoted."""
    style = '"' if isinstance(content, str) and "\n" in content else None
    listed = flow or isinstance(content, (dict, list))
    text: str = yaml.dump(
        [content] if listed else content,
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        width=_ENDLESS,
        default_flow_style=True,
        default_style=style,
    )
    return text.strip()[1:-1] if listed else text.removesuffix("...\n").strip()


def with_version(text: str, version: int) -> str:
    """The text with another version number in its edition; everything else, comments too, stays as it is."""
    parsed = parse_yaml(text)
    line = parsed.lines.get(("edition", "version")) if isinstance(parsed, Parsed) else None
    if line is None:
        return text
    lines = text.split("\n")
    lines[line - 1] = re.sub(r"(version\s*:\s*)\d+", rf"\g<1>{version}", lines[line - 1], count=1)
    return "\n".join(lines)
