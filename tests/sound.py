"""The smallest definition that may be published: the template of a new matter with its hints filled in."""

from storage.definitions.catalog import matter_template

HINTS = (
    ("请用两三句话写明：谁在什么情况下办、办什么、怎么办。", "单位需要办理样例事项时提出申请，由承担单位办理。"),
    ("请写明设定依据的文件名称和文号", "样例县机关事务管理办法"),
    ('phone: "0000000", place: 请写明咨询的地点或部门', 'phone: "5550010", place: 办事窗口'),
    ('phone: "0000000", place: 请写明监督的部门', 'phone: "5550020", place: 县政府办公室'),
    ("请写明数据来源；自行估算的请写“估算”", "估算"),
)


def sound_template(code: str, name: str) -> str:
    """The template for that code and name, filled in."""
    text = matter_template(code, name)
    for hint, written in HINTS:
        assert hint in text, hint
        text = text.replace(hint, written)
    return text
