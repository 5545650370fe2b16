"""Office files (DOCX, XLSX, OFD): archives that are one document, whole, of bounded size, and carry nothing that runs."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from posixpath import normpath
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flows.uploads.finding import DAMAGED, EICAR, HOSTILE, TRAILING, UploadFinding
from flows.uploads.pictures import JPEG, PNG, properties_of_jpeg, properties_of_png
from flows.uploads.written import written_mark
from flows.uploads.xml_parts import EXTERNAL, FETCHES, FORMULAS, HERE, XmlPart, read_xml
from matters.secrecy import secrecy_mark

# A 50 MB file of pictures unpacks to about 50 MB; a bomb of 1 GB packs into 1 MB.
MAX_UNPACKED = 100 * 1024 * 1024
MAX_XML = 24 * 1024 * 1024  # of XML in all parts together, half a million cells or more; it is read in a second
MAX_PARTS = 5000
ZIP = b"PK\x03\x04"  # at the very beginning: a program may carry an archive behind it

_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
_TYPES = {"docx": ".wordprocessingml.document.main+xml", "xlsx": ".spreadsheetml.sheet.main+xml"}
_END = b"PK\x05\x06"
_LOCAL_HEADER = 30
_SHEETS = ("xl/worksheets/", "xl/sharedstrings.xml")
_ACTIVE = re.compile(
    r"(^|/)(vbaProject|vbaData|activeX|macrosheets|dialogsheets|ctrlProps/.*\.bin)|\.(exe|dll|com|scr|jar|js|jse|vbs|vbe|"
    r"wsf|hta|bat|cmd|ps1|lnk|msi|html?|mht|mhtml|svgz?|swf|docm|xlsm|dotm|xltm|rtf)$",
    re.IGNORECASE,
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_NESTED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"%PDF-")
_ACTIVE_LINKS = ("/oleObject", "/control", "/aFChunk", "/vbaProject", "/xlMacrosheet", "/activeXControlBinary")
# What is fetched when the file is opened: add-ins, data connections, pictures of the net.
_FETCHING_LINKS = ("/webextension", "/webextensiontaskpanes", "/connections", "/queryTable", "/rdRichValueWebImage")
# A call of another program in a cell, such as cmd|'/c …'!A0, its signs written plainly or as references.
_CALL = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?>[\s=+@-]*[\w.]+(?:\||&#0*124;|&#x0*7c;)\s*(?:'|&apos;|&#0*39;|&#x0*27;)", re.IGNORECASE
)

_FORMULA = re.compile(
    rb"<(?:\w+:)?(?:" + "|".join(FORMULAS).encode() + rb")(?:\s[^>]*)?>[^<]*?" + FETCHES.encode(), re.IGNORECASE
)
_TEXT_ENDS = re.compile(rb"(?=</(?:\w+:)?(?:si|is|(?:odd|even|first)(?:Header|Footer))>)")
_PRINT_CODES = re.compile(r'&(?:"[^"]*"|\d+|K\w{6}|[A-Z])')  # of the head and foot of a sheet: place, font, size
_EXCHANGE = re.compile(rb"<(?:\w+:)?(?:ddeLink|oleLink)\b")
_LOOKS_LIKE_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")

_MACRO = UploadFinding("含有宏、控件或程序，请另存为不带宏的文件或 PDF 后重新上传。")
_EMBEDDED = UploadFinding("内嵌有其他文件，无法逐一检查，请删除内嵌文件或另存为 PDF 后重新上传。")
_TOO_LARGE = UploadFinding("展开后的内容过大或部件过多，请拆分或压缩图片后重新上传。")
_LOCKED = UploadFinding("已加密，无法检查内容，请解除密码后重新上传。")


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the parts of one archive are to be read: `types` are content types by part and, as `*.ending`, by ending."""

    kind: str
    types: dict[str, str]
    embedded: bool

    def type_of(self, name: str) -> str:
        """The declared content type of a part; nothing where none is (OFD declares none)."""
        name = _part_name(name)
        return self.types.get(name) or self.types.get(f"*.{name.rpartition('.')[2]}", "")

    def is_xml(self, name: str) -> bool:
        """By what is declared, which a reader goes by, or by the name."""
        return self.type_of(name).endswith(("+xml", "/xml")) or _named_xml(name)


def kinds_of_archive(content: bytes) -> tuple[str, ...]:
    """Of which kinds the archive has the main part."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {_part_name(name) for name in archive.namelist()}
    except Exception:  # a hostile archive makes zipfile raise half a dozen kinds
        return ()
    return tuple(kind for kind, main in _MAIN.items() if main.lower() in names)


def inspect_archive(kind: str, content: bytes) -> UploadFinding | None:
    """Its table first, then every part, read once; nothing is unpacked beyond the bounds."""
    return _inspect(kind, content, embedded=False)


def _inspect(kind: str, content: bytes, *, embedded: bool) -> UploadFinding | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _table(kind, content, archive) or _parts(kind, archive, embedded=embedded)
    except Exception:  # a hostile archive makes zipfile raise half a dozen kinds
        return DAMAGED


def _table(kind: str, content: bytes, archive: ZipFile) -> UploadFinding | None:
    parts = archive.infolist()
    if content[-22:-18] != _END:
        return TRAILING
    if _too_large(parts, _named_xml):
        return _TOO_LARGE
    if any(part.flag_bits & 1 for part in parts):
        return _LOCKED
    mark = secrecy_mark("\n".join(part.filename for part in parts))
    if mark:
        return UploadFinding(mark=mark)
    sound = _well_named(kind, parts) and not _overlapping(parts, archive.start_dir)
    return None if sound else DAMAGED


def _too_large(parts: Sequence[ZipInfo], is_xml: Callable[[str], bool]) -> bool:
    """Whether there is more in it than is ever read: parts, bytes, or bytes of XML."""
    xml = sum(part.file_size for part in parts if is_xml(part.filename))
    return len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or xml > MAX_XML


def _well_named(kind: str, parts: Sequence[ZipInfo]) -> bool:
    """Whether the main part is there, no name stands twice, and none leads out of the archive."""
    names = [part.filename.lower() for part in parts]
    outside = any(".." in name.split("/") or name.startswith("/") for name in names)
    return _MAIN[kind].lower() in names and len(set(names)) == len(names) and not outside


def _overlapping(parts: Sequence[ZipInfo], end: int) -> bool:
    """Whether two parts share bytes, or something stands before the first; or a part is packed in an odd way."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    starts = [*(part.header_offset for part in ordered), end]
    sizes = [_LOCAL_HEADER + len(part.filename) + part.compress_size for part in ordered]
    odd = any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts)
    shared = any(at + size > after for at, size, after in zip(starts, sizes, starts[1:], strict=False))
    return odd or shared or starts[0] != 0


def _parts(kind: str, archive: ZipFile, *, embedded: bool) -> UploadFinding | None:
    types = _declared(archive) if kind in _TYPES else {}
    if isinstance(types, UploadFinding):
        return types
    how = _Reading(kind, types, embedded)
    wrong = _main_problem(how, archive) if kind in _TYPES else None
    if wrong:
        return wrong
    parts = archive.infolist()
    if _too_large(parts, how.is_xml):
        return _TOO_LARGE
    return next((found for part in parts if (found := _part(archive, part, how))), None)


def _declared(archive: ZipFile) -> dict[str, str] | UploadFinding:
    """The content types by which a reader knows the parts (ISO/IEC 29500-2, 7.2.3), in lower case."""
    read = read_xml(archive.read("[Content_Types].xml"), elements=True)
    if isinstance(read, UploadFinding):
        return read
    types = {}
    for entry in read.entries:
        place = _part_name(entry["PartName"]) if "PartName" in entry else f"*.{entry.get('Extension', '').lower()}"
        types[place] = entry.get("ContentType", "").partition(";")[0].strip().lower()
    return types


def _main_problem(how: _Reading, archive: ZipFile) -> UploadFinding | None:
    """A main part of another type, or one at an unusual place, to which the relationships would lead a reader."""
    if any("macro" in declared for declared in how.types.values()):
        return _MACRO
    main = _MAIN[how.kind]
    usual = how.type_of(main).endswith(_TYPES[how.kind]) and all(part == main for part in _led_to(archive))
    return None if usual else DAMAGED


def _led_to(archive: ZipFile) -> Iterator[str]:
    """The parts to which the relationships of the whole lead a reader as to the main one."""
    for part in archive.infolist():
        if _part_name(part.filename) == "_rels/.rels":
            read = read_xml(archive.read(part), elements=True)
            for link in read.entries if isinstance(read, XmlPart) else ():
                if link.get("Type", "").endswith("/officeDocument"):
                    yield _part_name(link.get("Target", ""))


def _part(archive: ZipFile, part: ZipInfo, how: _Reading) -> UploadFinding | None:
    if _ACTIVE.search(part.filename):
        return _MACRO
    content = archive.read(part)
    if EICAR in content:
        return HOSTILE
    if content.startswith(_PROGRAMS):
        return _MACRO
    if content.startswith(_NESTED):
        return _chart_data(part, content, embedded=how.embedded)
    if how.is_xml(part.filename):
        return _xml(part.filename, content, how.kind)
    if found := _unseen(content):
        return found
    hidden = how.kind in _TYPES and _LOOKS_LIKE_XML.match(content)  # readers follow relationships more than types
    return DAMAGED if hidden else None


def _chart_data(part: ZipInfo, content: bytes, *, embedded: bool) -> UploadFinding | None:
    """A chart in a text carries its numbers as a workbook, which is looked into like any other; nothing deeper."""
    name = part.filename.lower()
    chart = name.startswith("word/embeddings/") and name.endswith(".xlsx")
    return _inspect("xlsx", content, embedded=True) if chart and not embedded else _EMBEDDED


def _part_name(written: str) -> str:
    """A part's name as readers compare it: without regard to case, and from the root."""
    return normpath(unquote(written).strip().lstrip("/")).lower()


def _named_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _unseen(content: bytes) -> UploadFinding | None:
    """A mark in what no text shows: the properties of pictures, the strings in drawings and other parts."""
    if content.startswith(JPEG):
        return properties_of_jpeg(content)
    return properties_of_png(content) if content.startswith(PNG) else written_mark(content)


def _xml(name: str, content: bytes, kind: str) -> UploadFinding | None:
    if kind == "xlsx" and any(call.search(content) for call in (_CALL, _EXCHANGE, _FORMULA)):
        return EXTERNAL
    large = name.lower().startswith(_SHEETS) and name.lower().endswith(".xml")
    plain = large and b"<!" not in content and b"&#" not in content  # nothing that is spelt in another way
    read = read_xml(_TEXT_ENDS.sub(b"\n", content) if plain else content, elements=not plain)
    if isinstance(read, UploadFinding):
        return read
    texts = (_PRINT_CODES.sub("\n", read.text) if large else read.text, "\n".join(read.labels))
    mark = next(filter(None, map(secrecy_mark, texts)), "")
    if mark:
        return UploadFinding(mark=mark)
    return (written_mark(content) if plain else None) or next(_links(read), None)


def _links(read: XmlPart) -> Iterator[UploadFinding]:
    """Relationships that run something or fetch it from elsewhere; a link that a reader may follow is no harm."""
    for link in read.entries:
        kind, target = link.get("Type", ""), unquote(link.get("Target", "")).strip()
        if kind.endswith(_ACTIVE_LINKS):
            yield _EMBEDDED
        elif kind.endswith(_FETCHING_LINKS):
            yield EXTERNAL
        elif link.get("TargetMode") == "External" and not kind.endswith("/hyperlink") and not HERE.match(target):
            yield EXTERNAL
