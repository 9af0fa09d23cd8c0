from dataclasses import replace

import pytest

from hexascope.derive.derivers.waste import waste
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Cgroup
from tests.support.cases import fact, reading, window
from tests.support.groups import group_use

GIB = 2**30


def derived(*facts: object, last: tuple[object, ...] = ()) -> Facts:
    known = Facts().with_more(facts)
    return known.with_more(waste.derive(window(last, last), known))


def test_cpus_are_sized_by_the_peak_of_the_window_not_by_its_mean() -> None:
    busy: Evidence = replace(
        fact("cpu.utilization", 0.1, cpu="all"), series=((0.0, 0.05), (1.0, 0.9))
    )

    facts = derived(busy, last=(reading("cpu.count", 8),))

    assert facts.number("waste.cpus_needed") == 8.0
    assert facts.number("waste.cpus_idle") == pytest.approx(7.2)


def test_an_idle_host_needs_one_cpu_at_least() -> None:
    facts = derived(fact("cpu.utilization", 0.0, cpu="all"), last=(reading("cpu.count", 8),))

    assert facts.number("waste.cpus_needed") == 1.0


def test_memory_in_use_gets_a_quarter_to_spare() -> None:
    last = (reading("memory.total", 8 * GIB), reading("memory.available", 4 * GIB))

    assert derived(last=last).number("waste.memory_needed") == 5 * GIB


def test_groups_are_measured_against_their_limits() -> None:
    now = Cgroup(
        path="/shop", version=2, cpu_quota=2.0, memory_limit_bytes=GIB, memory_peak_bytes=GIB // 4
    )

    facts = derived(group_use(now, cpu_share=0.5))

    assert facts.number("waste.group_cpus_unused", cgroup="/shop") == 1.5
    assert facts.number("waste.group_memory_unused", cgroup="/shop") == GIB * 3 // 4


def test_without_figures_nothing_is_wasted_and_nothing_is_told() -> None:
    assert derived().evidence == {}
