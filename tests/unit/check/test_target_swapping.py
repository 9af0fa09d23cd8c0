from hexascope.check.checks.target_swapping import target_swapping
from hexascope.domain.target import ThreadState
from hexascope.domain.use import Severity
from tests.support.cases import case, findings, process, use
from tests.support.stories import about

EATER = use(process(pid=60, comm="eater", anon_bytes=2**33))


def test_waiting_for_memory_names_who_holds_most_of_it() -> None:
    (made,) = findings(target_swapping, about({ThreadState.SWAPPING: 0.1}, EATER))

    assert made.severity is Severity.MEDIUM
    assert made.culprit is not None
    assert made.culprit.name == "eater"


def test_a_third_of_the_time_is_high_and_needs_no_culprit() -> None:
    (made,) = findings(target_swapping, about({ThreadState.SWAPPING: 0.3}))

    assert made.severity is Severity.HIGH
    assert made.culprit is None


def test_less_is_healthy() -> None:
    assert not findings(target_swapping, about({ThreadState.SWAPPING: 0.09}, EATER))
    assert not findings(target_swapping, about({ThreadState.SWAPPING: 0.9}, threads=0.01))


def test_without_a_target_it_says_nothing() -> None:
    assert not list(target_swapping.judge(case(), target_swapping.options))
