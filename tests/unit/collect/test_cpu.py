import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.cpu import cpu
from hexascope.collect.contract import Json, Look, LookKind
from hexascope.collect.look import glance
from tests.support.host import TextHost, snapshot

CALLS: dict[str, Json] = {"whoami": {"ticks": 100, "since_boot": 9000.0, "machine": "x86_64"}}

TEXT = """cpu  1000 20 300 5000 40 5 60 7 9 0
cpu0 500 10 150 2500 20 5 30 7 9 0
cpu1 500 10 150 2500 20 0 30 0 0 0
intr 123456 1 2 3
ctxt 777
btime 1700000000
processes 88
procs_running 3
procs_blocked 1
softirq 5 1 2
"""


def test_times_are_seconds_by_mode_and_guest_time_is_not_counted_twice() -> None:
    seen = snapshot(TextHost({"/proc/stat": TEXT}, calls=CALLS), cpu)

    assert seen.number("cpu.time", cpu="all", mode="user") == pytest.approx(10.0)
    assert seen.number("cpu.time", cpu="1", mode="softirq") == pytest.approx(0.3)
    assert seen.number("cpu.time", cpu="all", mode="guest") is None
    assert seen.number("cpu.busy_time", cpu="0") == pytest.approx(7.02)


def test_counts_are_read_and_the_first_number_of_interrupts_is_their_sum() -> None:
    seen = snapshot(TextHost({"/proc/stat": TEXT}, calls=CALLS), cpu)

    assert seen.number("cpu.count") == 2
    assert seen.number("cpu.interrupts") == 123456
    assert seen.number("cpu.runnable") == 3
    assert seen.number("cpu.forks") == 88


@pytest.mark.parametrize(("cpus", "told"), [(16, 17), (17, 1)])
def test_a_light_look_tells_each_cpu_up_to_sixteen_and_their_sum_alone_above(
    cpus: int, told: int
) -> None:
    lines = [f"cpu{one} 1 1 1 1 1 1 1 1" for one in ("", *range(cpus))]
    host = TextHost({"/proc/stat": "\n".join([*lines, "ctxt 5", "procs_running 2"])}, calls=CALLS)
    at = Look(kind=LookKind.LIGHT, number=1, at=1.0, time=1.0, files=host)

    pulse = glance(at, {"cpu": cpu}, ("cpu",))

    assert len(pulse.numbers["cpu.busy_time"]) == told
    assert pulse.numbers["cpu.context_switches"] == {(): 5}


def test_a_cut_file_is_unreadable() -> None:
    seen = snapshot(TextHost({"/proc/stat": "cpu  1 2"}, calls=CALLS), cpu)

    assert "cpu.count" in seen.missing


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/stat": text}, calls=CALLS), cpu)
