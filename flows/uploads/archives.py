"""Office files (DOCX, XLSX, OFD): archives that are one document, whole, of bounded size, and carry nothing that runs."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flows.uploads.finding import DAMAGED, EICAR, HOSTILE, TRAILING, Finding
from flows.uploads.xml_parts import EXTERNAL, XmlPart, read_xml
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
_SHEETS = ("xl/worksheets/", "xl/sharedStrings.xml")
_ACTIVE = re.compile(
    r"(^|/)(vbaProject|vbaData|activeX|macrosheets|dialogsheets|ctrlProps/.*\.bin)|\.(exe|dll|com|scr|jar|js|jse|vbs|vbe|"
    r"wsf|hta|bat|cmd|ps1|lnk|msi|html?|mht|mhtml|svgz?|swf|docm|xlsm|dotm|xltm|rtf)$",
    re.IGNORECASE,
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_NESTED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"%PDF-")
_ACTIVE_LINKS = ("/oleObject", "/control", "/aFChunk", "/vbaProject", "/xlMacrosheet", "/activeXControlBinary")
_HERE = re.compile(r"file:///(?![\\/])|(?:file:/{0,2})?[a-z]:[\\/]|(?!//|\\\\|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
# A call of another program in a cell, such as cmd|'/c …'!A0, its signs written plainly or as references.
_CALL = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?>[\s=+@-]*[\w.]+(?:\||&#0*124;|&#x0*7c;)\s*(?:'|&apos;|&#0*39;|&#x0*27;)", re.IGNORECASE
)

_MACRO = Finding("含有宏、控件或程序，请另存为不带宏的文件或 PDF 后重新上传。")
_EMBEDDED = Finding("内嵌有其他文件，无法逐一检查，请删除内嵌文件或另存为 PDF 后重新上传。")
_TOO_LARGE = Finding("展开后的内容过大或部件过多，请拆分或压缩图片后重新上传。")
_LOCKED = Finding("已加密，无法检查内容，请解除密码后重新上传。")


def inspect_archive(kind: str, content: bytes) -> Finding | None:
    """Its table first, then every part, read once; nothing is unpacked beyond the bounds."""
    return _inspect(kind, content, embedded=False)


def _inspect(kind: str, content: bytes, *, embedded: bool) -> Finding | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _table(kind, content, archive) or _parts(kind, archive, embedded)
    except Exception:  # a hostile archive makes zipfile raise half a dozen kinds
        return DAMAGED


def _table(kind: str, content: bytes, archive: ZipFile) -> Finding | None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if content[-22:-18] != _END:
        return TRAILING
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return _TOO_LARGE
    if sum(part.file_size for part in parts if _is_xml(part)) > MAX_XML:
        return _TOO_LARGE
    if any(part.flag_bits & 1 for part in parts):
        return _LOCKED
    if len(set(names)) < len(names) or any(".." in name.split("/") or name.startswith("/") for name in names):
        return DAMAGED
    return DAMAGED if _MAIN[kind].lower() not in names or _overlapping(parts, archive.start_dir) else None


def _overlapping(parts: Sequence[ZipInfo], end: int) -> bool:
    """Whether two parts share bytes, or something stands before the first; or a part is packed in an odd way."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    starts = [*(part.header_offset for part in ordered), end]
    sizes = [_LOCAL_HEADER + len(part.filename) + part.compress_size for part in ordered]
    odd = any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts)
    shared = any(at + size > after for at, size, after in zip(starts, sizes, starts[1:], strict=False))
    return odd or shared or starts[0] != 0


def _parts(kind: str, archive: ZipFile, embedded: bool) -> Finding | None:
    if kind in _TYPES and not _of_type(kind, archive):
        return _MACRO if b"macroEnabled" in archive.read("[Content_Types].xml") else DAMAGED
    return next((found for part in archive.infolist() if (found := _part(archive, part, embedded))), None)


def _of_type(kind: str, archive: ZipFile) -> bool:
    types = read_xml(archive.read("[Content_Types].xml"), elements=True)
    if isinstance(types, Finding):
        return False
    declared = {entry.get("ContentType", "") for entry in types.entries}
    return any(name.endswith(_TYPES[kind]) for name in declared) and not any("macro" in n.lower() for n in declared)


def _part(archive: ZipFile, part: ZipInfo, embedded: bool) -> Finding | None:
    if _ACTIVE.search(part.filename):
        return _MACRO
    content = archive.read(part)
    if EICAR in content:
        return HOSTILE
    if content.startswith(_PROGRAMS):
        return _MACRO
    if content.startswith(_NESTED):
        return _chart_data(part, content, embedded)
    return _xml(part.filename, content) if _is_xml(part) else None


def _chart_data(part: ZipInfo, content: bytes, embedded: bool) -> Finding | None:
    """A chart in a text carries its numbers as a workbook, which is looked into like any other; nothing deeper."""
    chart = part.filename.startswith("word/embeddings/") and part.filename.endswith(".xlsx")
    return _inspect("xlsx", content, embedded=True) if chart and not embedded else _EMBEDDED


def _is_xml(part: ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels", ".vml"))


def _xml(name: str, content: bytes) -> Finding | None:
    sheet = name.startswith(_SHEETS) and name.endswith(".xml")
    if sheet and _CALL.search(content):
        return EXTERNAL
    read = read_xml(content, elements=not sheet)
    if isinstance(read, Finding):
        return read
    mark = secrecy_mark(read.text)
    return Finding(mark=mark) if mark else next(_links(read), None)


def _links(read: XmlPart) -> Iterator[Finding]:
    """Relationships that run something or fetch it from elsewhere; a link that a reader may follow is no harm."""
    for link in read.entries:
        kind, target = link.get("Type", ""), unquote(link.get("Target", "")).strip()
        if kind.endswith(_ACTIVE_LINKS):
            yield _EMBEDDED
        elif link.get("TargetMode") == "External" and not kind.endswith("/hyperlink") and not _HERE.match(target):
            yield EXTERNAL


