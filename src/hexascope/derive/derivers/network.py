"""Interfaces, protocols and tables of the network: counters → rates, shares and use."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.derive.labelled import labelled
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Interface, InterfaceUse, Namespace
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.use import Status

MOST_SHOWN = 16
"""Interfaces of our own namespace whose traffic becomes evidence; the others are rows."""
LEAST_SEGMENTS = 100
"""Segments in the window from which on a share of them means something."""


@deriver()
def network(window: Window, _so_far: Facts) -> Iterator[Evidence | InterfaceUse | Missing]:
    """Give rates of interfaces and protocols, and how full the tables of the network are."""
    uses = list(_interface_uses(window))
    yield from uses
    yield from _shown(window, uses)
    if uses and not any(use.now.speed_bits_per_s for use in uses):
        reason = "no interface tells its speed, as in most VMs and containers"
        for family in ("interface.receive_use", "interface.send_use"):
            yield Missing(family, Status.VIRTUAL, reason)
    yield from _retransmissions(window)
    yield from _event_rates(window)
    yield from _tables(window)


def _interface_uses(window: Window) -> Iterator[InterfaceUse]:
    first = {(row.namespace, row.name): row for row in window.first.rows(Interface)}
    seconds = window.seconds_of("interface.count")
    for now in window.last.rows(Interface):
        before = first.get((now.namespace, now.name))
        if before is None or seconds <= 0 or before.number != now.number:
            continue
        if now.received_packets < before.received_packets or now.sent_packets < before.sent_packets:
            continue  # counters were reset
        received = max(0, now.received_bytes - before.received_bytes) / seconds
        sent = max(0, now.sent_bytes - before.sent_bytes) / seconds
        speed = now.speed_bits_per_s
        yield InterfaceUse(
            now=now,
            before=before,
            seconds=seconds,
            received_bytes_per_s=received,
            sent_bytes_per_s=sent,
            received_packets=now.received_packets - before.received_packets,
            sent_packets=now.sent_packets - before.sent_packets,
            received_dropped=_grown(
                now.received_dropped + now.received_missed,
                before.received_dropped + before.received_missed,
            ),
            sent_dropped=_grown(now.sent_dropped, before.sent_dropped),
            received_errors=_grown(now.received_errors, before.received_errors),
            sent_errors=_grown(now.sent_errors, before.sent_errors),
            queue_drops=_grown_if_known(now.queue_drops, before.queue_drops),
            carrier_changes=_grown_if_known(now.carrier_changes, before.carrier_changes),
            receive_use=received * 8 / speed if speed else None,
            send_use=sent * 8 / speed if speed else None,
        )


def _grown(now: int, before: int) -> int:
    return max(0, now - before)


def _grown_if_known(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else max(0, now - before)


def _shown(window: Window, uses: list[InterfaceUse]) -> Iterator[Evidence]:
    """Give the traffic of our own namespace's busiest interfaces, for the coverage and graphs."""
    own = {row.name for row in window.last.rows(Namespace) if row.own}
    ours = [use for use in uses if use.now.namespace in own]
    ours.sort(key=lambda use: -(use.received_packets + use.sent_packets))
    for use in ours[:MOST_SHOWN]:
        where = {"interface": use.now.name, "namespace": use.now.namespace}
        labels = labels_of(where)
        source = "/proc/net/dev"
        for way, raw, rate, share in (
            ("receive", "received", use.received_bytes_per_s, use.receive_use),
            ("send", "sent", use.sent_bytes_per_s, use.send_use),
        ):
            series = window.rates(f"interface.{raw}_bytes", **where)
            yield labelled(
                f"interface.{way}_rate",
                rate,
                labels,
                source=source,
                window_s=use.seconds,
                series=series,
            )
            if share is not None:
                speed = use.now.speed_bits_per_s or 1  # without a speed there is no share
                yield labelled(
                    f"interface.{way}_use",
                    share,
                    labels,
                    source=source,
                    window_s=use.seconds,
                    series=tuple((at, moved * 8 / speed) for at, moved in series),
                )
        for family, value in (
            ("interface.drops", use.received_dropped + use.sent_dropped),
            ("interface.errors", use.received_errors + use.sent_errors),
        ):
            yield labelled(family, value, labels, source=source, window_s=use.seconds)


def _retransmissions(window: Window) -> Iterator[Evidence]:
    seconds = window.seconds_of("tcp.count")
    for reading in window.last.of("tcp.count"):
        told = dict(reading.labels)
        if told["name"] != "RetransSegs":
            continue
        namespace = told["namespace"]
        again = window.growth("tcp.count", name="RetransSegs", namespace=namespace)
        sent = window.growth("tcp.count", name="OutSegs", namespace=namespace)
        if again is None or sent is None:
            continue
        where = labels_of({"namespace": namespace})
        source = reading.source
        yield labelled("tcp.segments_sent", sent, where, source=source, window_s=seconds)
        yield labelled("tcp.segments_repeated", again, where, source=source, window_s=seconds)
        # Linux counts in OutSegs what is sent again as well, against the letter of the MIB
        if sent >= LEAST_SEGMENTS:
            yield labelled(
                "tcp.retransmit_share",
                min(again / sent, 1.0),
                where,
                source=source,
                window_s=seconds,
                series=_shares(window, namespace),
            )


def _shares(window: Window, namespace: str) -> tuple[tuple[float, float], ...]:
    """Give which share of what was sent between two looks was sent again; none was no share."""
    again = window.rates("tcp.count", name="RetransSegs", namespace=namespace)
    sent = dict(window.rates("tcp.count", name="OutSegs", namespace=namespace))
    return tuple((at, min(rate / sent[at], 1.0)) for at, rate in again if sent.get(at))


def _event_rates(window: Window) -> Iterator[Evidence]:
    for protocol in ("tcp", "udp", "ip"):
        yield from _rates(window, f"{protocol}.count", f"{protocol}.rate")


def _rates(window: Window, raw: str, family: str) -> Iterator[Evidence]:
    """Give the rate of each counter of a family, with its series where it moved."""
    for reading in window.last.of(raw):
        labels = dict(reading.labels)
        rate = window.rate(raw, **labels)
        if rate is not None:
            yield labelled(
                family,
                rate,
                reading.labels,
                source=reading.source,
                window_s=window.seconds_of(raw),
                series=window.rates(raw, **labels) if rate else (),
            )


def _tables(window: Window) -> Iterator[Evidence]:
    memory = window.last.number("sockstat.memory_bytes", protocol="tcp")
    most = window.last.number("tcp.memory_limit", name="high")
    if memory is not None and most:
        series = window.series("sockstat.memory_bytes", protocol="tcp")
        yield labelled(
            "tcp.memory_use",
            memory / most,
            (),
            source="/proc/net/sockstat",
            series=tuple((at, held / most) for at, held in series),
        )
    for family, now, limit in (
        ("conntrack.use", "conntrack.entries", "conntrack.limit"),
        ("neighbour.use", "neighbour.total", "neighbour.limit"),
    ):
        for reading in window.last.of(now):
            most = window.last.number(limit, **dict(reading.labels))
            if most and not isinstance(reading.value, str):
                yield labelled(family, reading.value / most, reading.labels, source=reading.source)
    yield from _rates(window, "conntrack.drops", "conntrack.drop_rate")
    yield from _rates(window, "neighbour.overflows", "neighbour.overflow_rate")
    for reading in window.last.of("interface.allowance_exceeded"):
        growth = window.growth("interface.allowance_exceeded", **dict(reading.labels))
        if growth is not None:
            yield labelled(
                "interface.allowance_growth",
                growth,
                reading.labels,
                source=reading.source,
                window_s=window.seconds_of("interface.count"),
            )
