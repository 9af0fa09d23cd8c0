import pytest

from hexascope.check.checks.log_storm import is_log, log_storm
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import LogLine
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import opened


def host(path: str, rate: float, *lines: str) -> Case:
    told = [LogLine(1.0, 4, n + 5, one) for n, one in enumerate(lines)]
    return case(
        fact("file.count", 1),
        fact("log.lines", 1),
        use(process(pid=7, comm="service"), written_chars_per_s=9e9),
        first=[opened(7, path), LogLine(0.0, 6, 1, "boot")],
        last=[opened(7, path, size_bytes=int(rate * 5)), *told],
    )


def found(about: Case) -> list[Finding]:
    return findings(log_storm, about)


def test_a_log_that_grows_ten_megabytes_a_second_is_a_storm() -> None:
    [finding] = found(host("/srv/app.log", 10e6))

    assert finding.severity is Severity.MEDIUM
    assert finding.culprit is not None
    assert finding.culprit.name == "service"


@pytest.mark.parametrize(("path", "rate"), [("/srv/app.log", 9.9e6), ("/srv/data.db", 50e6)])
def test_a_calm_log_and_a_busy_database_are_fine(path: str, rate: float) -> None:
    assert found(host(path, rate)) == []


@pytest.mark.parametrize("path", ["/var/log/messages", "/a/b.log", "/a/b.log.1", "/x/u.journal"])
def test_logs_are_known_by_name_or_place(path: str) -> None:
    assert is_log(path)


def test_a_flood_of_the_kernels_log_is_low_and_one_line_nothing() -> None:
    line = "net_ratelimit: 120 callbacks suppressed"

    [finding] = found(host("/a", 0, line, line, line))

    assert finding.severity is Severity.LOW
    assert found(host("/a", 0, line, line)) == []
