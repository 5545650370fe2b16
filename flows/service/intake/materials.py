"""Files that come in with a filing or an act: one's own, of the kind and size the matter says, and bound to one case."""

from collections.abc import Collection, Iterable, Mapping

from flows.uploads.checking import MEDIA_TYPES
from flows.views.people import Caller
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.language.document import Definition
from matters.language.materials import Material
from storage import files
from storage.database import Session

MAX_OF_CASE = files.Usage(count=300, size=1024 * 1024 * 1024)  # supplements included
FILE_TAKEN = "材料文件不存在或已用于其他办件，请重新上传"


def material_refusal(
    session: Session,
    caller: Caller,
    matter: Definition,
    materials: Mapping[str, tuple[str, ...]],
    kept: Collection[str] = (),
) -> Invalid | None:
    """Files that must not come in: somebody else's, taken up already, of another kind or larger than the matter says.

    `kept` are the files that the case has.
    """
    found = files.find_all(session, file_ids(materials))
    problems = []
    for key, ids in materials.items():
        for file_id in ids:
            file = found.get(file_id)
            mine = file is not None and file.owner_person == caller.person and file.case_id is None
            if file is None or not (mine or file_id in kept):
                problems.append(Problem(key, FILE_TAKEN))
            elif (material := matter.material(key)) and (
                wrong := misfit(material, file.name, file.media_type, file.size)
            ):
                problems.append(Problem(key, wrong))
    return Invalid(problems=tuple(problems)) if problems else None


def taken_up(session: Session, ids: tuple[str, ...], person: str, case_id: int) -> Invalid | None:
    """Bind the files to the case, as many as a case may have."""
    if not ids:
        return None
    if not files.attach(session, ids, person, case_id):
        return Invalid(problems=(Problem("materials", FILE_TAKEN),))
    used = files.used_by(session, case_id)
    if used.count <= MAX_OF_CASE.count and used.size <= MAX_OF_CASE.size:
        return None
    most = f"{MAX_OF_CASE.count} 个文件、合计 {MAX_OF_CASE.size // 1024**3} GB"
    return Invalid(problems=(Problem("materials", f"一个办件的材料不超过 {most}，请合并或压缩后重新提交"),))


def misfit(material: Material, name: str, media_type: str, size: int) -> str | None:
    """Why a file is none for the material: what it is, and what is asked for."""
    if media_type not in {MEDIA_TYPES[kind] for kind in material.formats}:
        kinds = "、".join(kind.upper() for kind in material.formats)
        return f"“{material.name}”只收 {kinds} 文件，“{name}”是 {_kind(media_type)} 文件"
    too_large = size > material.max_megabytes * 1024 * 1024
    return f"“{material.name}”每个文件不超过 {material.max_megabytes} MB" if too_large else None


def _kind(media_type: str) -> str:
    return next((kind.upper() for kind, known in MEDIA_TYPES.items() if known == media_type), "其他")


def file_ids(materials: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The files of all materials."""
    return tuple(file_id for ids in materials.values() for file_id in ids)
