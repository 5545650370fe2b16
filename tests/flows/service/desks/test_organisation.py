"""Looking up people and bodies: found by name, alias, title and id, within a body or kind, and nothing said beyond that."""

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.people import BodyChoices, PersonChoices
from matters.errors.door import Forbidden
from matters.organisation.kinds import BodyKind
from matters.organisation.snapshot import Vocabulary
from tests.flows.service.office import CLERK, HEAD, STAFF, Office


def people(office: Office, q: str = "", body: str | None = None) -> PersonChoices:
    """What a member of staff finds."""
    found = office.service.organisation.people(office.who(STAFF), q, body)
    assert isinstance(found, PersonChoices)
    return found


def bodies(office: Office, q: str = "", kinds: tuple[BodyKind, ...] = ()) -> BodyChoices:
    """What a member of staff finds."""
    found = office.service.organisation.bodies(office.who(STAFF), q, kinds)
    assert isinstance(found, BodyChoices)
    return found


def test_a_page_holds_twenty_and_says_how_many_there_are(one_office: Office) -> None:
    """Nobody gets the whole list at once."""
    for found in (people(one_office), bodies(one_office)):
        assert len(found.items) == found.page.size == 20
        assert found.page.total > 20


@pytest.mark.parametrize("q", ["县机关事务中心 派车", "样例县机关事务管理中心 派车", CLERK])
def test_people_are_found_by_body_alias_title_and_id(one_office: Office, q: str) -> None:
    """Every word must occur; an id finds its person, so that a page can name who was chosen."""
    assert CLERK in [item.id for item in people(one_office, q).items]
    assert STAFF not in [item.id for item in people(one_office, q).items]


def test_a_person_is_shown_with_body_and_title(one_office: Office) -> None:
    """Namesakes are told apart."""
    (found,) = people(one_office, CLERK).items
    assert found.text == f"{found.name}（{found.title}）"
    assert found.title.startswith("样例县机关事务管理中心 ")


def test_the_own_name_counts_before_the_body(one_office: Office) -> None:
    """A word of a name brings that person first."""
    name = people(one_office, HEAD).items[0].name
    assert people(one_office, name).items[0].id == HEAD


def test_people_of_a_body(one_office: Office) -> None:
    """Only those who hold a post there today; a body that does not exist has none."""
    found = people(one_office, body="county_logistics")
    assert {CLERK, HEAD} <= {item.id for item in found.items}
    assert STAFF not in {item.id for item in found.items}
    assert people(one_office, body="nowhere").items == ()


@pytest.mark.parametrize("q", ["机关事务中心", "样例县机关事务管理中心", "county_logistics"])
def test_bodies_are_found_by_name_alias_and_id(one_office: Office, q: str) -> None:
    """By today's name, not by the one before."""
    assert bodies(one_office, q).items[0].id == "county_logistics"
    assert "county_logistics" not in [body.id for body in bodies(one_office, "样例县机关事务管理局").items]


def test_bodies_of_a_kind(one_office: Office) -> None:
    """One kind or several."""
    assert {body.kind_name for body in bodies(one_office, kinds=("court", "procuratorate")).items} == {
        "审判机关",
        "检察机关",
    }
    assert bodies(one_office, "财政", ("court",)).items == ()


def test_no_telephone_number_leaves(one_office: Office) -> None:
    """Neither as a field nor to be searched for."""
    organisation = one_office.resources
    with organisation.database.reading() as session:
        phone = organisation.organisation(session).person(CLERK).phone
    assert phone
    assert phone not in people(one_office, CLERK).model_dump_json()
    assert people(one_office, phone).items == ()


def test_everybody_may_know_what_posts_and_duties_are_called(one_office: Office) -> None:
    """The names of today, for whoever reads a definition."""
    called = one_office.service.organisation.vocabulary(one_office.who(STAFF))
    assert isinstance(called, Vocabulary)
    assert (called.post_kinds["seal_clerk"], called.duties["secrecy"]) == ("印章管理岗", "保密")


def test_the_machine_itself_looks_nobody_up(one_office: Office) -> None:
    """For people who are signed in."""
    assert isinstance(one_office.service.organisation.people(LOCAL_MACHINE), Forbidden)
    assert isinstance(one_office.service.organisation.bodies(LOCAL_MACHINE), Forbidden)
