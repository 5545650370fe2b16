"""A data folder of the sample organisation without accounts: to hash a hundred passwords takes longer than what is tested."""

from flows.bootstrap import found, prepare
from flows.founded import is_founded
from flows.sample import sample_founding
from flows.settings import Settings


def planted(settings: Settings) -> None:
    """The folder, set up if it is not, and ready to start."""
    assert (prepare(settings) if is_founded(settings) else found(settings, sample_founding())) is None
