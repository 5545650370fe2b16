"""The organisation and its accounts as administrators see them (机构与人员), and what a change of it would do."""

from datetime import date, datetime

from pydantic import Field

from flows.views.base import Page, View
from matters.organisation.snapshot import Role

_FIRST_DAY = "第一日；没有起点的为空"
_LAST_DAY = "最后一日；没有终点的为空"
_VALID = "今日是否有效"
_OPEN = "等候办理的待办的项数"


class BodyLine(View, title="一个单位"):
    """A body in the tree, with its name of today. `people`: how many hold a post there now."""

    id: str = Field(description="单位标识")
    name: str
    kind_name: str
    people: int = Field(description="现任人数")
    ended: bool = Field(description="是否已撤销")


class RegionNode(View, title="一个行政区及其单位"):
    """A region with its bodies; `depth` counts from the top."""

    code: str = Field(description="行政区划代码")
    name: str
    level_name: str = Field(description="层级名称")
    depth: int = Field(description="在行政区划中的深度，最上级为 0")
    bodies: tuple[BodyLine, ...] = Field(description="该行政区的单位")


class UnattendedView(View, title="一项无人可办的待办"):
    """An open item nobody can act on (无人可办)."""

    case_no: str
    matter_name: str
    step_name: str = Field(description="环节名称")
    holders: tuple[str, ...] = Field(description="原来的办理人")
    opened_at: datetime = Field(description="到达的时间")


class OrganisationTree(View, title="全部机构"):
    """The whole organisation at its newest version. `vacancies`: bodies where head, liaison or staff are missing."""

    version: int = Field(description="机构信息的版本号，调整时填写")
    regions: tuple[RegionNode, ...] = Field(description="各行政区及其单位，上级在前")
    vacancies: tuple[str, ...] = Field(description="岗位空缺")
    unattended: tuple[UnattendedView, ...] = Field(description="无人可办的待办，只列前若干项")
    unattended_total: int = Field(description="无人可办的待办的总项数")


class FoundLine(View, title="查到的单位或人员"):
    """A body or a person that a search found."""

    kind: str = Field(description="单位或者人员")
    id: str
    name: str
    detail: str = Field(description="所属的单位、岗位等")


class HoldingLine(View, title="一次任职"):
    """Who holds which post when. `tasks`: the open items that wait for the person under this hat."""

    person: str
    person_name: str = Field(description="姓名")
    post: str = Field(description="岗位标识")
    title: str = Field(description="岗位名称")
    body: str
    body_name: str
    since: date | None = Field(description=_FIRST_DAY)
    until: date | None = Field(description=_LAST_DAY)
    valid: bool = Field(description=_VALID)
    tasks: int = Field(description=_OPEN)


class GrantLine(View, title="一项授权"):
    """A role of a person within a scope."""

    role: Role = Field(description="角色")
    role_name: str = Field(description="角色名称")
    scope: str = Field(description="范围：单位标识、行政区划代码，或者 `*` 全部")
    scope_name: str = Field(description="范围名称")
    since: date | None = Field(description=_FIRST_DAY)
    until: date | None = Field(description=_LAST_DAY)
    valid: bool = Field(description=_VALID)


class PostLine(View, title="一个岗位及其任职"):
    """A post of a body with everybody who holds, held or will hold it."""

    id: str = Field(description="岗位标识")
    title: str = Field(description="岗位名称")
    kind: str = Field(description="类别标识")
    kind_name: str
    head: bool = Field(description="是否主要负责人")
    liaison: bool = Field(description="是否联络员")
    ended: bool = Field(description="是否已撤销")
    holders: tuple[HoldingLine, ...] = Field(description="现在、以前和以后的任职")


class NameLine(View, title="单位的一个名称"):
    """A name of a body and its days."""

    text: str = Field(description="名称")
    since: date | None = Field(description=_FIRST_DAY)
    until: date | None = Field(description=_LAST_DAY)


class DutyLine(View, title="单位的一项职责"):
    """A duty of a body for a region."""

    duty: str = Field(description="职责标识")
    name: str
    region: str = Field(description="行政区划代码")
    region_name: str = Field(description="行政区名称")
    valid: bool = Field(description=_VALID)


class BodyDetail(View, title="单位及其岗位、职责"):
    """A body with everything an administrator may change."""

    version: int = Field(description="机构信息的版本号，调整时填写")
    line: BodyLine
    level_name: str = Field(description="层级名称")
    region_name: str = Field(description="行政区名称")
    prefix: str = Field(description="机关代字")
    number: str = Field(description="单位编号")
    administrative: str | None = Field(description="行政上级的单位标识；没有的为空")
    administrative_name: str = Field(description="行政上级的名称")
    professional: str | None = Field(description="业务上级的单位标识；没有的为空")
    professional_name: str = Field(description="业务上级的名称")
    since: date | None = Field(description=_FIRST_DAY)
    until: date | None = Field(description=_LAST_DAY)
    names: tuple[NameLine, ...] = Field(description="各时期的名称")
    duties: tuple[DutyLine, ...] = Field(description="职责")
    posts: tuple[PostLine, ...] = Field(description="岗位")


class PersonDetail(View, title="人员及其任职、授权"):
    """A person with posts, roles and open items."""

    version: int = Field(description="机构信息的版本号，调整时填写")
    id: str = Field(description="人员标识")
    name: str = Field(description="姓名")
    phone: str = Field(description="电话")
    since: date | None = Field(description=_FIRST_DAY)
    until: date | None = Field(description=_LAST_DAY)
    valid: bool = Field(description="今日是否在职")
    holdings: tuple[HoldingLine, ...] = Field(description="任职")
    grants: tuple[GrantLine, ...] = Field(description="授权")
    tasks: int = Field(description=_OPEN)
    username: str | None = Field(description="用户名；没有账号的为空")


class Choices(View, title="调整时可以选择的内容，标识 → 名称"):
    """What the forms of a change offer, by id and name."""

    version: int = Field(description="机构信息的版本号，调整时填写")
    regions: dict[str, str] = Field(description="行政区")
    bodies: dict[str, str] = Field(description="单位")
    posts: dict[str, str] = Field(description="岗位")
    people: dict[str, str] = Field(description="人员")
    post_kinds: dict[str, str] = Field(description="岗位类别")
    duties: dict[str, str] = Field(description="职责")


class ChangePreview(View, title="调整的预览"):
    """What a change would do. `tasks`: open items whose holders are looked for again; `warnings`: what needs thought."""

    version: int = Field(description="机构信息的版本号，调整时填写")
    name: str = Field(description="调整的名称")
    differences: tuple[str, ...] = Field(description="将有哪些改变")
    tasks: int = Field(description="将重新确定办理人的待办的项数")
    warnings: tuple[str, ...] = Field(description="须留意的情况")


class ChangeReceipt(View, title="机构调整的回执"):
    """A change that was made: the new version, and the body or person it is about."""

    version: int = Field(description="机构信息的版本号")
    object_id: str = Field(description="调整的单位、岗位或人员的标识")
    message: str


class RoleRequestLine(View, title="一项等候确认的授权"):
    """An administrator's role that waits for a second one (授权提请). `open_to_caller`: whoever looks at it may confirm it."""

    id: str = Field(description="授权提请的标识，确认时填写")
    person: str
    person_name: str = Field(description="姓名")
    role_name: str = Field(description="角色名称")
    since: date = Field(description="自哪一日起")
    last_day: date | None = Field(description=_LAST_DAY)
    asked_by: str = Field(description="提请人")
    asked_at: datetime = Field(description="提请的时间")
    open_to_caller: bool = Field(description="是否可以由本人确认")


class ImportPreview(View, title="机构导入的预览"):
    """What an import would do; with problems it cannot be done."""

    version: int = Field(description="机构信息的版本号，导入时填写")
    differences: tuple[str, ...] = Field(description="将有哪些改变")
    problems: tuple[str, ...] = Field(description="必须改正的问题；有问题的不能导入")
    warnings: tuple[str, ...] = Field(description="须留意的情况")


class AccountLine(View, title="一个账号"):
    """An account as its keepers see it. `state`: 正常、停用、锁定、待改密码."""

    username: str
    person: str
    name: str = Field(description="姓名")
    bodies: tuple[str, ...] = Field(description="所在单位的名称")
    role_names: tuple[str, ...] = Field(description="角色名称")
    state: str = Field(description="状态：正常、停用、锁定、待改密码")
    disabled: bool = Field(description="是否已停用")
    logins: int = Field(description="未失效的登录的个数")
    tokens: int = Field(description="未失效的接口令牌的个数")
    last_seen: datetime | None = Field(description="最近使用的时间")


class AccountList(View, title="一页账号"):
    """All accounts that fit a search, and the people who have none yet, by id and name."""

    items: tuple[AccountLine, ...]
    page: Page
    without: dict[str, str] = Field(description="还没有账号的人员：人员标识 → 姓名")


class InitialPassword(View, title="初始密码"):
    """A password that was made by the machine: shown this once, good for one login, then to be changed."""

    username: str
    password: str = Field("", description="初始密码，只在此时给出一次，首次登录须修改；同一请求编号的重发为空")


class AccountReceipt(View, title="账号的回执"):
    """What was done to an account."""

    username: str
    message: str
