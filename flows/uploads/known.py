"""Formats that are not taken, each by its Chinese name and with what to do instead."""

from io import BytesIO
from zipfile import ZipFile

from flows.uploads.finding import UploadFinding

_AS_DOCX = "请用 Word 或 WPS 打开，另存为 DOCX 或 PDF 后重新上传。"
_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 XLSX 或 PDF 后重新上传。"
_AS_PDF = "请用原软件打开，导出或打印为 PDF 后重新上传。"
_AS_JPG = "请用看图软件打开，另存为 JPG 或 PNG 后重新上传。"
_UNPACK = "请解压后逐个上传里面的文件。"
_FILM = "系统不收音视频，请截取画面存为 JPG，或者按办事指南另行提交。"
_NO_MACRO = "请用 Office 或 WPS 打开，另存为不带宏的 DOCX 或 XLSX 后重新上传。"
_PROGRAM = "系统不收程序，请核对后上传材料本身。"
_HEIC = "请在手机“设置—相机—格式”中选“兼容性最佳”后重新拍摄，或者把照片另存为 JPG 后上传。"

_TEXTS = "请粘贴到 Word 或 WPS 中，存为 DOCX 或 PDF 后重新上传。"
# By ending: what it is called, and what to do. Several endings of one format stand together.
_FORMATS = {
    "doc dot": ("旧版 Word 文档（DOC）", _AS_DOCX),
    "xls xlt": ("旧版 Excel 表格（XLS）", _AS_XLSX),
    "ppt pps pptx ppsx": ("演示文稿（PPT）", _AS_PDF),
    "wps wpt": ("WPS 文字文档（WPS）", _AS_DOCX),
    "et ett": ("WPS 表格（ET）", _AS_XLSX),
    "dps": ("WPS 演示文稿（DPS）", _AS_PDF),
    "docm dotm dotx": ("Word 模板或带宏的文档", _NO_MACRO),
    "xlsm xlsb xltm xltx pptm": ("Excel 模板或带宏的表格", _NO_MACRO),
    "rtf": ("RTF 文档", _AS_DOCX),
    "odt uot uof": ("开放文档格式的文字文档", _AS_DOCX),
    "ods uos csv tsv": ("其他格式的表格", _AS_XLSX),
    "odp uop": ("开放文档格式的演示文稿", _AS_PDF),
    "pages numbers key": ("苹果办公软件的文件", _AS_PDF),
    "txt md log": ("纯文本", _TEXTS),
    "html htm xhtml mht mhtml xml": ("网页", _AS_PDF),
    "ceb cebx sep gd gw teb": ("版式公文（CEB、SEP、GD 等）", _AS_PDF),
    "caj kdh nh epub mobi xps oxps djvu": ("电子书或其他版式文件", _AS_PDF),
    "vsd vsdx mpp dwg dxf ps ai": ("图纸或设计文件", _AS_PDF),
    "eml msg oft": ("电子邮件", "请把邮件打印为 PDF，附件另行逐个上传。"),
    "heic heif hif": ("HEIC 照片（苹果等手机的照片格式）", _HEIC),
    "webp": ("WebP 图片", _AS_JPG),
    "avif jxl jp2": ("新格式的图片（AVIF、JPEG XL 等）", _AS_JPG),
    "gif": ("GIF 图片", _AS_JPG),
    "bmp dib ico": ("BMP 图片", _AS_JPG),
    "tif tiff": ("TIFF 图片", _AS_JPG),
    "dng cr2 cr3 nef arw raw": ("相机原始照片（RAW）", _AS_JPG),
    "psd cdr": ("图像处理软件的文件", _AS_JPG),
    "svg svgz emf wmf": ("矢量图", _AS_JPG),
    "mov mp4 m4v avi wmv mkv flv 3gp webm mpg mpeg": ("视频", _FILM),
    "mp3 m4a wav amr aac ogg flac wma": ("录音", _FILM),
    "zip": ("压缩包（ZIP）", _UNPACK),
    "rar": ("压缩包（RAR）", _UNPACK),
    "7z gz tgz tar bz2 xz zst": ("压缩包", _UNPACK),
    "exe dll msi apk scr com bat cmd js vbs jar sh lnk": ("程序", _PROGRAM),
}
_BY_ENDING = {ending: told for endings, told in _FORMATS.items() for ending in endings.split()}
_PROGRAMS = frozenset("exe dll msi apk scr com bat cmd js vbs jar sh lnk docm dotm xlsm xlsb xltm pptm".split())

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__nameid": "msg",
}
_OLE_LIKE = {"doc": ("wps", "dot"), "xls": ("et", "ett"), "ppt": ("dps", "pps")}
_LOCKED = {"docx": " Word 文档", "doc": " Word 文档", "xlsx": " Excel 表格", "xls": " Excel 表格", "pptx": "演示文稿"}
_BEGINNINGS = (
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ", "xz"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"8BPS", "psd"),
    (b"{\\rtf", "rtf"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL ", "jxl"),
    (b"\0\0\0\x0cjP  ", "jp2"),
    (b"%!PS", "ps"),
    (b"AC10", "dwg"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"FLV", "flv"),
    (b"ID3", "mp3"),
    (b"#!AMR", "amr"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"CAJ", "caj"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"#!", "sh"),
    (b"\xca\xfe\xba\xbe", "jar"),
    (b"L\0\0\0\x01\x14\x02", "lnk"),
    (b"From: ", "eml"),
    (b"Received: ", "eml"),
    (b"Return-Path: ", "eml"),
)
_RIFF = {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}
_BRANDS = {b"avif": "avif", b"avis": "avif", b"qt  ": "mov", b"M4A ": "m4a", b"crx ": "cr3"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<svg")
_IN_ARCHIVES = {
    "ppt/presentation.xml": "pptx",
    "META-INF/MANIFEST.MF": "jar",
    "AndroidManifest.xml": "apk",
    "Index/Document.iwa": "pages",
    "visio/document.xml": "vsdx",
    "META-INF/container.xml": "epub",
    "FixedDocSeq.fdseq": "xps",
    "xl/workbook.bin": "xlsb",
}


def is_document(ending: str) -> bool:
    """Whether the ending is that of a paper or picture that is merely not taken; a file may bear it by mistake."""
    return ending in _BY_ENDING and ending not in _PROGRAMS


def unaccepted(ending: str, content: bytes) -> UploadFinding | None:
    """What a file is that is not taken, by its content, else by its ending; nothing when neither is known."""
    if content.startswith(_OLE):
        return _old_office(ending, content)
    known = _by_content(content) or (ending if ending in _BY_ENDING else "")
    return _told(known) if known else None


def _told(ending: str) -> UploadFinding:
    name, advice = _BY_ENDING[ending]
    return UploadFinding(f"这是{' ' if name[0].isascii() else ''}{name}，{advice}")


def _old_office(ending: str, content: bytes) -> UploadFinding:
    """An OLE file: an old office document, or a new one under a password, which is wrapped into such a file."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UploadFinding(f"这是加了打开密码的{_LOCKED.get(ending, ' Office 文件')}，请去掉打开密码后重新上传。")
    kind = next((kind for stream, kind in _OLE_STREAMS.items() if stream.encode("utf-16-le") in content), "")
    if not kind:
        kind = ending if is_document(ending) else "doc"
    return _told(ending if ending in _OLE_LIKE.get(kind, ()) else kind)


def _by_content(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        return _film_or_picture(content)
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12], "")
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content[257:262] == b"ustar":
        return "tar"
    if content.startswith(b"BM") and content[6:10] == bytes(4):
        return "bmp"
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:14].lower().startswith(_MARKUP):
        return "svg" if b"<svg" in content[:1000] else "html"
    return next((ending for beginning, ending in _BEGINNINGS if content.startswith(beginning)), "")


def _film_or_picture(content: bytes) -> str:
    """By the brands of the file (ISO/IEC 14496-12); the first may be a general one."""
    brands = {content[at : at + 4] for at in (8, *range(16, min(int.from_bytes(content[:4]), 64), 4))}
    known = next((ending for brand, ending in _BRANDS.items() if brand in brands), "")
    return known or ("heic" if brands & _HEIC_BRANDS else "mp4")


def _archive(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            told = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception:  # a hostile archive makes zipfile raise half a dozen kinds
        return "zip"
    if b"opendocument" in told:
        return {b"t": "odt", b"s": "ods", b"p": "odp"}.get(told.rpartition(b".")[2][:1], "odt")
    return next((ending for name, ending in _IN_ARCHIVES.items() if name in names), "zip")
