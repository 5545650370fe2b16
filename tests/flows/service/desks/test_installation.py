"""What the office says of itself, said anew: a further version with who and when, and nothing before it is lost."""

from flows.views.operations import InstallationChange
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from tests.flows.service.office import Office

KEEPER = "p77"


def test_the_words_are_changed_and_their_history_stays(one_office: Office) -> None:
    """What is not said otherwise stays as it was; what no font prints, and nothing at all, is refused."""
    desk, keeper = one_office.service.installation, one_office.who(KEEPER)
    before = desk.history(keeper)
    assert not isinstance(before, Refusal)
    said = desk.change(keeper, InstallationChange(note="", legend="公章"))
    assert not isinstance(said, Refusal)
    assert (said.name, said.note, said.legend, said.by) == (before[0].name, "", "公章", KEEPER)
    assert (said.by_name, before[0].by_name) == (one_office.who(KEEPER).name, "系统")
    after = desk.history(keeper)
    assert not isinstance(after, Refusal)
    assert after == (said, *before)
    assert isinstance(desk.change(keeper, InstallationChange(note="同意👍")), Invalid)
    assert isinstance(desk.change(keeper, InstallationChange()), Invalid)
    assert desk.history(keeper) == after
    back = desk.change(keeper, InstallationChange(note=before[0].note, legend=before[0].legend))
    assert not isinstance(back, Refusal)
