from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.raid import raid
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

MDSTAT = """Personalities : [raid1] [raid0]
md0 : active raid1 sdb1[2](F) sda1[0]
      1046528 blocks super 1.2 [2/1] [U_]
      [==>..................]  recovery = 12.6% (132096/1046528) finish=0.4min speed=33024K/sec
      bitmap: 1/1 pages [4KB], 65536KB chunk

md1 : active raid0 sdc1[0] sdd1[1]
      2093056 blocks super 1.2 512k chunks

unused devices: <none>
"""


def seen(text: str) -> Snapshot:
    return snapshot(TextHost({"/proc/mdstat": text}), raid)


def test_an_array_that_lacks_a_disk_and_is_rebuilt_says_so() -> None:
    look = seen(MDSTAT)

    assert look.number("raid.missing_disks", device="md0") == 1
    assert look.number("raid.failed_disks", device="md0") == 1
    assert look.number("raid.rebuilt_share", device="md0") == 0.126
    action = look.reading("raid.action", device="md0")
    assert action is not None
    assert action.value == "recovery"


def test_a_striped_array_can_lack_none() -> None:
    look = seen(MDSTAT)

    assert look.number("raid.missing_disks", device="md1") is None
    assert look.number("raid.failed_disks", device="md1") == 0
    assert look.number("raid.count") == 2


def test_a_host_without_arrays_says_so() -> None:
    none = "Personalities : \nunused devices: <none>\n"

    assert seen(none).missing["raid.count"].status is Status.NOT_PRESENT


@given(st.text(max_size=200))
def test_nonsense_never_ends_the_look(text: str) -> None:
    assert seen("md0 : " + text.replace("\n", " ")).number("raid.count") == 1
    assert "raid.count" in seen(text).missing or seen(text).number("raid.count")


@given(st.integers(0, len(MDSTAT)))
def test_a_file_cut_anywhere_is_read_as_far_as_it_goes(at: int) -> None:
    seen(MDSTAT[:at])
