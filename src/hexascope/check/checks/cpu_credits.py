"""CPU credits: a burstable instance is held at its baseline."""

from collections.abc import Iterator, Mapping

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

BASELINES: Mapping[str, float] = {
    "nano": 0.05,
    "micro": 0.10,
    "small": 0.20,
    "medium": 0.20,
    "large": 0.30,
    "xlarge": 0.40,
    "2xlarge": 0.40,
}
"""Baseline of each CPU of the t3, t3a and t4g sizes, as the provider publishes them."""

BURSTABLE = ("t2.", "t3.", "t3a.", "t4g.")


@declared
class Limits:
    """Limits of cpu_credits."""

    near: float = limit(
        0.15,
        Unit.RATIO,
        "distance of the use from the baseline that counts as at it",
        source="ours",
    )
    stolen: float = limit(
        0.10,
        Unit.RATIO,
        "share of time that the hypervisor withheld meanwhile",
        source="ours: without credits the hypervisor takes the rest of the time",
    )


@check(
    resource=Resource.CPU,
    aspect=Aspect.CAPACITY,
    needs=("host.instance_type", "cpu.utilization", "cpu.mode_share"),
    limits=Limits,
)
def cpu_credits(case: Case, limits: Limits) -> Iterator[Found]:
    """A burstable cloud instance has used up its CPU credits, and is held at its baseline.

    Why it matters: the instance gets a tenth to a third of a CPU from then on, however much it
    wants. It looks like a slow program or a bad neighbour.

    What to do: look at the credit balance in the provider's console. Switch to unlimited credits,
    a larger size, or a type with CPUs of its own; or move the batch work away.
    """
    kind = case.one("host.instance_type")
    stolen = case.one("cpu.mode_share", cpu="all", mode="steal")
    use = case.one("cpu.utilization", cpu="all")
    if kind is None or stolen is None or use is None:
        return
    name = str(kind.value)
    baseline = BASELINES.get(name.partition(".")[2])
    if baseline is None or not name.startswith(BURSTABLE) or stolen.number < limits.stolen:
        return
    own = use.number - stolen.number  # the kernel counts stolen time as not idle
    if abs(own - baseline) > limits.near * max(baseline, 0.1):
        return
    yield Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text("This {kind} instance seems to have used up its CPU credits", kind=name),
        description=text(
            "It stays at its baseline, and the hypervisor withheld {stolen:percent} of the time.",
            stolen=stolen.number,
        ),
        recommendation=text(
            "Look at the credit balance in the provider's console; then switch to unlimited credits"
            " or to a type with CPUs of its own."
        ),
        culprit=culprits.named(EntityKind.HOST, "hypervisor"),
        evidence=(stolen, use, kind),
        threshold=limits.stolen,
        confidence=65,
    )
