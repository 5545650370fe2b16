"""What a step offers for an opinion: the texts of the definition, by outcome where it has them."""

from typing import Any

from flows.service.shown.opinions import offers_at
from matters.commands.acts import ON_ITEMS
from matters.commands.leaning import contradicts
from matters.errors.handling import OpinionRequired
from matters.language.route.steps import walk
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CAR, CLERK, STAFF, Office
from tests.matters.stories import varied


def test_texts_are_offered_by_outcome_and_never_sent_by_the_service(office: Office) -> None:
    """Agreeing has its preset, refusing its own phrases, returning what the step has for it; what is empty stays so."""

    def offer(document: dict[str, Any]) -> None:
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
        ("目的地或时间不明确，请补正。",),
    )
    assert "transfer" not in task.opinions
    assert isinstance(office.act(CLERK, case_no, "accept", fills=CAR), OpinionRequired)
    assert isinstance(office.act(CLERK, case_no, "refuse_acceptance"), OpinionRequired)
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="同意受理。")
    assert [entry.opinion for entry in office.case(STAFF, case_no).timeline if entry.what == "受理"] == ["同意受理。"]


def test_common_phrases_are_offered_for_the_outcome_they_belong_to(office: Office) -> None:
    """No refusal is offered words of consent, and no consent words of refusal; together they are all there are."""
    (task,) = office.case(CLERK, office.file()).tasks
    offered = {action: offer.phrases for action, offer in task.opinions.items()}
    assert {action: phrases for action, phrases in offered.items() if action in task.line.actions} == {
        "accept": ("申请内容完整，拟安排车辆，请审批。",),
        "refuse_acceptance": ("用车事由不属于平台保障范围，不予受理。",),
        "request_supplement": ("目的地或时间不明确，请补正。",),
    }
    assert len(task.phrases) == 3


def test_no_shipped_matter_offers_consent_to_a_refusal() -> None:
    """Whatever its definition calls common."""
    steps = [step for matter in shipped_definitions() for step in walk(matter.steps)]
    offers = [(ON_ITEMS[action].bent, offer) for step in steps for action, offer in offers_at(step).items()]
    assert offers
    assert not [
        (bent, phrase) for bent, offer in offers for phrase in offer.phrases if bent and contradicts(bent, phrase)
    ]
