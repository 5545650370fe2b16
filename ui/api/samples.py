"""Values that have a described shape, for the examples of requests and answers; what a text is for it says itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.openapi.constants import REF_PREFIX

from ui.api.examples import examples

Shape = Mapping[str, Any]
_FORMATS: Mapping[str, str] = {"date": "2026-03-02", "date-time": "2026-03-02T09:30:00+08:00"}
# By the name of the part, where its description would not do as its content.
_TEXTS: Mapping[str, str] = {
    "body": "county_court",
    "case_no": "99012100320260302000001",
    "person": "p38",
    "post": "county_finance.staff",
    "username": "zhangsan",
}
_MATTERS = ("code", "matter")
_SAID = re.compile(r"[^，；：（。]+")  # what a description says before its first stop


@dataclass(frozen=True)
class Samples:
    """Examples over the shapes of a description; what may be left out of a request is left out."""

    shapes: Mapping[str, Shape]

    def of(self, shape: Shape, name: str = "") -> Any:  # noqa: ANN401 - any JSON value
        """A value of that shape, `name` being the part it is for."""
        if "examples" in shape:
            return shape["examples"][0]
        if "$ref" in shape:
            return self.of(self.shapes[shape["$ref"].removeprefix(REF_PREFIX)], name)
        if "anyOf" in shape:
            return self.of(next(one for one in shape["anyOf"] if one != {"type": "null"}), name)
        return self._plain(shape, name)

    def _plain(self, shape: Shape, name: str) -> Any:  # noqa: ANN401 - any JSON value
        if "const" in shape or "enum" in shape:
            return shape["const"] if "const" in shape else shape["enum"][0]
        match shape.get("type"):
            case "array":
                return [self.of(shape["items"], name)]
            case "string":
                return _text(shape, name)
            case "integer" | "number":
                return shape.get("minimum", 1)
            case "boolean":
                return True
        return self._object(shape)

    def _object(self, shape: Shape) -> dict[str, Any]:
        parts = shape.get("properties", {})
        told = {name: self.of({"title": name, **parts[name]}, name) for name in shape.get("required", ())}
        values = shape.get("additionalProperties")
        if isinstance(values, dict):
            keys = shape.get("propertyNames", {}).get("enum", ("id",))
            told[keys[0]] = self.of(values)
        return told


def _matter() -> str:
    """The one whose golden case is filed in the examples."""
    (filing,) = examples()["submit"].values()
    return str(filing["value"]["matter"])


def _text(shape: Shape, name: str) -> str:
    """By its format or its name; else what it is for, as its description begins."""
    if name in _MATTERS:
        return _matter()
    if known := _FORMATS.get(shape.get("format", "")) or _TEXTS.get(name):
        return known
    said = _SAID.match(shape.get("description", ""))
    return (said[0] if said else "文字").replace("`", "")[: shape.get("maxLength", 40)]
