import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.interrupts import interrupts
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}
TEXT = """           CPU0       CPU1
 24:          5          0  IO-APIC   5-edge      ACPI:Ged
 36:         10         90 PCI-MSIX-0000:00:02.0   1-edge      virtio1-req.0
LOC:       1000       2000   Local timer interrupts
ERR:          0
"""


def test_interrupts_of_devices_are_counted_by_cpu_without_the_kernels_own() -> None:
    seen = snapshot(TextHost({"/proc/interrupts": TEXT}), interrupts)

    assert seen.number("interrupts.device_count", cpu="0") == 15
    assert seen.number("interrupts.device_count", cpu="1") == 90
    assert seen.number("interrupts.count", line="36", name="virtio1-req.0") == 100
    assert seen.number("interrupts.count", line="LOC", name="interrupts") == 3000


def test_of_hundreds_of_lines_the_busiest_are_told_and_the_cut_is_said() -> None:
    lines = ["   CPU0", *(f"{one}: {one} dev{one}" for one in range(100))]

    seen = snapshot(TextHost({"/proc/interrupts": "\n".join(lines)}), interrupts)

    assert len(list(seen.of("interrupts.count"))) == 64
    assert "64 busiest of 100" in seen.missing["interrupts.lines"].reason
    assert seen.number("interrupts.device_count", cpu="0") == pytest.approx(4950)


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/interrupts": text}, calls=CALLS), interrupts)
