"""Bodies of requests: whatever the call, a part that is not described is refused."""

from fastapi.openapi.constants import REF_PREFIX

from tests.ui.api.calling import API


def test_every_body_is_closed() -> None:
    """Of the service's own words and of the API's alike; a misspelt part is not passed over in silence."""
    schema = API.openapi()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    contents = [operation["requestBody"]["content"] for operation in operations if "requestBody" in operation]
    asked = [content["application/json"]["schema"] for content in contents if "application/json" in content]
    names = {shape["$ref"].removeprefix(REF_PREFIX) for shape in asked if "$ref" in shape}
    assert len(names) > 20
    closed = {name for name in names if schema["components"]["schemas"][name].get("additionalProperties") is False}
    assert closed == names
