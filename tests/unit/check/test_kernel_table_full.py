import pytest

from hexascope.check.checks import file_table
from hexascope.check.checks.kernel_table_full import TABLES, kernel_table_full
from hexascope.collect.collectors import kernel_tables, open_files
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Aspect, Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use


def about(share: float, table: str = "tasks", most: float = 1000.0) -> Case:
    return case(
        fact("limits.share", share, table=table),
        last=[reading("limits.most", most, table=table)],
    )


@pytest.mark.parametrize(
    ("share", "severity", "harm", "aspect"),
    [
        (0.80, Severity.LOW, Harm.BUSY, Aspect.UTILIZATION),
        (0.949, Severity.LOW, Harm.BUSY, Aspect.UTILIZATION),
        (0.95, Severity.HIGH, Harm.BUSY, Aspect.UTILIZATION),
        (1.0, Severity.CRITICAL, Harm.FAILING, Aspect.ERRORS),
    ],
)
def test_the_fuller_a_table_the_worse(
    share: float, severity: Severity, harm: Harm, aspect: Aspect
) -> None:
    [finding] = findings(kernel_table_full, about(share))

    assert (finding.severity, finding.harm, finding.aspect) == (severity, harm, aspect)
    assert finding.threshold == 0.80


@pytest.mark.parametrize("table", TABLES)
def test_each_table_names_its_setting_and_what_is_in_it(table: str) -> None:
    [finding] = findings(kernel_table_full, about(0.9, table))

    assert finding.culprit
    assert finding.culprit.name == TABLES[table].sysctl
    assert finding.title.numbers() == {"share": 0.9}


def test_twice_the_limit_is_proposed_but_not_for_a_setting_of_four_numbers() -> None:
    [finding] = findings(kernel_table_full, about(0.9, "aio", most=65536))
    [semaphores] = findings(kernel_table_full, about(0.9, "semaphores"))

    assert dict(finding.proposals[0].parameters) == {"sysctl": "fs.aio-max-nr", "value": "131072"}
    assert semaphores.proposals == ()


@pytest.mark.parametrize(
    ("table", "source", "sysctl"),
    [
        ("tasks", "/proc/sys/kernel/pid_max", "kernel.pid_max"),
        ("tasks", "/proc/sys/kernel/threads-max", "kernel.threads-max"),
        ("keys", "/proc/sys/kernel/keys/root_maxkeys", "kernel.keys.root_maxkeys"),
    ],
)
def test_the_setting_is_the_one_that_limits_here(table: str, source: str, sysctl: str) -> None:
    most = Reading("limits.most", (("table", table),), 1000.0, source)
    [finding] = findings(
        kernel_table_full, case(fact("limits.share", 0.9, table=table), last=[most])
    )

    assert finding.culprit
    assert finding.culprit.name == sysctl
    assert dict(finding.proposals[0].parameters)["sysctl"] == sysctl


def test_the_program_with_most_threads_is_named_and_the_kernels_own_are_not() -> None:
    [finding] = findings(
        kernel_table_full,
        case(
            fact("limits.share", 0.9, table="tasks"),
            use(process(pid=2, comm="kthreadd", threads=900, flags=0x00200000)),
            use(process(pid=7, comm="pool", threads=300)),
            use(process(pid=8, comm="pool", threads=200)),
            use(process(pid=9, comm="shell")),
            last=[
                reading("limits.most", 1000.0, table="tasks"),
                reading("limits.used", 900.0, table="tasks"),
            ],
        ),
    )

    assert finding.culprit
    assert (finding.culprit.name, finding.culprit.pids) == ("pool", (7, 8))
    assert finding.culprit.share == pytest.approx(500 / 900)
    assert finding.recommendation.numbers() == {"held": 500.0}


@pytest.mark.parametrize("table", ["keys", "key_bytes", "semaphores", "shared_memory", "inotify"])
def test_the_user_who_holds_most_is_named(table: str) -> None:
    [finding] = findings(
        kernel_table_full,
        case(
            fact("limits.share", 0.9, table=table),
            last=[reading("limits.user", "1000", table=table)],
        ),
    )

    assert finding.culprit
    assert (finding.culprit.kind, finding.culprit.name) == (EntityKind.USER, "1000")


def test_two_tables_that_one_user_fills_are_two_findings() -> None:
    tables = ("keys", "key_bytes")
    found = findings(
        kernel_table_full,
        case(
            *(fact("limits.share", 0.9, table=table) for table in tables),
            last=[reading("limits.user", "1000", table=table) for table in tables],
        ),
    )

    assert len({one.id for one in found}) == 2


@pytest.mark.parametrize(
    ("share", "left", "count"), [(0.40, 600.0, 1), (0.39, 600.0, 0), (0.40, 601.0, 0)]
)
def test_one_that_will_be_full_in_ten_minutes_is_told(
    share: float, left: float, count: int
) -> None:
    found = findings(
        kernel_table_full,
        case(
            fact("limits.share", share, table="semaphores"),
            fact("limits.time_left", left, table="semaphores"),
        ),
    )

    assert [(one.severity, one.harm, one.threshold) for one in found] == count * [
        (Severity.MEDIUM, Harm.WASTE, None)
    ]


def test_every_table_that_is_read_is_judged() -> None:
    assert {*TABLES, file_table.TABLE} == {*kernel_tables.TABLES, open_files.WATCHERS}


def test_below_the_limit_and_the_table_of_files_are_not_for_this_check() -> None:
    assert findings(kernel_table_full, about(0.79)) == []
    assert findings(kernel_table_full, about(0.99, "files")) == []
