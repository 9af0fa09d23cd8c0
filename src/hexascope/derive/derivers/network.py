"""Interfaces, protocols and tables of the network: counters → rates, shares and use."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import Interface, InterfaceUse, Namespace
from hexascope.domain.snapshot import Reading, Window

MOST_SHOWN = 16
"""Interfaces of our own namespace whose traffic becomes evidence; the others are rows."""
LEAST_SEGMENTS = 100
"""Segments in the window from which on a share of them means something."""


@deriver()
def network(window: Window, _so_far: Facts) -> Iterator[Evidence | InterfaceUse]:
    """Give rates of interfaces and protocols, and how full the tables of the network are."""
    uses = list(_interface_uses(window))
    yield from uses
    yield from _shown(window, uses)
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
        source = "/proc/net/dev"
        for way, raw, rate, share in (
            ("receive", "received", use.received_bytes_per_s, use.receive_use),
            ("send", "sent", use.sent_bytes_per_s, use.send_use),
        ):
            series = window.rates(f"interface.{raw}_bytes", **where)
            yield evidence(
                f"interface.{way}_rate",
                rate,
                source=source,
                window_s=use.seconds,
                series=series,
                **where,
            )
            if share is not None:
                yield evidence(
                    f"interface.{way}_use", share, source=source, window_s=use.seconds, **where
                )
        for family, value in (
            ("interface.drops", use.received_dropped + use.sent_dropped),
            ("interface.errors", use.received_errors + use.sent_errors),
        ):
            yield evidence(family, value, source=source, window_s=use.seconds, **where)


def _retransmissions(window: Window) -> Iterator[Evidence]:
    seconds = window.seconds_of("tcp.count")
    for reading in window.last.of("tcp.count"):
        labels = dict(reading.labels)
        if labels["name"] != "RetransSegs":
            continue
        where = {"namespace": labels["namespace"]}
        again = window.growth("tcp.count", name="RetransSegs", **where)
        sent = window.growth("tcp.count", name="OutSegs", **where)
        if again is None or sent is None:
            continue
        source = reading.source
        yield evidence("tcp.segments_sent", sent, source=source, window_s=seconds, **where)
        yield evidence("tcp.segments_repeated", again, source=source, window_s=seconds, **where)
        # OutSegs counts no retransmitted segment: the share is one of all that went out
        if sent + again >= LEAST_SEGMENTS:
            yield evidence(
                "tcp.retransmit_share",
                again / (sent + again),
                source=source,
                window_s=seconds,
                series=window.rates("tcp.count", name="RetransSegs", **where),
                **where,
            )


def _event_rates(window: Window) -> Iterator[Evidence]:
    """Give the rate of every event that occurred, and of those that coverage asks for."""
    for protocol in ("tcp", "udp", "ip"):
        raw = f"{protocol}.count"
        for reading in window.last.of(raw):
            labels = dict(reading.labels)
            rate = window.rate(raw, **labels)
            if rate is not None:
                yield evidence(
                    f"{protocol}.rate",
                    rate,
                    source=reading.source,
                    window_s=window.seconds_of(raw),
                    series=window.rates(raw, **labels) if rate else (),
                    **labels,
                )


def _tables(window: Window) -> Iterator[Evidence]:
    memory = window.last.number("sockstat.memory_bytes", protocol="tcp")
    most = window.last.number("tcp.memory_limit", name="high")
    if memory is not None and most:
        yield evidence("tcp.memory_use", memory / most, source="/proc/net/sockstat")
    for reading in window.last.of("conntrack.entries"):
        limit = window.last.number("conntrack.limit", **dict(reading.labels))
        if limit:
            yield _of(reading, "conntrack.use", limit)
    for reading in window.last.of("neighbour.total"):
        limit = window.last.number("neighbour.limit", **dict(reading.labels))
        if limit:
            yield _of(reading, "neighbour.use", limit)
    for family, raw in (
        ("conntrack.drop_rate", "conntrack.drops"),
        ("neighbour.overflow_rate", "neighbour.overflows"),
    ):
        for reading in window.last.of(raw):
            rate = window.rate(raw, **dict(reading.labels))
            if rate is not None:
                seconds = window.seconds_of(raw)
                labels = dict(reading.labels)
                yield evidence(family, rate, source=reading.source, window_s=seconds, **labels)
    for reading in window.last.of("interface.allowance_exceeded"):
        labels = dict(reading.labels)
        growth = window.growth("interface.allowance_exceeded", **labels)
        if growth is not None:
            yield evidence(
                "interface.allowance_growth",
                growth,
                source=reading.source,
                window_s=window.seconds_of("interface.count"),
                **labels,
            )


def _of(reading: Reading, family: str, limit: float) -> Evidence:
    value = 0.0 if isinstance(reading.value, str) else reading.value
    return evidence(family, value / limit, source=reading.source, **dict(reading.labels))
