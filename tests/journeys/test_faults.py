"""Six real faults are named, and four healthy hosts are left alone. `make bench` runs all of it."""

from pathlib import Path

import pytest

from tests.support.benched import benched

pytestmark = pytest.mark.journey

FAULTS = ("cpu-throttle", "oom-cgroup", "zombies", "listen-overflow", "disk-full", "fd-limit")
CONTROLS = ("one-zombie", "quota-unthrottled", "idle-connections", "upgraded-daemon")


@pytest.mark.parametrize("case", FAULTS)
def test_a_real_fault_is_named_first_with_its_culprit(tmp_path: Path, case: str) -> None:
    run = benched(tmp_path, "faults", case, "--levels", "0")

    assert not run["problem"], run["problem"]
    assert run["score"]["total"] >= 0.9, run["findings"][:3]
    assert run["score"]["top_1"]


@pytest.mark.parametrize("case", CONTROLS)
def test_a_healthy_busy_host_has_no_finding_above_information(tmp_path: Path, case: str) -> None:
    run = benched(tmp_path, "healthy", case)

    assert not run["problem"], run["problem"]
    assert [one for one in run["findings"] if one["severity"] != "info"] == []
