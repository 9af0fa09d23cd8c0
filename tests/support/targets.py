"""Samples of a target's threads made by hand."""

from collections.abc import Iterable, Sequence

from hexascope.domain.rows import LoopSample, OtherEnd, TargetProcess, TaskSample
from hexascope.domain.snapshot import Pulse, Window
from tests.support.cases import reading, window

SECONDS = 4.0
SAMPLES = 40


def sample(state: str = "S", **fields: object) -> TaskSample:
    """Make a sample; its counters are filled in by `watched`."""
    told: dict[str, object] = {
        "pid": 10,
        "tid": 10,
        "comm": "worker",
        "oncpu_s": 0.0,
        "run_delay_s": 0.0,
        "switches": 0,
        "syscall": "0 0x3" if state in "SD" else "running",
        **fields,
    }
    return TaskSample(state=state, **told)  # type: ignore[arg-type] # fields by their names


def end(name: str = "socket:[5]", **fields: object) -> OtherEnd:
    """Make the other end of a connection to a process of this host."""
    told: dict[str, object] = {
        "kind": "tcp",
        "side": "client",
        "local": "127.0.0.1:40000",
        "remote": "127.0.0.1:5432",
        "spoke_last": True,
        "receive_queue": 0,
        "send_queue": 0,
        "writers": (20,),
        "readers": (20,),
        **fields,
    }
    return OtherEnd(name=name, **told)  # type: ignore[arg-type] # fields by their names


def watched(
    *threads: Sequence[TaskSample],
    oncpu: float = 0.0,
    ready: float = 0.0,
    ends: Iterable[OtherEnd] = (),
    loops: Iterable[LoopSample] = (),
    first: Iterable[object] = (),
    last: Iterable[object] = (),
    ended: bool = False,
) -> Window:
    """Make a window of 4 s with 40 samples of each thread, which repeat the ones given.

    Each thread was `oncpu` of the time on a CPU and `ready` of it waiting for one.
    """

    def at(number: int) -> list[TaskSample]:
        share = number / SAMPLES * SECONDS
        return [
            samples[number % len(samples)]._replace(
                oncpu_s=oncpu * share, run_delay_s=ready * share, switches=number
            )
            for samples in threads
        ]

    named = [reading("target.kind", "pid"), reading("target.name", "10")]
    member = TargetProcess(10, 1.0, "main process")
    pulses = [
        Pulse(
            at=100.0 + number / SAMPLES * SECONDS,
            numbers={},
            tables={
                TaskSample: tuple(at(number)),
                OtherEnd: tuple(ends),
                LoopSample: tuple(loops),
            },
        )
        for number in range(1, SAMPLES)
    ]
    return window(
        [*named, member, *at(0), *first],
        [*named, *([] if ended else [member]), *at(SAMPLES), *last],
        seconds=SECONDS,
        pulses=pulses,
    )
