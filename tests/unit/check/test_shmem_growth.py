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
    rate: float | None = None,
    room: int = 2**40,
) -> Case:
    shown = mount(
        point="/dev/shm", device="tmpfs", device_number="0:22", kind=kind, available_bytes=room
    )
    grown = opened(7, "/dev/shm/cache", device_number="0:22", size_bytes=9 * 10**8)
    return case(
        fact("memory.shmem_growth", growth),
        fact("memory.shmem_share", share),
        fact("filesystem.fill_rate", growth if rate is None else rate, mount="/dev/shm"),
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
    assert (on_mount.severity, segments.severity) == (Severity.HIGH, Severity.MEDIUM)
    assert "ipcs" in segments.recommendation.template


def test_a_mount_that_makes_less_than_half_of_the_growth_is_not_to_blame() -> None:
    [half] = findings(shmem_growth, about(rate=50 * MIB, files=False))
    [less] = findings(shmem_growth, about(rate=49.9 * MIB, files=False))

    assert half.culprit
    assert less.culprit is None


def test_a_filesystem_that_is_full_before_memory_is_out_is_not_for_this_check() -> None:
    assert findings(shmem_growth, about(room=5999 * 2**20)) == []
    assert len(findings(shmem_growth, about(room=6000 * 2**20))) == 1


def segments(mapped: int = 500 * 2**20, mapping: int = 2**40, more: int = 0) -> Case:
    now = process(
        pid=9, comm="database", shmem_bytes=2**30 + mapped, rss_bytes=0, virtual_bytes=mapping
    )
    return case(
        fact("memory.shmem_growth", 100 * MIB),
        fact("memory.shmem_share", 0.1),
        use(now),
        use(process(pid=7, comm="other", shmem_bytes=2**32)),
        first=[
            now._replace(shmem_bytes=2**30, virtual_bytes=mapping - more),
            process(pid=7, comm="other", shmem_bytes=2**32),
        ],
        last=[reading("memory.available", 6000 * MIB)],
    )


def test_who_maps_the_memory_that_grows_is_named_and_not_who_maps_most() -> None:
    [finding] = findings(shmem_growth, segments(mapped=250 * 2**20))
    [nobody] = findings(shmem_growth, segments(mapped=250 * 2**20 - 1))

    assert finding.culprit
    assert (finding.culprit.name, finding.culprit.pid) == ("database", 9)
    assert nobody.culprit is None


def test_a_database_that_warms_up_the_buffers_it_was_given_is_fine() -> None:
    assert findings(shmem_growth, segments(mapping=6000 * 2**20 - 1)) == []
    assert len(findings(shmem_growth, segments(mapping=6000 * 2**20))) == 1
    assert len(findings(shmem_growth, segments(mapping=2**30, more=1))) == 1


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
