"""What the engine cannot run yet, refused at publishing by name. The table below is the whole list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from matters.language.document import Definition
from matters.language.form import FieldBase
from matters.language.guide import Applicants
from matters.language.materials import (
    FromCertificateStore,
    FromDataInterface,
    FromEarlierMatter,
    IssuedByOtherBody,
    Material,
)
from matters.language.places import Path, parts, path_text
from matters.language.prefill import FromEarlierCase, FromRegister
from matters.language.route.steps import Deliver
from matters.linter.finding import Finding


def _never(value: object) -> bool:
    return False


def _absent(value: object) -> bool:
    return not value


def _only(*runnable: object) -> Callable[[Any], bool]:
    return lambda value: set(value if isinstance(value, tuple) else (value,)) <= set(runnable)


@dataclass(frozen=True)
class Construct:
    """A construct of the language and the values of its attribute that the engine runs; without attribute, none."""

    name: str
    model: type
    attribute: str = ""
    runs: Callable[[Any], bool] = _never


CONSTRUCTS: tuple[Construct, ...] = (
    Construct("自然人申请", Applicants, "natural_person", _absent),
    Construct("邮寄或上门送达", Deliver, "how", _only("online", "pick_up")),
    Construct("数据接口预填", FromRegister),
    Construct("历史办件预填", FromEarlierCase),
    Construct("填报内容复用", FieldBase, "reuse", _only("never")),
    Construct("材料复用", Material, "reuse", _only("never")),
    Construct("材料有效期核对", Material, "valid_days", _absent),
    Construct("电子证照调取", FromCertificateStore),
    Construct("数据接口核验材料", FromDataInterface),
    Construct("向他机关调取材料", IssuedByOtherBody),
    Construct("引用前序结果", FromEarlierMatter),
)


def not_runnable(matter: Definition) -> tuple[Finding, ...]:
    """Every construct of the definition that the engine cannot run yet, with its Chinese name and place."""
    return tuple(_found(matter))


def _found(matter: Definition) -> Iterator[Finding]:
    for path, part in parts(matter):
        for construct in CONSTRUCTS:
            if isinstance(part, construct.model) and not construct.runs(getattr(part, construct.attribute, None)):
                yield _refused(construct, (*path, construct.attribute) if construct.attribute else path)


def _refused(construct: Construct, path: Path) -> Finding:
    message = f"用到“{construct.name}”，系统尚不能运行，不能发布。请改用已支持的写法，或保留为草案。"
    return Finding("not_runnable", "error", path_text(path), message)
