"""A matter of one's own: its duty, its posts and its robot are new here; published by clicks and carried to its paper."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from flows.adapters.calendars import statutory_calendar
from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import now, open_service
from flows.settings import Settings
from matters.calendar import local_day
from tests.journeys.browsing import NEEDED, PATIENCE
from tests.journeys.product import Product, until
from tests.journeys.scenes import done, visitor
from tests.parks import CHIEF, CLERK, CODE, HEAD, ROBOT, STAFF, SYSTEM, changes, parks_text

pytestmark = [*NEEDED, pytest.mark.long]
AUTHOR, SECOND = "p37", "p48"
WEARERS = {CLERK: "p40", CHIEF: "p39", HEAD: "p38", ROBOT: "p43"}  # they have accounts


@pytest.fixture
def connected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product to which the register of trees is connected."""
    folder = tmp_path_factory.mktemp("own") / "data"
    folder.mkdir(mode=0o700)
    systems = {SYSTEM: {"folder": str(folder.parent / "trees")}}
    (folder / "outside.json").write_text(json.dumps({"interfaces": {}, "systems": systems}), "utf-8")
    with Product(folder) as running:
        yield running


def set_up(product: Product, day: date) -> None:
    """The body comes into being, its posts with people who have accounts; a draft of its matter is begun."""
    accounts = {account["username"]: account for account in product.accounts.values()}
    with open_service(Settings(data_dir=product.folder)) as service:
        editing: Any = service.organisation_editing
        for change in changes(day, wearers=WEARERS):
            done(editing.change(LOCAL_MACHINE, change, done(editing.tree(LOCAL_MACHINE)).version))
        author = done(service.accounts.local(LOCAL_MACHINE, AUTHOR))
        done(service.matter_editing.begin(author, CODE, "树木修剪"))
    product.accounts.update({post: accounts[person] for post, person in WEARERS.items()})


@pytest.mark.timeout(600)
def test_a_definition_that_only_this_organisation_can_have_is_published_and_carried(
    connected: Product, browser: Browser
) -> None:
    """Checked in the organisation in force, published by a second person, handled by its posts and its robot."""
    day = local_day(now())
    set_up(connected, day)
    author = visitor(connected, browser, AUTHOR)
    author.open(f"/definition?matter={CODE}")
    author.page.get_by_role("tab", name="内容").click(timeout=PATIENCE)
    area = author.page.get_by_label("事项定义文本")
    expect(area).to_be_visible(timeout=PATIENCE)
    expect(author.page.get_by_role("button", name="提交发布", exact=True)).to_be_disabled()
    area.fill(parks_text(statutory_calendar(), day))
    expect(author.page.get_by_role("button", name="提交发布", exact=True)).to_be_enabled(timeout=PATIENCE)
    author.press("提交发布")
    author.sees("须由其他事项管理员审阅发布")
    second = visitor(connected, browser, SECOND)
    second.open("/definitions")
    second.follow(CODE)
    second.page.get_by_role("button", name="发布第 1 版", exact=True).click()
    second.page.get_by_role("button", name="确认发布第 1 版", exact=True).click()
    second.sees("新的申请按新版办理")
    staff = connected.person(STAFF)
    case_no = staff.file({"purpose": "修剪院内树木", "contact_phone": "5550050"}, CODE, "own-definition")
    connected.person(CLERK).act(case_no, "accept")
    connected.person(CHIEF).act(case_no, "approve", opinion="同意。")
    connected.person(ROBOT).act(case_no, "complete")
    case = until(lambda: _concluded(staff.get(f"/cases/{case_no}")), 90, "the case is concluded")
    reply = next(paper for paper in case["documents"] if "批复" in paper["title"])
    assert staff.content(f"/documents/{reply['id']}").startswith(b"%PDF")


def _concluded(case: Any) -> Any:
    return case if case["line"]["status"] == "concluded" else None
