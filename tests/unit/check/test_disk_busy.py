import pytest

from hexascope.check.checks.disk_busy import disk_busy
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import BlockDevice
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import LOOP, mount, opened


def host(
    busy: float = 0.8,
    queue: float = 2.0,
    *,
    readers: int = 3,
    size: float = 4096,
    device: BlockDevice = LOOP,
    nice: int = 0,
    wait: float = 0.001,
) -> Case:
    name = device.name
    uses = [
        use(
            process(pid=10 + n, comm="reader", ppid=9, nice=nice), read_bytes_per_s=1e7, states="DD"
        )
        for n in range(readers)
    ]
    return case(
        fact("disk.utilization", busy, device=name),
        fact("disk.queue", queue, device=name),
        fact("disk.request_size", size, device=name),
        fact("disk.await", wait, device=name),
        fact("disk.read_rate", 5000.0, device=name),
        *uses,
        use(process(pid=99, comm="innocent"), read_bytes_per_s=9e9, states="DD"),
        last=[
            device,
            *(opened(10 + n, writable=False, device_number=device.number) for n in range(readers)),
        ],
    )


def found(about: Case) -> list[Finding]:
    return findings(disk_busy, about)


def test_readers_that_keep_a_device_busy_are_one_culprit_and_who_reads_elsewhere_is_none() -> None:
    [finding] = found(host())

    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.pids) == ("reader", (10, 11, 12))
    assert finding.culprit.share == 1.0
    assert [one.name for one in finding.victims] == ["loop0"]
    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)


@pytest.mark.parametrize(("busy", "queue"), [(0.59, 5.0), (1.0, 1.19)])
def test_busy_without_queue_and_a_queue_that_is_short_lived_are_fine(
    busy: float, queue: float
) -> None:
    assert found(host(busy, queue)) == []


def test_one_stream_alone_with_its_device_is_information() -> None:
    [finding] = found(host(readers=1, size=512 * 1024))

    assert (finding.severity, finding.harm) == (Severity.INFO, Harm.BUSY)


def test_niced_readers_that_hold_up_nobody_else_are_information() -> None:
    [finding] = found(host(nice=10))

    assert finding.severity is Severity.INFO


def test_a_solid_state_drive_with_room_is_fine_and_an_overloaded_one_is_not() -> None:
    nvme = BlockDevice("nvme0n1", "259:0", "nvme", rotational=False)

    assert found(host(1.0, 20, device=nvme, wait=0.0049)) == []
    assert len(found(host(1.0, 200, device=nvme, wait=0.005))) == 1


def test_a_virtual_drive_that_calls_itself_rotating_may_be_fast_all_the_same() -> None:
    virtual = BlockDevice("vda", "254:0", "disk", rotational=True)

    assert found(host(0.9, 3, device=virtual, wait=0.0049)) == []
    assert len(found(host(0.9, 3, device=virtual, wait=0.005))) == 1


def stacked(wait: float) -> Case:
    disk = BlockDevice("vda", "254:0", "disk", rotational=True)
    facts = [
        fact(family, value, device=name)
        for name in ("loop0", "vda")
        for family, value in (
            ("disk.utilization", 0.9),
            ("disk.queue", 3.0),
            ("disk.await", wait),
            ("disk.request_size", 4096.0),
        )
    ]
    users = [use(process(pid=5, comm="db", ppid=1), read_bytes_per_s=1e6, states="DD")]
    users += [use(process(pid=6, comm="db", ppid=1), read_bytes_per_s=1e6, states="DD")]
    rows = [disk, LOOP, mount(point="/", device_number="254:0"), mount(point="/data")]
    return case(*facts, *users, last=[*rows, opened(5), opened(6)])


def test_a_loop_device_upon_a_busy_disk_is_not_told_again_and_its_users_are_the_disks() -> None:
    [finding] = found(stacked(0.006))

    assert dict(finding.title.values)["name"] == "vda"
    assert finding.culprit is not None
    assert finding.culprit.pids == (5, 6)


def test_a_loop_device_upon_a_disk_with_room_is_judged_by_itself() -> None:
    [finding] = found(stacked(0.001))

    assert dict(finding.title.values)["name"] == "loop0"


def test_the_27th_disk_is_no_partition_of_the_first() -> None:
    about = case(
        fact("disk.utilization", 0.9, device="sda"),
        fact("disk.queue", 3.0, device="sda"),
        use(process(pid=5, comm="db"), write_bytes_per_s=1e6, states="DD"),
        last=[
            BlockDevice("sda", "8:0", "disk", rotational=True),
            BlockDevice("sdaa", "65:160", "disk", rotational=True),
            BlockDevice("dm-0", "253:0", "mapper", slaves=("sdaa1",)),
            opened(5, device_number="253:0"),
        ],
    )

    [finding] = found(about)

    assert finding.culprit is not None
    assert finding.culprit.name == "sda"


def test_without_open_files_the_device_itself_is_named() -> None:
    [finding] = found(host(readers=0))

    assert finding.culprit is not None
    assert finding.culprit.key == "7:0"


def test_the_files_of_a_mapped_device_belong_to_the_disk_below() -> None:
    disk = BlockDevice("sda", "8:0", "disk", rotational=True)
    about = case(
        fact("disk.utilization", 0.9, device="sda"),
        fact("disk.queue", 3.0, device="sda"),
        use(process(pid=5, comm="db"), write_bytes_per_s=1e6, states="DD"),
        use(process(pid=6, comm="db"), write_bytes_per_s=1e6, states="DD"),
        last=[
            disk,
            BlockDevice("dm-0", "253:0", "mapper", slaves=("sda2",)),
            opened(5, device_number="253:0"),
            opened(6, device_number="253:0"),
        ],
    )

    [finding] = found(about)

    assert finding.culprit is not None
    assert finding.culprit.pids == (5, 6)


@pytest.mark.parametrize(("blocked", "severity"), [(3.0, Severity.HIGH), (0.5, Severity.INFO)])
def test_where_no_process_is_seen_the_kernels_count_tells_who_waits(
    blocked: float, severity: Severity
) -> None:
    about = case(
        fact("disk.utilization", 0.9, device="sda"),
        fact("disk.queue", 3.0, device="sda"),
        fact("disk.queue", 1.0, device="sdb"),
        fact("disk.request_size", 1e6, device="sda"),
        fact("load.blocked", blocked),
    )

    [finding] = found(about)

    assert finding.severity is severity
    [waiting] = [one for one in finding.evidence if one.family == "disk.waiting_tasks"]
    assert waiting.value == blocked * 0.75
    assert "shared out" in waiting.source
