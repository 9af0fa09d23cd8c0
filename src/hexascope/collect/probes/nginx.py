"""nginx: upstreams that did not answer in time, by its error log, and its status page."""

import re
from collections.abc import Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._subjects import troubles
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.collect.probing.logins import login, words_of
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.rows import OpenFile, Process
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.target import TargetStory

PAUSE_SECONDS = 1.5
PATIENCE_SECONDS = 0.5
TAIL_BYTES = 64 * 1024
TIMED_OUT = "upstream timed out"
CHECKS = frozenset(("upstream_timeouts", "accept_queue", "close_wait", "connection_refused"))
_STATES = re.compile(
    r"Active connections: (\d{1,9})[\s\S]{0,200}?"
    r"Reading: (\d{1,9}) Writing: (\d{1,9}) Waiting: (\d{1,9})"
)
_PATH = re.compile(r"^/[\w./-]{0,200}$")


def wanted(case: Case) -> Iterator[Subject]:
    """Read the error logs that nginx has open, where a finding is about late servers."""
    pids = {one.pid for one in case.rows(Process) if one.comm == "nginx"}
    about = any(one.check in CHECKS for one in troubles(case)) or bool(case.rows(TargetStory))
    if not about:
        return
    logs = {
        one.path
        for one in case.rows(OpenFile)
        if one.pid in pids and one.writable and "error" in one.path.rpartition("/")[2]
    }
    for path in sorted(logs):
        yield Subject(name="nginx", place=path)


@probe(
    gives=("nginx.timeouts_per_s", "nginx.connections"),
    cost=Cost(seconds=3.0, cpu_share=0.004, needs="to read the error log: root, or group adm"),
    wants=wanted,
    fallback="Without the log, connections that were given up tell of the same.",
)
def nginx(host: ProbeHost, subject: Subject) -> Iterator[Reading | Missing]:
    """Count the lines on late upstreams that come in a second and a half; ask stub_status."""
    began = host.clock("nginx")
    before = _tail(host, subject.place)
    host.pause(PAUSE_SECONDS)
    now = _tail(host, subject.place)
    seconds = host.clock("nginx") - began
    new = now[_known(before, now) :]
    count = sum(TIMED_OUT in line for line in new)
    if seconds > 0:
        where = (("path", subject.place),)
        yield Reading("nginx.timeouts_per_s", where, count / seconds, f"tail {subject.place}")
    try:
        yield from _status(host)
    except NotHere as reason:
        yield Missing("nginx.connections", reason.status, reason.reason)


def _tail(host: ProbeHost, path: str) -> list[str]:
    ended = host.run(
        ["tail", "-c", str(TAIL_BYTES), "--", path],
        timeout_seconds=PATIENCE_SECONDS,
        most_bytes=TAIL_BYTES,
    )
    return ended.output.decode(errors="backslashreplace").splitlines()


def _known(before: list[str], now: list[str]) -> int:
    """Give how many of the lines had been there: up to the last of the earlier ones."""
    if not before:
        return 0
    for at in range(len(now) - 1, -1, -1):
        if now[at] == before[-1]:
            return at + 1
    return 0


def _status(host: ProbeHost) -> Iterator[Reading]:
    known = login(host, "nginx")
    place, path = words_of(known, "host") or "127.0.0.1", words_of(known, "status")
    port = words_of(known, "port") or "80"
    if not _PATH.match(path):
        return
    request = f"GET {path} HTTP/1.0\r\nHost: localhost\r\nUser-Agent: hexascope\r\n\r\n"
    address = f"tcp:{place}:{port}"
    answer = host.ask(address, request.encode(), timeout_seconds=PATIENCE_SECONDS)
    told = _STATES.search(answer[:4096].decode(errors="backslashreplace"))
    for number, state in enumerate(("active", "reading", "writing", "waiting"), start=1):
        if told is not None:
            where = (("state", state),)
            yield Reading("nginx.connections", where, float(told[number]), address + path)
