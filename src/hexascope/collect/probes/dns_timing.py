"""DNS timing: each configured name server is asked on its own."""

import re
from collections.abc import Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._answers import items, number
from hexascope.collect.probes._subjects import troubles
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.target import TargetStory
from hexascope.domain.use import Status

MOST_SERVERS = 3
OWN = "/etc/resolv.conf"
_PLACE = re.compile(r"^/proc/(\d+)/root/etc/resolv\.conf$")
_ADDRESS = re.compile(r"^[0-9A-Fa-f.:]+$")
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
    cost=Cost(seconds=3.0, cpu_share=0.002, needs="nothing; root for other namespaces"),
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
    source = f"udp {server}:53"
    try:
        told = items(host.call("dns_answers", str(pid), server))
    except NotHere as reason:  # refused or not to be reached: nobody waits for that
        yield Missing("resolver.answer_s", reason.status, reason.reason)
        return
    times = [number(one) for one in told if one is not None]
    yield Reading("resolver.lost", labels, len(told) - len(times), source)
    if times:
        yield Reading("resolver.answer_s", labels, max(times), source)
