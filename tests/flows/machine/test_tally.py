"""The tally of a process: nothing is lost among threads, and what is read is a copy."""

from concurrent.futures import ThreadPoolExecutor

from flows.machine.tally import Tally


def test_every_count_counts() -> None:
    """Of eight threads at once."""
    tally = Tally()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: tally.add("calls", str(n % 2)), range(2000)))
    read = tally.counts("calls")
    assert read == {("0",): 1000, ("1",): 1000}
    tally.add("calls", "0")
    assert read[("0",)] == 1000
    assert tally.counts("others") == {}
