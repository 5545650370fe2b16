"""What the running system says of itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from flows.views.base import Asked, View

NAME_LIMIT, NOTE_LIMIT, LEGEND_LIMIT = 40, 45, 8  # a line of the page's width; what fits below a star


class InstallationView(View, title="安装信息"):
    """What the office says of itself at one version."""

    version: int = Field(description="第几版")
    name: str = Field(description="本单位或本地的名称")
    note: str = Field(description="文书页脚的话")
    legend: str = Field(description="公章五角星下方的字")
    root_name: str = Field(description="印章根证书的名称")
    sample: bool = Field(description="是否样例")
    by: str = Field(description="由谁写明")
    by_name: str = Field(description="写明人的姓名")
    at: datetime = Field(description="何时写明")


class InstallationChange(Asked, title="修改安装信息"):
    """What is said otherwise from now on; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=NAME_LIMIT)
    note: str | None = Field(None, max_length=NOTE_LIMIT)
    legend: str | None = Field(None, max_length=LEGEND_LIMIT)


class Check(View, title="一项检查"):
    """One line of `once doctor`."""

    name: str = Field(description="检查项")
    ok: bool = Field(description="是否正常")
    detail: str = Field(description="检查结果")
    heed: bool = Field(False, description="虽然正常，但有事要办")
    part: str = Field("", description="检查的是部件或例行工作时，它的代号")


def all_well(checks: Iterable[Check]) -> bool:
    """Whether nothing is wrong."""
    return all(check.ok for check in checks)


class Figure(View, title="一项运行数据"):
    """One series of figures for whoever watches over the installation: each value by the values of its labels.

    A counter only grows, until its process is started anew; a gauge goes up and down.
    """

    name: str
    meaning: str
    kind: Literal["counter", "gauge"]
    labels: tuple[str, ...] = ()
    values: Mapping[tuple[str, ...], float]
