import pytest

from hexascope.check.checks.shmem_growth import shmem_growth
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use
from tests.support.storage import mount, opened

MIB = 2.0**20


def about(
    growth: float = 100 * MIB,
    share: float = 0.1,
    available: float = 6000 * MIB,
    *,
    kind: str = "tmpfs",
    files: bool = True,
) -> Case:
    shown = mount(point="/dev/shm", device="tmpfs", device_number="0:22", kind=kind)
    grown = opened(7, "/dev/shm/cache", device_number="0:22", size_bytes=9 * 10**8)
    return case(
        fact("memory.shmem_growth", growth),
        fact("memory.shmem_share", share),
        fact("filesystem.fill_rate", growth, mount="/dev/shm"),
        use(process(pid=7, comm="filler"), written_chars_per_s=4e8),
        first=[grown._replace(size_bytes=0)] if files else [],
        last=[reading("memory.available", available), shown, *([grown] if files else [])],
    )


def test_files_in_memory_that_use_it_up_name_their_writer_and_their_mount() -> None:
    [finding] = findings(shmem_growth, about())

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WASTE)
    assert finding.culprit
    assert (finding.culprit.kind, finding.culprit.name) == (EntityKind.PROCESS, "filler")
    assert [one.path for one in finding.victims] == ["/dev/shm"]
    assert finding.title.numbers() == {"growth": 100 * MIB, "left": 60.0}


def test_without_a_writer_the_mount_is_named_and_without_a_mount_the_segments() -> None:
    [on_mount] = findings(shmem_growth, about(files=False))
    [segments] = findings(shmem_growth, about(kind="ext4"))

    assert on_mount.culprit
    assert on_mount.culprit.kind is EntityKind.MOUNT
    assert segments.culprit is None
    assert "segments" in segments.description.template


@pytest.mark.parametrize(
    "one",
    [
        about(growth=MIB - 1, available=10 * MIB),
        about(share=0.049),
        about(available=60_001 * MIB),
        about(growth=-5 * MIB),
    ],
)
def test_slow_growth_little_of_it_and_much_room_are_fine(one: Case) -> None:
    assert findings(shmem_growth, one) == []


def test_at_ten_minutes_it_is_told() -> None:
    assert len(findings(shmem_growth, about(available=60_000 * MIB))) == 1
