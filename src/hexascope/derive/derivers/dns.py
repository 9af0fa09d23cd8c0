"""Name resolution: questions that were seen to wait for their answer."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import Socket
from hexascope.domain.snapshot import Window

PORT = ":53"


@deriver()
def dns(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give the longest time that one socket was seen to wait for each name server.

    A question is a UDP socket that is connected to port 53: the C library opens one for each
    lookup and closes it with the answer, so that one which is seen again has had none.
    """
    spans: dict[tuple[str, int], tuple[float, float]] = {}
    for at, rows in _sightings(window):
        for row in rows:
            is_question = row.protocol == "udp" and row.remote.endswith(PORT)
            # what lies in its queue is an answer that nobody has read yet
            if is_question and row.inode and not row.receive_queue:
                since, _ = spans.get((row.remote, row.inode), (at, at))
                spans[row.remote, row.inode] = (since, at)
    waits: dict[str, list[float]] = {}
    for (remote, _), (since, until) in spans.items():
        waits.setdefault(remote.removesuffix(PORT), []).append(until - since)
    for server, seen in waits.items():
        source = "/proc/PID/net/udp"
        wait = max(seen)
        yield evidence("dns.wait", wait, source=source, window_s=window.seconds, server=server)
        yield evidence(
            "dns.waiting", len(seen), source=source, window_s=window.seconds, server=server
        )


def _sightings(window: Window) -> Iterator[tuple[float, tuple[Socket, ...]]]:
    yield window.first.seconds_at("socket.count"), window.first.rows(Socket)
    for pulse in window.pulses:
        yield pulse.at, pulse.rows(Socket)
    yield window.last.seconds_at("socket.count"), window.last.rows(Socket)
