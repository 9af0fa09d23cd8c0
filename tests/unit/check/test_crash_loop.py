from hexascope.check.checks.crash_loop import crash_loop
from hexascope.domain.case import Case
from hexascope.domain.rows import LogLine, ProcessSample
from hexascope.domain.snapshot import Pulse
from hexascope.domain.use import Harm, Severity, When
from tests.support.cases import case, fact, findings, process, use

NEED = fact("log.lines", 10.0)


def line(at: float, pid: int = 900) -> LogLine:
    return LogLine(at, 6, int(at), f"cart[{pid}]: segfault at 0 ip 00007f sp 00007f error 4 in x")


def host(*lines: LogLine, supervised: bool = False) -> Case:
    sample = ProcessSample(900, 40, "cart", "S", 101.0, 0.0, 0, 1)
    pulse = Pulse(at=102.0, numbers={}, tables={ProcessSample: (sample,)})
    return case(
        NEED,
        *lines,
        use(process(pid=40, comm="runner", command="runner --of=cart")),
        pulses=(pulse,) if supervised else (),
    )


def test_three_crashes_within_a_minute_are_a_loop() -> None:
    [finding] = findings(crash_loop, host(line(60), line(90), line(103)))

    assert finding.severity is Severity.HIGH
    assert finding.harm is Harm.FAILING
    assert finding.culprit is not None
    assert finding.culprit.name == "cart"


def test_the_parent_that_starts_it_again_is_in_the_identity() -> None:
    [finding] = findings(crash_loop, host(line(101), line(102), line(103), supervised=True))

    assert finding.culprit is not None
    assert finding.culprit.identity is not None
    assert finding.culprit.identity.pid == 40


def test_two_crashes_or_three_far_apart_are_none() -> None:
    assert findings(crash_loop, host(line(102), line(103))) == []
    assert findings(crash_loop, host(line(20), line(30), line(103))) == []


def test_a_loop_that_ended_before_the_window_is_past() -> None:
    [finding] = findings(crash_loop, host(line(60), line(70), line(80)))

    assert finding.when is When.PAST
    assert finding.severity is Severity.INFO


def test_yesterdays_crashes_are_not_told() -> None:
    old = [line(at) for at in (-90_003, -90_002, -90_001)]

    assert findings(crash_loop, host(*old)) == []
