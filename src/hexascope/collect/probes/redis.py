"""Redis or Valkey: which commands take its one thread, memory, clients."""

import re
from collections.abc import Iterator, Mapping

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._programs import programs
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.collect.probing.logins import login, words_of
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

SERVERS = frozenset(("redis-server", "valkey-server", "keydb-server"))
PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 0.9
MOST_COMMANDS = 8
LEAST_SHARE = 0.01
QUESTION = b"INFO everything\r\n"
_COMMAND = re.compile(r"^cmdstat_([a-z][a-z0-9_|-]{0,63})$")
_NUMBER = re.compile(r"^-?\d{1,18}(?:\.\d{1,9})?$")

Info = Mapping[str, str]


def wanted(case: Case) -> Iterator[Subject]:
    """Ask servers that are blamed or belong to the target, where it is known where they listen."""
    yield from (one for one in programs(case, SERVERS) if one.place)


@probe(
    gives=(
        "redis.command_share",
        "redis.command_s",
        "redis.blocked_clients",
        "redis.memory_share",
        "redis.evicted_per_s",
        "redis.fork_s",
        "connections.used",
        "connections.most",
    ),
    cost=Cost(seconds=3.0, cpu_share=0.002, needs="nothing, or a password file in the settings"),
    wants=wanted,
    fallback="A server that wants a password is not asked without applications.redis.password_file",
)
def redis(host: ProbeHost, subject: Subject) -> Iterator[Reading]:
    """Ask INFO twice, a second apart: which commands took how much of the time meanwhile.

    Redis serves all clients with one thread, so a command's share of the time is how long all the
    others waited for it.
    """
    greeting = _password(host)
    began = host.clock("redis")
    before = _info(host, subject, greeting)
    host.pause(PAUSE_SECONDS)
    now = _info(host, subject, greeting)
    seconds = host.clock("redis") - began
    if seconds <= 0:
        raise NotHere(Status.UNREADABLE, "no time went by between two answers")
    source = f"INFO {subject.place}"
    pid = str(subject.pids[0])
    yield from _commands(before, now, seconds, pid, source)
    yield from _levels(before, now, seconds, pid, source)


def _password(host: ProbeHost) -> bytes:
    """Give the command that logs in, with the first line of the file that the settings name."""
    try:
        file = words_of(login(host, "redis"), "password_file")
    except NotHere:
        return b""
    if not file:
        return b""
    word = host.read(file).partition("\n")[0].strip()
    if not word or not word.isprintable() or '"' in word or "\\" in word:
        raise NotHere(Status.UNREADABLE, f"{file}: its first line is no password that can be sent")
    return f'AUTH "{word}"\r\n'.encode()


def _info(host: ProbeHost, subject: Subject, greeting: bytes) -> Info:
    answer = host.ask(
        subject.place,
        greeting + QUESTION,
        timeout_seconds=PATIENCE_SECONDS,
        pid=subject.pids[0],
    )
    told = parsed(answer.decode(errors="backslashreplace"))
    if "uptime_in_seconds" not in told:
        first = answer[:80].partition(b"\r")[0].decode(errors="backslashreplace")
        status = Status.NO_PERMISSION if first.startswith("-") else Status.UNREADABLE
        raise NotHere(status, f"{subject.place} gave no INFO but {first!r}")
    return told


def parsed(text: str) -> dict[str, str]:
    """Give the lines `name:value` of an INFO."""
    told: dict[str, str] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.replace("_", "").replace("|", "").replace("-", "").isalnum():
            told[name] = value
    return told


def _commands(before: Info, now: Info, seconds: float, pid: str, source: str) -> Iterator[Reading]:
    """Give the commands that took most of the time between two answers."""
    shares: list[tuple[float, float, str]] = []
    for name, value in now.items():
        command = _COMMAND.match(name)
        if command is None or command[1] in ("info", "auth"):
            continue
        calls, spent = _statistics(value)
        calls_before, spent_before = _statistics(before.get(name, ""))
        share = (spent - spent_before) / 1e6 / seconds
        if share >= LEAST_SHARE and calls > calls_before:
            mean = (spent - spent_before) / 1e6 / (calls - calls_before)
            shares.append((min(share, 1.0), mean, command[1]))
    shares.sort(reverse=True)
    for share, mean, command_name in shares[:MOST_COMMANDS]:
        labels = (("command", command_name), ("pid", pid))
        yield Reading("redis.command_share", labels, share, source)
        yield Reading("redis.command_s", labels, mean, source)


def _statistics(value: str) -> tuple[float, float]:
    """Read calls and microseconds of `calls=1,usec=2,…`."""
    told = dict(part.partition("=")[::2] for part in value.split(","))
    return _number(told.get("calls", "")) or 0.0, _number(told.get("usec", "")) or 0.0


def _levels(before: Info, now: Info, seconds: float, pid: str, source: str) -> Iterator[Reading]:
    where = (("pid", pid),)

    def told(name: str) -> float | None:
        return _number(now.get(name, ""))

    blocked, fork = told("blocked_clients"), told("latest_fork_usec")
    used, most = told("used_memory"), told("maxmemory")
    clients, most_clients = told("connected_clients"), told("maxclients")
    evicted, evicted_before = told("evicted_keys"), _number(before.get("evicted_keys", ""))
    if blocked is not None:
        yield Reading("redis.blocked_clients", where, blocked, source)
    if fork is not None:
        yield Reading("redis.fork_s", where, fork / 1e6, source)
    if used is not None and most:
        yield Reading("redis.memory_share", where, used / most, source)
    if evicted is not None and evicted_before is not None and evicted >= evicted_before:
        yield Reading("redis.evicted_per_s", where, (evicted - evicted_before) / seconds, source)
    if clients is not None and most_clients:
        yield Reading("connections.used", where, clients, source)
        yield Reading("connections.most", where, most_clients, source)


def _number(word: str) -> float | None:
    return float(word) if _NUMBER.match(word) else None
