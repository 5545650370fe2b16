"""All facts of one paper, before anything is drawn."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _one_line(text: str) -> str:
    return " ".join(text.split())


DrawnLine = Annotated[str, AfterValidator(_one_line)]  # line breaks and runs of spaces become one space
FilledLine = Annotated[DrawnLine, StringConstraints(strip_whitespace=True, min_length=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DrawnParagraph(_Frozen):
    """One or more paragraphs of the body (正文段落); a line break in `text` starts a new one."""

    kind: Literal["paragraph"] = "paragraph"
    text: str


class DrawnTable(_Frozen):
    """The facts the decision rests on (事实表), as label and value."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[str, str], ...] = Field(min_length=1)


class DrawnOpinions(_Frozen):
    """The opinions given on the way (办理意见), as step, person, opinion and day."""

    kind: Literal["opinions"] = "opinions"
    rows: tuple[tuple[str, str, str, date], ...] = Field(min_length=1)


class DrawnRows(_Frozen):
    """Repeating rows (明细表) under their heads; `figures` says of each column whether its cells are numbers."""

    kind: Literal["rows"] = "rows"
    caption: str
    heads: tuple[str, ...] = Field(min_length=1)
    figures: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...] = Field(min_length=1)


DrawnBlock = Annotated[DrawnParagraph | DrawnTable | DrawnRows | DrawnOpinions, Field(discriminator="kind")]


class DrawnPaper(_Frozen):
    """A paper 公文 as facts: whoever holds an equal Paper can draw the same bytes again.

    `content_digest` is the SHA-256 of the facts in hexadecimal (of the facts, not of the file: the file shows it).
    `joint`: who signs it beside the issuer, in that order (联合行文). `note` stands at the foot of every page, empty for none.
    """

    title: FilledLine
    issuer: FilledLine
    number: DrawnLine
    addressee: DrawnLine
    blocks: tuple[DrawnBlock, ...]
    issued_on: date
    closing: str = ""
    verify_url: str
    document_id: str = Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")
    content_digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    joint: tuple[FilledLine, ...] = Field(default=(), max_length=2)
    note: DrawnLine = ""

    @property
    def signers(self) -> tuple[str, ...]:
        """Whose names and seals stand under it (署名单位): the issuer's first."""
        return (self.issuer, *self.joint)

    @property
    def check_link(self) -> str:
        """What the QR code holds 查验链接: the document and the first 128 bits of the digest of its facts."""
        return f"{self.verify_url}?d={self.document_id}&c={self.content_digest[:32]}"

    def texts(self) -> Iterator[str]:
        """Every text of the facts that will be printed, for the glyph check."""
        yield from (self.title, self.issuer, self.number, self.addressee, self.closing, self.note, *self.joint)
        for block in self.blocks:
            match block:
                case DrawnParagraph(text=text):
                    yield text
                case DrawnTable(rows=facts):
                    yield from (cell for row in facts for cell in row)
                case DrawnRows(caption=caption, heads=heads, rows=rows):
                    yield from (caption, *heads, *(cell for row in rows for cell in row))
                case DrawnOpinions(rows=opinions):
                    yield from (cell for row in opinions for cell in row[:3])
