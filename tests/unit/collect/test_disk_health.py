import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.calls.nvme import health, nvme_health
from hexascope.collect.collectors.disk_health import disk_health
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

NVME = {"warning": 4, "spare": 90, "spare_threshold": 10, "used": 103, "media_errors": 7}
FILES: dict[str, str | NotHere] = {
    "/sys/block/sda/device/ioerr_cnt": "0x1f\n",
    "/sys/block/sda/device/state": "running\n",
    "/sys/block/nvme0n1/dev": "259:0\n",
    "/sys/block/mmcblk0/device/life_time": "0x02 0x0b\n",
    "/sys/block/vda/dev": "254:0\n",
}


def test_counters_states_and_logs_are_read_where_they_are() -> None:
    look = snapshot(TextHost(FILES, calls={"nvme_health nvme0": dict(NVME)}), disk_health)

    assert look.number("disk.error_count", device="sda") == 31
    assert look.number("disk.critical_warning", device="nvme0") == 4
    assert look.number("disk.life_used", device="nvme0") == 1.03
    assert look.number("disk.spare_left", device="nvme0") == 0.9
    assert look.number("disk.life_used", device="mmcblk0") == 1.1


def test_without_root_the_log_of_a_drive_is_a_reason() -> None:
    refused = NotHere(Status.NO_PERMISSION, "Permission denied")

    look = snapshot(TextHost(FILES, calls={"nvme_health nvme0": refused}), disk_health)

    assert look.missing["disk.critical_warning"].status is Status.NO_PERMISSION


def test_a_virtual_disk_has_no_health() -> None:
    look = snapshot(TextHost({"/sys/block/vda/dev": "254:0\n"}), disk_health)

    assert look.missing["disk.error_count"].status is Status.VIRTUAL


def test_the_page_of_a_drive_is_read_at_the_places_the_standard_names() -> None:
    page = bytearray(512)
    page[0], page[3], page[4], page[5], page[160] = 1, 100, 10, 42, 9

    assert health(bytes(page)) == {
        "warning": 1,
        "spare": 100,
        "spare_threshold": 10,
        "used": 42,
        "media_errors": 9,
    }


@pytest.mark.parametrize("name", ["sda", "nvme0/../mem", "nvme0n1", "nvmeX"])
def test_only_nvme_controllers_are_asked(name: str) -> None:
    with pytest.raises(ValueError, match=name.replace(".", r"\.")):
        nvme_health(name)


@given(st.text(max_size=40))
def test_nonsense_never_ends_the_look(text: str) -> None:
    files: dict[str, str | NotHere] = dict.fromkeys(FILES, text)
    snapshot(TextHost(files, calls={"nvme_health": text}), disk_health)
