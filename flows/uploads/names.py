"""Names of files handed in: data for people to read, never a path, and safe to save under on any desk."""

import unicodedata

from flows.uploads.finding import UploadFinding

MAX_NAME = 200
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_PATHS = frozenset('/\\:*?"<>|')
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})


def display_name(name: str) -> str:
    """The name as it is kept: composed (NFC), for macOS hands in decomposed letters; blanks at the ends are dropped."""
    return unicodedata.normalize("NFC", name).strip()


def shown(name: str) -> str:
    """What a refusal may show of any name at all."""
    return "".join(c for c in name if c.isprintable())[:60] or "未命名"


def extension(name: str) -> str:
    """The kind a name claims."""
    ending = name.rpartition(".")[2].lower()
    return "jpg" if ending == "jpeg" else ending


def name_problem(name: str) -> UploadFinding | None:
    """Why a displayed name is not taken; its ending is judged with the content."""
    if not name or len(name) > MAX_NAME:
        return UploadFinding(f"文件名应为 1 至 {MAX_NAME} 字，请改名后重新上传。")
    if any(unicodedata.category(c) in _INVISIBLE for c in name):
        return UploadFinding("文件名含有不可见字符，请改名后重新上传。")
    if _PATHS & set(name) or name.startswith("."):
        return UploadFinding('文件名不能以点开头，也不能含有 / \\ : * ? " < > |，请改名后重新上传。')
    if name.partition(".")[0].rstrip().upper() in _RESERVED:
        return UploadFinding("文件名是操作系统的保留名称，请改名后重新上传。")
    return None
