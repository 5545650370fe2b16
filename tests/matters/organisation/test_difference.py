"""Two organisations compared in words, what an import may not do, the text of an export, and who would be missing."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from matters.calendar import SHANGHAI, Calendar
from matters.language.document import Definition
from matters.language.text.reading import read_organisation
from matters.organisation.applying import apply
from matters.organisation.changes import AddPerson, Change, EndPerson, GiveDuty, GivePost, RenameBody, TakePost
from matters.organisation.difference import WHAT_NAMES, differences, import_problems, newly_granted, newly_held
from matters.organisation.snapshot import Grant, Organisation
from matters.organisation.text import organisation_text
from matters.trials.orphans import orphans
from matters.world import World

TODAY = date(2026, 3, 2)
CHIEF = "county_logistics.vehicle_chief"


def after(organisation: Organisation, *changes: Change) -> Organisation:
    """The organisation after these changes."""
    for change in changes:
        changed = apply(organisation, change, TODAY)
        assert isinstance(changed, Organisation), changed.message
        organisation = changed
    return organisation


def told(old: Organisation, new: Organisation) -> list[str]:
    """The differences as a page lists them."""
    return [f"{WHAT_NAMES[one.what]}{one.part}：{one.text}" for one in differences(old, new)]


def test_equal_organisations_differ_in_nothing(organisation: Organisation) -> None:
    """The version is no difference."""
    assert differences(organisation, organisation.model_copy(update={"version": 9})) == ()


def test_each_difference_is_told_once_in_words(organisation: Organisation) -> None:
    """A link in other days is a change of it, not one gone and one new."""
    new = after(organisation, TakePost(person="p39", post=CHIEF, on=TODAY))
    assert told(organisation, new) == ["变更任职：欧阳若楠　样例县机关事务管理中心公务用车股股长　至2026年3月1日"]
    renamed = after(organisation, RenameBody(body="county_court", name="样例县法院", on=TODAY))
    assert told(organisation, renamed) == ["变更单位：样例县法院（county_court）：名称"]
    added = after(organisation, AddPerson(person="newcomer", name="乔新", on=TODAY))
    assert told(organisation, added) == ["新增人员：乔新（newcomer）　2026年3月2日起"]
    assert told(added, organisation) == ["删除人员：乔新（newcomer）　2026年3月2日起"]


def test_duties_and_names_are_told_in_words(organisation: Organisation) -> None:
    """A duty by its name, which is new with it; a name that is another, and one that is gone."""
    annals = GiveDuty(duty="local_annals", name="地方志编纂", region="990121", body="county_office", on=TODAY)
    new = after(organisation, annals)
    assert told(organisation, new) == [
        "新增职责：样例县人民政府办公室　地方志编纂　990121　2026年3月2日起",
        "新增职责名称：地方志编纂（local_annals）",
    ]
    assert told(new, organisation) == [
        "删除职责：样例县人民政府办公室　地方志编纂　990121　2026年3月2日起",
        "删除职责名称：地方志编纂（local_annals）",
    ]
    names = organisation.post_kind_names | {"seal_clerk": "用印管理岗"}
    renamed = Organisation.model_validate({**organisation.model_dump(), "post_kind_names": names})
    assert told(organisation, renamed) == ["变更岗位类别名称：用印管理岗（seal_clerk），原为“印章管理岗”"]


def test_leaving_tells_posts_and_roles_with_the_names_of_their_scopes(organisation: Organisation) -> None:
    """Everything that ends with it."""
    lines = told(organisation, after(organisation, EndPerson(person="p39", on=TODAY)))
    assert any(line.startswith("变更授权：欧阳若楠　审批人　范围：样例县机关事务管理中心") for line in lines)
    assert {line.split("：")[0] for line in lines} == {"变更人员", "变更任职", "变更授权"}


def test_a_new_hat_is_a_new_holding_or_another_post_under_an_old_one(organisation: Organisation) -> None:
    """A new title is neither; a holding that ends earlier is no new one."""
    gone = after(organisation, TakePost(person="p39", post=CHIEF, on=TODAY))
    assert newly_held(organisation, gone) == ()
    assert [one.person for one in newly_held(gone, organisation)] == ["p39"]
    for changed, people in (({"title": "新名"}, []), ({"head": True}, ["p39"]), ({"body": "county_court"}, ["p39"])):
        posts = tuple(p.model_copy(update=changed) if p.id == CHIEF else p for p in organisation.posts)
        new = organisation.model_copy(update={"posts": posts})
        assert [one.person for one in newly_held(organisation, new)] == people, changed


def test_no_import_makes_an_administrator_for_a_part(organisation: Organisation) -> None:
    """Not from the machine either; what was there before stays."""
    narrow = Grant(person="p37", role="org_admin", scope="county_court", until=date(2026, 12, 31))
    new = organisation.model_copy(update={"grants": (*organisation.grants, narrow)})
    assert ["不分范围" in problem.message for problem in import_problems(organisation, new, TODAY)] == [True]
    assert import_problems(new, new, TODAY) == ()


def test_an_import_may_change_what_is_to_come_only(organisation: Organisation) -> None:
    """New names from today on are fine, lost ids and other names of past days are not."""
    later = after(organisation, RenameBody(body="county_court", name="样例县法院", on=TODAY))
    assert import_problems(organisation, later, TODAY) == ()
    fewer = organisation.model_copy(update={"posts": organisation.posts[1:]})
    (lost,) = import_problems(organisation, Organisation.model_validate(fewer.model_dump()), TODAY)
    assert "岗位“province_government.head”在新内容中缺失" in lost.message
    (rewritten,) = import_problems(later, organisation, date(2026, 3, 9))
    assert "样例县法院" in rewritten.message


def test_a_grant_is_new_unless_an_old_one_covers_it(organisation: Organisation) -> None:
    """A shorter one is none; a longer one, another scope or role is."""
    (grant, *rest) = organisation.grants
    shorter = grant.model_copy(update={"until": TODAY})

    def with_first(first: object) -> Organisation:
        return Organisation.model_validate({**organisation.model_dump(), "grants": (first, *rest)})

    assert newly_granted(organisation, with_first(shorter)) == ()
    assert newly_granted(with_first(shorter), organisation) == (grant,)
    other = grant.model_copy(update={"role": "supervisor"})
    assert newly_granted(organisation, with_first(other)) == (other,)


def test_what_is_written_reads_back_equal(organisation: Organisation) -> None:
    """One record or name a line, numbers and dates in their quotes."""
    changed = after(organisation, RenameBody(body="county_court", name="样例县“法院”：二", on=TODAY))
    text = organisation_text(changed)
    assert read_organisation(text, "text") == changed
    assert "\n  seal_clerk: 印章管理岗\n" in text


@pytest.fixture
def world(organisation: Organisation, calendar: Calendar) -> World:
    """The morning of the day."""
    return World(organisation=organisation, calendar=calendar, now=datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))


def test_a_step_that_loses_its_only_actor_is_named(world: World, shipped: dict[str, Definition]) -> None:
    """For the body that handles it; a successor on the same day, and nothing is missing."""
    matter = shipped["MS032"]
    gone = after(world.organisation, TakePost(person="p39", post=CHIEF, on=TODAY))
    (orphan,) = orphans((matter,), world, replace(world, organisation=gone))
    assert (orphan.matter, orphan.body) == (matter.name, "样例县机关事务管理中心")
    followed = after(gone, GivePost(person="p38", post=CHIEF, on=TODAY))
    assert orphans((matter,), world, replace(world, organisation=followed)) == ()
