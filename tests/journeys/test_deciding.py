"""An item is decided in two clicks from the list, and on a telephone in four taps from the login; then comes the next one."""

import re
import time
from io import BytesIO

from playwright.sync_api import Browser, FloatRect, Locator, expect
from reportlab.pdfgen.canvas import Canvas

from flows.bootstrap import now, open_resources
from flows.settings import Settings
from matters.language.document import Definition
from storage.definitions import matters
from tests.flows.good_files import PDF
from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import CHIEF, CLERK, FILLED, TRIP, deeds, filed

pytestmark = NEEDED
FOR = "county_reform.staff"


class Counting(Visitor):
    """Somebody whose clicks are counted."""

    clicks = 0

    def click(self, what: Locator) -> None:
        """One click, on what is in sight."""
        expect(what).to_be_visible(timeout=PATIENCE)
        self.settled()
        self._read()
        what.click()
        self._pressed = time.monotonic()
        self.clicks += 1


def before_the_chief(product: Product, key: str) -> str:
    """A case that only waits to be agreed to."""
    case_no = filed(product, "MS032", TRIP | {"purpose": f"办理一件（{key}）"}, FOR, key)
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    return case_no


def item_of(visitor: Visitor, case_no: str) -> Locator:
    """The link of my item in the queue."""
    return visitor.page.locator("[class*=st-key-task-]").filter(has_text=case_no).get_by_role("link").first


def agree(visitor: Counting, product: Product, case_no: str) -> None:
    """Open the item and say yes; nothing is scrolled for it."""
    visitor.click(item_of(visitor, case_no))
    visitor.click(visitor.page.get_by_role("button", name="确认同意"))
    visitor.sees("已同意，办理结果：同意派车")
    assert [what for what, _, _ in deeds(product, FOR, case_no)].count("同意") == 1


def test_two_clicks_decide_an_item_and_the_next_one_is_offered(product: Product, browser: Browser) -> None:
    """From the list: open, agree. Then 下一件 by what it is about, and the way back to the queue."""
    case_no, _ = (before_the_chief(product, f"two-clicks-{n}") for n in (1, 2))
    chief = Counting(browser, product)
    chief.enter(CHIEF)
    chief.open("/tasks")
    agree(chief, product, case_no)
    assert chief.clicks == 2
    following = chief.page.get_by_role("link", name=re.compile("^下一件：【"))
    chief.click(following)
    expect(chief.page).not_to_have_url(re.compile(case_no), timeout=PATIENCE)
    chief.sees("请您办理")


def test_four_taps_decide_an_item_on_a_telephone(product: Product, browser: Browser) -> None:
    """Log in, 待办, the item, agree; what decides stands above the tabs at the foot of the screen."""
    case_no = before_the_chief(product, "four-taps")
    chief = Counting(browser, product)
    chief.page.set_viewport_size({"width": 375, "height": 700})
    chief.enter(CHIEF)
    chief.clicks = 1
    chief.click(chief.page.locator(".once-tabs").get_by_role("link", name=re.compile("待办")))
    agree(chief, product, case_no)
    assert chief.clicks == 4


def notices(product: Product, key: str) -> str:
    """A case before the chief with two materials, one of three pages."""
    written = BytesIO()
    canvas = Canvas(written)
    for number in range(3):
        canvas.drawString(200, 700 - 100 * number, "-" * 40)
        canvas.showPage()
    canvas.save()
    staff = product.person(FOR)
    files = [staff.upload("会议通知.pdf", written.getvalue()), staff.upload("名单.pdf", PDF)]
    case_no = staff.file(TRIP | {"purpose": f"看材料（{key}）", "passengers": 8}, "MS032", key, {"notice": files})
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    return case_no


def place(found: Locator) -> FloatRect:
    """Where it stands on the page."""
    box = found.bounding_box()
    assert box
    return box


def drawn(visitor: Visitor, told: str) -> Locator:
    """The page of a material, once the browser has drawn it."""
    picture = visitor.page.get_by_role("img", name=told)
    expect(picture).to_be_visible(timeout=PATIENCE)
    visitor.page.wait_for_function(
        "picture => picture.complete && picture.naturalWidth > 0", arg=picture.element_handle()
    )
    return picture


def test_materials_are_looked_at_beside_the_decision(product: Product, browser: Browser) -> None:
    """Both on one screen of a desk, by mouse and by keyboard; what was begun to write stands while pages are turned."""
    case_no = notices(product, "beside")
    chief = Counting(browser, product)
    chief.enter(CHIEF)
    chief.open(f"/case?case={case_no}")
    expect(drawn(chief, "会议通知.pdf，第 1 页，共 3 页")).to_be_in_viewport()
    expect(chief.page.get_by_role("button", name="确认同意")).to_be_in_viewport()
    chief.type("意见", "材料齐全，同意。")
    chief.click(chief.page.get_by_role("button", name="下一页"))
    drawn(chief, "会议通知.pdf，第 2 页，共 3 页")
    chief.page.get_by_role("button", name="下一页").focus()
    chief._read()
    chief.page.keyboard.press("Enter")
    drawn(chief, "会议通知.pdf，第 3 页，共 3 页")
    chief.pick("看哪份材料", "名单.pdf")
    drawn(chief, "名单.pdf")
    expect(chief.field("意见")).to_have_value("材料齐全，同意。", timeout=PATIENCE)
    chief.press("确认同意")
    chief.sees("已同意")
    assert chief.foreign == []


def test_on_a_telephone_materials_stand_before_what_decides(product: Product, browser: Browser) -> None:
    """After what is asked; the bar stays at the foot, and nothing goes over the side."""
    case_no = notices(product, "beside-small")
    chief = Counting(browser, product)
    chief.page.set_viewport_size({"width": 375, "height": 700})
    chief.enter(CHIEF)
    chief.open(f"/case?case={case_no}")
    picture = drawn(chief, "会议通知.pdf，第 1 页，共 3 页")
    picture.scroll_into_view_if_needed()
    expect(chief.page.get_by_role("button", name="确认同意")).to_be_in_viewport()
    above, below = (chief.page.get_by_role("heading", name=name) for name in ("申请内容", "办理过程"))
    assert place(above)["y"] < place(picture)["y"] < place(below)["y"]
    assert place(picture)["x"] + place(picture)["width"] <= 375
    chief.press("确认同意")
    chief.sees("已同意")


def asking_each_time(product: Product) -> str:
    """派车 under a code of its own, whose decision takes the password each time."""
    with open_resources(Settings(data_dir=product.folder)) as resources, resources.database.transaction() as session:
        head = matters.newest(session, "MS032")
        assert head is not None
        known = resources.definition(session, head.digest)
        document = known.model_dump(mode="json", by_alias=True, exclude_unset=True)
        document["steps"][1]["identity_check"] = "always"
        made = Definition.model_validate(
            document | {"code": "TX901", "name": "确认身份的事项", "aliases": ["确认身份"], "golden": []}
        )
        matters.publish(session, matters.save_draft(session, made), by="system", second="system", now=now())
    return made.code


def test_who_decides_proves_who_they_are_in_place(product: Product, browser: Browser) -> None:
    """What was written stands, and with the password the same press goes on."""
    case_no = filed(product, asking_each_time(product), TRIP | {"purpose": "确认身份"}, FOR, "proof")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = Counting(browser, product)
    chief.enter(CHIEF)
    chief.open("/tasks")
    chief.click(item_of(chief, case_no))
    chief.type("意见", "同意，请准时。")
    chief.press("确认同意")
    chief.sees("确认是您本人")
    expect(chief.field("意见")).to_have_value("同意，请准时。", timeout=PATIENCE)
    chief.type("登录密码", product.accounts[CHIEF]["password"])
    chief.press("确认同意")
    chief.sees("已同意")
    assert [what for what, _, _ in deeds(product, FOR, case_no)].count("同意") == 1
