"""本地实施清单: kept by two within their scope, filed by, following the directory, copied with their origin.

Covers: flows/cases/editions.py, flows/service/intake/local_editions.py, flows/service/shown/lists/local_editions.py
Covers: flows/views/lists/local_editions.py, storage/definitions/local_editions.py
"""

from collections.abc import Callable
from typing import Any

import pytest

from flows.cases.editions import catch_up, follow
from flows.service.desks.rules.local_editions import LocalEditionDesk
from flows.views.cases import DraftView
from flows.views.lists.local_editions import LocalEditionReceipt, LocalEditionView, LocalEditionWanted
from flows.views.matters import MatterListing, MatterQuery, MatterView
from matters.errors.administering import OutOfScope, SecondPersonNeeded
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.language.text.writing import definition_text
from matters.organisation.applying import apply
from matters.organisation.changes import GrantRole
from storage import cases
from storage.definitions import catalog, matters
from storage.people import organisations
from tests.flows.service.office import CLERK, STAFF, START, Office

KEEPER, SECOND = "p48", "p37"  # 事项管理员
COUNTY, COUNTY_2 = "p71", "p72"  # 本地清单管理员 of the county
CODE, BODY, CITY = "TX801", "county_logistics", "city_logistics"


@pytest.fixture
def office(new_office: Callable[[str], Office]) -> Office:
    """An office with a matter of three working days that local lists may change, and two administrators of the county."""
    made = new_office("sqlite")
    made.publish(cars(), CODE)
    with made.resources.database.transaction() as session:
        organisation = made.resources.organisation(session)
        for person in (COUNTY, COUNTY_2):
            grant = GrantRole(person=person, role="list_admin", scope="990121", on=START.date())
            changed = apply(organisation, grant, START.date())
            assert not isinstance(changed, Invalid)
            organisation = changed
        organisations.add(session, organisation, START)
    return made


def cars(version: int = 1, days: int = 3, **parts: Any) -> Definition:  # noqa: ANN401 - parts of an edition
    """公务用车派车 with a longer promise."""
    found = next(one for one in catalog.shipped_definitions() if one.code == "MS032")
    assert found.clock
    promised = found.clock.promised.model_copy(update={"days": days})
    return found.model_copy(
        update={
            "code": CODE,
            "edition": found.edition.model_copy(update={"version": version, **parts}),
            "clock": found.clock.model_copy(update={"promised": promised}),
            "golden": (),
        }
    )


def desk(office: Office) -> LocalEditionDesk:
    """The desk under test."""
    return office.service.local_editions


def wanted(body: str = BODY, days: int = 2, **parts: Any) -> LocalEditionWanted:  # noqa: ANN401 - parts of it
    """A shorter promise."""
    return LocalEditionWanted(code=CODE, body=body, promise="working_days", promise_days=days, **parts)


def receipt(said: LocalEditionReceipt | Refusal) -> LocalEditionReceipt:
    """What was accepted."""
    assert isinstance(said, LocalEditionReceipt), said
    return said


def confirmed(office: Office, asked: LocalEditionWanted | None = None) -> int:
    """Two of the county have agreed."""
    made = receipt(desk(office).ask(office.who(COUNTY), asked or wanted())).id
    receipt(desk(office).confirm(office.who(COUNTY_2), made))
    return made


def view(office: Office, body: str = BODY, person: str = KEEPER) -> LocalEditionView:
    """How an administrator sees it."""
    found = desk(office).show(office.who(person), CODE, body)
    assert isinstance(found, LocalEditionView), found
    return found


def promised(office: Office, person: str = STAFF) -> str:
    """What somebody is promised by the guide."""
    found = office.service.matters.show(office.who(person), CODE)
    assert isinstance(found, MatterView)
    return found.line.promised


def publish(office: Office, definition: Definition) -> None:
    """A further version of the directory."""
    with office.resources.database.transaction() as session:
        matters.publish(session, matters.save_draft(session, definition), "system", "system", START)


def told(office: Office, person: str) -> list[str]:
    """The topics of their notices."""
    found = office.service.notices.list(office.who(person))
    assert not isinstance(found, Refusal)
    return [one.topic for one in found]


def test_two_of_the_county_put_it_into_force(office: Office) -> None:
    """Who has asked cannot confirm; the others are told; the guide promises the shorter limit, the directory stays."""
    made = receipt(desk(office).ask(office.who(COUNTY), wanted())).id
    assert "edition_asked" in told(office, COUNTY_2)
    assert promised(office) == "3 个工作日"
    assert isinstance(desk(office).confirm(office.who(COUNTY), made), SecondPersonNeeded)
    receipt(desk(office).confirm(office.who(COUNTY_2), made))
    assert promised(office) == "2 个工作日"
    found = view(office)
    assert (found.stands_on, [one.target for one in found.differences]) == (1, ["clock.promised"])
    assert isinstance(desk(office).confirm(office.who(COUNTY_2), made), NotPossible)


def test_an_administrator_of_the_county_reaches_no_further(office: Office) -> None:
    """Neither another body's list nor the directory; who administers nothing, nothing."""
    who = office.who(COUNTY)
    assert isinstance(desk(office).ask(who, wanted(CITY)), OutOfScope)
    assert isinstance(desk(office).show(who, CODE, CITY), OutOfScope)
    elsewhere = receipt(desk(office).ask(office.who(KEEPER), wanted(CITY))).id
    assert isinstance(desk(office).confirm(who, elsewhere), OutOfScope)
    assert isinstance(desk(office).send_back(who, elsewhere), OutOfScope)
    own = confirmed(office)
    assert isinstance(desk(office).copy(who, own, CITY), OutOfScope)
    assert isinstance(office.service.matter_editing.begin(who, CODE), Forbidden)
    assert isinstance(desk(office).list(office.who(STAFF)), Forbidden)
    lines, choices = desk(office).list(who), desk(office).choices(who)
    assert not isinstance(lines, Refusal)
    assert not isinstance(choices, Refusal)
    assert {one.body for one in lines} == {BODY}
    assert CITY not in {one.body for one in choices}
    assert (CODE, BODY) in {(one.code, one.body) for one in choices}


def test_what_it_may_not_change_is_told_by_its_place(office: Office) -> None:
    """All at once; nothing is kept of it."""
    longer = desk(office).ask(office.who(COUNTY), wanted(days=9, without_materials=("zz",)))
    assert isinstance(longer, Invalid)
    assert [one.target for one in longer.problems] == ["promised", "without_materials[0]"]
    wrong = desk(office).ask(office.who(COUNTY), wanted(enquiry="打电话"))
    assert isinstance(wrong, Invalid)
    nothing = desk(office).ask(office.who(COUNTY), LocalEditionWanted(code=CODE, body=BODY))
    assert isinstance(nothing, Invalid)
    stranger = desk(office).ask(office.who(KEEPER), wanted("county_court"))
    assert isinstance(stranger, Invalid)
    assert not view(office).lines


def test_a_filing_goes_by_it_and_pins_both(office: Office) -> None:
    """The case names the definition that was composed, which names the directory's version by its digest; earlier ones stay."""
    before = office.file_as(CODE)
    confirmed(office)
    after = office.file_as(CODE)
    with office.resources.database.reading() as session:
        heads = [cases.find(session, number) for number in (before, after)]
        pinned = [office.resources.definition(session, head.definition) for head in heads if head]
    assert [one.edition.publisher for one in pinned] == ["directory", BODY]
    assert pinned[1].edition.directory_digest == pinned[0].digest
    office.done(CLERK, before, "accept", fills={"plate": "样A12345", "driver": "马行健"})
    office.done(CLERK, after, "accept", fills={"plate": "样A12346", "driver": "马行健"})
    late, soon = (office.case(STAFF, number).line.due for number in (before, after))
    assert late
    assert soon
    assert soon < late


def test_the_list_of_its_region_shows_it_and_the_whole_list_the_directory(office: Office) -> None:
    """By region or by body."""
    confirmed(office)

    def listed(**query: str) -> str:
        found = office.service.matters.listed(office.who(STAFF), MatterQuery.model_validate({"q": CODE, **query}))
        assert isinstance(found, MatterListing)
        return next(one.promised for one in found.items if one.code == CODE)

    assert (listed(), listed(region="990121"), listed(body=BODY)) == ("3 个工作日", "2 个工作日", "2 个工作日")
    assert listed(region="990100") == "3 个工作日"


def test_a_further_version_of_the_directory_is_followed(office: Office) -> None:
    """Whatever it changes; the local promise stays, and nothing is followed twice."""
    confirmed(office)
    publish(office, cars(version=2, days=5))
    assert promised(office) == "2 个工作日"
    assert view(office).stands_on == 1
    assert catch_up(office.resources) == 1
    assert catch_up(office.resources) == 0
    assert (view(office).stands_on, promised(office)) == (2, "2 个工作日")


def test_a_version_that_it_does_not_fit_leaves_it_as_it_was_until_it_is_mended(office: Office) -> None:
    """Its keepers are told once, the page says why; before publishing the report does."""
    confirmed(office)
    strict = cars(version=2, local_may_change=("contacts",))
    report = desk(office).touched(office.who(KEEPER), CODE, definition_text(strict))
    assert not isinstance(report, Refusal)
    ((body, unfit),) = ((one.body, one.unfit) for one in report)
    assert (body, len(unfit)) == (BODY, 1)
    publish(office, strict)
    assert catch_up(office.resources) == 1
    assert catch_up(office.resources) == 0
    assert told(office, COUNTY).count("edition_unfit") == 1
    found = view(office)
    assert (found.stands_on, promised(office)) == (1, "2 个工作日")
    assert "不允许地方调整" in found.lines[0].unfit[0]
    mended = LocalEditionWanted(code=CODE, body=BODY, enquiry="5550071")
    office.clock.pass_by(minutes=1)
    confirmed(office, mended)
    assert (view(office).stands_on, view(office).lines[0].unfit, promised(office)) == (2, (), "3 个工作日")


def test_what_fits_again_is_followed_again(office: Office) -> None:
    """A further version that allows it."""
    confirmed(office)
    for further in (cars(version=2, local_may_change=()), cars(version=3)):
        publish(office, further)
        with office.resources.database.transaction() as session:
            follow(session, office.resources, office.resources.definition(session, _newest(office)))
    assert (view(office).stands_on, view(office).lines[0].unfit) == (3, ())


def _newest(office: Office) -> str:
    with office.resources.database.reading() as session:
        head = matters.newest(session, CODE)
        assert head
        return head.digest


def test_a_copy_keeps_its_origin_and_its_keepers_hear_when_that_changes(office: Office) -> None:
    """Telephones are not copied; afterwards it is changed by itself."""
    made = confirmed(office, wanted(enquiry="5550071"))
    copied = receipt(desk(office).copy(office.who(KEEPER), made, CITY)).id
    receipt(desk(office).confirm(office.who(SECOND), copied))
    (line,) = view(office, CITY).lines
    assert (line.origin, line.origin_renewed) == ("样例县机关事务管理中心第 1 份", False)
    assert (line.content.promise_days, line.content.enquiry) == (2, "")
    office.clock.pass_by(minutes=1)
    confirmed(office, wanted(days=1))
    assert view(office, CITY).lines[0].origin_renewed
    assert "origin_renewed" in told(office, KEEPER)
    assert "origin_renewed" not in told(office, COUNTY)
    assert (promised(office), view(office, CITY).lines[0].content.promise_days) == ("1 个工作日", 2)


def test_one_waits_at_a_time_and_may_be_sent_back(office: Office) -> None:
    """Then it is asked for anew; the list tells what became of each."""
    made = receipt(desk(office).ask(office.who(COUNTY), wanted())).id
    assert isinstance(desk(office).ask(office.who(COUNTY_2), wanted(days=1)), NotPossible)
    receipt(desk(office).send_back(office.who(COUNTY_2), made))
    assert isinstance(desk(office).send_back(office.who(COUNTY_2), made), NotPossible)
    office.clock.pass_by(minutes=1)
    confirmed(office)
    assert [one.state for one in view(office).lines] == ["confirmed", "sent_back"]


def test_a_draft_is_told_when_a_local_list_has_changed_what_is_promised(office: Office) -> None:
    """As it is of a further version of the directory; saved again, it knows."""
    who = office.who(STAFF)
    office.service.drafts.save(who, CODE, {"destination": "样例镇"}, "county_finance.staff")
    confirmed(office)
    draft = office.service.drafts.load(who, CODE)
    assert isinstance(draft, DraftView)
    assert draft.outdated[0].startswith("本事项已更新为第 1 版（实施清单，依据目录第 1 版），您上次填写时为第 1 版。")
    assert len(draft.outdated) > 1
    office.service.drafts.save(who, CODE, {"destination": "样例乡"}, "county_finance.staff")
    draft = office.service.drafts.load(who, CODE)
    assert isinstance(draft, DraftView)
    assert draft.outdated == ()
