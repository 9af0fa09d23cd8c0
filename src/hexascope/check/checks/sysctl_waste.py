"""Settings of the kernel that cost time."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

SMALL_BACKLOG = 128


class _Rule(NamedTuple):
    """When a setting is wasteful, what to set it to, what it costs, and what it is about."""

    wasteful: Callable[[str], bool]
    better: str
    costs: Text
    resource: Resource


def _is(value: str) -> Callable[[str], bool]:
    return lambda seen: seen == value


RULES = {
    "vm.zone_reclaim_mode": _Rule(
        lambda seen: seen.isdecimal() and int(seen) > 0,
        "0",
        text("A full NUMA node throws its page cache away while another has memory to spare."),
        Resource.MEMORY,
    ),
    "net.core.somaxconn": _Rule(
        lambda seen: seen.isdecimal() and int(seen) <= SMALL_BACKLOG,
        "4096",
        text("No service can have more finished connections wait than this, whatever it asks for."),
        Resource.NETWORK,
    ),
    "net.ipv4.tcp_window_scaling": _Rule(
        _is("0"),
        "1",
        text("No connection can have more than 64 KiB on the way: long paths stay slow."),
        Resource.NETWORK,
    ),
    "net.ipv4.tcp_sack": _Rule(
        _is("0"),
        "1",
        text("After a loss everything behind it is sent again, and not only what was lost."),
        Resource.NETWORK,
    ),
    "net.ipv4.tcp_timestamps": _Rule(
        _is("0"),
        "1",
        text("Round-trip times are measured badly, and closed ports can't be used again early."),
        Resource.NETWORK,
    ),
    "vm.swappiness": _Rule(
        lambda seen: seen.isdecimal() and int(seen) > 100,
        "60",
        text("The kernel swaps programs out to keep files in memory."),
        Resource.MEMORY,
    ),
}


@check(resource=Resource.KERNEL, aspect=Aspect.CAPACITY, needs=("sysctl.value",), limits=NoLimits)
def sysctl_waste(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A setting of the kernel costs time that its usual value would not.

    Why it matters: such settings come from old guides and stay for years; what they cost shows up
    somewhere else, as a slow network or lost cache.

    What to do: set it back to what the kernel's own default is today, and keep it in /etc/sysctl.d.
    """
    for piece in case.of("sysctl.value"):
        rule = RULES.get(piece.label("name"))
        if rule is not None and rule.wasteful(str(piece.value)):
            yield _found(piece, rule)


def _found(piece: Evidence, rule: _Rule) -> Found:
    name, value = piece.label("name"), str(piece.value)
    return Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        standing=True,
        resource=rule.resource,
        title=text("{name} is {value}, which costs time", name=name, value=value),
        description=rule.costs,
        recommendation=text("Set {name} to {better}.", name=name, better=rule.better),
        proposals=(proposal("set_sysctl", sysctl=name, value=rule.better),),
        culprit=culprits.named(EntityKind.SYSCTL, name),
        evidence=(piece,),
        confidence=85,
    )
