import pytest

from hexascope.check.checks.lockup import lockup
from hexascope.domain.finding import Finding
from hexascope.domain.rows import LogLine
from hexascope.domain.use import Harm, Severity, When
from tests.support.cases import case, findings, reading

LOCKUP = "watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [worker:4242]"


def seen(text: str, at: float, before: tuple[LogLine, ...] = ()) -> list[Finding]:
    about = case(
        first=[*before, reading("log.lines", 1.0)],
        last=[
            *before,
            LogLine(at, 0, 9, text),
            reading("log.lines", 1.0),
            reading("log.read_at", 105.0),
        ],
    )
    return list(findings(lockup, about))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LOCKUP, "soft lockup"),
        ("rcu: INFO: rcu_sched self-detected stall on CPU", "RCU stall"),
        ("INFO: task kworker/0:1:77 blocked for more than 120 seconds.", "hung task"),
        ("mce: [Hardware Error]: Machine check events logged", "machine check"),
        ("BUG: kernel NULL pointer dereference, address: 0", "kernel bug"),
    ],
)
def test_the_kernels_own_words_are_trouble_within_the_window(text: str, kind: str) -> None:
    [finding] = seen(text, 103.0)

    assert dict(finding.title.values)["kind"] == kind
    assert finding.when is When.NOW
    assert finding.harm is Harm.FAILING


def test_what_is_older_than_the_window_is_past_and_counts_as_information() -> None:
    [finding] = seen(LOCKUP, 50.0)

    assert finding.when is When.PAST
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "text",
    [
        "mce: CPU supports 10 MCE banks",
        "rcu: Hierarchical RCU implementation.",
        "traps: x[1] general protection fault ip:55 sp:7f error:0 in x",
        "eth0: link becomes ready",
    ],
)
def test_ordinary_lines_are_left_alone(text: str) -> None:
    assert seen(text, 103.0) == []
