"""Who acts: rules, stand-ins, superiors, and the applicant who would decide alone."""

from typing import Any

import pytest

from matters.errors.handling import NobodyFound
from matters.language.route.steps import HumanStep
from matters.language.route.who import ByHead, ByHeads, ByLiaison, ByPost, ByRole
from matters.language.vocabulary import NamedInField, PartyToCase
from matters.organisation.snapshot import Holder, Role
from matters.who.actors import Passed, actors, holders
from matters.who.parties import Parties
from tests.matters.stories import CHIEF, CLERK, CLERK_2, HEAD, STAFF, Story, granted, moved, varied

OWNER = PartyToCase(body="owner")
PARTIES = Parties(STAFF, "county_finance", "county_logistics")


def step(story: Story, index: int = 1, **exceptions: Any) -> HumanStep:  # noqa: ANN401
    """A step of the matter with some exceptions changed."""
    changed = varied(story.matter, lambda document: document["steps"][index]["exceptions"].update(exceptions))
    found = changed.steps[index]
    assert isinstance(found, HumanStep)
    return found


def found(story: Story, index: int = 1, parties: Parties = PARTIES, **exceptions: Any) -> object:  # noqa: ANN401
    """Who acts at the step."""
    return actors(step(story, index, **exceptions), parties, story.world)


def test_the_step_goes_to_the_holders_of_its_post(story: Story) -> None:
    """Two clerks share the acceptance, one chief decides."""
    assert found(story, 0) == (CLERK, CLERK_2)
    assert found(story, 1) == (CHIEF,)


def test_the_applicant_is_left_out_of_several(story: Story) -> None:
    """A clerk who files is accepted by the other clerk."""
    assert found(story, 0, Parties(CLERK, "county_logistics", "county_logistics")) == (CLERK_2,)


def test_an_applicant_alone_at_the_step_is_replaced_by_rule(story: Story) -> None:
    """The chief files: the head decides; or it passes; or it is refused at the filing; never the chief."""
    own = Parties(CHIEF, "county_logistics", "county_logistics")
    assert found(story, 1, own) == (HEAD,)
    assert found(story, 1, own, applicant={"passes": "本人免批"}) == Passed("本人免批")
    assert isinstance(found(story, 1, own, applicant="refuse_filing"), NobodyFound)


def test_the_applicant_is_known_under_any_hat(story: Story) -> None:
    """Two hats: who files for the finance bureau and is vehicle chief as well does not decide."""
    story.organisation = moved(story.organisation, p50=CHIEF.post, without=("p39",))
    assert found(story, 1) == (HEAD,)


@pytest.mark.parametrize(
    ("rule", "who"),
    [({"to": {"by": "head", "of": {"body": "owner"}}}, "p38"), ("superior", "p38")],
)
def test_a_vacant_post_is_replaced_by_the_stand_in_or_the_superior(story: Story, rule: object, who: str) -> None:
    """The rule of the definition names who steps in."""
    story.organisation = moved(story.organisation, without=("p39",))
    answer = found(story, 1, nobody=rule)
    assert isinstance(answer, tuple)
    assert [holder.person for holder in answer] == [who]


def test_a_vacant_post_may_refuse_the_filing_or_pass(story: Story) -> None:
    """Both are said in the definition, none is a default."""
    story.organisation = moved(story.organisation, without=("p39",))
    refused = found(story, 1, nobody="refuse_filing")
    assert refused == NobodyFound(body="样例县机关事务管理中心", step="审批")
    assert found(story, 1, nobody={"passes": "岗位空缺免办"}) == Passed("岗位空缺免办")


def test_a_stand_in_who_is_not_there_or_applies_refuses(story: Story) -> None:
    """The replacement obeys the same exclusions."""
    story.organisation = moved(story.organisation, without=("p39",))
    assert isinstance(found(story, 1, Parties(HEAD, "county_logistics", "county_logistics")), NobodyFound)


@pytest.mark.parametrize(("who", "superior"), [(CHIEF, "p38"), (HEAD, "p33")])
def test_the_superior_of_a_chief_is_the_own_head_and_that_of_the_head_sits_above(
    story: Story, who: Holder, superior: str
) -> None:
    """股长 files: the head of the own office decides, not the head of the county; for the head of the office it is that one."""
    rule = {"by": "post", "post": "vehicle_chief" if who == CHIEF else "head", "of": {"body": "owner"}}
    story.matter = varied(story.matter, lambda document: document["steps"][1].update(who=rule))
    answer = found(story, 1, Parties(who, "county_logistics", "county_logistics"), applicant="superior")
    assert isinstance(answer, tuple)
    assert [holder.person for holder in answer] == [superior]


def test_an_own_head_who_must_not_act_is_passed_over(story: Story) -> None:
    """The head has acted at a step this one is kept apart from (受审分离): then it is the one above."""
    answer = actors(
        step(story, applicant="superior", nobody="superior"), PARTIES, story.world, frozenset({"p39", "p38"})
    )
    assert isinstance(answer, tuple)
    assert [holder.person for holder in answer] == ["p33"]


def test_the_superior_is_that_of_the_body_that_lacks_the_actor(story: Story) -> None:
    """A missing head of the applicant's body is replaced along the applicant's line, not the owner's."""
    who = {"by": "head", "of": {"body": "applicant"}}
    story.matter = varied(story.matter, lambda document: document["steps"][1].update(who=who))
    story.organisation = moved(story.organisation, without=("p69",))
    town = Parties(Holder(person="p70", post="sample_town.staff"), "sample_town", "county_logistics")
    answer = found(story, 1, town, nobody="superior")
    above = story.organisation.superior("sample_town", "administrative")
    assert above is not None
    assert answer == story.organisation.heads(above.id, story.world.today)


def test_a_duty_that_nobody_has_falls_to_nobody(story: Story) -> None:
    """Not to the head above the owner body; the refusal names the duty."""
    document = story.matter.model_dump(mode="json", by_alias=True)
    document["steps"][1]["who"] = {"by": "post", "post": "vehicle_chief", "of": {"duty": "tree_care"}}
    document["steps"][1]["exceptions"]["nobody"] = "superior"
    decision = type(story.matter).model_validate(document).steps[1]
    assert isinstance(decision, HumanStep)
    nobody = actors(decision, PARTIES, story.world)
    assert isinstance(nobody, NobodyFound)
    assert "承担“tree_care”的单位" in nobody.message


def test_who_is_barred_counts_as_nobody(story: Story) -> None:
    """Somebody who acted at a step this one is kept apart from is replaced as if the post were vacant."""
    assert actors(step(story), PARTIES, story.world, frozenset({"p39"})) == (HEAD,)


@pytest.mark.parametrize(
    ("rule", "people"),
    [
        (ByPost(by="post", post="vehicle_chief", of=OWNER), ["p39"]),
        (ByHead(by="head", of=OWNER), ["p38"]),
        (ByLiaison(by="liaison", of=OWNER), ["p41"]),
        (ByRole(by="role", role="window", of=OWNER), ["p40", "p41"]),
        (ByPost(by="post", post="vehicle_chief", of=NamedInField(field="nowhere")), []),
    ],
)
def test_each_rule_names_its_people(story: Story, rule: Any, people: list[str]) -> None:  # noqa: ANN401
    """Post, head, liaison and role look in the body they name."""
    named = [holder.person for holder in holders(rule, PARTIES, story.world)]
    assert list(dict.fromkeys(named)) == people


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_decides_nothing_whatever_the_post(story: Story, role: Role) -> None:
    """三员分立: with another holder that one alone acts; alone at the post, or as stand-in, he counts as nobody."""
    story.organisation = moved(story.organisation, p77=CHIEF.post)
    assert found(story, 1) == (CHIEF,)
    story.organisation = granted(story.organisation, CHIEF.person, role)
    assert found(story, 1) == (HEAD,)
    story.organisation = granted(story.organisation, HEAD.person, role)
    assert isinstance(found(story, 1), NobodyFound)


def test_heads_in_a_row_are_those_of_the_body_and_of_its_superiors(story: Story) -> None:
    """As many levels as there are, and no more than are asked for."""
    found = holders(ByHeads(by="heads", of=OWNER, levels=5), PARTIES, story.world)
    above = story.organisation.heads("county_government", story.world.today)
    assert found[:2] == (HEAD, *above[:1])
