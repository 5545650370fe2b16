"""Who calls, under which hats, and logins."""

from datetime import datetime

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from flows.views.base import Page, View
from matters.commands.base import Proof
from matters.organisation.snapshot import Role


class PostView(View, title="岗位，名称以今日为准"):
    """A hat of a person: post and body with their names of today."""

    post: str = Field(description="岗位标识，办理时填入 `post`")
    title: str = Field(description="岗位名称")
    body: str
    body_name: str


class Caller(View, title="本人：身份、角色和岗位"):
    """Who calls: person with roles, hats and where from. `local` is the command line of the machine itself.

    `must_change`: logged in with an initial password; nothing is open to them but choosing one of their own.
    `token`: the id of the API token that stands for them; `login`: which login does, and `proof`: what it knows of who they are.
    """

    person: str
    name: str = Field(description="姓名")
    username: str
    roles: frozenset[Role] = Field(description="角色")
    posts: tuple[PostView, ...] = Field(description="现任岗位")
    address: str = Field("", description="请求来自的网络地址")
    local: bool = Field(False, description="是否本机命令行；经接口的一律为否")
    token: str = Field("", description="所用接口令牌的标识；以登录会话调用的为空")
    scope: tuple[str, ...] | None = Field(None, description="所用接口令牌可以用于哪些调用；不限的为空")
    login: SkipJsonSchema[str] = Field("", exclude=True, repr=False)
    proof: SkipJsonSchema[Proof | None] = Field(None, exclude=True)
    must_change: bool = Field(False, description="须先修改初始密码；修改之前，其他接口以 `forbidden` 拒绝")

    @property
    def bodies(self) -> frozenset[str]:
        """For which the caller may act."""
        return frozenset(hat.body for hat in self.posts)

    def hat(self, chosen: str | None) -> str | None:
        """The post chosen, as long as it is held; else the first where all are of one body, so that nobody need be asked."""
        if chosen in {hat.post for hat in self.posts}:
            return chosen
        return self.posts[0].post if len(self.bodies) == 1 else None


class SessionView(View, title="新的登录会话"):
    """A fresh login: the token is shown once and kept only as a digest."""

    token: str = Field(description="会话令牌，只在此时给出一次；放入 `Authorization: Bearer` 请求头")
    caller: Caller = Field(description="登录的人")
    expires_at: datetime = Field(description="会话最迟失效的时间")


class PersonChoice(View, title="可供选择的人员"):
    """A person one may choose (人员): with body and title of every post, and nothing else that is known of them."""

    id: str
    name: str = Field(description="姓名")
    title: str = Field(description="各岗位的单位和名称")

    @property
    def text(self) -> str:
        """How the person is told from namesakes."""
        return f"{self.name}（{self.title}）" if self.title else self.name


class PersonChoices(View, title="查到的人员，只列前若干个"):
    """The first people found."""

    items: tuple[PersonChoice, ...]
    page: Page


class BodyChoice(View, title="可供选择的单位"):
    """A body one may choose (单位), by its name of today."""

    id: str
    name: str
    kind_name: str


class BodyChoices(View, title="查到的单位，只列前若干个"):
    """The first bodies found."""

    items: tuple[BodyChoice, ...]
    page: Page
