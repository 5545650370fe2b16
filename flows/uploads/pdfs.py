"""PDF handed in: read by a process of its own with hard limits, so that no file can stop, fill or break the service."""

from flows.uploads.finding import DAMAGED, TRAILING, UNREAD, UploadFinding
from flows.uploads.pictures import opens_as_archive
from flows.uploads.reading import read_elsewhere

_END = b"%%EOF"
_BLANK = b"\r\n\t \0\x1a"

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
    # What the reader said before it ended: a verdict on the structure, then a mark, or that all was read and has none.
    said = read_elsewhere("flows.documents.inspecting", content).decode().splitlines()
    if not said:
        return _TOO_COMPLEX
    mark = next((line.removeprefix("mark ") for line in said[1:] if line.startswith("mark ")), "")
    if mark:
        return UploadFinding(mark=mark)
    return None if said[-1] == "read" else _REASONS[said[0]]
