import pytest

from hexascope.check.checks.sequential_scans import sequential_scans
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import sock
from tests.support.storage import opened

MIB = 2**20
SERVER = 50


def host(
    *facts: object,
    cpu: float = 0.4,
    wakes: float = 10.0,
    delay: float = 0.3,
    size: int = 100 * MIB,
    read: int = 0,
    sessions: int = 2,
    state: str = "SELECT",
    path: str = "/srv/pg/base/5/16384",
) -> Case:
    rows = [
        process(
            pid=100 + n,
            ppid=SERVER,
            comm="postgres",
            command=f"postgres: app shop 10.0.0.1({5000 + n}) {state}",
            read_chars=read,
        )
        for n in range(sessions)
    ]
    return case(
        fact("file.count", 1),
        *facts,
        *(use(row, cpu_share=cpu, voluntary_per_s=wakes, run_delay_share=delay) for row in rows),
        use(process(pid=7, comm="shop")),
        sock(local="10.0.0.2:5432", remote="10.0.0.1:5000", owner_pid=100),
        sock(local="10.0.0.1:5000", remote="10.0.0.2:5432", owner_pid=7),
        first=[row._replace(read_chars=0) for row in rows],
        last=[opened(one.pid, path, size_bytes=size) for one in rows],
    )


def test_long_work_between_sleeps_beside_a_large_table_is_a_scan_that_waits_for_cpus() -> None:
    [finding] = findings(sequential_scans, host())

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.pids == (100, 101)
    assert [one.pid for one in finding.victims] == [7]
    assert [one.number for one in finding.evidence] == [0.8, 0.04, 100 * MIB, 0]


def test_reading_more_than_the_whole_table_proves_it_whoever_suffers() -> None:
    [finding] = findings(sequential_scans, host(delay=0.0, wakes=900.0, read=100 * MIB))

    assert (finding.severity, finding.harm, finding.confidence) == (
        Severity.MEDIUM,
        Harm.WASTE,
        85,
    )


def test_what_the_server_counts_names_the_table() -> None:
    told = fact(
        "postgresql.scanned_per_s", 4e6, database="shop", server=str(SERVER), table="orders"
    )
    other = fact(
        "postgresql.scanned_per_s", 9e6, database="other", server=str(SERVER), table="none"
    )

    [finding] = findings(sequential_scans, host(told, other, delay=0.0))

    assert dict(finding.title.values)["table"] == "orders"
    assert finding.severity is Severity.MEDIUM


def test_long_work_that_nobody_waits_for_is_information() -> None:
    [finding] = findings(sequential_scans, host(delay=0.14))

    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "about",
    [
        host(cpu=0.25),  # half a CPU together
        host(wakes=80.0),  # 5 ms of work between two sleeps
        host(wakes=0.5),  # 5 sleeps in 5 s
        host(size=8 * MIB),
        host(delay=0.15),
        host(wakes=900.0, read=100 * MIB),  # two passes
    ],
)
def test_at_its_limits_it_is_found(about: Case) -> None:
    assert len(findings(sequential_scans, about)) == 1


@pytest.mark.parametrize(
    "about",
    [
        host(cpu=0.24),
        host(wakes=81.0),  # many short questions: an index
        host(wakes=0.4),  # one long report
        host(size=8 * MIB - 1),
        host(wakes=900.0, read=100 * MIB - 1),
        host(state="SELECT waiting"),
        host(path="/srv/pg/pg_wal/0001"),
    ],
)
def test_below_any_limit_it_is_healthy(about: Case) -> None:
    assert findings(sequential_scans, about) == []
