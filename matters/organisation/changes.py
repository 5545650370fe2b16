"""Changes of the organisation (机构调整): what an administrator may ask for, each a frozen value with its first day."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter

from matters.organisation.kinds import BodyKind
from matters.organisation.snapshot import OrganisationRecord, Role
from matters.typed import cleaned_value

_Typed = BeforeValidator(cleaned_value)
Name = Annotated[str, _Typed, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Phone = Annotated[
    str, _Typed, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[0-9()+、，,\- 转]*$")
]
NameIfNew = Annotated[str, _Typed, StringConstraints(strip_whitespace=True, max_length=60)]
NewId = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Dated(OrganisationRecord):
    """A change from a day on. What was true before that day stays true of it."""

    on: date


class AddBody(Dated):
    """A new body. 新设单位. Its level is that of its region."""

    type: Literal["add_body"] = "add_body"
    body: NewId
    name: Name
    kind: BodyKind
    region: str
    prefix: Name
    number: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\d{3}$")]
    administrative: str | None = None
    professional: str | None = None


class RenameBody(Dated):
    """A body gets a new name; papers of the days before keep the old one. 单位更名."""

    type: Literal["rename_body"] = "rename_body"
    body: str
    name: Name


class EndBody(Dated):
    """A body is no more; its posts, holdings and duties and the roles for it end with it. 撤销单位."""

    type: Literal["end_body"] = "end_body"
    body: str


class ChangeSuperiors(OrganisationRecord):
    """Who is above a body along both lines. 调整隶属关系."""

    type: Literal["change_superiors"] = "change_superiors"
    body: str
    administrative: str | None = None
    professional: str | None = None


class AddPost(Dated):
    """A new post; its id is made of body and kind. 新设岗位."""

    type: Literal["add_post"] = "add_post"
    body: str
    kind: NewId
    title: Name
    head: bool = False
    liaison: bool = False


class EndPost(Dated):
    """A post is no more; whoever holds it holds it no longer. 撤销岗位."""

    type: Literal["end_post"] = "end_post"
    post: str


class AddPerson(Dated):
    """A new person. 新增人员. Without an id the next free one is taken."""

    type: Literal["add_person"] = "add_person"
    person: NewId | Literal[""] = ""
    name: Name
    phone: Phone = ""


class EndPerson(Dated):
    """A person leaves: all posts and roles end. 人员离任."""

    type: Literal["end_person"] = "end_person"
    person: str


class ChangePhone(OrganisationRecord):
    """A person's telephone. 更改电话."""

    type: Literal["change_phone"] = "change_phone"
    person: str
    phone: Phone


class GivePost(Dated):
    """A person takes up a post, until a last day where one is known. 任职."""

    type: Literal["give_post"] = "give_post"
    person: str
    post: str
    last_day: date | None = None


class TakePost(Dated):
    """A person holds a post no longer. 免职."""

    type: Literal["take_post"] = "take_post"
    person: str
    post: str


class GrantRole(Dated):
    """A person gets a role within a scope: a body, a region with all below it, or `*`. 授权."""

    type: Literal["grant_role"] = "grant_role"
    person: str
    role: Role
    scope: str
    last_day: date | None = None


class RevokeRole(Dated):
    """A person loses a role. 撤销授权."""

    type: Literal["revoke_role"] = "revoke_role"
    person: str
    role: Role
    scope: str


class GiveDuty(Dated):
    """A body takes over a duty for a region. 赋予职责. `name`: what people call the duty, needed for one nobody ever held.

    It also names a duty that has none yet. A duty is not renamed by handing it over: another name than its own is refused.
    """

    type: Literal["give_duty"] = "give_duty"
    duty: NewId
    name: NameIfNew = ""
    region: str
    body: str


class TakeDuty(Dated):
    """A body has a duty no longer. 收回职责."""

    type: Literal["take_duty"] = "take_duty"
    duty: str
    region: str
    body: str


Change = (
    AddBody
    | RenameBody
    | EndBody
    | ChangeSuperiors
    | AddPost
    | EndPost
    | AddPerson
    | EndPerson
    | ChangePhone
    | GivePost
    | TakePost
    | GrantRole
    | RevokeRole
    | GiveDuty
    | TakeDuty
)
CHANGE_NAMES: dict[type[Change], str] = {
    AddBody: "新设单位",
    RenameBody: "单位更名",
    EndBody: "撤销单位",
    ChangeSuperiors: "调整隶属关系",
    AddPost: "新设岗位",
    EndPost: "撤销岗位",
    AddPerson: "新增人员",
    EndPerson: "人员离任",
    ChangePhone: "更改电话",
    GivePost: "任职",
    TakePost: "免职",
    GrantRole: "授权",
    RevokeRole: "撤销授权",
    GiveDuty: "赋予职责",
    TakeDuty: "收回职责",
}

_CHANGE: TypeAdapter[Change] = TypeAdapter(Annotated[Change, Field(discriminator="type")])


def read_change(written: dict[str, Any]) -> Change:
    """The change written as plain data; raises `ValidationError` where its form is wrong."""
    return _CHANGE.validate_python(written)
