"""An opinion begun on an item: kept for its handler alone, gone once the item is done, never with a secrecy mark."""

from itertools import count
from typing import Any

from matters.errors.door import NotFound, SecrecyMark
from matters.errors.handling import OpinionRequired
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CAR, CLERK, STAFF, STRANGER, Office
from tests.matters.stories import varied

_codes = count(1)
OPINION = "申请内容完整，予以受理。"


def test_an_opinion_is_kept_until_the_item_is_done(office: Office) -> None:
    """The newest counts; whoever has decided has none any more."""
    case_no = office.file()
    task, who, desk = office.task(CLERK, case_no), office.who(CLERK), office.service.drafts
    assert desk.load_opinion(who, task.id) == ""
    desk.save_opinion(who, task.id, "申请内容")
    desk.save_opinion(who, task.id, OPINION)
    assert desk.load_opinion(who, task.id) == OPINION
    office.done(CLERK, case_no, "refuse_acceptance", opinion="不予受理。")
    assert desk.load_opinion(who, task.id) == ""
    assert isinstance(desk.save_opinion(who, task.id, OPINION), NotFound)


def test_an_opinion_is_its_writers_alone(office: Office) -> None:
    """Neither the applicant nor a stranger reads or writes it."""
    case_no = office.file()
    task, desk = office.task(CLERK, case_no), office.service.drafts
    desk.save_opinion(office.who(CLERK), task.id, OPINION)
    for other in (STAFF, STRANGER):
        assert desk.load_opinion(office.who(other), task.id) == ""
        assert isinstance(desk.save_opinion(office.who(other), task.id, "改"), NotFound)
    assert desk.load_opinion(office.who(CLERK), task.id) == OPINION


def test_a_secrecy_mark_is_not_kept(office: Office) -> None:
    """Refused before it reaches the disk; what was kept before stays."""
    task, desk = office.task(CLERK, office.file()), office.service.drafts
    desk.save_opinion(office.who(CLERK), task.id, OPINION)
    assert isinstance(desk.save_opinion(office.who(CLERK), task.id, "机密★长期"), SecrecyMark)
    assert desk.load_opinion(office.who(CLERK), task.id) == OPINION


def test_texts_are_offered_by_outcome_and_never_sent_by_the_service(office: Office) -> None:
    """Agreeing has its preset, refusing its own phrases, returning falls back on those of the step; what is empty stays so."""

    def offer(document: dict[str, Any]) -> None:
        document.update(code=f"TO{next(_codes):03d}", golden=[])
        document["steps"][0]["opinion"] |= {
            "approving": "required",
            "preset": "材料齐全，予以受理。",
            "rejecting": {"phrases": ["不属于本机关职责。"]},
            "returning": {"preset": "请一次补齐。"},
        }

    matter = varied(next(m for m in shipped_definitions() if m.code == "MS032"), offer)
    case_no = office.file_as(office.publish(matter))
    (task,) = office.case(CLERK, case_no).tasks
    assert task.opinions["accept"].preset == "材料齐全，予以受理。"
    assert task.opinions["refuse_acceptance"].phrases == ("不属于本机关职责。",)
    assert (task.opinions["request_supplement"].preset, task.opinions["request_supplement"].phrases) == (
        "请一次补齐。",
        task.phrases,
    )
    assert "transfer" not in task.opinions
    assert isinstance(office.act(CLERK, case_no, "accept", fills=CAR), OpinionRequired)
    assert isinstance(office.act(CLERK, case_no, "refuse_acceptance"), OpinionRequired)
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="同意受理。")
    assert [entry.opinion for entry in office.case(STAFF, case_no).timeline if entry.what == "受理"] == ["同意受理。"]


def test_a_matter_that_offers_nothing_by_outcome_offers_its_phrases(office: Office) -> None:
    """What was published before there were presets reads as it did."""
    (task,) = office.case(CLERK, office.file()).tasks
    assert task.opinions == {}
    assert len(task.phrases) == 3
