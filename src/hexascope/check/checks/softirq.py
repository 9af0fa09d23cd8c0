"""Soft interrupts: the kernel is busy with packets, in whose name ever."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Interface, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of softirq."""

    share: float = limit(
        0.50, Unit.RATIO, "share of one CPU spent on soft interrupts", source="checks.md"
    )
    flood_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of one CPU spent on soft interrupts, where packets flood as well",
        source="ours, seen on the fault bench: a flood over a veth pair takes 42 % of a CPU, and"
        " 21 % beside two busy loops",
    )
    packets: float = limit(
        50_000,
        Unit.PER_SECOND,
        "packets a second that count as a flood for one CPU",
        source="ours: 600 Mbit/s of full-size packets, or a flood of small ones",
    )
    packet_bytes: float = limit(
        300,
        Unit.BYTES,
        "mean size of a packet below which a flood is one of small packets",
        source="ours: bulk transfer has packets of 1,500 bytes and more",
    )
    sender_share: float = limit(
        0.20, Unit.RATIO, "share of one CPU that a sender spends in the kernel", source="ours"
    )


@check(
    resource=Resource.CPU, aspect=Aspect.UTILIZATION, needs=("cpu.softirq_share",), limits=Limits
)
def softirq(case: Case, limits: Limits) -> Iterator[Found]:
    """A CPU spends its time on soft interrupts, mostly because of many packets.

    Why it matters: soft interrupts go before every process. Who runs on that CPU stands still, and
    packets are dropped when it can't keep up; no list of processes shows who caused it.

    What to do: find the interface with most packets and who sends them. Send bigger packets
    (offloads, batching), spread the work over CPUs (RSS, RPS), or stop the flood.
    """
    each = [one for one in case.of("cpu.softirq_share") if one.label("cpu") != "all"]
    if not each:
        return
    worst = max(each, key=lambda one: one.number)
    total = sum(one.number for one in each)
    packets = case.number("softnet.packets", cpu="all") or 0.0
    busiest = _busiest(case)
    small = busiest is not None and busiest[2] < limits.packet_bytes
    flood = packets >= limits.packets and small and total >= limits.flood_share
    if worst.number < limits.share and not flood:
        return
    yield _found(case, worst, busiest, limits, flood=flood)


def _busiest(case: Case) -> tuple[Interface, float, float] | None:
    """Give the interface with most packets, how many a second, and their mean size."""
    before = {(one.namespace, one.name): one for one in case.window.first.rows(Interface)}
    seconds = case.window.seconds
    best: tuple[Interface, float, float] | None = None
    for now in case.window.last.rows(Interface):
        then = before.get((now.namespace, now.name))
        if then is None or seconds <= 0:
            continue
        packets = (
            now.received_packets - then.received_packets + now.sent_packets - then.sent_packets
        )
        size = now.received_bytes - then.received_bytes + now.sent_bytes - then.sent_bytes
        # of both ends of a pair the one that sends is nearer to the cause
        sends = now.sent_packets - then.sent_packets
        rate = packets / seconds
        if packets > 0 and (best is None or (rate + sends / seconds * 0.1) > best[1] * 1.001):
            best = (now, rate, size / packets)
    return best


def _sender(case: Case, interface: Interface | None, limits: Limits) -> list[ProcessUse]:
    """Find who has the packets sent: most system time where the most packets are."""
    inside = [
        one
        for one in of.workers(case)
        if interface is None or one.now.net_namespace == interface.namespace
    ]
    for uses in (inside, of.workers(case)):
        groups = culprits.groups(uses, lambda one: one.system_share)
        if groups and sum(one.system_share for one in groups[0]) >= limits.sender_share:
            return groups[0]
    return []


def _found(
    case: Case,
    worst: Evidence,
    busiest: tuple[Interface, float, float] | None,
    limits: Limits,
    *,
    flood: bool,
) -> Found:
    interface = busiest[0] if busiest else None
    told: list[Evidence] = [worst]
    packets = case.one("softnet.packets", cpu="all")
    told += [packets] if packets is not None else []
    if busiest is not None and interface is not None:
        told.append(
            evidence(
                "group.packets",
                busiest[1],
                source="/proc/PID/net/dev",
                window_s=case.window.seconds,
                interface=interface.name,
            )
        )
    senders = _sender(case, interface, limits)
    if senders:
        system = sum(one.system_share for one in senders)
        told.append(of.told("process.system_share", system, senders[0]))
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WASTE,
        title=_title(worst, packets, senders),
        description=_why(interface, busiest, senders),
        recommendation=text(
            "Send bigger packets (sendmmsg, offloads, batching), spread them over CPUs (RSS, RPS),"
            " or stop the flood. See who sends: perf top, ss -up."
        ),
        proposals=(proposal("spread_softirq", interface=interface.name),) if interface else (),
        culprit=_culprit(case, senders, interface),
        evidence=tuple(told),
        confidence=85 if flood and senders else 65,
        threshold=limits.share if worst.number >= limits.share else None,
    )


def _title(worst: Evidence, packets: Evidence | None, senders: list[ProcessUse]) -> Text:
    if packets is None:
        return text(
            "CPU {cpu} spent {share:percent} of its time on soft interrupts",
            cpu=worst.label("cpu"),
            share=worst.number,
        )
    if senders:
        return text(
            "{name} causes a flood of packets: CPU {cpu} spent {share:percent} of its time on "
            "soft interrupts, for {packets:mean} packets a second on all CPUs",
            name=senders[0].now.comm,
            cpu=worst.label("cpu"),
            share=worst.number,
            packets=packets.number,
        )
    return text(
        "CPU {cpu} spent {share:percent} of its time on soft interrupts, for {packets:mean} "
        "packets a second on all CPUs",
        cpu=worst.label("cpu"),
        share=worst.number,
        packets=packets.number,
    )


def _why(
    interface: Interface | None,
    busiest: tuple[Interface, float, float] | None,
    senders: list[ProcessUse],
) -> Text:
    if interface is None or busiest is None:
        return text("Which interface the packets come through could not be seen.")
    if not senders:
        return text(
            "Most packets, {rate:mean} a second, go through interface {interface}.",
            rate=busiest[1],
            interface=interface.name,
        )
    return text(
        "Most packets, {rate:mean} a second, go through interface {interface}; {name} spends "
        "{system:percent} of a CPU in the kernel there, more than any other.",
        rate=busiest[1],
        interface=interface.name,
        name=senders[0].now.comm,
        system=sum(one.system_share for one in senders),
    )


def _culprit(case: Case, senders: list[ProcessUse], interface: Interface | None) -> Entity | None:
    if senders:
        return of.entity(case, senders, sum(one.system_share for one in senders))
    if interface is None:
        return None
    return culprits.named(EntityKind.INTERFACE, interface.name, key=interface.namespace)
