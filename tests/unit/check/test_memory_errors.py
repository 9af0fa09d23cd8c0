import pytest

from hexascope.check.checks.memory_errors import memory_errors
from hexascope.domain.finding import Finding
from hexascope.domain.use import Harm, Severity, When
from tests.support.cases import case, fact, findings, reading


def broken(size: float) -> object:
    return reading("memory.size", size, **{"class": "HardwareCorrupted"})


def found(
    *more: object, gave_up: float = 0.0, before: float = 0.0, since_boot: float = 0.0
) -> list[Finding]:
    about = case(
        fact("memory.error_sources", 2.0),
        fact("memory.corrupted", gave_up),
        *more,
        first=[broken(before)],
        last=[
            broken(gave_up),
            reading("memory.uncorrected_errors", since_boot, controller="mc0"),
        ],
    )
    return findings(memory_errors, about)


def test_a_healthy_machine_is_fine() -> None:
    assert (
        found(
            fact("memory.errors_corrected", 0.0, controller="mc0"),
            fact("memory.errors_uncorrected", 0.0, controller="mc0"),
        )
        == []
    )


def test_one_source_is_enough() -> None:
    lost = fact("memory.errors_uncorrected", 1.0, controller="mc0")

    [finding] = findings(memory_errors, case(fact("memory.error_sources", 1.0), lost))

    assert finding.severity is Severity.CRITICAL


def test_a_virtual_machine_without_controllers_is_fine() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("number", "severity"), [(1.0, Severity.LOW), (9.0, Severity.LOW), (10.0, Severity.MEDIUM)]
)
def test_corrected_errors_announce_a_failing_module(number: float, severity: Severity) -> None:
    [finding] = found(fact("memory.errors_corrected", number, controller="mc1"))

    assert (finding.severity, finding.harm) == (severity, Harm.WASTE)
    assert finding.culprit is not None
    assert finding.culprit.name == "mc1"


def test_an_error_that_was_not_corrected_is_critical() -> None:
    [finding] = found(fact("memory.errors_uncorrected", 1.0, controller="mc0"), since_boot=3.0)

    assert (finding.severity, finding.harm, finding.when) == (
        Severity.CRITICAL,
        Harm.FAILING,
        When.NOW,
    )
    assert finding.title.numbers() == {"number": 1.0}


def test_one_from_before_the_window_is_past() -> None:
    [finding] = found(fact("memory.errors_uncorrected", 0.0, controller="mc0"), since_boot=3.0)

    assert (finding.severity, finding.when) == (Severity.INFO, When.PAST)
    assert finding.title.numbers() == {"number": 3.0}


@pytest.mark.parametrize(
    ("before", "severity", "when"),
    [(0.0, Severity.HIGH, When.NOW), (4096.0, Severity.INFO, When.PAST)],
)
def test_memory_that_the_kernel_gave_up_is_told(
    before: float, severity: Severity, when: When
) -> None:
    [finding] = found(gave_up=4096.0, before=before)

    assert (finding.severity, finding.when) == (severity, when)
    assert finding.title.numbers() == {"size": 4096.0}
