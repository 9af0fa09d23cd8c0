import pytest

from hexascope.check.checks.log_storm import is_log, log_storm
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import LogLine
from hexascope.domain.use import Aspect, Harm, Resource, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import LOOP, opened


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


def beside_a_database(
    *,
    rate: float = 2e6,
    database_rate: float = 1e6,
    database_waits: str = "SDSSSDSSSS",
    logger_waits: str = "DDDDDDDDDD",
    size_before: int = 0,
    elsewhere: str = "7:0",
    comm: str = "postgres",
) -> Case:
    log = opened(7, "/data/app.log", size_bytes=int(rate * 5))
    data = opened(8, "/data/base/1", device_number=elsewhere)
    return case(
        fact("file.count", 2),
        fact("log.lines", 1),
        use(
            process(pid=7, comm="service"),
            written_chars_per_s=rate,
            write_bytes_per_s=rate,
            states=logger_waits,
        ),
        use(
            process(pid=8, comm=comm),
            write_bytes_per_s=database_rate,
            states=database_waits,
        ),
        LOOP,
        first=[opened(7, "/data/app.log", size_bytes=size_before), data],
        last=[log, data],
    )


def test_a_log_that_takes_the_disk_from_a_database_is_the_databases_trouble() -> None:
    [finding] = found(beside_a_database())

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert (finding.resource, finding.aspect) == (Resource.DISK, Aspect.SATURATION)
    assert finding.culprit is not None
    assert finding.culprit.pid == 7
    assert [one.name for one in finding.victims] == ["postgres"]
    assert finding.proposals[0].remedy == "lower_log_level"


def test_at_the_limits_it_is_one() -> None:
    assert len(found(beside_a_database(rate=200e3, database_rate=200e3))) == 1
    assert len(found(beside_a_database(logger_waits="DDSSSSSSSS"))) == 1


def test_a_log_that_began_anew_counts_by_what_its_program_wrote() -> None:
    [finding] = found(beside_a_database(size_before=40_000_000))

    assert finding.evidence[0].number == 2e6


@pytest.mark.parametrize(
    "about",
    [
        beside_a_database(rate=199e3, database_rate=1e3),
        beside_a_database(database_rate=2.1e6),  # the database itself moves more
        beside_a_database(database_waits="SSSSSDSSSS"),
        beside_a_database(logger_waits="DSSSSSSSSS"),  # nobody knows what the database waits for
        beside_a_database(elsewhere="8:0"),
        beside_a_database(comm="service"),  # its own worker
    ],
)
def test_a_log_that_does_no_harm_is_none(about: Case) -> None:
    assert found(about) == []
