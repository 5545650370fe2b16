"""已办、委派、抄送: lists of what one had a part in, within what one may see still, narrowed and put in order like any other."""

from typing import Any

from flows.views.cases import CaseLine
from flows.views.registers import CaseListQuery, CaseScope
from tests.flows.service.office import CLERK, HEAD, STAFF, Office
from tests.flows.service.shown.test_partial import LIAISON, asked
from tests.flows.service.test_verbs import DEPUTY, TO_DEPUTY, _outsider, begun
from tests.matters.forked import decide


def listed(office: Office, person: str, scope: CaseScope, **query: Any) -> dict[str, CaseLine]:  # noqa: ANN401
    """The first page, by number."""
    found: Any = office.service.cases.list(office.who(person), CaseListQuery(scope=scope, **query))
    return {line.case_no: line for line in found.items}


def test_what_one_has_decided_is_listed_last_decided_first(office: Office) -> None:
    """With the state the case has by now; whoever only filed it has decided nothing."""
    first, second = begun(office, decide()), begun(office, decide())
    office.clock.pass_by(minutes=1)
    for case_no in (second, first):
        office.done(HEAD, case_no, "approve", opinion="同意")
        office.clock.pass_by(minutes=1)
    mine = listed(office, HEAD, "decided")
    assert [case_no for case_no in mine if case_no in (first, second)] == [first, second]
    assert mine[first].status == "decided"
    assert list(listed(office, HEAD, "decided", q=second[-6:])) == [second]
    assert second not in listed(office, HEAD, "decided", state="withdrawn")
    assert first not in listed(office, STAFF, "decided")
    assert first in listed(office, CLERK, "decided")  # who has accepted it


def test_what_one_waits_to_have_back_is_listed(office: Office) -> None:
    """委派, until the answer is there; not with whoever else has acted in the case, and no 转办, which does not come back."""
    case_no, other = begun(office, decide()), begun(office, decide())
    assert case_no not in listed(office, HEAD, "lent")
    acts: tuple[tuple[str, Any], ...] = ((case_no, "delegate"), (other, "transfer"))
    for one, act in acts:
        office.done(HEAD, one, act, to=(TO_DEPUTY,), opinion="请核对里程")
    lent: Any = office.service.cases.list(office.who(HEAD), CaseListQuery(scope="lent", q=case_no[-6:]))
    assert ([line.case_no for line in lent.items], lent.page.total) == ([case_no], 1)
    assert other not in listed(office, HEAD, "lent")
    assert case_no not in listed(office, DEPUTY, "lent")
    assert case_no not in listed(office, CLERK, "lent")
    office.done(DEPUTY, case_no, "advise", opinion="里程无误")
    assert case_no not in listed(office, HEAD, "lent")


def test_a_copy_is_listed_until_it_is_taken_back(office: Office) -> None:
    """Once its reader has been told of it; what one may not see any more is not shown."""
    case_no = begun(office, decide())
    reader = _outsider(office, case_no)
    office.done(HEAD, case_no, "send_copy", to=(reader,))
    office.carry(case_no)
    assert case_no in listed(office, reader.person, "copied")
    office.case_act(HEAD, case_no, "retract_copy", person=reader.person)
    assert case_no not in listed(office, reader.person, "copied")


def test_what_was_done_beside_the_handling_shows_no_more_than_its_page(office: Office) -> None:
    """协查: its own part of the case, under the name of the matter; words of the case do not lead to it."""
    case_no = asked(office)
    office.done(LIAISON, case_no, "answer", answer="yes", opinion="已列入")
    line = listed(office, LIAISON, "decided")[case_no]
    assert line == office.case(LIAISON, case_no).line
    assert (line.title, line.applicant) == (line.matter_name, "")
    assert case_no not in listed(office, LIAISON, "decided", q="防汛")
    assert case_no not in listed(office, LIAISON, "decided", q=case_no[-6:])


def test_a_list_says_by_which_matters_it_may_be_narrowed(office: Office) -> None:
    """By the names of its own cases, and of no others."""
    case_no = begun(office, decide())
    line = listed(office, STAFF, "filed", q=case_no)[case_no]
    names: Any = office.service.cases.matters(office.who(STAFF))
    assert names[line.matter] == line.matter_name
    assert list(listed(office, STAFF, "filed", matter=line.matter)) == [case_no]
    assert office.service.cases.matters(office.who(STAFF), CaseListQuery(scope="copied")) == {}
