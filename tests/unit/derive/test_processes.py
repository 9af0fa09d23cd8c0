import pytest

from hexascope.derive.derivers.processes import processes
from hexascope.derive.gather import gather
from hexascope.domain.evidence import Labels
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Process, ProcessSample, ProcessUse, Thread
from hexascope.domain.snapshot import Pulse, Window
from tests.support.cases import process, reading, window

SINCE_BOOT = [reading("process.read_at", 1000.0), reading("process.own", 99.0)]


def facts(
    first: list[Process | Thread],
    last: list[Process | Thread],
    pulses: list[Pulse] | None = None,
    seconds: float = 5.0,
) -> Facts:
    seen = window(first, [*SINCE_BOOT, *last], seconds=seconds, pulses=pulses or [])
    return gather(seen, {"processes": processes})


def uses(
    first: list[Process | Thread],
    last: list[Process | Thread],
    pulses: list[Pulse] | None = None,
) -> list[ProcessUse]:
    return list(facts(first, last, pulses).rows(ProcessUse))


def sample(pid: int, start: float, cpu: float = 0.0, rss: int = 0, state: str = "R") -> object:
    return ProcessSample(pid, 7, "sh", state, start, cpu, rss, 1)


def pulse(at: float, *rows: object, of_all: bool = True) -> Pulse:
    everybody: dict[Labels, float] = {(): 3.0}
    numbers = {"process.count": everybody} if of_all else {}
    return Pulse(at=at, numbers=numbers, tables={ProcessSample: rows})


def test_shares_and_rates_are_those_of_the_window() -> None:
    [use] = uses(
        [process(user_s=100.0, system_s=10.0, run_delay_s=3.0, write_bytes=50, descriptors=8)],
        [process(user_s=102.0, system_s=10.5, run_delay_s=4.0, write_bytes=550, descriptors=18)],
    )

    assert (use.cpu_share, use.user_share, use.system_share) == pytest.approx((0.5, 0.4, 0.1))
    assert use.run_delay_share == pytest.approx(0.2)
    assert (use.write_bytes_per_s, use.descriptor_growth_per_s) == pytest.approx((100.0, 2.0))
    assert (use.was_new, use.ended, use.states) == (False, False, "SS")


def test_what_could_not_be_read_has_no_rate() -> None:
    [use] = uses([process(read_bytes=None)], [process(read_bytes=100)])

    assert use.read_bytes_per_s is None
    assert use.voluntary_per_s is None


def test_counters_that_ran_backwards_give_no_rate() -> None:
    [use] = uses([process(user_s=9.0, read_bytes=100)], [process(user_s=1.0, read_bytes=5)])

    assert use.cpu_share == 0
    assert use.read_bytes_per_s is None


def test_a_process_that_began_in_the_window_is_counted_by_the_length_of_the_window() -> None:
    [use] = uses([], [process(start_s=998.0, user_s=1.0, voluntary_switches=10)])

    assert use.was_new
    assert use.seconds == pytest.approx(5.0)
    assert (use.cpu_share, use.voluntary_per_s) == pytest.approx((0.2, 2.0))


def test_an_old_process_that_the_first_look_did_not_show_has_no_rates() -> None:
    [use] = uses([], [process(start_s=50.0, user_s=900.0)])

    assert not use.was_new
    assert use.cpu_share == 0


def test_a_later_process_with_the_same_pid_is_another_one() -> None:
    found = uses([process(start_s=50.0, user_s=5.0)], [process(start_s=999.0, user_s=0.1)])

    assert [(use.was_new, use.ended) for use in found] == [(True, False), (False, True)]
    assert found[0].cpu_share == pytest.approx(0.02)


def test_a_process_that_ended_is_counted_up_to_the_last_light_look_that_saw_it() -> None:
    seen = pulse(102.0, sample(4242, 50.0, cpu=5.0, rss=7))

    [use] = uses([process(user_s=4.0)], [], pulses=[seen])

    assert use.ended
    assert (use.seconds, use.cpu_share, use.now.rss_bytes) == pytest.approx((5.0, 0.2, 7))
    assert use.states == "SR"


def test_what_light_looks_alone_saw_is_a_row_too() -> None:
    seen = [pulse(103.0, sample(700, 997.9, cpu=0.05, rss=9), of_all=False)]

    [use] = uses([], [], pulses=seen)

    assert (use.now.comm, use.now.ppid, use.was_new, use.ended) == ("sh", 7, True, True)
    assert use.seconds == pytest.approx(5.0)
    assert use.cpu_share == pytest.approx(0.01)


def test_states_and_memory_are_in_the_order_of_the_looks() -> None:
    seen = [pulse(101.0, sample(4242, 50.0, rss=20)), pulse(102.0, sample(4242, 50.0, rss=30))]

    [use] = uses([process(rss_bytes=10)], [process(rss_bytes=40, state="D")], pulses=seen)

    assert use.states == "SRRD"
    assert use.rss_series == ((0.0, 10.0), (1.0, 20.0), (2.0, 30.0), (5.0, 40.0))
    assert use.rss_growth_per_s == pytest.approx(6.0)


def test_the_run_delay_of_threaded_work_is_that_of_the_thread_that_waited_longest() -> None:
    def thread(delay: float) -> Thread:
        return Thread(4242, 4243, "w", "R", 50.0, 0.0, 0.0, 0, run_delay_s=delay)

    [use] = uses([process(run_delay_s=0.0), thread(1.0)], [process(run_delay_s=0.0), thread(3.0)])

    assert use.run_delay_share == pytest.approx(0.4)


def test_tasks_are_counted_by_state_without_the_examiner() -> None:
    rows = [process(pid=1, state="D"), process(pid=2, state="R"), process(pid=99, state="R")]
    seen = [
        pulse(101.0, sample(1, 50.0, state="R"), sample(2, 50.0)),
        pulse(102.0, sample(9, 998.0), of_all=False),
    ]

    found = facts([*rows], [*rows], seen)

    assert (found.number("tasks.runnable"), found.number("tasks.blocked")) == (1, 1)
    runnable = found.one("tasks.runnable")
    assert runnable is not None
    assert [value for _, value in runnable.series] == [1.0, 2.0, 1.0]


def test_one_look_alone_gives_states_and_sizes_but_no_rates() -> None:
    found = facts([process(user_s=5.0)], [process(user_s=5.0)], seconds=0.0)

    [use] = found.rows(ProcessUse)
    assert (use.cpu_share, use.was_new) == (0, False)


def test_no_processes_give_no_counts() -> None:
    empty: Window = window()

    assert gather(empty, {"processes": processes}).evidence == {}


def test_the_dead_are_named_by_what_was_known_of_them() -> None:
    alive = process(command="/bin/worker --x", cgroup="/box", cgroups=(("memory", "/box"),))

    [use] = uses([alive], [process(state="Z", command="", cgroup="/")])

    assert (use.now.command, use.now.cgroup) == ("/bin/worker --x", "/box")
    assert use.now.cgroups == (("memory", "/box"),)
