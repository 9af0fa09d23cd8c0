"""The kernel's pool of randomness is nearly empty."""

from collections.abc import Iterator

from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of entropy_low."""

    bits: float = limit(
        150,
        Unit.COUNT,
        "bits of randomness in the pool",
        source="Performance Co-Pilot: at most 150 bits and 5 % of the pool",
    )
    share: float = limit(
        0.05, Unit.RATIO, "share of the pool that is filled", source="Performance Co-Pilot"
    )


@check(
    resource=Resource.KERNEL,
    aspect=Aspect.SATURATION,
    needs=("entropy.available", "entropy.pool"),
    limits=Limits,
)
def entropy_low(case: Case, limits: Limits) -> Iterator[Found]:
    """The kernel's pool of randomness is nearly empty.

    Why it matters: programs that ask for good random numbers wait; at boot that can hold up a
    service for minutes.

    What to do: give a virtual machine a source of randomness (virtio-rng), or run a newer kernel:
    since 5.18 the pool stays full once it was seeded.
    """
    bits, pool = case.one("entropy.available"), case.one("entropy.pool")
    if bits is None or pool is None or bits.number > limits.bits:
        return
    if bits.number > limits.share * pool.number:
        return
    yield Found(
        severity=Severity.LOW,
        harm=Harm.WAITING,
        title=text(
            "The kernel has {bits:count} bits of randomness left of {pool:count}",
            bits=bits.number,
            pool=pool.number,
        ),
        recommendation=text("Give this machine a source of randomness, such as virtio-rng."),
        evidence=(bits, pool),
        threshold=limits.bits,
    )
