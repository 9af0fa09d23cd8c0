"""DNS timing: each configured name server is asked on its own."""

import re
import struct
from collections.abc import Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._subjects import troubles
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.target import TargetStory
from hexascope.domain.use import Status

QUERIES = 3
MOST_SERVERS = 3
PATIENCE_SECONDS = 0.3
"""How long one answer is waited for: 3 servers that are dead cost 2.7 s."""

OWN = "/etc/resolv.conf"
_PLACE = re.compile(r"^/proc/(\d+)/root/etc/resolv\.conf$")
_ADDRESS = re.compile(r"^[0-9A-Fa-f.:]+$")
_HEADER = struct.Struct(">6H")
_NAMESERVERS, _INTERNET = 2, 1
SPEAKS_OF_NAMES = ("dns_unanswered", "dns_search_fanout")


def wanted(case: Case) -> Iterator[Subject]:
    """Ask the servers of the mount namespaces that findings on names or a target speak of."""
    named = {one.culprit.name for one in troubles(case) if one.culprit is not None}
    about_names = any(one.check in SPEAKS_OF_NAMES for one in troubles(case))
    told = list(case.of("resolver.server"))
    places = [one.source for one in told if str(one.value) in named]
    if about_names or case.rows(TargetStory):
        places += [one.source for one in told if one.source == OWN]
    elif not any(True for _ in troubles(case)):  # slow for no reason that a look can see
        places += [one.source for one in told]
    for place in dict.fromkeys(places):
        yield Subject(name="name servers", place=place)


@probe(
    gives=("resolver.answer_s", "resolver.lost"),
    cost=Cost(seconds=3.0, cpu_share=0.001, needs="nothing; root for other namespaces"),
    wants=wanted,
    fallback="Without root the servers of other network namespaces are not asked.",
)
def dns_timing(host: ProbeHost, subject: Subject) -> Iterator[Reading | Missing]:
    """Ask each server of a resolv.conf three times for the root's name servers.

    Whatever it answers is an answer, also a refusal: what counts is how long it takes, or that
    nothing comes at all.
    """
    place = _PLACE.match(subject.place)
    pid = int(place[1]) if place else 0
    servers = servers_of(host.read(subject.place))
    if not servers:
        raise NotHere(Status.NOT_PRESENT, f"{subject.place} names no server")
    for position, server in enumerate(servers, start=1):
        yield from _asked(host, subject.place, position, server, pid)


def servers_of(text: str) -> list[str]:
    """Give the addresses of a resolv.conf, as many as the C library asks."""
    found = []
    for line in text.splitlines():
        match line.split("#")[0].split():
            case ["nameserver", address, *_] if _ADDRESS.match(address):
                found.append(address)
    return found[:MOST_SERVERS]


def _asked(
    host: ProbeHost, place: str, position: int, server: str, pid: int
) -> Iterator[Reading | Missing]:
    labels = (("place", place), ("position", str(position)), ("server", server))
    address = f"udp:[{server}]:53" if ":" in server else f"udp:{server}:53"
    times: list[float] = []
    lost = 0
    for number in range(QUERIES):
        began = host.clock("dns_timing")
        try:
            answer = host.ask(address, query(number + 1), timeout_seconds=PATIENCE_SECONDS, pid=pid)
        except NotHere as reason:
            if "no answer" not in reason.reason:
                yield Missing("resolver.answer_s", reason.status, reason.reason)
                return  # refused or not to be reached: nobody waits for that
            lost += 1
            continue
        if answers(answer, number + 1):
            times.append(host.clock("dns_timing") - began)
        else:
            lost += 1
    yield Reading("resolver.lost", labels, lost, address)
    if times:
        yield Reading("resolver.answer_s", labels, max(times), address)


def query(number: int) -> bytes:
    """Make a question for the name servers of the root."""
    return (
        _HEADER.pack(number, 0x0100, 1, 0, 0, 0)
        + b"\0"
        + struct.pack(">2H", _NAMESERVERS, _INTERNET)
    )


def answers(data: bytes, number: int) -> bool:
    """Say whether something is an answer to a question of ours."""
    if len(data) < _HEADER.size:
        return False
    told, flags, *_ = _HEADER.unpack_from(data)
    return bool(told == number and flags & 0x8000)
