import pytest

from hexascope.derive.derivers.cpu import cpu
from hexascope.derive.gather import gather
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Pulse, Reading
from tests.support.cases import reading, window


def times(name: str, **modes: float) -> list[Reading]:
    return [reading("cpu.time", value, cpu=name, mode=mode) for mode, value in modes.items()]


def derived(first: list[Reading], last: list[Reading], pulses: tuple[Pulse, ...] = ()) -> Facts:
    return gather(window(first, last, seconds=5.0, pulses=pulses), {"cpu": cpu})


def pulse(at: float, **numbers: float) -> Pulse:
    return Pulse(
        at=100.0 + at,
        numbers={
            "cpu.runnable": {(): numbers.get("runnable", 1.0)},
            "cpu.busy_time": {(("cpu", "all"),): numbers.get("busy", 0.0)},
        },
    )


def test_utilization_is_what_was_neither_idle_nor_waiting_for_disks() -> None:
    facts = derived(
        times("all", user=100.0, idle=1000.0, iowait=10.0),
        times("all", user=103.0, idle=1006.0, iowait=11.0),
    )

    assert facts.number("cpu.utilization", cpu="all") == pytest.approx(0.3)
    assert facts.number("cpu.mode_share", cpu="all", mode="iowait") == pytest.approx(0.1)


def test_idle_time_that_runs_backwards_by_a_tick_is_nothing_at_all() -> None:
    facts = derived(times("0", user=1.0, idle=9.02), times("0", user=6.0, idle=9.01))

    assert facts.number("cpu.utilization", cpu="0") == pytest.approx(1.0)


def test_one_look_alone_gives_no_share() -> None:
    facts = gather(window([], times("all", user=5.0, idle=5.0), seconds=0.0), {"cpu": cpu})

    assert facts.one("cpu.utilization", cpu="all") is None


def test_the_queue_is_counted_without_the_examiner_who_runs_while_it_looks() -> None:
    ends = [reading("cpu.runnable", 3.0), reading("cpu.count", 2.0)]
    facts = derived(ends, ends, (pulse(1, runnable=4.0), pulse(2, runnable=4.0)))

    over = facts.one("cpu.over_share")
    assert over
    assert over.number == pytest.approx(0.5)
    assert [value for _, value in over.series] == [0.0, 1.0, 1.0, 0.0]


def test_a_short_peak_shows_although_the_mean_is_low() -> None:
    ends = [reading("cpu.count", 1.0)]
    first = [*ends, reading("cpu.busy_time", 0.0, cpu="all")]
    last = [*ends, reading("cpu.busy_time", 1.0, cpu="all")]
    facts = derived(first, last, (pulse(1, busy=0.0), pulse(2, busy=1.0)))

    assert facts.number("cpu.peak") == pytest.approx(1.0)
    assert facts.number("cpu.peak_share") == pytest.approx(0.2)


def test_switches_and_forks_are_rates_and_a_reset_gives_none() -> None:
    first = [reading("cpu.context_switches", 100.0), reading("cpu.forks", 900.0)]
    last = [reading("cpu.context_switches", 1100.0), reading("cpu.forks", 5.0)]
    facts = derived([*first, reading("cpu.count", 2.0)], [*last, reading("cpu.count", 2.0)])

    assert facts.number("cpu.switch_rate") == pytest.approx(200.0)
    each = facts.one("cpu.switch_rate_per_cpu")
    assert each
    assert each.number == pytest.approx(100.0)
    assert dict(each.series) == pytest.approx({5.0: 100.0})
    assert facts.one("cpu.fork_rate") is None
