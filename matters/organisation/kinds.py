"""Levels and kinds of bodies (层级、机构类别), with their Chinese names."""

from typing import Literal

Level = Literal["province", "city", "county", "township", "village"]
BodyKind = Literal[
    "party",
    "congress",
    "government",
    "consultative",
    "supervision",
    "court",
    "procuratorate",
    "mass",
    "institution",
    "enterprise",
    "deliberative",
    "village_body",
]

LEVEL_NAMES: dict[Level, str] = {
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "township": "乡镇级",
    "village": "村级",
}
BODY_KIND_NAMES: dict[BodyKind, str] = {
    "party": "党委机关",
    "congress": "人大机关",
    "government": "行政机关",
    "consultative": "政协机关",
    "supervision": "监察机关",
    "court": "审判机关",
    "procuratorate": "检察机关",
    "mass": "群团组织",
    "institution": "事业单位",
    "enterprise": "国有企业",
    "deliberative": "议事协调机构",
    "village_body": "村（社区）组织",
}
