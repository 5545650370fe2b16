"""What stood on the screen at the press is what is on record, whatever happens to the line, the process and the page."""

import contextlib
import itertools
import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect

from flows.bootstrap import open_service
from flows.settings import Settings
from tests.journeys.browsing import NEEDED, PATIENCE, READING, Visitor
from tests.journeys.cutting import ASKED, READ, WORDS, Trouble, Typist
from tests.journeys.lines import Line, line
from tests.journeys.product import Product, until
from tests.journeys.scenes import CHIEF, CLERK, FILLED, STAFF, TRIP, caller, done, filed, keeper, post_of

pytestmark = NEEDED
AUTHOR = "p37"


@pytest.fixture
def cable(product: Product) -> Iterator[Line]:
    """The line of this test."""
    with line(product) as made:
        yield made


def _seeds() -> Iterator[int]:
    first = int(os.environ.get("ONCE_TEST_SEED", int.from_bytes(os.urandom(4), "big")))
    print(f"ONCE_TEST_SEED={first}")  # noqa: T201 - shown by pytest with a failure, which can then be played again
    return itertools.count(first)


def _filing(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """A car is asked for while the line fails."""
    dice, staff = random.Random(seed), Visitor(browser, product, url=cable.url)
    staff.page.add_init_script(READ)
    staff.enter(STAFF).open("/filing?matter=MS032")
    _prepare(staff)
    trouble = Trouble(product, cable, staff.page, dice)
    labels = ("用车事由", "目的地", "乘车人数", "联系人")
    typist = Typist(staff, dice)
    typist.fill(labels, trouble)
    link = staff.page.get_by_role("link", name="查看办理进度")
    shown = typist.press("提交申请", lambda: typist.mend(labels), lambda: link.count() > 0)
    record = {one["label"]: one["text"] for one in product.person(STAFF).get(f"/cases/{staff.filed()}")["answers"]}
    kept = {label: record.get(label, "").removesuffix("人") for label in (*labels, "用车类型", "是否跨市")}
    screens = [{label: one.get(label, "") for label in kept} for one in shown]
    assert kept in screens, f"seed {seed}, {trouble.name}"
    staff.page.context.close()
    trouble.over()


def _prepare(staff: Visitor) -> None:
    """Everything but the texts, and a telephone number to type on."""
    staff.choose("以哪个岗位申请", "样例县财政局 工作人员")
    staff.pick("用车类型", "文件交换")
    staff.set_time("出发时间", "203003010800")
    staff.set_time("预计返回时间", "203003011800")
    staff.choose("是否跨市", "否")
    staff.type("联系电话", "5550061")
    staff.page.get_by_text("我已阅读并作出上述承诺").click()
    staff.settled()


def _acceptance(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """A clerk accepts with a plate, a driver and an opinion while the line fails."""
    dice = random.Random(seed)
    case_no = filed(product, "MS032", TRIP, STAFF, f"cut-{seed}")
    until(lambda: product.person(CLERK).task(case_no, "accept"), 60, f"{case_no} waits for the clerk")
    clerk = Visitor(browser, product, url=cable.url)
    clerk.page.add_init_script(READ)
    clerk.enter(CLERK).open(f"/case?case={case_no}")
    clerk.choose("办理意见", "受理")
    trouble = Trouble(product, cable, clerk.page, dice)
    typist = Typist(clerk, dice)
    labels = ("车牌号", "驾驶员", "意见")
    typist.fill(labels, trouble)

    def done() -> bool:
        view: Any = product.person(CLERK).get(f"/cases/{case_no}")
        return any(one["what"] == "受理" for one in view["timeline"])

    def mend() -> None:
        """What is chosen is asked again on a page loaded anew."""
        if not clerk.page.get_by_role("radio", name="受理", exact=True).is_checked(timeout=500):
            clerk.page.get_by_role("radiogroup", name="办理意见").get_by_text("受理", exact=True).click(timeout=500)
            clerk.page.wait_for_timeout(500)
        typist.mend(labels)

    shown = typist.press("确认受理", mend, done)
    view = product.person(CLERK).get(f"/cases/{case_no}")
    record = {one["label"]: one["text"] for one in view["answers"]}
    kept = {label: record.get(label, "") for label in ("车牌号", "驾驶员")}
    kept["意见"] = next(one for one in view["timeline"] if one["what"] == "受理")["opinion"] or ""
    screens = [{label: one.get(label, "") for label in kept} for one in shown]
    assert kept in screens, f"seed {seed}, {trouble.name}"
    clerk.page.context.close()
    trouble.over()


def _definition(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """A draft of a matter is written while the line fails: what stands in the editor is what the server has."""
    dice, author = random.Random(seed), Visitor(browser, product, url=cable.url)
    post = post_of(product, AUTHOR)
    author.enter(post).open("/definition?matter=MS013")
    area, begin = author.page.get_by_label("事项定义文本"), author.page.get_by_role("button", name="起草新版本")
    if begin.count():
        begin.click()
    author.page.get_by_role("tab", name="内容").click(timeout=PATIENCE)
    expect(area).to_be_editable(timeout=PATIENCE)
    trouble = Trouble(product, cable, author.page, dice)
    struck = dice.randrange(20)
    for nth in range(20):
        if nth == struck:
            trouble.strike()
        with contextlib.suppress(Error):
            area.click(timeout=500)
            author.page.keyboard.press("Control+End")
            author.page.keyboard.type(dice.choice(WORDS), delay=dice.randint(0, 150))

    with open_service(Settings(data_dir=product.folder)) as service:
        me = caller(product, service, post)

        def same() -> bool:
            kept = done(service.matter_editing.show(me, "MS013")).draft.text
            with contextlib.suppress(Error):
                return bool(kept == area.input_value(timeout=500))
            return False

        until(same, 40, f"the editor shows what the server has: seed {seed}, {trouble.name}")
        author.page.context.close()
        trouble.over()
        draft = done(service.matter_editing.show(me, "MS013")).draft
        done(service.matter_editing.discard(me, "MS013", draft.state.revision))


def _batch(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """Two trips are approved at once, with one opinion, while the line fails."""
    dice = random.Random(seed)
    numbers = [filed(product, "MS032", TRIP, STAFF, f"cut-{seed}-{nth}") for nth in (1, 2)]
    for case_no in numbers:
        product.person(CLERK).act(case_no, "accept", fills=FILLED)
        until(lambda of=case_no: product.person(CHIEF).task(of, "approve"), 60, f"{case_no} waits")  # type: ignore[misc]
    chief = Visitor(browser, product, url=cable.url)
    chief.page.add_init_script(READ)
    chief.enter(CHIEF).open("/tasks")
    trouble, typist = Trouble(product, cable, chief.page, dice), Typist(chief, dice)
    _choose_items(chief, numbers)
    typist.fill(("意见",), trouble)

    def mend() -> None:
        """A page loaded anew has nothing chosen, and asks nothing."""
        if chief.page.get_by_role("button", name="确认批量同意").count():
            return
        _choose_items(chief, numbers)
        typist.mend(("意见",))
        chief.page.get_by_role("button", name="批量同意", exact=True).click(timeout=1000)

    def opinions() -> set[str]:
        views = [product.person(CHIEF).get(f"/cases/{case_no}")["timeline"] for case_no in numbers]
        return {one["opinion"] or "" for view in views for one in view if one["what"] == "同意"}

    shown = typist.press("确认批量同意", mend, lambda: bool(opinions()))
    (kept,) = opinions()
    asked = f"意见：“{kept}”" if kept else "没有填写意见"
    assert any(asked in one[ASKED] for one in shown), f"seed {seed}, {trouble.name}: {kept}, {shown}"
    chief.page.context.close()
    trouble.over()


def _choose_items(chief: Visitor, numbers: list[str]) -> None:
    with contextlib.suppress(Error):
        for number in numbers:
            if not chief.box(number).is_checked(timeout=1000):
                chief.box(number).focus(timeout=1000)
                chief.page.keyboard.press("Space")
                chief.page.wait_for_timeout(READING)


def _proxy(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """An agent is named up to an amount while the line fails."""
    dice = random.Random(seed)
    chief = Visitor(browser, product, url=cable.url)
    chief.page.add_init_script(READ)
    chief.enter(CHIEF).open("/proxies")
    trouble, typist = Trouble(product, cable, chief.page, dice), Typist(chief, dice)
    _name_agent(chief)
    typist.fill(("金额上限",), trouble)
    with open_service(Settings(data_dir=product.folder)) as service:
        me = caller(product, service, CHIEF)

        def granted() -> list[Any]:
            return [one for one in done(service.proxies.list(me)).granted if one.state == "in_force"]

        def mend() -> None:
            if not chief.page.get_by_role("combobox", name="由谁代理").first.input_value(timeout=500):
                _name_agent(chief)
            typist.mend(("金额上限",))

        shown = typist.press("授权代理", mend, lambda: bool(granted()))
        (kept,) = granted()
        assert float(kept.up_to) in [float(one.get("金额上限") or 0) for one in shown], f"seed {seed}, {trouble.name}"
        chief.page.context.close()
        trouble.over()
        done(service.proxies.revoke(me, kept.id))


def _name_agent(chief: Visitor) -> None:
    with contextlib.suppress(Error, AssertionError):
        chief.pick("由谁代理", "阎淑贞")
        chief.set_time("截止日期", "20350301")
        chief.settled()


def _organisation(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """A telephone is changed while the line fails: previewed, and confirmed as it stood."""
    dice, registrar = random.Random(seed), Visitor(browser, product, url=cable.url)
    registrar.page.add_init_script(READ)
    with open_service(Settings(data_dir=product.folder)) as service:
        me = keeper(product, service, "org_admin")
        registrar.enter(post_of(product, me.username))
        registrar.open(f"/person?person={AUTHOR}")
        trouble, typist = Trouble(product, cable, registrar.page, dice), Typist(registrar, dice)
        registrar.pick("调整内容", "更改电话")
        typist.fill(("电话",), trouble)
        before = done(service.organisation_editing.person(me, AUTHOR)).phone

        def phone() -> str:
            return str(done(service.organisation_editing.person(me, AUTHOR)).phone)

        def mend() -> None:
            """A page loaded anew asks first what is to be done."""
            if not registrar.page.get_by_label("电话").count():
                registrar.pick("调整内容", "更改电话")
            typist.mend(("电话",))
            if not registrar.page.get_by_role("button", name="确认更改电话").count():
                registrar.page.get_by_role("button", name="预览影响").click(timeout=1000)

        shown = typist.press("确认更改电话", mend, lambda: phone() != before)
        assert phone() in [one.get("电话") for one in shown], f"seed {seed}, {trouble.name}"
        registrar.page.context.close()
        trouble.over()


SCENES = (_filing, _acceptance, _definition, _batch, _proxy, _organisation)


def _cuts(product: Product, browser: Browser, cable: Line, number: int) -> None:
    scenes = itertools.cycle(SCENES)
    for seed, scene, _ in zip(_seeds(), scenes, range(number), strict=False):
        scene(product, browser, cable, seed)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_record_is_what_the_screen_showed(product: Product, browser: Browser, cable: Line) -> None:
    """Ten times, a short form of the two hundred below."""
    _cuts(product, browser, cable, 10)


@pytest.mark.crash
@pytest.mark.timeout(7200)
def test_the_record_is_what_the_screen_showed_two_hundred_times(
    product: Product, browser: Browser, cable: Line
) -> None:
    """Cuts, stalls, killed processes and suspended pages at random moments of every scene."""
    _cuts(product, browser, cable, 200)
