from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.vulnerabilities import vulnerabilities
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}
BASE = "/sys/devices/system/cpu/vulnerabilities"


def test_weaknesses_are_read_and_of_the_command_line_only_what_switches_mitigations() -> None:
    files = {
        f"{BASE}/meltdown": "Mitigation: PTI\n",
        f"{BASE}/mds": "Vulnerable\n",
        "/proc/cmdline": "root=/dev/sda token=secret mitigations=off nosmt\n",
    }

    seen = snapshot(TextHost(files), vulnerabilities)

    told = seen.reading("hardware.vulnerability", name="mds")
    line = seen.reading("host.command_line")
    assert told is not None
    assert told.value == "Vulnerable"
    assert line is not None
    assert line.value == "mitigations=off nosmt"


def test_an_old_kernel_has_no_such_folder() -> None:
    assert "hardware.vulnerability" in snapshot(TextHost(), vulnerabilities).missing


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/cmdline": text}, calls=CALLS), vulnerabilities)
