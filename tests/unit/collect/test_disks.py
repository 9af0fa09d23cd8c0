import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.disks import MOST_DEVICES, MOST_LIGHT_DEVICES, disks
from hexascope.collect.contract import Look, LookKind
from hexascope.collect.look import glance
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

VDA = " 254 0 vda 100 5 2000 300 50 6 1000 400 2 500 700 7 0 8 9 11 22\n"


def seen(text: str) -> Snapshot:
    return snapshot(TextHost({"/proc/diskstats": text}), disks)


def test_counters_are_given_in_bytes_and_seconds() -> None:
    look = seen(VDA)

    assert look.number("disk.reads", device="vda") == 100
    assert look.number("disk.read_bytes", device="vda") == 2000 * 512
    assert look.number("disk.write_time", device="vda") == 0.4
    assert look.number("disk.in_flight", device="vda") == 2
    assert look.number("disk.busy_time", device="vda") == 0.5
    assert look.number("disk.queue_time", device="vda") == 0.7
    assert look.number("disk.flushes", device="vda") == 11
    assert look.number("disk.flush_time", device="vda") == 0.022
    assert look.number("disk.count") == 1


def test_old_kernels_count_no_flushes() -> None:
    look = seen(" 8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n")

    assert look.number("disk.flushes", device="sda") is None
    assert look.number("disk.queue_time", device="sda") == 0.011


@pytest.mark.parametrize("name", ["sda1", "nvme0n1p2", "mmcblk0p1", "ram0", "sr0", "loop0p1"])
def test_partitions_and_what_is_no_disk_are_left_out(name: str) -> None:
    look = seen(VDA + VDA.replace("vda", name))

    assert [one.labels for one in look.of("disk.reads")] == [(("device", "vda"),)]


@pytest.mark.parametrize("name", ["nvme0n1", "dm-3", "md0", "loop7", "xvda", "mmcblk0"])
def test_whole_devices_of_all_kinds_are_kept(name: str) -> None:
    assert seen(VDA.replace("vda", name)).number("disk.reads", device=name) == 100


def test_devices_that_were_never_used_are_left_out() -> None:
    look = seen(" 7 2 loop2 0 0 0 0 0 0 0 0 0 0 0\n")

    assert look.missing["disk.count"].status is Status.NOT_PRESENT


def test_of_thousands_the_busiest_are_read_and_the_cut_is_told() -> None:
    many = "".join(f" 8 {n} dm-{n} 1 0 1 1 1 0 1 1 0 {n} 1\n" for n in range(MOST_DEVICES + 10))

    look = seen(many)

    assert look.number("disk.count") == MOST_DEVICES
    assert look.number("disk.count_total") == MOST_DEVICES + 10
    assert look.number("disk.reads", device="dm-521") == 1
    assert "sampled" in look.missing["disk.count_total"].reason


def test_a_light_look_follows_few_devices() -> None:
    many = "".join(f" 8 {n} dm-{n} 1 0 1 1 1 0 1 1 0 {n} 1\n" for n in range(40))
    at = Look(
        kind=LookKind.LIGHT, number=1, at=1, time=1, files=TextHost({"/proc/diskstats": many})
    )

    assert len(glance(at, {"disks": disks}, ("disks",)).numbers["disk.reads"]) == MOST_LIGHT_DEVICES


@given(st.text(max_size=300))
def test_nonsense_never_ends_the_look(text: str) -> None:
    look = seen(text)

    assert "disk.count" in look.readings or "disk.count" in look.missing


@given(st.integers(0, len(VDA)))
def test_a_line_cut_anywhere_gives_numbers_or_nothing(at: int) -> None:
    for one in seen(VDA[:at]).of("disk.reads"):
        assert one.value == 100
