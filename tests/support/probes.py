"""A host for probes made of texts and scripted answers: keeps the contract of ProbeHost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probing.contract import MOST_ANSWER_BYTES, Probe
from hexascope.domain.entity import Entity
from hexascope.domain.finding import Finding
from hexascope.domain.probe import Subject
from hexascope.domain.use import Status
from hexascope.kit.process import Ended
from tests.support.examinations import finding
from tests.support.host import TextHost


class ScriptedHost(TextHost):
    """A ProbeHost whose programs and servers answer what a test wrote.

    `programs` are by their whole command line or by their name alone, `servers` by address: an
    answer, a NotHere to be raised, or a function. `paused` is how long it has waited, `ran` and
    `asked` what it was told to do; the clock goes on by pauses only.
    """

    def __init__(
        self,
        files: Mapping[str, str | NotHere] | None = None,
        *,
        links: Mapping[str, str | NotHere] | None = None,
        calls: "Mapping[str, Callable[..., Json] | Json | NotHere] | None" = None,
        programs: "Mapping[str, bytes | Ended | NotHere | Callable[..., bytes]] | None" = None,
        servers: "Mapping[str, bytes | NotHere | Callable[[bytes], bytes]] | None" = None,
        at: float = 100.0,
        seconds: float = 3.0,
    ) -> None:
        super().__init__(files, links=links, calls=calls, at=at)
        self.programs = dict(programs or {})
        self.servers = dict(servers or {})
        self.children_cpu_s = 0.0
        self.paused = 0.0
        self.ran: list[list[str]] = []
        self.asked: list[tuple[str, bytes, int]] = []
        self._seconds = seconds

    def run(
        self, words: Sequence[str], *, timeout_seconds: float, most_bytes: int = MOST_ANSWER_BYTES
    ) -> Ended:
        self._in_time()
        self.ran.append(list(words))
        nobody = NotHere(Status.NOT_PRESENT, f"{words[0]} could not be started: not found")
        found = self.programs.get(" ".join(words), self.programs.get(words[0], nobody))
        if isinstance(found, NotHere):
            raise found
        if isinstance(found, Ended):
            return found
        output = found(*words) if callable(found) else found
        return Ended(code=0, output=output[:most_bytes], errors=b"")

    def ask(self, address: str, request: bytes, *, timeout_seconds: float, pid: int = 0) -> bytes:
        self._in_time()
        self.asked.append((address, request, pid))
        nobody = NotHere(Status.UNREADABLE, f"{address}: Connection refused")
        found = self.servers.get(address, nobody)
        if isinstance(found, NotHere):
            raise found
        return found(request) if callable(found) else found

    def pause(self, seconds: float) -> None:
        self._in_time()
        seconds = min(seconds, self._seconds - self.paused)
        self.paused += seconds
        self.at += seconds

    def _in_time(self) -> None:
        if self.paused >= self._seconds:
            raise NotHere(Status.UNREADABLE, "the probe's time is over")


def measured(one: Probe, host: ScriptedHost, *pids: int, place: str = "") -> list[object]:
    """Give all that a probe yields on a subject."""
    return list(one.measure(host, Subject(name="worker", pids=pids, place=place)))


def blamed(who: Entity, check: str = "cpu_saturation", **fields: object) -> Finding:
    """Make a finding of a check that blames somebody."""
    return replace(finding(), check=check, culprit=who, **fields)  # type: ignore[arg-type] # the fields are checked by the row
