"""Log lines: for people or as JSON, each with its request, and from a press to its effects by one thread."""

import json
import logging
import logging.config
from collections.abc import Callable, Iterator

import pytest

from flows.machine.logs import REQUEST, begin_request, set_up_logging
from flows.settings import Settings
from tests.flows.service.office import CAR, CLERK, Office


@pytest.fixture
def in_form(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[str], None]]:
    """Log in that form from now on; afterwards as the tests do."""
    loggers = (logging.getLogger(), logging.getLogger("once"))
    before, token = [(list(one.handlers), one.level, one.propagate) for one in loggers], REQUEST.set("")

    def set_up(form: str) -> None:
        set_up_logging(Settings.model_validate({"log_format": form}), "web")
        capsys.readouterr()

    yield set_up
    for logger, (handlers, level, propagate) in zip(loggers, before, strict=True):
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)
    REQUEST.reset(token)


def test_a_line_says_who_logged_it_for_which_request(
    in_form: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """As JSON one object a line, a traceback inside it; for people the same behind the message."""
    in_form("json")
    begin_request("r-1")
    try:
        raise LookupError("原因\n另一行")
    except LookupError:
        logging.getLogger("once.effects").exception("故障 %s", 1, extra={"advance": "C1:5"})
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["level"], told["part"], told["logger"]) == ("ERROR", "web", "once.effects")
    assert (told["message"], told["request"], told["advance"]) == ("故障 1", "r-1", "C1:5")
    assert "LookupError: 原因" in told["trace"]
    in_form("text")
    logging.getLogger("once.effects").info("办妥", extra={"advance": "C1:5", "ms": 7})
    assert capsys.readouterr().err.rstrip().endswith("INFO once.effects 办妥 request=r-1 advance=C1:5 ms=7")


def test_prefect_does_not_take_our_lines_over(
    in_form: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """It lays the handlers of the root anew when it begins to run flows."""
    in_form("json")
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "root": {"handlers": []}})
    logging.getLogger("once.effects").info("办妥")
    assert json.loads(capsys.readouterr().err)["message"] == "办妥"


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a\nb", "编号", "a=b"])
def test_a_name_that_could_forge_a_line_is_not_taken(given: str) -> None:
    """The request gets one of ours instead."""
    named = begin_request(given)
    assert named != given
    assert REQUEST.get() == named
    assert begin_request("abc-1.Z_") == "abc-1.Z_"
    begin_request()


def test_from_a_request_to_its_effects(new_office: Callable[[str], Office], caplog: pytest.LogCaptureFixture) -> None:
    """The line of the decision names request and advance, the lines of the effects the advance; no line names a person."""
    office = new_office("sqlite")
    caplog.set_level(logging.INFO, "once")
    case_no = office.file()
    office.carry(case_no)
    caplog.clear()
    begin_request("press-1")
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    (planned,) = (vars(one)["advance"] for one in caplog.records if one.getMessage() == "计划事后动作")
    done = [vars(one) for one in caplog.records if "effect" in vars(one)]
    assert {one["advance"] for one in done} == {planned}
    assert [one["effect"] for one in done] == ["number", "render", "seal", "notice", "notice"]
    said = " ".join(str(vars(one)) for one in caplog.records)
    assert CLERK not in said
    assert CAR["plate"] not in said
    assert CAR["driver"] not in said
