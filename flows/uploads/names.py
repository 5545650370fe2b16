"""Names of files handed in: data for people to read, never a path, and safe to save under on any desk."""

import re
import unicodedata
from urllib.parse import unquote

from flows.uploads.finding import UploadFinding

MAX_NAME = 200
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_PATHS = frozenset('/\\:*?"<>|')
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})
_SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_ENDING = re.compile(r"\.((?=\d*[a-z])[a-z0-9]{1,8})\Z", re.IGNORECASE)

# Two high bytes side by side, as every Chinese character has them and hardly a name in Latin letters.
_MISREAD = re.compile(r"[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]{2}")
# GBK bytes may also be UTF-8, of signs that no name has: 通知 becomes two accents without a letter.
_BASELESS = re.compile(r"(?:^|[^\w\u0300-\u07ff])[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f]")
_MISREADINGS = (("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"))  # read as, written in
_CHINESE = re.compile(
    r"[\x20-\x7e\u00b7\u2014-\u2026\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af]+\Z"
)
_GARBLED = re.compile(r"[\x80-\x9f\ufffd]|[\xa0-\xff]{4}")
_ESCAPED = re.compile(r"(?:%[0-9a-f]{2}){3}", re.IGNORECASE)


def display_name(name: str) -> str:
    """The name as it is kept: in its own coding, composed (NFC), for macOS hands in decomposed letters, without outer blanks."""
    return unicodedata.normalize("NFC", _decoded(name)).strip()


def shown(name: str) -> str:
    """What a refusal may show of any name at all."""
    return "".join(c for c in name if c.isprintable())[:60] or "未命名"


def extension(name: str) -> str:
    """The kind a name claims, or nothing: 2026.11.29 is a day and no kind."""
    found = _ENDING.search(name)
    ending = found[1].lower() if found else ""
    return _SAME.get(ending, ending)


def renamed(name: str, kind: str) -> str:
    """The name with the ending of that kind in place of its own."""
    return f"{_ENDING.sub('', name)[: MAX_NAME - len(kind) - 1]}.{kind}"


def name_problem(name: str) -> UploadFinding | None:
    """Why a displayed name is not taken; its ending is judged with the content."""
    if not name or len(name) > MAX_NAME:
        return UploadFinding(f"文件名应为 1 至 {MAX_NAME} 字，请改名后重新上传。")
    if _GARBLED.search(name):
        return UploadFinding("文件名的文字编码无法识别，请改名后重新上传。")
    if any(unicodedata.category(c) in _INVISIBLE for c in name):
        return UploadFinding("文件名含有不可见字符，请改名后重新上传。")
    if _PATHS & set(name) or name.startswith(".") or name.endswith("."):
        return UploadFinding('文件名不能以点开头或结尾，也不能含有 / \\ : * ? " < > |，请改名后重新上传。')
    if name.partition(".")[0].rstrip().upper() in _RESERVED:
        return UploadFinding("文件名是操作系统的保留名称，请改名后重新上传。")
    return None


def _decoded(name: str) -> str:
    """A name that was read in the wrong coding, read in the right one: clients send GBK, and UTF-8 as if it were Latin."""
    if _ESCAPED.search(name) and (read := unquote(name, errors="replace")).isprintable() and "\ufffd" not in read:
        return read
    misreadings = _MISREADINGS if _MISREAD.search(name) else (("utf-8", "gb18030"),) if _BASELESS.search(name) else ()
    for wrong, right in misreadings:
        try:
            read = name.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if _CHINESE.match(read):
            return read
    return name
