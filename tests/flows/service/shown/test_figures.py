"""The figures follow what happens, and name nobody."""

from collections.abc import Callable

from flows.views.operations import Figure
from tests.flows.service.office import CAR, CLERK, Office


def _read(office: Office) -> dict[str, Figure]:
    return {figure.name: figure for figure in office.service.operations.figures()}


def test_the_figures_follow_a_case(new_office: Callable[[str], Office]) -> None:
    """What was done and refused, what waits and for how long, what a machine owes, and how much there ever was."""
    office = new_office("sqlite")
    case_no = office.file()
    office.clock.pass_by(minutes=3)
    office.act(CLERK, case_no, "accept")
    read = _read(office)
    assert read["once_cases"].values == {(): 1}
    assert read["once_items_open"].values == {(): 1}
    assert read["once_items_oldest_seconds"].values == {(): 180}
    assert read["once_advances_lag_seconds"].values == {(): 180}
    assert read["once_effects_unsettled"].values == {("notice", "planned"): 1}
    assert read["once_operations"].values[("TaskDesk.act", "accept", "refused")] == 1
    assert sum(read["once_refusals"].values.values()) == 1
    assert read["once_operations"].values[("CaseDesk.submit", "", "done")] == 1
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    read = _read(office)
    assert read["once_papers"].values == {(): 1}
    assert read["once_effects_unsettled"].values == {}
    assert read["once_advances_open"].values == {(): 0}


def test_no_figure_names_a_person_or_a_case(office: Office) -> None:
    """Labels are names of operations, acts, codes, kinds and parts."""
    office.file()
    told = " ".join(
        str(one) for figure in office.service.operations.figures() for one in (figure.labels, figure.values)
    )
    assert "p50" not in told
    assert not [word for word in told.split("'") if word.isdigit()]
