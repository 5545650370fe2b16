"""An approver at the end of the day: the queue narrowed, ticked and cleared, by keyboard, and found again on the way back."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import CHIEF, CLERK, FILLED, STAFF, TRIP, deeds

pytestmark = NEEDED


def waiting(product: Product, about: str, number: int) -> list[str]:
    """So many trips about that, which nobody else files, accepted and before the chief."""
    staff, clerk = product.person(STAFF), product.person(CLERK)
    found = [staff.file({**TRIP, "purpose": f"{about}第{n}批"}, "MS032", f"lists-{number}-{n}") for n in range(number)]
    for case_no in found:
        clerk.act(case_no, "accept", fills=FILLED)
    return found


def look_for(chief: Visitor, about: str, number: int) -> None:
    """Narrow the queue to that, and see so many."""
    field = chief.page.get_by_role("textbox", name="查找")
    field.fill(about)
    field.press("Enter")
    sees_number(chief, number)


def sees_number(chief: Visitor, number: int) -> None:
    """So many items in all."""
    expect(chief.page.get_by_text(f"待办（共 {number} 项）")).to_be_visible(timeout=PATIENCE)
    chief.settled()


def press_by_keyboard(chief: Visitor, button: str) -> None:
    """Without the mouse."""
    found = chief.page.get_by_role("button", name=button, exact=True)
    expect(found).to_be_enabled(timeout=PATIENCE)
    found.press("Enter")


def agree(chief: Visitor, number: int) -> None:
    """Give what is ticked one opinion, look at what is confirmed, and see what became of it."""
    opinion = chief.page.get_by_role("textbox", name="意见（各项相同）")
    opinion.fill("同意派车。")
    opinion.press("Enter")
    chief.settled()
    press_by_keyboard(chief, "批量同意")
    expect(chief.page.get_by_text(f"将对以下 {number} 项待办逐项办理")).to_be_visible(timeout=PATIENCE)
    press_by_keyboard(chief, "确认批量同意")
    expect(chief.page.get_by_text(f"已办理“同意” {number} 项")).to_be_visible(timeout=PATIENCE)
    chief.settled()


def test_a_narrowed_queue_is_ticked_and_agreed_to_by_keyboard(product: Product, browser: Browser) -> None:
    """Three of four go together; the fourth is left, and its filter with it on the way back from its case."""
    cases = waiting(product, "汛前巡查堤防", 4)
    chief = Visitor(browser, product).enter(CHIEF)
    chief.open("/tasks")
    look_for(chief, "汛前巡查堤防", 4)
    for case_no in cases[:3]:
        chief.tick(case_no)
    chief.sees("已选 3 项")
    agree(chief, 3)
    sees_number(chief, 1)
    expect(chief.box(cases[3])).not_to_be_checked(timeout=PATIENCE)
    assert [what for what, _, _ in deeds(product, STAFF, cases[0])].count("同意") == 1
    chief.follow("【审批】")
    expect(chief.page.get_by_text(cases[3]).first).to_be_visible(timeout=PATIENCE)
    chief.settled()
    chief.page.go_back()
    sees_number(chief, 1)
    expect(chief.page.get_by_role("textbox", name="查找")).to_have_value("汛前巡查堤防", timeout=PATIENCE)
    chief.page.context.close()


@pytest.mark.long
def test_sixty_items_are_cleared(product: Product, browser: Browser) -> None:
    """Twenty to a page: one tick, all that are alike, one opinion; three times, and nothing is left."""
    cases = waiting(product, "年终清查车辆", 60)
    chief = Visitor(browser, product).enter(CHIEF)
    chief.open("/tasks")
    look_for(chief, "年终清查车辆", 60)
    for left in (60, 40, 20):
        sees_number(chief, left)
        chief.page.get_by_role("checkbox").first.focus()
        chief.page.keyboard.press("Space")
        press_by_keyboard(chief, "全选本页同类（另有 19 项）")
        chief.sees("已选 20 项")
        agree(chief, 20)
    chief.sees("没有符合筛选条件的待办")
    for case_no in (cases[0], cases[-1]):
        assert [what for what, _, _ in deeds(product, STAFF, case_no)].count("同意") == 1
    chief.page.context.close()
