"""Memory comes from the wrong NUMA node."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of numa_imbalance."""

    share: float = limit(
        0.10,
        Unit.RATIO,
        "share of a node's allocations that another node had to serve",
        source="ours; Netdata shows it without a limit",
    )
    medium_share: float = limit(
        0.30,
        Unit.RATIO,
        "share of a node's allocations from which on it is medium",
        source="ours: every third access pays the way to the other node",
    )


@check(
    resource=Resource.MEMORY, aspect=Aspect.SATURATION, needs=("numa.miss_share",), limits=Limits
)
def numa_imbalance(case: Case, limits: Limits) -> Iterator[Found]:
    """Programs get their memory from another NUMA node than the one that they run on.

    Why it matters: memory of the other node answers half again as slowly, and the link between
    the nodes is shared by all. Databases and caches feel it most.

    What to do: look at `numastat -p PID`. Bind the program to one node, give it interleaved memory,
    or make room on its node, which a large page cache often fills.
    """
    for share in case.of("numa.miss_share"):
        if share.number >= limits.share:
            yield _found(case, limits, share)


def _found(case: Case, limits: Limits, share: Evidence) -> Found:
    node = share.label("node")
    free = case.one("numa.memory", node=node, **{"class": "free"})
    return Found(
        severity=Severity.MEDIUM if share.number >= limits.medium_share else Severity.LOW,
        harm=Harm.WASTE,
        title=text(
            "{share:percent} of the memory wanted from NUMA node {node} came from another",
            share=share.number,
            node=node,
        ),
        description=text("Node {node} has {free:bytes} left.", node=node, free=free.number)
        if free is not None
        else text("How much is left on node {node} could not be read.", node=node),
        recommendation=text(
            "See whose memory lies on the wrong node (numastat -p PID), and bind it (numactl)."
        ),
        proposals=(proposal("rebalance_numa"),),
        culprit=culprits.named(EntityKind.DEVICE, f"node{node}", key=f"node:{node}"),
        evidence=(share, *([free] if free is not None else [])),
        confidence=80,
        threshold=limits.share,
    )
