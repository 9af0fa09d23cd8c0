from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.nfs import MOST_MOUNTS, nfs
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

STATS = """device /dev/vda mounted on / with fstype ext4
device server:/export mounted on /mnt/my\\040share with fstype nfs4 statvers=1.1
\topts:\trw,vers=4.2
\tage:\t100
\tper-op statistics
\t        NULL: 1 1 0 44 24 0 0 0
\t        READ: 4 5 1 560 64 2 40 50
\t       WRITE: 6 6 0 560 64 0 60 70 0
"""


def seen(text: str) -> Snapshot:
    return snapshot(TextHost({"/proc/self/mountstats": text}), nfs)


def test_the_operations_of_a_mount_are_added_up() -> None:
    look, mount = seen(STATS), "/mnt/my share"

    assert look.number("nfs.operations", mount=mount) == 11
    assert look.number("nfs.sent", mount=mount) == 12
    assert look.number("nfs.timeouts", mount=mount) == 1
    assert look.number("nfs.round_trip_time", mount=mount) == 0.1
    assert look.number("nfs.execute_time", mount=mount) == 0.12


def test_a_host_without_nfs_says_so() -> None:
    assert seen(STATS.splitlines()[0]).missing["nfs.operations"].status is Status.NOT_PRESENT


def test_hundreds_of_mounts_are_cut_and_told() -> None:
    many = "".join(f"device s:/ mounted on /m{n} with fstype nfs\n" for n in range(MOST_MOUNTS + 1))

    look = seen(many)

    assert len(list(look.of("nfs.sent"))) == MOST_MOUNTS
    assert "sampled" in look.missing["nfs"].reason


@given(st.text(max_size=200))
def test_nonsense_never_ends_the_look(text: str) -> None:
    seen(STATS + text)


@given(st.integers(0, len(STATS)))
def test_a_file_cut_anywhere_is_read_as_far_as_it_goes(at: int) -> None:
    seen(STATS[:at])
