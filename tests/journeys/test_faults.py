"""Six real faults are named, and four healthy hosts are left alone. `make bench` runs all of it."""

from typing import Any

import pytest

from tests.support.benched import HYPERVISOR, RIGHT

pytestmark = [pytest.mark.journey, pytest.mark.alone]

FAULTS = ("cpu-throttle", "oom-cgroup", "zombies", "listen-overflow", "disk-full", "fd-limit")
CONTROLS = ("one-zombie", "quota-unthrottled", "idle-connections", "upgraded-daemon")


@pytest.mark.bench("faults")
@pytest.mark.parametrize("case", FAULTS)
def test_a_real_fault_is_named_first_with_its_culprit(run: dict[str, Any]) -> None:
    assert not run["problem"], run["problem"]
    assert run["score"]["total"] >= RIGHT, run["findings"][:3]
    assert run["score"]["top_1"]


@pytest.mark.bench("healthy")
@pytest.mark.parametrize("case", CONTROLS)
def test_a_healthy_busy_host_has_no_finding_above_information(run: dict[str, Any]) -> None:
    assert not run["problem"], run["problem"]
    found = [one for one in run["findings"] if one["severity"] != "info"]
    # what the machine under a virtual one takes is no part of the case, and true where it is said
    assert [one for one in found if not one["title"].startswith(HYPERVISOR)] == []
