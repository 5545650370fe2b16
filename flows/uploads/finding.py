"""What the look into a file has found: why it is not taken, or the secrecy mark that stands in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UploadFinding:
    """Exactly one of the two is filled. `reason` says what is wrong and what to do."""

    reason: str = ""
    mark: str = ""


DAMAGED = UploadFinding("内容不完整或已损坏，请用原软件打开并另存后重新上传。")
TRAILING = UploadFinding("文件首尾附有其他内容，请用原软件打开并另存后重新上传。")
UNREAD = UploadFinding("内容过多，未能在限定时间内查完是否带有密级标志，请拆分为较小的文件后重新上传。")
HOSTILE = UploadFinding("含有病毒特征，已拒收。请查杀病毒后重新制作文件。")

# The anti-malware test file in two halves, so that a scanner does not take this source file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
