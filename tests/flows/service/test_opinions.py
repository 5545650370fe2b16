"""An opinion begun on an item: kept for its handler alone, gone once the item is done, never with a secrecy mark."""

from matters.errors import NotFound, SecrecyMark
from tests.flows.service.office import CLERK, STAFF, STRANGER, Office

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
