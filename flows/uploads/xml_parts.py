"""One XML part of an office file: its text, and what in it would make a word processor fetch or run something."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from flows.uploads.finding import DAMAGED, UploadFinding

EXTERNAL = UploadFinding("引用了外部的模板、对象或数据源，请断开链接或另存为 PDF 后重新上传。")
_DOCTYPE = UploadFinding("含有文档类型声明，不是办公软件的正常产物，请用办公软件打开并另存后重新上传。")
_LINKS = frozenset({"ddeLink", "oleLink"})
# Field codes of a text that take in something: some only when it lies elsewhere, as a picture pasted from a page does.
_TAKES_IN = re.compile(
    r"^[\s\"]*(?:(DDE|DDEAUTO|INCLUDETEXT|IMPORT|DATABASE|RD)\b|(?:INCLUDEPICTURE|INCLUDE|LINK)\b(.*))",
    re.IGNORECASE | re.MULTILINE,
)
_ARGUMENT = re.compile(r"\\[*#@]\s*\S+|\\[a-z!](?=\s|$)|[\"“]([^\"”]*)[\"”]?|([^\s\"“]+)", re.IGNORECASE)
# Functions of a cell that ask the net, another program or a library when the book is opened.
FETCHES = r"\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST)\s*\("
_FETCHES = re.compile(FETCHES, re.IGNORECASE)
FORMULAS = ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula")
_DRAWN = frozenset({"imagedata", "fill", "stroke", "movie"})
_ON_ITS_OWN = ("DO", "PO")  # events of an OFD: the document or a page is opened
_RUNS = frozenset({"t", "delText"})
HERE = re.compile(
    r"file:///(?![\\/])|(?:file:/{0,2})?[a-z]:[\\/]|(?![\\/]{2}|[a-z][a-z0-9+.-]*:)", re.IGNORECASE
)  # a place on the reader's own disk or beside the file


class _UnfitError(Exception):
    """Carries a finding out of the parser's callbacks."""

    def __init__(self, finding: UploadFinding) -> None:
        super().__init__(finding.reason)
        self.finding = finding


@dataclass
class XmlPart:
    """What was read. `instructions` are field codes and formulas, `labels` what attributes say in words, `entries` the
    attributes of relationships and types."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    entries: list[dict[str, str]] = field(default_factory=list)
    _coded: list[str] | None = None
    _said: bool = False
    _on_its_own: bool = False

    @property
    def text(self) -> str:
        """All text, runs joined, for a mark may be cut into runs; a paragraph and a property end a line."""
        return "".join(self.texts)

    def fetches(self) -> bool:
        """Whether a field code or a formula takes in something from elsewhere."""
        fields = _TAKES_IN.finditer("".join(self.instructions))
        return any(one[1] or _leads_elsewhere(one[2]) for one in fields) or bool(
            _FETCHES.search("".join(self.formulas))
        )

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
        if local in _LINKS or self._drawn_from_elsewhere(local, attributes):
            raise _UnfitError(EXTERNAL)
        self.labels.extend(value for value in attributes.values() if not value.isascii())
        if local in ("Relationship", "Override", "Default"):
            self.entries.append(attributes)
        elif local == "fldSimple":
            self.instructions.append("\n" + next((v for k, v in attributes.items() if k.endswith("instr")), ""))
        elif local == "fldChar":  # where a field begins, and where its code ends
            self.instructions.append("\n")
        self._coded = self.instructions if local == "instrText" else self.formulas if local in FORMULAS else None
        self._said = False

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.rpartition(":")[2]
        if local == "p" or (self._said and local not in _RUNS):
            self.texts.append("\n")
        if self._coded is self.formulas:
            self.formulas.append("\n")
        if local == "Action":
            self._on_its_own = False
        self._coded, self._said = None, False

    def characters(self, text: str) -> None:
        """Text; field codes may be cut into runs as well."""
        self.texts.append(text)
        self._said = True
        if self._coded is not None:
            self._coded.append(text)

    def _drawn_from_elsewhere(self, local: str, attributes: dict[str, str]) -> bool:
        """A picture that is named by its address, and what an OFD opens of its own accord."""
        if local == "Action":
            self._on_its_own = attributes.get("Event") in _ON_ITS_OWN
        if self._on_its_own and local in ("URI", "GotoA"):
            return True
        sources = (v for k, v in attributes.items() if k.rpartition(":")[2] in ("src", "href"))
        return local in _DRAWN and not all(HERE.match(source.strip()) for source in sources)


def _leads_elsewhere(arguments: str) -> bool:
    """Whether one of them is an address elsewhere, or there is none: another field may bring it."""
    places = [found[1] or found[2] for found in _ARGUMENT.finditer(arguments) if found[1] or found[2]]
    return not places or not all(HERE.match(place.strip()) for place in places)


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
    return EXTERNAL if part.fetches() else part
