"""GPU throttling: it runs slower than it could."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

POWER = "power limit"


@check(resource=Resource.POWER, aspect=Aspect.SATURATION, needs=("gpu.throttled",), limits=NoLimits)
def gpu_throttled(case: Case, limits: NoLimits) -> Iterator[Found]:
    """A GPU is slowed down by heat, by its power limit or by the hardware's brake.

    Why it matters: it computes at a fraction of its speed and still shows full use.

    What to do: look at cooling and power (`nvidia-smi -q -d PERFORMANCE,TEMPERATURE`). Reaching
    the power limit under full load is normal; heat and the brake are not.
    """
    del limits
    for one in case.of("gpu.throttled"):
        before = case.window.first.reading("gpu.throttled", gpu=one.label("gpu"))
        why = str(one.value)
        if not why or before is None or not before.value:
            continue  # a moment of it is normal: both looks must have seen it
        normal = why == POWER
        yield Found(
            severity=Severity.INFO if normal else Severity.MEDIUM,
            harm=Harm.BUSY if normal else Harm.WAITING,
            title=text("GPU {gpu} is slowed down: {why}", gpu=one.label("gpu"), why=why),
            description=text("Both looks, at the begin and the end of the window, saw it."),
            recommendation=text("Look at cooling and power: nvidia-smi -q -d PERFORMANCE."),
            proposals=() if normal else (proposal("cool_host"),),
            culprit=culprits.named(EntityKind.DEVICE, f"gpu{one.label('gpu')}"),
            evidence=(one,),
            confidence=85,
        )
