"""The elements of a material (材料要素): GB/T 39046-2020 table 4, and up_task_general_material of the national platform."""

from matters.exchange.parts import Content, Element, UnfitCellError, number_in, words_at
from matters.language.materials import Material
from matters.language.words.keys import part_name

_NEED = {"always": "必备", "advised": "建议提供", "optional": "非必备"}
_MEDIA = {"electronic": "电子", "paper_original": "纸质原件", "paper_copy": "纸质复印件"}


def _need(material: Material) -> str:
    return _NEED[material.required] if isinstance(material.required, str) else "视情形"


def _take_need(content: Content, said: str) -> None:
    found = next((word for word, name in _NEED.items() if name == said), None)
    if found is None or isinstance(content.get("required"), dict):
        raise UnfitCellError(f"应为{'、'.join(_NEED.values())}；视情形提供的，请在“事项管理”中修改。")
    content["required"] = found


def _take_originals(content: Content, said: str) -> None:
    content["originals"] = number_in(said, 0, 20)


def _take_copies(content: Content, said: str) -> None:
    content["copies"] = number_in(said, 0, 20)


def _form(name: str, material: Material) -> str:
    file = material.forms.get(name)
    return file.name if file else ""


ID: Element[Material] = Element("材料标识（扩展项）", "材料标识（扩展项）", "材料标识", lambda m: m.id)
MATERIALS: tuple[Element[Material], ...] = (
    ID,
    Element("材料名称", "material_name", "材料名称", lambda m: m.name, words_at("name")),
    Element("是否必备", "is_need", "是否必须提供", _need, _take_need),
    Element("出具机构", "source_type", "材料来源", lambda m: part_name(type(m.source))),
    Element("材料形式", "material_format", "材料形式", lambda m: _MEDIA[m.medium]),
    Element("原件份数", "", "原件份数", lambda m: str(m.originals), _take_originals),
    Element("复印件份数", "", "复印件份数", lambda m: str(m.copies), _take_copies),
    Element("", "page_num", "原件和复印件份数之和", lambda m: str(m.originals + m.copies)),
    Element("材料办理、使用说明", "accept_stand", "受理标准", lambda m: m.criteria, words_at("criteria")),
    Element("空白表格", "form_guid", "空白表格", lambda m: _form("空白表格", m)),
    Element("示例样表", "example_guid", "样表", lambda m: _form("样表", m)),
)
