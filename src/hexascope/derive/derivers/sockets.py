"""Sockets: how closed connections pile up by destination, and how many ports they hold."""

from collections import Counter
from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.derive.labelled import labelled
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Socket
from hexascope.domain.snapshot import Window


@deriver()
def sockets(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give growth of TIME_WAIT and the share of the outgoing ports, by destination."""
    seconds = window.seconds_of("socket.count")
    live = Counter(
        (row.namespace, row.remote)
        for row in window.last.rows(Socket)
        if row.state == "ESTABLISHED"
    )
    for reading in window.last.of("socket.time_wait"):
        labels = dict(reading.labels)
        now = window.last.number("socket.time_wait", **labels) or 0.0
        before = window.first.number("socket.time_wait", **labels) or 0.0
        if seconds > 0:
            yield labelled(
                "socket.time_wait_growth",
                (now - before) / seconds,
                reading.labels,
                source=reading.source,
                window_s=seconds,
            )
        ports = window.last.number("port.range", namespace=labels["namespace"])
        if ports:
            held = now + live[labels["namespace"], labels["remote"]]
            yield labelled("socket.port_use", held / ports, reading.labels, source=reading.source)
