"""The reader of PDFs handed in: a program that takes one on standard input, says what it found, and is held to limits."""

import re
import sys
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from flows.documents.limits import handed_in
from flows.documents.reading import mark_in
from flows.documents.unpacking import swollen, unpacked

MAX_OBJECTS = 100_000  # a tagged text of 300 pages has 20,000

_SCRIPTS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/RichMediaExecute"}
)
# What an action may do by itself: show another place or layer of the same file.
_HARMLESS = frozenset({"/GoTo", "/Named", "/SetOCGState", "/Hide", "/Trans", "/GoTo3DView", "/ResetForm"})
_CANDIDATE = re.compile(
    rb"/(?:JS|JavaScript|Launch|SubmitForm|ImportData|Rendition|GoToE|RichMedia\w*|EmbeddedFiles?|EF|XFA|AA|UF|FFilter)\b"
    rb"|/F\s*(?:\(|<|\d+ \d+ R)"
)
_ELSEWHERE = re.compile(r"\s*(?:[\\/]{2}|[a-z][a-z0-9+.-]+:)", re.IGNORECASE)  # an address, or another machine's folder


def structure(content: bytes) -> str:
    """`fit`, or the word for what is wrong. Nothing is mended: what we read is what a viewer reads.

    A file that only restricts what its readers may do opens without a password and is read like any other.
    """
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            if int(pdf.trailer.get("/Size", 0)) > MAX_OBJECTS:
                return "complex"
            if not len(pdf.pages):
                return "damaged"
            return next(_found(pdf), "fit")
    except pikepdf.PasswordError:
        return "locked"
    except MemoryError:
        return "swollen"
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as error:
        return "locked" if "encrypt" in str(error) else "damaged"  # by a certificate, or in a way nobody reads


def _found(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The file is searched as a whole first (100,000 objects: 0.3 s instead of 4 s), then object by object."""
    if _fetches(pdf.Root):
        yield "fetch"
    met = _CANDIDATE.search(unpacked(pdf))
    if any(
        "limits error" in str(warning) for warning in pdf.get_warnings()
    ):  # nested beyond reason: it was passed over
        yield "complex"
    if met:
        for thing in (*pdf.objects, pdf.trailer):
            part = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
            if _CANDIDATE.search(part.unparse(resolved=True)):
                yield from _active(part, 0)
    if swollen(pdf):
        yield "swollen"


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
    if _fetches(part):
        yield "fetch"
    for inner in part.values():
        if isinstance(inner, (pikepdf.Dictionary, pikepdf.Array)) and not inner.is_indirect:
            yield from _active(inner, depth + 1)


def _fetches(part: pikepdf.Object) -> bool:
    """Whether it is a file elsewhere, or does of its own accord what is not harmless; a link somebody follows is neither."""
    if "/FFilter" in part or any(_leads_elsewhere(part.get(key)) for key in ("/F", "/UF")):
        return True
    acts = [part["/OpenAction"]] if "/OpenAction" in part else []
    own = part.get("/AA")
    acts += list(own.values()) if isinstance(own, pikepdf.Dictionary) else []
    return any(str(action.get("/S", "")) not in _HARMLESS for act in acts for action in _chain(act))


def _leads_elsewhere(place: pikepdf.Object | None) -> bool:
    return isinstance(place, pikepdf.String) and bool(_ELSEWHERE.match(str(place)))


def _chain(action: pikepdf.Object, most: int = 100) -> Iterator[pikepdf.Dictionary]:
    """An action and those that follow it; a place in the file instead of an action is an array."""
    waiting = [action]
    while waiting and most:
        most -= 1
        one = waiting.pop()
        if isinstance(one, pikepdf.Array) and one is not action:
            waiting.extend(one)
        elif isinstance(one, pikepdf.Dictionary):
            yield one
            waiting += [one["/Next"]] if "/Next" in one else []


def main() -> None:
    """Say the verdict on the structure at once, then the first mark, or that everything was read and there is none."""
    content = handed_in()
    verdict = structure(content)
    sys.stdout.write(f"{verdict}\n")
    sys.stdout.flush()
    if verdict == "fit":
        mark = mark_in(content)
        sys.stdout.write(f"mark {' '.join(mark.split())}\n" if mark else "read\n")


if __name__ == "__main__":
    main()
