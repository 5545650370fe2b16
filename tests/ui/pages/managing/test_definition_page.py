"""Matter management on pages: a matter's text with its remarks, what is drawn from it, and the way into force.

Covers: ui/components/definitions/cancelling.py, ui/components/definitions/editor.py
Covers: ui/components/definitions/language_help.py
Covers: ui/components/definitions/offering.py, ui/components/definitions/parts.py, ui/components/definitions/preview.py
Covers: ui/components/guides/route_picture.py, ui/pages/managing/definitions_page.py
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from streamlit.testing.v1 import AppTest

from flows.adapters.calendars import statutory_calendar
from flows.checking import check_text
from flows.service.shown.definitions import check_view, differences_view
from flows.views.editing import (
    CheckView,
    DefinitionDraft,
    DefinitionLine,
    DefinitionList,
    DefinitionView,
    DifferencesView,
    DiscardedReceipt,
    DraftState,
    PublishedReceipt,
    SourceView,
    VersionView,
)
from flows.views.matters import Expectation, ForecastView
from flows.views.people import Caller
from matters.errors.administering import ChangedSinceReview, EditedMeanwhile
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.organisation.snapshot import NAMELESS
from matters.trials.surroundings import Surroundings
from matters.world import World
from storage.definitions import catalog
from tests.sound import sound_template
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import AT, TOKEN, ZHONG, StubService
from tests.ui.stub_cancelling import GONE
from ui.components.definitions import editor as definition_editor

V = TypeVar("V")
CODE = "XY001"
TEXT = sound_template(CODE, "样例事项")
SAMPLE = catalog.sample_organisation()
AROUND = Surroundings(World(SAMPLE, statutory_calendar(), AT), {}, SAMPLE)
BROKEN = TEXT.replace("type: phone", "type: phonee")
NEXT = TEXT.replace("version: 1}", "version: 2}").replace("working_days, days: 3}", "working_days, days: 4}")
CURRENT = VersionView(
    version=1, digest="d" * 64, published_at=AT, published_by="甲", second_by="乙", running=2, current=True
)
WRITING = DraftState(
    code=CODE,
    based_on=1,
    version=2,
    revision=4,
    saved_by="甲",
    saved_at=AT,
    submitted_by="",
    submitted_at=None,
    submitted_digest=None,
    returned_by="",
    return_reason="",
    may_publish=False,
)
WAITING = WRITING.model_copy(
    update={"submitted_by": "甲", "submitted_at": AT, "submitted_digest": "e" * 64, "may_publish": True}
)


@dataclass
class Desk:
    """Version 1 is in force; the draft is what the test says. `calls` are the changing calls, `refusal` answers them."""

    draft: DefinitionDraft | None = None
    refusal: Refusal | None = None
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def list(self, caller: Caller) -> DefinitionList:
        state = self.draft.state if self.draft else None
        line = DefinitionLine(code=CODE, name="样例事项", current=CURRENT, older_running=3, draft=state)
        return DefinitionList(items=(line,))

    def show(self, caller: Caller, code: str) -> DefinitionView:
        return DefinitionView(code=code, name="样例事项", versions=(CURRENT,), draft=self.draft)

    def source(self, caller: Caller, code: str, version: int) -> SourceView:
        return SourceView(text=TEXT, typed=False)

    def check(self, caller: Caller, code: str, text: str) -> CheckView:
        return check_view(check_text(text, AROUND))

    def compare(self, caller: Caller, code: str, older: int, newer: int | None = None) -> DifferencesView | Refusal:
        old, new = read_definition(TEXT, ""), read_definition(self.draft.text if self.draft else TEXT, "")
        if isinstance(old, Definition) and isinstance(new, Definition):
            return differences_view(old, new, NAMELESS)
        return ChangedSinceReview()

    def try_out(self, caller: Caller, code: str, answers: Mapping[str, Any], post: str) -> ForecastView:
        steps = (Expectation(step="accept", name="受理", who=("廖文",), limit="当日"),)
        return ForecastView(steps=steps, errands=0, promised="3 个工作日")

    def begin(self, caller: Caller, code: str, name: str = "") -> DefinitionDraft | Refusal:
        self.draft = DefinitionDraft(state=WRITING, text=NEXT)
        return self._did("begin", code, name, answer=self.draft)

    def save(self, caller: Caller, code: str, text: str, revision: int) -> DefinitionDraft | Refusal:
        state = WRITING.model_copy(update={"revision": revision + 1})
        return self._did("save", text, revision, answer=DefinitionDraft(state=state, text=text))

    def submit(self, caller: Caller, code: str, revision: int, key: str) -> DefinitionDraft | Refusal:
        return self._did("submit", revision, answer=self._draft, key=key)

    def take_back(self, caller: Caller, code: str, key: str) -> DefinitionDraft | Refusal:
        return self._did("take_back", answer=self._draft, key=key)

    def send_back(self, caller: Caller, code: str, reason: str, key: str) -> DefinitionDraft | Refusal:
        return self._did("send_back", reason, answer=self._draft, key=key)

    def publish(self, caller: Caller, code: str, digest: str, key: str) -> PublishedReceipt | Refusal:
        receipt = PublishedReceipt(code=code, version=2, digest="f" * 64, message="已发布第 2 版。")
        return self._did("publish", digest, answer=receipt, key=key)

    def discard(self, caller: Caller, code: str, revision: int, key: str) -> DiscardedReceipt | Refusal:
        return self._did("discard", revision, answer=DiscardedReceipt(code=code), key=key)

    @property
    def _draft(self) -> DefinitionDraft:
        assert self.draft
        return self.draft

    def _did(self, *call: object, answer: V, key: str = "") -> V | Refusal:
        self.calls.append(call)
        self.keys.add(key)
        return self.refusal or answer


Editing = Callable[..., Desk]


@pytest.fixture
def editing(office: StubService) -> Editing:
    """The desk behind the pages, with a draft or without; whoever is logged in is an administrator of matters."""

    def behind(state: DraftState | None = None, text: str = NEXT) -> Desk:
        desk = Desk(DefinitionDraft(state=state, text=text) if state else None)
        office.matter_editing = desk  # type: ignore[attr-defined]
        office.people[TOKEN] = ZHONG.model_copy(update={"roles": frozenset({"matter_admin"})})
        return desk

    return behind


def button(page: AppTest, label: str) -> Any:  # noqa: ANN401 - AppTest's own
    """The button of that label."""
    return next(one for one in page.button if one.label == label)


def revision(page: AppTest) -> int:
    """The revision of the text that the page holds."""
    turn = page.session_state[f"definition.{CODE}.turn"]
    return int(page.session_state[f"definition.{CODE}.revision.{turn}"])


def test_the_list_tells_versions_cases_and_drafts(open_page: Open, editing: Editing) -> None:
    """And that a draft waits for the one who looks."""
    editing(WAITING)
    text = said(open_page("definitions_page"))
    for words in ("第 1 版", "在办 2 件，另有 3 件按以前的版本办理", "等候第二人审阅", "有 1 份草案等您审阅发布"):
        assert words in text.replace("\\", "")


def test_what_is_missing_before_a_matter_is_offered_is_listed_and_filled_in(
    open_page: Open, editing: Editing, office: StubService
) -> None:
    """Looked up only when asked for; hints that were filled in elsewhere stay."""
    editing()
    page = open_page("definitions_page")
    assert "未填写监督电话" not in said(page)
    page.toggle(key="definitions.offering").set_value(True).run()
    assert "未开通" in said(page)
    assert "未填写监督电话" in said(page)
    page.text_input(key="definitions.offering.XX001.logistics.supervision").set_value("8210013")
    button(page, "保存本地内容").click().run()
    ((_, wanted),) = office.did("fill")
    assert (wanted.enquiry, wanted.supervision, wanted.hints) == (
        "8210016",
        "8210013",
        {"destination": "写到乡镇。", "purpose": "如赴某镇。"},
    )


def test_a_new_matter_begins_with_code_and_name(open_page: Open, editing: Editing) -> None:
    """The code in capitals, whatever was typed."""
    desk = editing()
    desk.refusal = ChangedSinceReview()
    page = open_page("definitions_page")
    page.text_input(key="definitions.new.code").set_value("ab123")
    page.text_input(key="definitions.new.name").set_value("值班安排")
    button(page, "从模板起草").click().run()
    assert desk.calls == [("begin", "AB123", "值班安排")]
    assert page.error[0].value


def test_a_version_in_force_is_shown_and_not_edited(open_page: Open, editing: Editing) -> None:
    """With its steps, golden cases and text; the way on is a new draft."""
    desk = editing()
    page = open_page("definition_page", matter=CODE)
    text = said(page)
    assert not page.exception
    assert "已发布的版本不能修改" in text
    assert "once-card" in text
    assert "受理机构的车辆调度岗" in text
    assert "未检查" in text
    assert TEXT.strip() in [one.value for one in page.code]
    button(page, "起草新版本").click().run()
    assert desk.calls == [("begin", CODE, "")]


def test_a_clean_draft_is_previewed_compared_and_submitted(open_page: Open, editing: Editing) -> None:
    """The form with the real widgets, who would get it, and what changes, by what it touches."""
    desk = editing(WRITING, NEXT.replace("case: 2026-03-05}", "case: 2026-03-06}"))
    page = open_page("definition_page", matter=CODE)
    text = said(page).replace("\\", "")
    assert not page.exception
    assert "申请事由" in text
    assert "廖文" in text
    assert "承诺时限由“3 个工作日”改为“4 个工作日”" in text
    assert "没有问题，可以提交发布。" in text
    button(page, "提交发布").click().run()
    assert desk.calls == [("submit", 4)]


def test_a_broken_draft_names_line_and_words(open_page: Open, editing: Editing) -> None:
    """And cannot be submitted."""
    editing(WRITING, BROKEN)
    page = open_page("definition_page", matter=CODE)
    text = said(page)
    assert "检查（1）" in [tab.label for tab in page.tabs]
    assert "contact_phone, label: 联系电话" in text
    assert "没有这种类型“phonee”" in text
    assert "改好后才能显示" in text
    assert button(page, "提交发布").disabled


def test_the_second_person_publishes_what_the_page_shows(open_page: Open, editing: Editing) -> None:
    """The digest of the text goes with the click."""
    desk = editing(WAITING)
    page = open_page("definition_page", matter=CODE)
    button(page, "确认发布第 2 版").click().run()
    assert desk.calls == [("publish", "e" * 64)]
    assert "已发布第 2 版" in said(page).replace("\\", "")


def test_the_second_person_sends_it_back_with_a_reason(open_page: Open, editing: Editing) -> None:
    """What is wanted goes to the author."""
    desk = editing(WAITING)
    page = open_page("definition_page", matter=CODE)
    reason = page.text_area(key=f"definition.send_back.{'e' * 64}.reason")
    reason.set_value("请写明依据。")  # the page has not run when the button is clicked
    button(page, "确认退回修改").click().run()
    assert desk.calls == [("send_back", "请写明依据。")]


def test_its_author_waits_or_takes_it_back(open_page: Open, editing: Editing) -> None:
    """There is no button to publish."""
    desk = editing(WAITING.model_copy(update={"may_publish": False}))
    page = open_page("definition_page", matter=CODE)
    assert not [one for one in page.button if one.label.startswith("发布")]
    button(page, "撤回提交，继续修改").click().run()
    assert desk.calls == [("take_back",)]


def test_what_is_typed_is_saved_with_the_revision_seen(
    open_page: Open, editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser's text goes to the service; a refusal is told and the text stays."""
    desk = editing(WRITING)
    page = open_page("definition_page", matter=CODE)
    assert revision(page) == 4
    program = f"from ui.pages.managing import definition_page\ndefinition_page._save({CODE!r})\ndefinition_page.page()"
    monkeypatch.setattr("ui.pages.managing.definition_page.typed", lambda key: BROKEN)
    again = AppTest.from_string(program, default_timeout=30)
    again.query_params["matter"] = CODE
    again.session_state[f"definition.{CODE}.turn"] = "now"
    again.session_state[f"definition.{CODE}.revision.now"] = 4
    again.run()
    assert desk.calls == [("save", BROKEN, 4)]
    assert again.session_state[f"definition.{CODE}.revision.now"] == 5
    desk.refusal = EditedMeanwhile(who="乙", at=AT)
    again.run()
    assert any("另行保存" in error.value for error in again.error)
    assert "phonee" in said(again)


def test_another_tab_that_saved_is_told(open_page: Open, editing: Editing) -> None:
    """With the way to the newest text."""
    desk = editing(WRITING)
    page = open_page("definition_page", matter=CODE)
    desk.draft = DefinitionDraft(state=WRITING.model_copy(update={"revision": 9, "saved_by": "乙"}), text=NEXT)
    page.run()
    assert any("另行保存" in one.value for one in page.warning)
    button(page, "载入最新内容").click().run()
    assert revision(page) == 9
    assert not page.warning


def test_a_page_without_a_matter_says_where_to_choose(open_page: Open, editing: Editing) -> None:
    """Nothing fails."""
    editing()
    assert "事项管理" in said(open_page("definition_page"))


def test_the_editors_files_are_where_they_are_declared() -> None:
    """Its script is served from our own address, as the policy of the gate demands."""
    folder = definition_editor._ROOM / "definition_editor"
    assert {file.name for file in folder.iterdir()} == {"editor.js", "editor.css"}
    assert "http" not in (folder / "editor.js").read_text("utf-8")


def test_a_matter_is_asked_to_be_cancelled_with_its_ground(
    open_page: Open, editing: Editing, office: StubService
) -> None:
    """What becomes of open cases has to be said first."""
    editing()
    page = open_page("definition_page", matter=CODE)
    key = f"cancelling.{CODE}.0"
    assert page.button(key=f"{key}.ask").disabled
    page.text_input(key=f"{key}.ground").set_value("关于取消的通知")
    page.text_input(key=f"{key}.document_no").set_value("样政办〔2026〕8号")
    page.radio(key=f"{key}.open_cases").set_value("ended").run()
    page.button(key=f"{key}.ask").click().run()
    ((_, wanted),) = office.did("cancelling_ask")
    assert (wanted.ground, wanted.open_cases) == ("关于取消的通知", "ended")


def test_a_cancellation_that_waits_is_settled_and_one_that_stands_withdrawn(
    open_page: Open, editing: Editing, office: StubService
) -> None:
    """By their buttons, and no second one is asked for beside it."""
    editing()
    office.answers["cancellations"] = (GONE,)
    page = open_page("definition_page", matter=CODE)
    assert "<script" not in said(page)
    page.button(key="cancelling.4.confirm").click().run()
    page.button(key="cancelling.4.send_back").click().run()
    office.answers["cancellations"] = (GONE.model_copy(update={"state": "confirmed", "state_name": "已确认"}),)
    page = open_page("definition_page", matter=CODE)
    page.button(key="cancelling.4.withdraw").click().run()
    assert [call[0] for call in office.calls if call[0].startswith("cancelling")] == [
        "cancelling_confirm",
        "cancelling_send_back",
        "cancelling_withdraw",
    ]
