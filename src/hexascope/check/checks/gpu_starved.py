"""Starved GPU: it waits for a host that can't feed it."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of gpu_starved."""

    idle: float = limit(
        0.40, Unit.RATIO, "use of the GPU below which it waits for work", source="ours"
    )
    busy: float = limit(
        0.90, Unit.RATIO, "share of one CPU that its process uses meanwhile", source="ours"
    )


@check(
    resource=Resource.PROCESS,
    aspect=Aspect.SATURATION,
    needs=("gpu.utilization", "gpu.process_memory", "process.count"),
    limits=Limits,
)
def gpu_starved(case: Case, limits: Limits) -> Iterator[Found]:
    """A GPU is mostly idle while its process keeps a CPU busy.

    Why it matters: the dearest part of the machine waits for the cheapest: one thread that loads,
    decodes or copies data.

    What to do: load data in more worker processes, decode on the GPU, make batches bigger, and look
    at the disk that the data comes from.
    """
    for held in case.of("gpu.process_memory"):
        gpu = case.one("gpu.utilization", gpu=held.label("gpu"))
        before = case.window.first.number("gpu.utilization", gpu=held.label("gpu"))
        pid = held.label("pid")
        use = culprits.use_of(case, int(pid)) if pid.isdecimal() else None
        if gpu is None or before is None or use is None:
            continue
        if max(gpu.number, before) > limits.idle or use.cpu_share < limits.busy:
            continue
        yield Found(
            severity=Severity.LOW,
            harm=Harm.WASTE,
            title=text(
                "GPU {gpu} is in use only {share:percent} while {name} keeps a CPU busy",
                gpu=held.label("gpu"),
                share=gpu.number,
                name=use.now.comm,
            ),
            description=text(
                "The process used {used:percent} of a CPU: it can't feed the GPU faster.",
                used=use.cpu_share,
            ),
            recommendation=text("Load and decode data in more processes; make batches bigger."),
            culprit=of.entity(case, [use], 1.0),
            victims=(culprits.named(EntityKind.DEVICE, f"gpu{held.label('gpu')}"),),
            evidence=(gpu, of.told("process.cpu_share", use.cpu_share, use), held),
            threshold=limits.idle,
            confidence=60,
        )
