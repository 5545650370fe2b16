"""The reader of PDFs handed in: a program that takes one on standard input, says what it found, and is held to limits."""

import re
import resource
import signal
import sys
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from matters.secrecy import secrecy_mark

CPU_SECONDS = 1.6
DATA_BYTES = 200 * 1024 * 1024
MAX_OBJECTS = 100_000  # a tagged text of 300 pages has 20,000
PAGES_LOOKED_AT = 5  # the mark stands on the first page (GB/T 9704); five leave room for covers

_SCRIPTS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/RichMediaExecute"}
)
_CANDIDATE = re.compile(
    rb"/(?:JS|JavaScript|Launch|SubmitForm|ImportData|Rendition|GoToE|RichMedia\w*|EmbeddedFiles?|EF|XFA)\b"
)


def structure(content: bytes) -> str:
    """`fit`, `damaged`, `complex`, `locked`, `script` or `embedded`. Nothing is mended: what we read is what a viewer reads."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return "locked"
            if int(pdf.trailer.get("/Size", 0)) > MAX_OBJECTS:
                return "complex"
            if not len(pdf.pages):
                return "damaged"
            return next(_found(pdf), "fit")
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        return "damaged"


def _found(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The file is searched as a whole first (100,000 objects: 0.3 s instead of 4 s), then object by object."""
    met = _CANDIDATE.search(_unpacked(pdf))
    if any(
        "limits error" in str(warning) for warning in pdf.get_warnings()
    ):  # nested beyond reason: it was passed over
        yield "complex"
    if not met:
        return
    for thing in (*pdf.objects, pdf.trailer):
        part = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        if _CANDIDATE.search(part.unparse(resolved=True)):
            yield from _active(part, 0)


def _unpacked(pdf: pikepdf.Pdf) -> memoryview:
    """The file with no object packed away and every name in its plain spelling; streams stay as they are."""
    written = BytesIO()
    pdf.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return written.getbuffer()


def _active(part: pikepdf.Object, depth: int) -> Iterator[str]:
    """What a dictionary, or one directly inside it, would run or carry."""
    if depth > 50:
        yield "damaged"
    elif isinstance(part, pikepdf.Array):
        for inner in part:
            if isinstance(inner, (pikepdf.Dictionary, pikepdf.Array)) and not inner.is_indirect:
                yield from _active(inner, depth + 1)
    elif isinstance(part, pikepdf.Dictionary):
        yield from _in_dictionary(part, depth)


def _in_dictionary(part: pikepdf.Dictionary, depth: int) -> Iterator[str]:
    if "/JS" in part or str(part.get("/S", "")) in _SCRIPTS:
        yield "script"
    if {"/EmbeddedFiles", "/EF", "/XFA"} & set(part.keys()):
        yield "embedded"
    if str(part.get("/Type", "")) == "/EmbeddedFile" or str(part.get("/Subtype", "")) in (
        "/RichMedia",
        "/EmbeddedFile",
    ):
        yield "embedded"
    for inner in part.values():
        if isinstance(inner, (pikepdf.Dictionary, pikepdf.Array)) and not inner.is_indirect:
            yield from _active(inner, depth + 1)


def marks(content: bytes) -> Iterator[str]:
    """The secrecy marks on the first pages, as far as their text can be read."""
    from pypdf import PdfReader  # a quarter of a second, and not needed for what is refused already

    for page in PdfReader(BytesIO(content)).pages[:PAGES_LOOKED_AT]:
        mark = secrecy_mark(page.extract_text())
        if mark:
            yield mark


def main() -> None:
    """Say the verdict at once; a mark is looked for in the time that is left."""
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # SIGPROF ends the process, also inside a library
    content = sys.stdin.buffer.read()
    verdict = structure(content)
    sys.stdout.write(f"{verdict}\n")
    sys.stdout.flush()
    if verdict == "fit":
        sys.stdout.writelines(f"mark {' '.join(mark.split())}\n" for mark in marks(content))


if __name__ == "__main__":
    main()
