"""The materials (材料) asked of the applicant, each with its source, trust class and reuse rule."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from matters.language.form import Requirement, Sensitivity
from matters.language.vocabulary import BodyRef, Id, MatterCode, Part, Text


class UploadedByApplicant(Part):
    """The applicant hands it in (申请人提交)."""

    kind: Literal["applicant"]


class IssuedByOwnBody(Part):
    """The accepting body holds it (本机关产生): not asked for."""

    kind: Literal["own_body"]
    note: Text


class IssuedByOtherBody(Part):
    """Another body of the administration holds it (他机关产生): asked there, not of the applicant."""

    kind: Literal["other_body"]
    holder: BodyRef


class FromCertificateStore(Part):
    """An electronic certificate (证照库) called by type."""

    kind: Literal["certificate"]
    certificate: Id


class FromDataInterface(Part):
    """A data interface answers instead of a paper (数据接口核验)."""

    kind: Literal["data"]
    interface: Id


class FromEarlierMatter(Part):
    """The result of an earlier matter (前序结果)."""

    kind: Literal["earlier_result"]
    matter: MatterCode


MaterialSource = Annotated[
    UploadedByApplicant
    | IssuedByOwnBody
    | IssuedByOtherBody
    | FromCertificateStore
    | FromDataInterface
    | FromEarlierMatter,
    Field(discriminator="kind"),
]


class FormFile(Part):
    """A file that applicants may save, bound to the version by its content (样表、空白表格). `sha256`: of its bytes, in hex."""

    name: Text
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="文件的 SHA-256 摘要，上传后由页面给出")


def _unless_blank(written: object) -> object:
    """Versions of earlier times say that there is none by an empty text."""
    return written or None


_Downloaded = Annotated[FormFile | None, BeforeValidator(_unless_blank)]


class Material(Part):
    """Material 材料. Trust class A–D after 国办函〔2016〕108号; `medium` paper_original costs the applicant an errand.

    `location`: where a photograph was taken (拍摄位置) is taken out of it unless the matter needs it, as a site visit does.
    `template`: to be filled in (空白表格); `sample`: filled in as it should be (样表).
    """

    id: Id
    name: Text
    source: MaterialSource
    trust: Literal["A", "B", "C", "D"]
    required: Requirement = "always"
    medium: Literal["electronic", "paper_original", "paper_copy"] = "electronic"
    originals: int = Field(default=0, ge=0, le=20)
    copies: int = Field(default=0, ge=0, le=20)
    formats: tuple[Literal["pdf", "ofd", "docx", "xlsx", "jpg", "png"], ...] = ("pdf",)
    max_megabytes: int = Field(default=20, ge=1, le=50)
    max_files: int = Field(default=1, ge=1, le=20)
    location: Literal["removed", "kept"] = "removed"
    valid_days: int | None = Field(default=None, ge=1)
    reuse: Literal["never", "while_valid"] = "never"
    sensitivity: Sensitivity = "internal"
    criteria: str = Field(default="", max_length=1000)
    why_paper: str = Field(default="", max_length=400)
    template: _Downloaded = None
    sample: _Downloaded = None

    @property
    def forms(self) -> Mapping[str, FormFile]:
        """What can be saved of it, by what it is called."""
        return {name: file for name, file in (("空白表格", self.template), ("样表", self.sample)) if file}
