from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.threads import MOST_OF_ONE, MOST_THREADS, _parts, threads
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import Thread
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot
from tests.support.proc import WHOAMI, stat_text


def task(pid: int, tid: int, state: str = "S") -> dict[str, str | NotHere]:
    folder = f"/proc/{pid}/task/{tid}"
    return {
        f"{folder}/stat": stat_text(tid, f"w{tid}", state=state, user=200, system=50),
        f"{folder}/schedstat": "2500000000 500000000 9\n",
        f"{folder}/wchan": "futex_wait_queue",
        f"{folder}/syscall": "202 0x7f00 0x80 0x0\n",
    }


def seen(files: dict[str, str | NotHere], counts: Json) -> Snapshot:
    return snapshot(
        TextHost(files, calls={"whoami": dict(WHOAMI), "thread_counts": counts}), threads
    )


def test_threads_have_their_own_times_and_delays() -> None:
    look = seen({**task(42, 42), **task(42, 43, "R")}, {"42": 2})
    [_, row] = look.rows(Thread)

    assert (row.pid, row.tid, row.comm, row.state) == (42, 43, "w43", "R")
    assert (row.user_s, row.system_s, row.run_delay_s) == (2.0, 0.5, 0.5)
    assert (look.number("thread.count"), look.number("thread.count_total")) == (2, 2)


def test_where_a_thread_waits_is_asked_of_processes_with_many() -> None:
    files: dict[str, str | NotHere] = {}
    for tid in range(50, 58):
        files |= task(50, tid, "R" if tid == 57 else "S")

    rows = seen({**files, **task(42, 42), **task(42, 43)}, {"42": 2, "50": 8}).rows(Thread)

    channels = Counter((row.pid, row.wait_channel) for row in rows)
    assert channels == {(42, ""): 2, (50, "futex_wait_queue"): 7, (50, ""): 1}
    assert {row.syscall[:3] for row in rows if row.wait_channel} == {"202"}


def test_a_thread_that_ends_meanwhile_is_passed_over() -> None:
    gone = NotHere(Status.NOT_PRESENT, "No such process")
    files = {**task(42, 42), **task(42, 43), "/proc/42/task/43/stat": gone}

    assert [row.tid for row in seen(files, {"42": 2, "77": 9}).rows(Thread)] == [42]


def test_nonsense_is_no_thread() -> None:
    files = {**task(42, 42), **task(42, 43), "/proc/42/task/43/schedstat": "what"}

    assert [row.tid for row in seen(files, {"42": 2, "x": 2}).rows(Thread)] == [42]
    assert seen(files, "words").number("thread.count") == 0


def test_the_examiner_does_not_read_itself() -> None:
    assert seen(task(99_999, 99_999), {"99999": 2}).rows(Thread) == ()


def test_a_process_with_thousands_leaves_the_small_ones_theirs() -> None:
    parts = _parts({1: 9_000, 2: 9_000, **dict.fromkeys(range(3, 10), 400), 10: 5})

    assert parts[10] == 5
    assert parts[1] <= MOST_OF_ONE
    assert abs(parts[1] - parts[3]) <= 1
    assert sum(parts.values()) == MOST_THREADS


@given(st.dictionaries(st.integers(1, 10**6), st.integers(2, 10**5), max_size=60))
def test_no_share_goes_beyond_the_caps(counts: dict[int, int]) -> None:
    parts = _parts(counts)

    assert sum(parts.values()) <= MOST_THREADS
    assert all(parts[pid] <= min(count, MOST_OF_ONE) for pid, count in counts.items())
