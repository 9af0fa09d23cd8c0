import json
import logging

import pytest

from hexascope.kit.redacting import redactor
from hexascope.server.frame import trace
from hexascope.server.frame.log import LONGEST_LINE, log, take_over


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_tells_the_trace_that_it_belongs_to(capsys: pytest.CaptureFixture[str]) -> None:
    token = trace.now.set("a" * 32)
    log().info("what_happened", name="Zoë\n")
    trace.now.reset(token)
    log().info("elsewhere")

    inside, outside = lines(capsys)
    assert (inside["event"], inside["trace"], inside["name"]) == (
        "what_happened",
        "a" * 32,
        "Zoë\n",
    )
    assert inside["level"] == "info"
    assert "trace" not in outside


def test_no_secret_is_logged_not_even_in_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    redactor.learn("correct horse battery")
    try:
        int("the password is correct horse battery")
    except ValueError:
        log().exception("failed", given="correct horse battery")

    told = capsys.readouterr().err
    assert "horse" not in told
    assert "ValueError" in told


def test_people_are_shown_lines_that_no_name_can_forge(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    log().info("seen", name="a\nb\x1b[2J")

    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "\x1b" not in told
    assert "seen name=a" in told


def test_what_libraries_log_takes_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    try:
        take_over()
        logging.getLogger("some.library").warning("odd: %s", "x" * (2 * LONGEST_LINE))
        logging.getLogger("some.library").info("usual")
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
        told = capsys.readouterr().err
    finally:
        root.handlers, root.level = before

    assert told.count("\n") == 1
    assert len(told) <= LONGEST_LINE + 1
    assert '"event": "odd: xxx' in told
