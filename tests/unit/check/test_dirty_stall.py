import pytest

from hexascope.check.checks.dirty_stall import dirty_stall
from hexascope.domain.case import Case
from hexascope.domain.rows import ProcessUse
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use

MEBIBYTE = 2.0**20


def writer(states: str = "DDDDD", **fields: object) -> ProcessUse:
    row = process(pid=7, comm="restore", **fields)
    return use(row, write_bytes_per_s=400 * MEBIBYTE, states=states)


def waiter(states: str = "DDSSSSSSSS", written: float = 4096.0, **fields: object) -> ProcessUse:
    return use(process(pid=8, comm="db", **fields), write_bytes_per_s=written, states=states)


def about(*more: object, dirty: float = 0.15, pressure: float = 0.5) -> Case:
    return case(
        fact("memory.dirty_share", dirty),
        fact("pressure.some_share", pressure, resource="io"),
        *more,
        last=[
            reading("process.count", 90.0),
            reading("sysctl.value", "10", name="vm.dirty_background_ratio"),
        ],
    )


@pytest.mark.parametrize(("dirty", "number"), [(0.10, 1), (0.099, 0)])
def test_much_must_wait_to_be_written(dirty: float, number: int) -> None:
    assert len(findings(dirty_stall, about(writer(), waiter(), dirty=dirty))) == number


@pytest.mark.parametrize(("pressure", "severity"), [(0.10, Severity.HIGH), (0.09, Severity.MEDIUM)])
def test_the_biggest_writer_is_the_culprit_and_who_waits_behind_it_the_victim(
    pressure: float, severity: Severity
) -> None:
    [finding] = findings(dirty_stall, about(writer(), waiter(), pressure=pressure))

    assert (finding.severity, finding.harm, finding.threshold) == (severity, Harm.WAITING, 0.10)
    assert finding.culprit is not None
    assert finding.culprit.name == "restore"
    assert [one.name for one in finding.victims] == ["db"]
    assert finding.description.numbers() == {"rate": 400 * MEBIBYTE, "others": 1}
    assert [one.remedy for one in finding.proposals] == ["set_sysctl", "stop_writer"]


@pytest.mark.parametrize(
    "other",
    [
        waiter("DSSSSSSSSS"),
        waiter(written=0.0, wait_channel="io_schedule"),
        waiter(written=0.0, flags=0x00200000, wait_channel="wb_wait_for_completion"),
    ],
    ids=["hardly waits", "only reads", "is the kernel's own"],
)
def test_a_copy_that_waits_for_itself_only_is_mere_information(other: ProcessUse) -> None:
    [finding] = findings(dirty_stall, about(writer(), other))

    assert (finding.severity, finding.harm, finding.victims) == (Severity.INFO, Harm.BUSY, ())


def test_an_fsync_is_seen_by_where_it_waits() -> None:
    [finding] = findings(
        dirty_stall, about(writer(), waiter(written=0.0, wait_channel="jbd2_log_wait_commit"))
    )

    assert [one.name for one in finding.victims] == ["db"]


def test_dirty_memory_that_nobody_waits_for_is_fine() -> None:
    assert findings(dirty_stall, about(writer("SSSSS"), waiter("SSSSS"), pressure=0.05)) == []


def test_waiting_for_memory_shows_it_too() -> None:
    shown = fact("pressure.some_share", 0.2, resource="memory")

    [finding] = findings(dirty_stall, about(writer("SSSSS"), shown, pressure=0.0))

    assert finding.severity is Severity.INFO


def test_without_a_view_of_who_writes_nobody_is_blamed() -> None:
    [finding] = findings(dirty_stall, about(use(process(), write_bytes_per_s=None, states="DDD")))

    assert (finding.culprit, finding.severity) == (None, Severity.INFO)
    assert [one.remedy for one in finding.proposals] == ["set_sysctl"]
