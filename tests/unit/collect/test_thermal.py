import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.thermal import thermal
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}
ZONE = "/sys/class/thermal/thermal_zone0"


def test_zones_sensors_trips_and_throttling_are_read() -> None:
    files = {
        f"{ZONE}/temp": "81000\n",
        f"{ZONE}/type": "x86_pkg_temp\n",
        f"{ZONE}/trip_point_0_type": "passive\n",
        f"{ZONE}/trip_point_0_temp": "70000\n",
        f"{ZONE}/trip_point_1_type": "critical\n",
        f"{ZONE}/trip_point_1_temp": "100000\n",
        "/sys/class/hwmon/hwmon1/name": "nvme\n",
        "/sys/class/hwmon/hwmon1/temp1_input": "40500\n",
        "/sys/class/hwmon/hwmon1/temp1_crit": "85000\n",
        "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count": "3\n",
        "/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count": "4\n",
    }

    seen = snapshot(TextHost(files), thermal)

    assert seen.number("thermal.temperature", zone="x86_pkg_temp/0") == pytest.approx(81.0)
    assert seen.number("thermal.trip", kind="critical", zone="x86_pkg_temp/0") == 100
    assert seen.number("thermal.temperature", zone="nvme/1/temp1") == pytest.approx(40.5)
    assert seen.number("thermal.throttles", scope="core") == pytest.approx(7)


def test_cpus_of_one_core_or_package_count_the_same_throttling_once() -> None:
    cpus = "/sys/devices/system/cpu"
    files: dict[str, str] = {}
    for cpu, (package, core) in enumerate((("0", "0"), ("0", "0"), ("0", "1"), ("1", "0"))):
        files |= {
            f"{cpus}/cpu{cpu}/topology/physical_package_id": package,
            f"{cpus}/cpu{cpu}/topology/core_id": core,
            f"{cpus}/cpu{cpu}/thermal_throttle/core_throttle_count": "10\n",
            f"{cpus}/cpu{cpu}/thermal_throttle/package_throttle_count": "40\n",
        }

    seen = snapshot(TextHost(files), thermal)

    assert seen.number("thermal.throttles", scope="core") == pytest.approx(30)
    assert seen.number("thermal.throttles", scope="package") == pytest.approx(80)


def test_a_machine_without_sensors_says_so_of_each() -> None:
    seen = snapshot(TextHost(), thermal)

    assert {"thermal.temperature", "thermal.trip", "thermal.throttles"} <= set(seen.missing)


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/sys/class/thermal/thermal_zone0/temp": text}, calls=CALLS), thermal)
