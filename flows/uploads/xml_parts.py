"""One XML part of an office file: its text, and what in it would make a word processor fetch or run something."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from flows.uploads.finding import DAMAGED, UploadFinding

EXTERNAL = UploadFinding("引用了外部的模板、对象或数据源，请断开链接或另存为 PDF 后重新上传。")
_DOCTYPE = UploadFinding("含有文档类型声明，不是办公软件的正常产物，请用办公软件打开并另存后重新上传。")
_LINKS = frozenset({"ddeLink", "oleLink"})
_DDE = re.compile(r"^[\s\"]*DDE(?:AUTO)?\b", re.IGNORECASE | re.MULTILINE)


class _UnfitError(Exception):
    """Carries a finding out of the parser's callbacks."""

    def __init__(self, finding: UploadFinding) -> None:
        super().__init__(finding.reason)
        self.finding = finding


@dataclass
class XmlPart:
    """What was read. `instructions` are a text's field codes; `entries` the attributes of relationships and types."""

    texts: list[str] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    entries: list[dict[str, str]] = field(default_factory=list)
    _inside: bool = False

    @property
    def text(self) -> str:
        """All text, runs joined: a mark may be cut into runs."""
        return "".join(self.texts)

    def declare(self, version: str, encoding: str | None, standalone: int) -> None:
        """Word, WPS and Excel write UTF-8; in another coding the rules below could be dodged."""
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            raise _UnfitError(DAMAGED)

    def doctype(self, *_: object) -> None:
        """Entities are declared there: bombs, and files of the reader. ISO/IEC 29500-2 and GB/T 33190 have none."""
        raise _UnfitError(_DOCTYPE)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if local in _LINKS:
            raise _UnfitError(EXTERNAL)
        if local in ("Relationship", "Override", "Default"):
            self.entries.append(attributes)
        elif local == "fldSimple":
            self.instructions.append("\n" + next((v for k, v in attributes.items() if k.endswith("instr")), ""))
        elif local == "fldChar":  # where a field begins, and where its code ends
            self.instructions.append("\n")
        self._inside = local == "instrText"

    def end(self, name: str) -> None:
        """An element ends."""
        self._inside = False

    def characters(self, text: str) -> None:
        """Text; field codes may be cut into runs as well."""
        self.texts.append(text)
        if self._inside:
            self.instructions.append(text)


def read_xml(content: bytes, *, elements: bool) -> XmlPart | UploadFinding:
    """Read a part. Without `elements` only text is looked at: a large sheet has millions of them."""
    part, parser = XmlPart(), expat.ParserCreate()
    parser.buffer_text = True
    parser.XmlDeclHandler = part.declare
    parser.StartDoctypeDeclHandler = part.doctype
    parser.CharacterDataHandler = part.characters
    if elements:
        parser.StartElementHandler = part.start
        parser.EndElementHandler = part.end
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:2]:  # UTF-16, with its mark or without
        return DAMAGED
    try:
        parser.Parse(content, True)
    except _UnfitError as unfit:
        return unfit.finding
    except (expat.ExpatError, ValueError):
        return DAMAGED
    return EXTERNAL if _DDE.search("".join(part.instructions)) else part
