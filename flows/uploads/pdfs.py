"""PDF handed in: read by a process of its own with hard limits, so that no file can stop, fill or break the service."""

import subprocess
from threading import BoundedSemaphore

from flows.machine.programs import NOWHERE, program
from flows.uploads.finding import DAMAGED, TRAILING, UNREAD, UploadFinding
from flows.uploads.pictures import opens_as_archive

PATIENCE = 60.0  # seconds of a busy machine; the reader's own limit counts only what it uses itself
_END = b"%%EOF"
_BLANK = b"\r\n\t \0\x1a"
_READERS = BoundedSemaphore(2)  # of 200 MB each

_TOO_COMPLEX = UploadFinding("结构过于复杂，无法检查，请用阅读软件重新打印为 PDF 后上传。")
_REASONS = {
    "damaged": DAMAGED,
    "complex": _TOO_COMPLEX,
    "locked": UploadFinding("设有打开密码或证书加密，无法检查内容，请去掉密码后重新上传。"),
    "script": UploadFinding("含有脚本或自动执行的操作，请用阅读软件重新打印为 PDF 后上传。"),
    "embedded": UploadFinding("夹带有其他文件或动态表单，请删除附件，或重新打印为 PDF 后上传。"),
    "fetch": UploadFinding("打开时会自动访问外部网址或网络位置，请用阅读软件重新打印为 PDF 后上传。"),
    "swollen": UploadFinding("解压后的内容大得异常，请用阅读软件重新打印为 PDF，或降低图片分辨率后上传。"),
    "fit": UNREAD,  # and then it did not come to its end
}


def inspect_pdf(content: bytes) -> UploadFinding | None:
    """The frame of the file here, its inside by `flows.documents.inspecting` elsewhere."""
    end = content.rfind(_END)
    if end < 0:
        return DAMAGED
    if content[end + len(_END) :].strip(_BLANK) or opens_as_archive(content):
        return TRAILING
    with _READERS:
        said = _read(content)
    if not said:
        return _TOO_COMPLEX
    mark = next((line.removeprefix("mark ") for line in said[1:] if line.startswith("mark ")), "")
    if mark:
        return UploadFinding(mark=mark)
    return None if said[-1] == "read" else _REASONS[said[0]]


def _read(content: bytes) -> list[str]:
    """What the reader said before it ended: a verdict on the structure, then a mark, or that all was read and has none."""
    command = program("flows.documents.inspecting")
    try:
        done = subprocess.run(command, input=content, cwd=NOWHERE, capture_output=True, timeout=PATIENCE, check=False)
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    return said.decode().splitlines()
