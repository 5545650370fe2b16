"""What a step offers for an opinion: the texts of the definition, by outcome where it has them."""

from itertools import count
from typing import Any

from matters.errors.handling import OpinionRequired
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CAR, CLERK, STAFF, Office
from tests.matters.stories import varied

_codes = count(1)


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
