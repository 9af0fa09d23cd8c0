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
from hexascope.domain.rows import Namespace, Socket
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

SMALL_BACKLOG = 128


Shown = tuple[Evidence, ...] | None


def _always(_case: Case, _value: str) -> Shown:
    return ()


def _several_nodes(case: Case, _value: str) -> Shown:
    """With a single NUMA node there is no other that could have memory to spare."""
    nodes = tuple(one for one in case.of("numa.memory") if one.label("class") == "free")
    return nodes if len(nodes) > 1 else None


def _swap_on_disk(case: Case, _value: str) -> Shown:
    """Where swap is packed memory (zram, zswap), swapping early is what the setting is for."""
    areas = tuple(case.of("swap.size"))
    packed = any(one.label("area").startswith("/dev/zram") for one in areas)
    packed = packed or (case.number("memory.size", **{"class": "Zswapped"}) or 0) > 0
    return areas if areas and not packed else None


def _queues_cut(case: Case, value: str) -> Shown:
    """A short limit costs where queues as long as it have overflowed since the start."""
    own = next((one.name for one in case.rows(Namespace) if one.own), "")
    at_the_limit = any(
        one.state == "LISTEN" and one.namespace == own and str(one.backlog) == value
        for one in case.rows(Socket)
    )
    refused = case.one("tcp.count", name="ListenOverflows", namespace=own)
    return (refused,) if at_the_limit and refused is not None and refused.number > 0 else None


class _Rule(NamedTuple):
    """When a setting is wasteful, what to set it to, what it costs, and what it is about.

    `shown` gives what else shows that it costs something here, or None where it does not.
    """

    wasteful: Callable[[str], bool]
    better: str
    costs: Text
    resource: Resource
    shown: Callable[[Case, str], Shown] = _always


def _is(value: str) -> Callable[[str], bool]:
    return lambda seen: seen == value


RULES = {
    "vm.zone_reclaim_mode": _Rule(
        lambda seen: seen.isdecimal() and int(seen) > 0,
        "0",
        text("A full NUMA node throws its page cache away while another has memory to spare."),
        Resource.MEMORY,
        _several_nodes,
    ),
    "net.core.somaxconn": _Rule(
        lambda seen: seen.isdecimal() and int(seen) <= SMALL_BACKLOG,
        "4096",
        text("No service can have more finished connections wait than this, whatever it asks for."),
        Resource.NETWORK,
        _queues_cut,
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
        _swap_on_disk,
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
        if rule is None or not rule.wasteful(str(piece.value)):
            continue
        shown = rule.shown(case, str(piece.value))
        if shown is not None:
            yield _found(piece, rule, shown)


def _found(piece: Evidence, rule: _Rule, shown: tuple[Evidence, ...]) -> Found:
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
        evidence=(piece, *shown),
        confidence=85,
    )
