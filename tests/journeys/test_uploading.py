"""Handing in files by clicks: what a file is and what to do stands beside its material, and what is kept is told."""

import pytest
from playwright.sync_api import Browser

from tests.flows.good_files import PDF, png
from tests.flows.uploads.test_known import boxes
from tests.journeys.browsing import NEEDED, Visitor
from tests.journeys.product import Product

pytestmark = [*NEEDED, pytest.mark.long]


def test_a_file_is_called_by_its_name_and_kept_under_its_kind(product: Product, browser: Browser) -> None:
    """A telephone's picture, a picture called a paper, a paper called a picture: the browser lets all of them pass to us."""
    staff = Visitor(browser, product).enter("county_finance.staff")
    staff.follow("公务用车派车")
    staff.press("申请")
    staff.sees_heading("申请：公务用车派车")
    staff.choose("以哪个岗位申请", "样例县财政局 工作人员")
    staff.pick("用车类型", "会议培训")
    staff.hand_in("IMG_0001.HEIC", boxes(b"heic", b"mif1"))
    staff.sees("这是 HEIC 照片")
    staff.sees("兼容性最佳")
    staff.hand_in("通知.pdf", png())
    staff.sees("只收 PDF")
    staff.sees("“通知.png”是 PNG 文件")
    staff.hand_in("通知.jpg", PDF)
    staff.sees("“通知.jpg”的内容是 PDF，已存为“通知.pdf”")
    staff.sees("已保存）")
    assert staff.foreign == []
