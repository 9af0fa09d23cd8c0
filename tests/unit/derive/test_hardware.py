from dataclasses import replace

import pytest

from hexascope.derive.derivers.cpu import cpu
from hexascope.derive.derivers.hardware import hardware
from hexascope.derive.gather import gather
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.use import Status
from tests.support.cases import reading, window


def derived(seen: Window) -> Facts:
    return gather(seen, {"cpu": cpu, "hardware": hardware})


def test_a_clock_that_was_set_shows_against_the_monotonic_one() -> None:
    seen = window()
    seen = replace(seen, last=replace(seen.last, time=seen.last.time + 3600))

    assert derived(seen).number("clock.step") == pytest.approx(3600)
    assert derived(window()).number("clock.step") == pytest.approx(0)


@pytest.mark.parametrize(("used", "told"), [(4.0, 0.5), (1.0, None)])
def test_the_frequency_counts_for_busy_cpus_only(used: float, told: float | None) -> None:
    def at(user: float, idle: float) -> list[object]:
        return [
            reading("cpu.time", user, cpu="0", mode="user"),
            reading("cpu.time", idle, cpu="0", mode="idle"),
            reading("frequency.current", 1.5e9, cpu="0"),
            reading("frequency.most", 3e9, cpu="0"),
        ]

    facts = derived(window(at(0.0, 0.0), at(used, 5.0 - used)))

    assert facts.number("frequency.share", cpu="0") == told


def test_errors_are_those_of_the_window() -> None:
    seen = window(
        [reading("interconnect.pcie_errors", 7.0, device="d", kind="fatal")],
        [reading("interconnect.pcie_errors", 9.0, device="d", kind="fatal")],
    )

    facts = derived(seen)

    assert facts.number("interconnect.new_pcie_errors", device="d", kind="fatal") == 2


def test_only_open_weaknesses_are_counted() -> None:
    seen = window(
        last=[
            reading("hardware.vulnerability", "Vulnerable: no microcode", name="a"),
            reading("hardware.vulnerability", "Mitigation: PTI", name="b"),
        ]
    )

    assert derived(seen).number("hardware.vulnerable_count") == 1


def test_an_archive_with_one_clock_proves_no_step_of_it() -> None:
    gone = Missing("check clock_step", Status.NOT_SUPPORTED, "the archive's own clock")
    found = Facts().with_more(hardware.derive(window(last=[gone]), Facts()))

    assert found.one("clock.step") is None
