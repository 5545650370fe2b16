"""The organisation and its accounts as administrators see them (机构与人员), and what a change of it would do."""

from datetime import date, datetime

from flows.views.base import Page, View
from matters.organisation.snapshot import Role


class BodyLine(View):
    """A body in the tree, with its name of today. `people`: how many hold a post there now."""

    id: str
    name: str
    kind_name: str
    people: int
    ended: bool


class RegionNode(View):
    """A region with its bodies; `depth` counts from the top."""

    code: str
    name: str
    level_name: str
    depth: int
    bodies: tuple[BodyLine, ...]


class UnattendedView(View):
    """An open item nobody can act on (无人可办)."""

    case_no: str
    matter_name: str
    step_name: str
    holders: tuple[str, ...]
    opened_at: datetime


class OrganisationTree(View):
    """The whole organisation at its newest version. `vacancies`: bodies where head, liaison or staff are missing."""

    version: int
    regions: tuple[RegionNode, ...]
    vacancies: tuple[str, ...]
    unattended: tuple[UnattendedView, ...]
    unattended_total: int


class FoundLine(View):
    """A body or a person that a search found."""

    kind: str
    id: str
    name: str
    detail: str


class HoldingLine(View):
    """Who holds which post when. `tasks`: the open items that wait for the person under this hat."""

    person: str
    person_name: str
    post: str
    title: str
    body: str
    body_name: str
    since: date | None
    until: date | None
    valid: bool
    tasks: int


class GrantLine(View):
    """A role of a person within a scope."""

    role: Role
    role_name: str
    scope: str
    scope_name: str
    since: date | None
    until: date | None
    valid: bool


class PostLine(View):
    """A post of a body with everybody who holds, held or will hold it."""

    id: str
    title: str
    kind: str
    kind_name: str
    head: bool
    liaison: bool
    ended: bool
    holders: tuple[HoldingLine, ...]


class NameLine(View):
    """A name of a body and its days."""

    text: str
    since: date | None
    until: date | None


class DutyLine(View):
    """A duty of a body for a region."""

    duty: str
    name: str
    region: str
    region_name: str
    valid: bool


class BodyDetail(View):
    """A body with everything an administrator may change."""

    version: int
    line: BodyLine
    level_name: str
    region_name: str
    prefix: str
    number: str
    administrative: str | None
    administrative_name: str
    professional: str | None
    professional_name: str
    since: date | None
    until: date | None
    names: tuple[NameLine, ...]
    duties: tuple[DutyLine, ...]
    posts: tuple[PostLine, ...]


class PersonDetail(View):
    """A person with posts, roles and open items."""

    version: int
    id: str
    name: str
    phone: str
    since: date | None
    until: date | None
    valid: bool
    holdings: tuple[HoldingLine, ...]
    grants: tuple[GrantLine, ...]
    tasks: int
    username: str | None


class Choices(View):
    """What the forms of a change offer, by id and name."""

    version: int
    regions: dict[str, str]
    bodies: dict[str, str]
    posts: dict[str, str]
    people: dict[str, str]
    post_kinds: dict[str, str]
    duties: dict[str, str]


class ChangePreview(View):
    """What a change would do. `tasks`: open items whose holders are looked for again; `warnings`: what needs thought."""

    version: int
    name: str
    differences: tuple[str, ...]
    tasks: int
    warnings: tuple[str, ...]


class ChangeReceipt(View):
    """A change that was made: the new version, and the body or person it is about."""

    version: int
    object_id: str
    message: str


class RoleRequestLine(View):
    """An administrator's role that waits for a second one (授权提请). `open_to_caller`: whoever looks at it may confirm it."""

    id: str
    person: str
    person_name: str
    role_name: str
    since: date
    last_day: date | None
    asked_by: str
    asked_at: datetime
    open_to_caller: bool


class ImportPreview(View):
    """What an import would do; with problems it cannot be done."""

    version: int
    differences: tuple[str, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


class AccountLine(View):
    """An account as its keepers see it. `state`: 正常、停用、锁定、待改密码."""

    username: str
    person: str
    name: str
    bodies: tuple[str, ...]
    role_names: tuple[str, ...]
    state: str
    disabled: bool
    logins: int
    tokens: int
    last_seen: datetime | None


class AccountList(View):
    """All accounts that fit a search, and the people who have none yet, by id and name."""

    items: tuple[AccountLine, ...]
    page: Page
    without: dict[str, str]


class InitialPassword(View):
    """A password that was made by the machine: shown this once, good for one login, then to be changed."""

    username: str
    password: str


class AccountReceipt(View):
    """What was done to an account."""

    username: str
    message: str
