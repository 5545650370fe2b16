"""What a client uploads: its bytes within the bound, and its name, which is only data."""

from fastapi import UploadFile

from flows.views.cases import MAX_FILE_BYTES
from ui.api.problems import Refused, plain_document


def uploaded_content(file: UploadFile) -> bytes:
    """The bytes, at most what the service takes; longer uploads lie on disk and are not read."""
    if (file.size or 0) > MAX_FILE_BYTES:
        raise Refused(plain_document(413))
    return file.file.read()


def uploaded_name(file: UploadFile) -> str:
    """The name as it was sent."""
    name = file.filename or ""
    if "\0" in name:
        raise Refused(plain_document(400))
    return name
