from hexascope.check.checks.inodes_full import inodes_full
from hexascope.domain.finding import Finding
from hexascope.domain.use import Aspect, Severity
from tests.support.cases import case, fact, findings
from tests.support.storage import mount


def found(share: float, size: int = 2**30) -> list[Finding]:
    about = case(
        fact("filesystem.inodes_share", share, mount="/data"), last=[mount(size_bytes=size)]
    )
    return findings(inodes_full, about)


def test_a_filesystem_without_inodes_is_critical() -> None:
    [finding] = found(1.0)

    assert (finding.severity, finding.aspect) == (Severity.CRITICAL, Aspect.ERRORS)


def test_one_with_few_left_is_medium_and_below_the_limit_fine() -> None:
    [finding] = found(0.95)

    assert finding.severity is Severity.MEDIUM
    assert found(0.949) == []


def test_a_tiny_one_is_fine() -> None:
    assert found(1.0, size=4096) == []


def test_full_begins_where_next_to_none_is_left() -> None:
    [nearly], [full] = found(0.994), found(0.995)

    assert (nearly.severity, full.severity) == (Severity.MEDIUM, Severity.CRITICAL)
