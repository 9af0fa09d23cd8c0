"""Logins at databases and the like: what the settings say of each program, given to its probe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hexascope.collect.contract import Json, NotHere, Part
from hexascope.collect.probing.contract import MOST_ANSWER_BYTES, Measure, Probe, ProbeHost
from hexascope.domain.probe import Subject
from hexascope.domain.use import Status
from hexascope.kit.process import Ended

CALL = "login"

Logins = Mapping[str, Mapping[str, Json]]


def with_logins(probes: Mapping[str, Probe], logins: Logins) -> dict[str, Probe]:
    """Give the probes such that `host.call("login", NAME)` tells what is configured for NAME."""
    return {name: replace(one, measure=_with(one.measure, logins)) for name, one in probes.items()}


def _with(measure: Measure, logins: Logins) -> Measure:
    def measured(host: ProbeHost, subject: Subject) -> Iterator[object]:
        return measure(_KnownHost(host, logins), subject)

    return measured


class _KnownHost:
    """A ProbeHost that knows the configured logins beside all that the other one does."""

    def __init__(self, host: ProbeHost, logins: Logins) -> None:
        self._host = host
        self._logins = logins

    def read(self, path: str) -> str:
        return self._host.read(path)

    def read_part(self, path: str, limit: int) -> Part:
        return self._host.read_part(path, limit)

    def names(self, path: str) -> Sequence[str]:
        return self._host.names(path)

    def link(self, path: str) -> str:
        return self._host.link(path)

    def call(self, name: str, *arguments: str) -> Json:
        if name != CALL:
            return self._host.call(name, *arguments)
        found = self._logins.get(arguments[0])
        if found is None:
            raise NotHere(
                Status.NOT_ASKED, f"no login is configured ([applications.{arguments[0]}])"
            )
        return dict(found)

    def clock(self, name: str) -> float:
        return self._host.clock(name)

    def run(
        self, words: Sequence[str], *, timeout_seconds: float, most_bytes: int = MOST_ANSWER_BYTES
    ) -> Ended:
        return self._host.run(words, timeout_seconds=timeout_seconds, most_bytes=most_bytes)

    def ask(self, address: str, request: bytes, *, timeout_seconds: float, pid: int = 0) -> bytes:
        return self._host.ask(address, request, timeout_seconds=timeout_seconds, pid=pid)

    def pause(self, seconds: float) -> None:
        self._host.pause(seconds)


def login(host: ProbeHost, program: str) -> Mapping[str, Json]:
    """Give what is configured for a program; NotHere (NOT_ASKED) where nothing is."""
    told = host.call(CALL, program)
    return told if isinstance(told, dict) else {}


def words_of(known: Mapping[str, Json], name: str) -> str:
    """Give one setting of a login as text, '' where it is not set."""
    value = known.get(name)
    return str(value) if value not in (None, "", 0) else ""
