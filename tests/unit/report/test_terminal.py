from hexascope.report.contract import Manner
from hexascope.report.formats.terminal import terminal
from tests.support.examinations import examination


def test_the_first_screen_says_what_who_and_what_to_do() -> None:
    written = terminal.write(examination(), Manner(width=100))
    first = "\n".join(written.splitlines()[:24])

    for words in ("80/100", "Start with worker.", "HIGH", "worker made tasks wait 47%", "pid 4242"):
        assert words in first
    assert "renice 10 4242" in written


def test_without_colour_there_is_no_escape_sequence_and_with_it_there_is() -> None:
    assert "\x1b" not in terminal.write(examination(), Manner())
    assert "\x1b[" in terminal.write(examination(), Manner(colour=True))


def test_quiet_gives_findings_only() -> None:
    written = terminal.write(examination(), Manner(quiet=True))

    assert "worker made tasks wait" in written
    assert "renice" not in written


def test_no_line_is_wider_than_the_terminal() -> None:
    for width in (60, 80, 120):
        lines = terminal.write(examination(), Manner(width=width)).splitlines()
        assert max(map(len, lines)) <= width
