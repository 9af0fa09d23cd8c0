from dataclasses import replace

import pytest

from hexascope.derive.derivers.target_story import target_story
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.rows import (
    BlockDevice,
    Cgroup,
    CgroupUse,
    LoopSample,
    Mount,
    TaskSample,
)
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.target import TargetStory, ThreadState
from hexascope.domain.use import Status
from tests.support.cases import process, use, window
from tests.support.targets import end, sample, watched

MUTEX = "202 0x7f00 0x80 0x2 0x0 0x0 0x0 0x7ffd 0x7f23"
CONDITION = "202 0x7f00 0x189 0x0 0x0 0x0 0xffffffff 0x7ffd 0x7f23"
TIMED = "202 0x7f00 0x189 0x5 0x7ffe 0x0 0xffffffff 0x7ffd 0x7f23"


def derived(seen: Window, *facts: object) -> list[object]:
    return list(target_story.derive(seen, Facts().with_more(facts)))


def story(seen: Window, *facts: object) -> TargetStory:
    (one,) = (one for one in derived(seen, *facts) if isinstance(one, TargetStory))
    return one


def shares(one: TargetStory) -> dict[ThreadState, float]:
    return {share.state: round(share.share, 2) for share in one.shares if share.share > 0.001}


def test_time_on_a_cpu_and_of_waiting_for_one_comes_from_the_counters() -> None:
    told = story(watched([sample("R")], oncpu=0.6, ready=0.4))

    assert shares(told) == {ThreadState.ON_CPU: 0.6, ThreadState.RUNNABLE: 0.4}
    assert (told.threads, told.members) == (1, ((10, "worker"),))
    assert told.seconds == pytest.approx(4.0)


def test_the_rest_is_shared_out_by_what_the_samples_saw() -> None:
    disk = sample("D", wait_channel="folio_wait_bit", call="fsync", on=("/srv/data",))
    timer = sample(call="clock_nanosleep")
    told = story(watched([disk, disk, disk, timer], oncpu=0.2))

    assert shares(told) == {
        ThreadState.ON_CPU: 0.2,
        ThreadState.DISK: 0.6,
        ThreadState.SLEEPING: 0.2,
    }
    assert next(one.on for one in told.shares if one.state is ThreadState.DISK) == "/srv/data"


def test_all_states_of_a_thread_make_up_its_whole_time() -> None:
    kinds = [sample("D", stack="do_swap_page"), sample(call="futex", syscall=MUTEX), sample("R")]
    told = story(watched(kinds, [sample(call="nanosleep", tid=11)], oncpu=0.3, ready=0.1))

    assert sum(one.share for one in told.shares) == pytest.approx(1.0)
    assert all(sum(s.share for s in group.shares) == pytest.approx(1.0) for group in told.groups)


def test_counters_that_claim_more_than_there_was_are_cut() -> None:
    told = story(watched([sample("R")], oncpu=3.0, ready=5.0))

    assert sum(one.share for one in told.shares) == pytest.approx(1.0)


def test_waiting_of_a_group_held_back_by_its_quota_is_called_so() -> None:
    group = CgroupUse(Cgroup("/web", 2), 4.0, 0.2, 40, 38, 0.7, *[None] * 9)
    rows = [process(pid=10, comm="worker", cgroup="/web/part")]
    told = story(watched([sample("R")], oncpu=0.2, ready=0.8, last=rows), group)

    assert shares(told) == {
        ThreadState.ON_CPU: 0.2,
        ThreadState.THROTTLED: 0.7,
        ThreadState.RUNNABLE: 0.1,
    }
    (hop,) = (one for one in told.hops if one.state is ThreadState.THROTTLED)
    assert (hop.via, hop.other) == ("cgroup /web", "CPU quota")


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (sample("D", wait_channel="jbd2_log_wait_commit", call="fsync"), ThreadState.FILESYSTEM),
        (sample("D", wait_channel="xfs_log_force_lsn"), ThreadState.FILESYSTEM),
        (sample("D", wait_channel="rpc_wait_bit_killable"), ThreadState.FILESYSTEM),
        (sample("D", wait_channel="submit_bio_wait"), ThreadState.DISK),
        (sample("D", wait_channel="", call="fdatasync"), ThreadState.DISK),
        (sample("D", wait_channel="folio_wait_bit", stack="do_swap_page x"), ThreadState.SWAPPING),
        (sample("D", wait_channel="mem_cgroup_handle_over_high"), ThreadState.SWAPPING),
        (sample("D", wait_channel="folio_wait_bit", call="page fault"), ThreadState.DISK),
        (sample("D", wait_channel="strange"), ThreadState.UNKNOWN),
        (sample(call="futex", syscall=MUTEX), ThreadState.LOCK),
        (sample(call="futex", syscall=CONDITION), ThreadState.SLEEPING),
        (sample(call="futex", syscall="202"), ThreadState.UNKNOWN),
        (sample(call="flock", on=("/run/x.lock",)), ThreadState.LOCK),
        (sample(call="read", on=("pipe:[7]",)), ThreadState.PROCESS),
        (sample(call="write", on=("pipe:[7]",)), ThreadState.PROCESS),
        (sample(call="recvfrom", on=("socket:[5]",)), ThreadState.PROCESS),
        (sample(call="poll", on=("socket:[5]",)), ThreadState.PROCESS),
        (sample(call="recvfrom", on=("socket:[6]",)), ThreadState.NETWORK),
        (sample(call="recvfrom", on=("socket:[7]",)), ThreadState.SLEEPING),
        (sample(call="sendto", on=("socket:[7]",)), ThreadState.PROCESS),
        (sample(call="recvmsg", on=("socket:[8]",)), ThreadState.SLEEPING),
        (sample(call="accept4", on=("socket:[9]",)), ThreadState.SLEEPING),
        (sample(call="read", on=("anon_inode:[eventfd]",)), ThreadState.SLEEPING),
        (sample(call="read", on=("/dev/pts/0",)), ThreadState.SLEEPING),
        (sample(call="epoll_wait"), ThreadState.SLEEPING),
        (sample(call="wait4"), ThreadState.SLEEPING),
        (sample("T"), ThreadState.UNKNOWN),
        (sample(syscall="", wait_channel="anon_pipe_read"), ThreadState.PROCESS),
        (sample(syscall="", wait_channel="do_epoll_wait"), ThreadState.SLEEPING),
        (sample(syscall="", wait_channel="sk_wait_data"), ThreadState.NETWORK),
        (sample(syscall="", wait_channel=""), ThreadState.UNKNOWN),
    ],
)
def test_what_a_thread_waits_for_is_told_by_where_it_stands(
    row: TaskSample, state: ThreadState
) -> None:
    ends = (
        end(),
        end("socket:[6]", remote="10.0.0.9:443", writers=(), readers=()),
        end("socket:[7]", side="server"),
        end("socket:[8]", awaits_us=True),
    )

    assert shares(story(watched([row], ends=ends))) == {state: 1.0}


def test_two_that_wait_for_each_other_have_no_work() -> None:
    asked = [sample(call="recvfrom", on=("socket:[5]",))]

    assert shares(story(watched(asked, ends=[end(awaits_us=False)]))) == {ThreadState.PROCESS: 1.0}
    assert shares(story(watched(asked, ends=[end(awaits_us=True)]))) == {ThreadState.SLEEPING: 1.0}


def test_an_event_loop_waits_for_somebody_only_while_an_answer_is_owed() -> None:
    loop = [sample(call="epoll_wait")]
    owed, nothing = LoopSample(10, 10, ("socket:[5]",)), LoopSample(10, 10, ())

    told = story(watched(loop, ends=[end()], loops=[owed, nothing, nothing, nothing]))

    assert shares(told) == {ThreadState.PROCESS: 0.25, ThreadState.SLEEPING: 0.75}


def test_who_only_ever_sends_to_another_host_waits_for_nobody() -> None:
    far = end(remote="10.0.0.9:514", writers=(), readers=())
    shipped = watched(
        [sample(call="epoll_wait")], ends=[far], loops=[LoopSample(10, 10, ("socket:[5]",))]
    )

    assert shares(story(shipped)) == {ThreadState.SLEEPING: 1.0}


def test_threads_that_take_turns_at_an_interpreter_lock_wait_for_it() -> None:
    waiting = [sample(call="futex", syscall=TIMED, tid=11)]
    quick = watched([sample("R")], waiting, oncpu=0.5)
    many = tuple(
        row._replace(switches=4_000) if row.tid == 11 else row
        for row in quick.last.rows(TaskSample)
    )
    last = replace(quick.last, tables={**quick.last.tables, TaskSample: many})
    quick = replace(quick, last=last)

    lock = next(one for one in story(quick).shares if one.state is ThreadState.LOCK)

    assert lock.on == "lock 0x7f00"
    assert ThreadState.LOCK not in shares(story(watched([sample("R")], waiting, oncpu=0.5)))


def test_a_chain_is_followed_to_its_end_over_three_steps() -> None:
    peers = [
        [sample(call="recvfrom", on=("socket:[6]",), pid=20, tid=20, comm="middle", depth=1)],
        [sample("D", wait_channel="bio", on=("/db/x",), pid=30, tid=30, comm="db", depth=2)],
    ]
    further = end("socket:[6]", remote="127.0.0.1:3306", writers=(30,), readers=(30,))
    mounts = [Mount("/", "/dev/vda", "8:0", "ext4", "rw")]
    disks = [BlockDevice("vda", "8:0", "disk")]
    seen = watched(
        [sample(call="recvfrom", on=("socket:[5]",))],
        *peers,
        ends=[end(), further],
        last=[*mounts, *disks],
    )
    loads = [use(process(pid=40, comm="backup"), read_bytes_per_s=1e8)]

    told = story(seen, *loads)

    assert [(hop.depth, hop.waiter, hop.via, hop.other) for hop in told.hops] == [
        (1, "worker", "tcp 127.0.0.1:5432", "middle"),
        (2, "middle", "tcp 127.0.0.1:3306", "db"),
        (3, "db", "device vda", "backup"),
    ]
    assert told.hops[0].other_does[0].state is ThreadState.PROCESS
    assert told.hops[0].share == pytest.approx(1.0)
    assert told.threads == 1


def test_a_circle_of_waiters_is_walked_once() -> None:
    back = end("socket:[6]", writers=(10,), readers=(10,))
    peer = [sample(call="recvfrom", on=("socket:[6]",), pid=20, tid=20, comm="peer", depth=1)]

    told = story(watched([sample(call="recvfrom", on=("socket:[5]",))], peer, ends=[end(), back]))

    assert [(hop.depth, hop.waiter, hop.other) for hop in told.hops] == [
        (1, "worker", "peer"),
        (2, "peer", "worker"),
    ]


def test_a_reader_of_a_pipe_waits_for_its_writer_and_a_writer_for_its_reader() -> None:
    pipe = end("pipe:[7]", kind="pipe", side="pair", remote="", writers=(20,), readers=(10,))
    for one in (pipe, pipe._replace(writers=(10,), readers=(20,))):
        rows = [process(pid=20, comm="producer")]
        seen = watched([sample(call="read", on=("pipe:[7]",))], ends=[one], last=rows)
        (hop,) = story(seen).hops
        assert (hop.via, hop.other, hop.other_pids) == ("pipe 7", "producer", (20,))


def test_who_forked_both_ends_of_a_pipe_is_not_the_one_who_is_waited_for() -> None:
    pipe = end("pipe:[7]", kind="pipe", side="pair", remote="", writers=(5, 20), readers=(5, 10))
    rows = [process(pid=5, comm="shell"), process(pid=20, comm="producer")]

    (hop,) = story(watched([sample(call="read", on=("pipe:[7]",))], ends=[pipe], last=rows)).hops

    assert (hop.other, hop.other_pids) == ("producer", (20,))


def test_who_takes_the_cpu_away_is_named_and_the_target_itself_is_not() -> None:
    busy = [
        use(process(pid=10, comm="worker"), cpu_share=0.9),
        use(process(pid=50, comm="hog"), cpu_share=1.4),
    ]
    (hop,) = story(watched([sample("R")], oncpu=0.5, ready=0.5), *busy).hops

    assert (hop.via, hop.other, hop.other_pids) == ("cpu", "hog", (50,))
    assert not story(watched([sample("R")], oncpu=0.5, ready=0.5), busy[0]).hops


def test_a_target_that_ends_keeps_the_shares_of_what_was_seen() -> None:
    gone = [*[sample("R")] * 20, *[sample("X", syscall="")] * 40]
    told = story(watched(gone, oncpu=1.0, ended=True))

    assert shares(told)[ThreadState.ON_CPU] == pytest.approx(1.0)
    assert any("the target ended" in gap for gap in told.gaps)


def test_what_could_not_be_read_is_a_gap_and_not_zero() -> None:
    blind = story(watched([sample(syscall="", wait_channel="")]))
    cut = watched([sample("R")], oncpu=1.0)
    why = Missing("target.tasks", Status.UNREADABLE, "12 left out")
    cut = replace(cut, last=replace(cut.last, missing={"target.tasks": why}))

    assert any("run as root" in gap for gap in blind.gaps)
    assert "12 left out" in story(cut).gaps


def test_threads_of_one_name_and_different_numbers_are_one_group() -> None:
    told = story(
        watched([sample(comm="io-1")], [sample(comm="io-2", tid=11)], [sample(comm="x", tid=12)])
    )

    assert sorted((group.name, group.threads) for group in told.groups) == [("io", 2), ("x", 1)]


def test_evidence_tells_of_all_time_and_of_busy_time() -> None:
    seen = watched([sample(call="futex", syscall=MUTEX), sample(call="nanosleep")], oncpu=0.2)
    told = {one.key: one.value for one in derived(seen) if isinstance(one, Evidence)}

    assert told["target.time_share{state=lock}"] == pytest.approx(0.4)
    assert told["target.work_share{state=lock}"] == pytest.approx(0.4 / 0.6)
    assert told["target.threads_in{state=lock}"] == pytest.approx(0.4)
    assert told["target.lock_waiters{lock=lock 0x7f00}"] == pytest.approx(0.4)
    assert told["target.time_share{state=disk}"] == 0.0
    assert {one.key for one in story(seen).shares} <= told.keys()


def test_without_a_target_or_in_no_time_nothing_is_claimed() -> None:
    (nobody,) = derived(window())
    (unseen,) = derived(watched())

    assert isinstance(nobody, Missing)
    assert nobody.status is Status.NOT_ASKED
    assert isinstance(unseen, Missing)
    assert unseen.status is Status.NOT_PRESENT
