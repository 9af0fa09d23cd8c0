import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.frequency import frequency
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}
BASE = "/sys/devices/system/cpu/cpufreq"


def test_frequencies_are_read_in_hertz() -> None:
    files = {
        f"{BASE}/policy2/scaling_cur_freq": "1200000\n",
        f"{BASE}/policy2/cpuinfo_max_freq": "3600000\n",
        f"{BASE}/policy2/scaling_max_freq": "3000000\n",
        f"{BASE}/policy2/scaling_governor": "powersave\n",
    }

    seen = snapshot(TextHost(files), frequency)

    assert seen.number("frequency.current", cpu="2") == pytest.approx(1.2e9)
    assert seen.number("frequency.most", cpu="2") == pytest.approx(3.6e9)


def test_a_folder_without_policies_is_virtual() -> None:
    seen = snapshot(TextHost({f"{BASE}/boost": "1"}), frequency)

    assert seen.missing["frequency.current"].status is Status.VIRTUAL


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(
        TextHost({"/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq": text}, calls=CALLS),
        frequency,
    )
