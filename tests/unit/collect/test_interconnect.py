import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.interconnect import interconnect
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}
DEVICE = "/sys/bus/pci/devices/0000:01:00.0"
FILES = {
    f"{DEVICE}/class": "0x010802\n",
    f"{DEVICE}/current_link_speed": "8.0 GT/s PCIe\n",
    f"{DEVICE}/max_link_speed": "16.0 GT/s PCIe\n",
    f"{DEVICE}/current_link_width": "2\n",
    f"{DEVICE}/max_link_width": "4\n",
    f"{DEVICE}/aer_dev_correctable": "RxErr 5\nTOTAL_ERR_COR 7\n",
    "/proc/sys/kernel/perf_event_paranoid": "2\n",
    "/sys/bus/event_source/devices/uncore_imc_0/type": "12\n",
    "/sys/bus/event_source/devices/software/type": "1\n",
}


def test_links_errors_and_counting_units_are_read() -> None:
    seen = snapshot(TextHost(FILES), interconnect)

    assert seen.number("interconnect.pcie_width", device="0000:01:00.0") == 2
    assert seen.number("interconnect.pcie_speed_most", device="0000:01:00.0") == pytest.approx(16)
    assert seen.number("interconnect.pcie_errors", device="0000:01:00.0", kind="corrected") == 7
    assert seen.number("interconnect.counters") == 1


def test_a_virtual_bus_has_no_links_and_says_so() -> None:
    files = {f"{DEVICE}/class": "0x020000\n", f"{DEVICE}/current_link_speed": "Unknown\n"}

    seen = snapshot(TextHost(files), interconnect)

    assert {"interconnect.pcie_width", "interconnect.pcie_errors"} <= set(seen.missing)


def test_bridges_are_left_out() -> None:
    seen = snapshot(TextHost({**FILES, f"{DEVICE}/class": "0x060400\n"}), interconnect)

    assert list(seen.of("interconnect.pcie_width")) == []


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/sys/kernel/perf_event_paranoid": text}, calls=CALLS), interconnect)
