from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.block_devices import MOST_DEVICES, block_devices
from hexascope.domain.rows import BlockDevice
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

FILES = {
    "/sys/block/sda/dev": "8:0\n",
    "/sys/block/sda/size": "2048\n",
    "/sys/block/sda/ro": "0\n",
    "/sys/block/sda/queue/rotational": "1\n",
    "/sys/block/sda/queue/scheduler": "none [mq-deadline] kyber\n",
    "/sys/block/sda/queue/nr_requests": "256\n",
    "/sys/block/sda/device/model": "DISK 2000\n",
    "/sys/block/sda/holders/dm-0/dev": "",
    "/sys/block/sda/sda1/dev": "8:1\n",
    "/sys/block/dm-0/dev": "253:0\n",
    "/sys/block/dm-0/size": "1024\n",
    "/sys/block/dm-0/slaves/sda/dev": "",
    "/sys/block/loop0/dev": "7:0\n",
    "/sys/block/loop0/size": "100\n",
    "/sys/block/loop0/ro": "1\n",
    "/sys/block/loop0/loop/backing_file": "/srv/image file\n",
    "/sys/block/loop1/dev": "7:1\n",
    "/sys/block/loop1/size": "0\n",
}


def devices(files: dict[str, str]) -> dict[str, BlockDevice]:
    look = snapshot(TextHost(dict(files)), block_devices)
    return {one.name: one for one in look.rows(BlockDevice)}


def test_a_disk_is_told_with_its_queue_and_partitions() -> None:
    sda = devices(FILES)["sda"]

    assert (sda.number, sda.kind, sda.size_bytes, sda.model) == ("8:0", "disk", 2**20, "DISK 2000")
    assert (sda.rotational, sda.scheduler, sda.queue_depth) == (True, "mq-deadline", 256)
    assert sda.partitions == (("sda1", "8:1"),)
    assert sda.numbers == {"8:0", "8:1"}
    assert sda.holders == ("dm-0",)


def test_a_verdict_is_for_the_device_below_and_a_loop_is_one() -> None:
    found = devices(FILES)

    assert found["sda"].is_leaf
    assert not found["dm-0"].is_leaf
    assert found["loop0"].is_leaf
    assert found["loop0"].backing_file == "/srv/image file"
    assert found["loop0"].read_only


def test_empty_devices_are_left_out() -> None:
    assert "loop1" not in devices(FILES)


def test_what_sysfs_does_not_say_is_unknown_and_not_no() -> None:
    bare = devices({"/sys/block/vda/dev": "254:0"})["vda"]

    assert (bare.rotational, bare.size_bytes, bare.queue_depth) == (None, None, None)


def test_of_thousands_some_are_read_and_the_cut_is_told() -> None:
    look = snapshot(
        TextHost({f"/sys/block/d{n}/dev": f"8:{n}" for n in range(MOST_DEVICES + 1)}), block_devices
    )

    assert len(look.rows(BlockDevice)) == MOST_DEVICES
    assert "sampled" in look.missing["block_devices"].reason


def test_a_host_without_sysfs_says_so() -> None:
    assert snapshot(TextHost(), block_devices).missing["device.count"].status is Status.NOT_PRESENT


@given(st.text(max_size=60))
def test_nonsense_in_every_file_never_ends_the_look(text: str) -> None:
    look = snapshot(TextHost(dict.fromkeys(FILES, text)), block_devices)

    assert look.number("device.count") == 4
