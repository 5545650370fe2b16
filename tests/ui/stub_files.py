"""What the stub service shows of files: one that was handed in, of three pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.views.cases import FileContent, FileLook, FileView, KeptFile
from flows.views.editing import FormFileView, TakenMatter, TakenTables
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, NotFound
from matters.language.materials import Material

if TYPE_CHECKING:
    from tests.ui.stub import StubService

FILE = FileView(id="f1", name="通知.pdf", size=2048, media_type="application/pdf", sha256="0" * 64)


@dataclass
class Files:
    """Uploads and downloads."""

    stub: "StubService"

    def upload(
        self, caller: Caller, name: str, content: bytes, key: str | None = None, material: Material | None = None
    ) -> KeptFile | Refusal:
        self.stub.calls.append(("upload", name, content))
        found: KeptFile | Refusal = self.stub.answer("upload", KeptFile(**FILE.model_dump()))
        return found

    def download(self, caller: Caller, file_id: str) -> FileContent | NotFound:
        if file_id != FILE.id or caller.person != "zhong":
            return NotFound(what="文件")
        content: FileContent = self.stub.answer(
            "download", FileContent(name=FILE.name, media_type="application/pdf", content=b"%PDF-1.7")
        )
        return content

    def look(self, caller: Caller, file_id: str) -> FileLook | NotFound:
        self.stub.calls.append(("look", file_id))
        found: FileLook = self.stub.answer("look", FileLook(kind="pages", pages=3))
        return found if file_id != "gone" else NotFound(what="文件")

    def page(self, caller: Caller, file_id: str, number: int) -> FileContent | NotFound:
        if file_id != FILE.id or number > 3:
            return NotFound(what="该页")
        return FileContent(name="1.jpg", media_type="image/jpeg", content=f"page {number}".encode())


FORM = FormFileView(
    name="名单.docx", sha256="a" * 64, size=2048, media_type="application/x", written="{name: 名单.docx, sha256: aaaa}"
)


@dataclass
class MatterFiles:
    """One blank form, and what was handed in besides."""

    stub: "StubService"

    def hand_in(self, caller: Caller, code: str, name: str, content: bytes, key: str = "") -> FormFileView | Refusal:
        self.stub.calls.append(("form", code, name))
        found: FormFileView | Refusal = self.stub.answer("form", FORM)
        return found

    def list(self, caller: Caller, code: str) -> tuple[FormFileView, ...]:
        forms: tuple[FormFileView, ...] = self.stub.answer("forms", (FORM,))
        return forms

    def download(self, caller: Caller, digest: str, code: str | None = None) -> FileContent | NotFound:
        if digest != FORM.sha256:
            return NotFound(what="该表格")
        return FileContent(name=FORM.name, media_type=FORM.media_type, content=b"PK form")


@dataclass
class MatterTables:
    """Tables of the standards: one matter is said otherwise, unless a test says so."""

    stub: "StubService"

    def export(self, caller: Caller, standard: str, form: str) -> FileContent | Refusal:
        if caller.person != "zhong":
            return Forbidden(operation="导出事项要素表")
        content = f"{standard}.{form}".encode()
        return FileContent(name=f"事项要素表.{form}", media_type="application/x", content=content)

    def try_in(self, caller: Caller, content: bytes) -> TakenTables | Refusal:
        found: TakenTables | Refusal = self.stub.answer("tables", TABLES)
        return found

    def take_in(self, caller: Caller, content: bytes, key: str | None = None) -> TakenTables | Refusal:
        self.stub.calls.append(("tables", content))
        done = TABLES.model_copy(update={"kept": True, "message": "1 个事项已成为草案。"})
        found: TakenTables | Refusal = self.stub.answer("taken tables", done)
        return found


TABLES = TakenTables(
    standard_name="GB/T 39046-2020 表4（事项管理）",
    kept=False,
    items=(
        TakenMatter(
            row=2,
            code="XX001",
            name="公务用车派车",
            state="changed",
            state_name="有改动",
            changed=("承诺办结时限",),
            derived=("办理流程",),
        ),
    ),
    message="1 个事项，其中 1 个与现行版本不同；尚未导入。",
)
