from hexascope.check.checks.io_throttled import io_throttled
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import Cgroup
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import LOOP, opened

MEGABYTE = 2**20


def group(written: int, path: str = "/app", requests: int = 0, **fields: object) -> Cgroup:
    limits = (("7:0", "wbps", float(MEGABYTE)), ("7:0", "riops", 100.0))
    row = Cgroup(
        path, 1, io_limits=limits, io_bytes=(("7:0", 0, written, requests, 0),), processes=1
    )
    return row._replace(**fields)  # type: ignore[arg-type] # the row checks


def host(first: Cgroup, last: Cgroup, states: str = "DDDS") -> Case:
    return case(
        fact("cgroup.count", 3),
        fact("pressure.some_share", 0.5, resource="io"),
        use(process(pid=7, comm="writer", cgroup="/app"), states=states),
        use(process(pid=8, comm="other", cgroup="/b"), states="DDDD"),
        first=[first],
        last=[last, LOOP],
    )


def found(about: Case) -> list[Finding]:
    return findings(io_throttled, about)


def test_a_group_at_its_limit_whose_processes_wait_is_held_back_by_it() -> None:
    [finding] = found(host(group(0), group(5 * MEGABYTE)))

    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.key) == ("loop0", "7:0")
    assert [one.name for one in finding.victims] == ["writer"]
    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert "/app" in str(finding.title.values)


def test_a_limit_on_requests_counts_as_well() -> None:
    [finding] = found(host(group(0), group(0, requests=500)))

    assert "requests" in finding.title.template


def test_a_limit_that_is_far_is_fine() -> None:
    assert found(host(group(0), group(int(3.9 * MEGABYTE)))) == []


def test_a_group_at_its_limit_that_nobody_waits_in_is_fine() -> None:
    assert found(host(group(0), group(5 * MEGABYTE), states="SSSS")) == []


def test_pressure_of_the_group_shows_the_wait_too() -> None:
    first, last = group(0, io_full_s=1.0), group(5 * MEGABYTE, io_full_s=3.0)

    assert len(found(host(first, last, states="SSSS"))) == 1


def test_a_limit_of_the_root_concerns_who_has_files_there() -> None:
    about = case(
        fact("cgroup.count", 3),
        use(process(pid=7, comm="writer"), states="DDDD"),
        first=[group(0, "/")],
        last=[group(5 * MEGABYTE, "/"), LOOP, opened(7)],
    )

    [finding] = found(about)

    assert [one.pid for one in finding.victims] == [7]


def test_counters_that_ran_backwards_say_nothing() -> None:
    assert found(host(group(90 * MEGABYTE), group(5 * MEGABYTE))) == []


def test_a_group_made_in_the_window_has_no_rate_yet() -> None:
    assert found(host(group(0, "/another"), group(50 * MEGABYTE))) == []


def test_a_group_at_its_limit_but_for_its_pauses_is_held_back_too() -> None:
    [finding] = found(host(group(0), group(4 * MEGABYTE)))

    assert (finding.evidence[0].value, finding.threshold) == (0.8, 0.8)


def test_who_waits_now_and_then_is_not_held_back() -> None:
    full = group(5 * MEGABYTE)

    assert found(host(group(0), full, states="DDSSSSSSSS")) == []
    assert len(found(host(group(0), full, states="DDDSSSSSSS"))) == 1
