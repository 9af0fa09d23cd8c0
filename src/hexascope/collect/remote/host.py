"""A host without Python, looked at through its sh.

What to read is nobody's list: the collectors run here, on what was answered so far, and what they
miss is asked for, until they miss nothing. What they wanted is then read in one go for each look.
"""

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress

from hexascope.collect.contract import Collector, Gather, Json, Look, LookKind, NotHere, Plan
from hexascope.collect.look import NONSENSE
from hexascope.collect.remote.asked import AskedFiles
from hexascope.collect.remote.login import Connection
from hexascope.collect.remote.shell import (
    FUNCTIONS,
    Answer,
    Wanted,
    asking_why,
    parts,
    read_answers,
    reading,
)
from hexascope.domain.errors import CannotReach
from hexascope.domain.host import HostFacts
from hexascope.domain.use import Status
from hexascope.kit import clock

MOST_ROUNDS = 40
"""How often is asked for what the collectors still miss: each answer may lead to more."""

MOST_WANTED = 60_000
"""Things that are read in one look."""

MOST_ANSWER_BYTES = 64 * 1024 * 1024
MOST_LOOK_BYTES = 256 * 1024 * 1024
"""What one look may bring in all, however many answers it comes in."""

ANSWER_SECONDS = 30.0
MOST_LOOK_SECONDS = 90.0
"""A look that takes longer tells of no moment any more: the host, or the way to it, is too slow."""

LIGHT_SECONDS = 0.5
"""Light looks through sh are rarer: each starts a process or two there."""

MOST_LIGHT = 2_000
"""Files of one collector's light look; who wants more has none through sh."""

_OF_A_PROCESS = re.compile(r"^/proc/\d+/")


class ShellHost:
    """Looks at a host through a connection to its sh."""

    def __init__(self, connection: Connection, collectors: Mapping[str, Collector]) -> None:
        self._connection = connection
        self._collectors = collectors
        self._owners: dict[Wanted, str] = {}
        self._gone: dict[Wanted, NotHere] = {}
        self._times: dict[str, float] = {}
        self._begin_look()
        connection.run(f"M={connection.mark}\n{FUNCTIONS}")
        self._me, self._wall = self._who()

    def facts(self) -> HostFacts:
        """Name the host; the rest is learnt from the looks."""
        name, machine = Wanted("f", "/proc/sys/kernel/hostname"), Wanted("f", "/etc/machine-id")
        told = self._ask(f"{reading((name, machine))}", frozenset((name, machine)))
        known, number = (_line(told.get(one)) for one in (name, machine))
        return HostFacts(
            id=hashlib.sha256(b"hexascope " + number).hexdigest()[:32]
            if number
            else secrets.token_hex(16),
            name=known.decode(errors="replace") or "localhost",
            privileged=self._me["uid"] == 0,
        )

    def looks(self, plan: Plan) -> Iterator[Look]:
        """Find out what to read, and give the looks as `LocalHost` does, with fewer light ones."""
        later = {name for name, one in self._collectors.items() if one.once}
        first = {name: one for name, one in self._collectors.items() if name not in later}
        self._settled(AskedFiles({}, self._me, 0.0), first)
        files = self._full(first)
        began = clock.monotonic()
        yield self._look(LookKind.FULL, 0, files)
        light = _Light(self._collectors, files)
        end = max(began + plan.window_seconds, clock.monotonic() + plan.window_seconds / 2)
        pause = max(plan.light_seconds, LIGHT_SECONDS)
        number = 1
        due = clock.monotonic() + pause
        while due < end - pause / 2:
            clock.pause(due - clock.monotonic())
            names = light.due(clock.monotonic())
            if names:
                seen = self._light(files, {name: light.wanted[name] for name in names})
                yield self._look(LookKind.LIGHT, number, seen, frozenset(names))
                number += 1
            due = max(due + pause, clock.monotonic())
        clock.pause(end - clock.monotonic())
        yield self._look(LookKind.FULL, number, self._full(self._collectors))

    def _look(
        self, kind: LookKind, number: int, files: AskedFiles, ran: frozenset[str] | None = None
    ) -> Look:
        return Look(
            kind=kind, number=number, at=files.at, time=self._wall + files.at, files=files, ran=ran
        )

    def _full(self, collectors: Mapping[str, Collector]) -> AskedFiles:
        """Read all that is known to be wanted in one go, and then what is new on the host."""
        self._begin_look()
        by_owner: dict[str, list[Wanted]] = {}
        for one, owner in self._owners.items():
            if one not in self._gone and owner in collectors:
                by_owner.setdefault(owner, []).append(one)
        answers, at = self._read(by_owner)
        files = AskedFiles({**self._gone, **answers}, self._me, at)
        files.times.update(self._times)
        self._settled(files, collectors)
        return files

    def _light(self, full: AskedFiles, by_owner: Mapping[str, list[Wanted]]) -> AskedFiles:
        self._begin_look()
        answers, at = self._read(by_owner)
        asked = {one for several in by_owner.values() for one in several}
        kept = {one: answer for one, answer in full.answers.items() if one not in asked}
        files = AskedFiles({**kept, **answers}, self._me, at)
        files.times.update(self._times)
        return files

    def _read(self, by_owner: Mapping[str, list[Wanted]]) -> tuple[dict[Wanted, Answer], float]:
        """Read in the order of the owners, with a reading of the clock before each."""
        lines = ["now look"]
        for owner, several in by_owner.items():
            lines += [f"now {owner}", reading(several)]
        self._times.clear()
        wanted = frozenset(one for several in by_owner.values() for one in several)
        answers = self._ask("\n".join(lines), wanted)
        return answers, self._times.get("look", 0.0)

    def _settled(self, files: AskedFiles, collectors: Mapping[str, Collector]) -> None:
        """Run the collectors on what is known and ask for what they miss, until nothing is."""
        for _ in range(MOST_ROUNDS):
            for name, one in collectors.items():
                before = len(files.missing)
                _run(one.gather, files)
                if one.light is not None:
                    _run(one.light, files)
                for wanted in list(files.missing)[before:]:
                    self._owners.setdefault(wanted, name)
            if not files.missing or len(self._owners) > MOST_WANTED:
                return
            missed = frozenset(files.missing)
            files.missing.clear()
            files.answers.update(self._told(missed))
            files.at = files.at or self._times.get("look", 0.0)

    def _told(self, missed: frozenset[Wanted]) -> dict[Wanted, Answer]:
        """Ask for what is missed; what is not there is not asked for again, but of a process."""
        answers = self._ask(f"now look\n{reading(sorted(missed))}", missed)
        for one in missed - answers.keys():
            answers[one] = NotHere(Status.UNREADABLE, f"{one.path}: sh gave no answer")
        for one, answer in answers.items():
            if isinstance(answer, NotHere) and not _OF_A_PROCESS.match(one.path):
                self._gone[one] = answer
        return answers

    def _ask(self, script: str, wanted: frozenset[Wanted]) -> dict[Wanted, Answer]:
        """Ask, and ask again why what did not come did not."""
        answers: dict[Wanted, Answer] = {}
        self._take(self._answer(script), wanted, answers)
        unanswered = sorted({one.path for one in wanted - answers.keys() if one.kind != "c"})
        if unanswered:
            why = self._answer(asking_why(unanswered))
            self._take(why, frozenset(wanted - answers.keys()), answers)
        return answers

    def _take(self, data: bytes, wanted: frozenset[Wanted], answers: dict[Wanted, Answer]) -> None:
        for part in parts(data, self._connection.mark):
            if part.kind == "now":
                with suppress(ValueError):
                    owner, _, at = part.name.partition(" ")
                    self._times[owner] = float(at)
                continue
            told = read_answers(part, wanted)
            answers.update({one: answer for one, answer in told if one in wanted})

    def _answer(self, script: str) -> bytes:
        mark = self._connection.mark
        self._connection.run(f"{script}\nm end")
        until = min(clock.monotonic() + ANSWER_SECONDS, self._until)
        end = f"\n{mark} end\n".encode()
        limit = min(MOST_ANSWER_BYTES, self._left)
        answer = self._connection.talk.through(end, limit=limit, until=until)
        self._left -= len(answer)
        return answer

    def _begin_look(self) -> None:
        self._left = MOST_LOOK_BYTES
        self._until = clock.monotonic() + MOST_LOOK_SECONDS

    def _who(self) -> tuple[dict[str, Json], float]:
        """Ask who we are there and what time it is."""
        answer = self._answer("now look\nme")
        told = [part.data.decode(errors="replace").split() for part in parts(answer, self._mark)]
        words = told[-1] if told else []
        found: dict[Wanted, Answer] = {}
        self._take(answer, frozenset(), found)
        try:
            uid, pid, ticks, page, wall = (int(word) for word in words[:5])
        except ValueError:
            raise CannotReach(
                f"{self._connection.address.host} has sh, but neither Python from 3.6 on nor the"
                " commands id and date: there is no way to look at it"
            ) from None
        machine = words[5] if len(words) > 5 else ""
        me: dict[str, Json] = {"uid": uid, "pid": pid, "ticks": ticks, "page": page}
        at = self._times.get("look", 0.0)
        return {**me, "wall": float(wall), "machine": machine, "since_boot": at}, wall - at

    @property
    def _mark(self) -> str:
        return self._connection.mark


class _Light:
    """What each collector's light look reads, and when it is due."""

    def __init__(self, collectors: Mapping[str, Collector], files: AskedFiles) -> None:
        self.wanted: dict[str, list[Wanted]] = {}
        self._every: dict[str, float] = {}
        self._last: dict[str, float] = {}
        for name, one in collectors.items():
            if one.light is None:
                continue
            files.used.clear()
            _run(one.light, files)
            files.missing.clear()
            several = [one for one in files.used if _is_there(files, one)]
            if 0 < len(several) <= MOST_LIGHT:
                self.wanted[name] = several
                self._every[name] = one.light_every_seconds

    def due(self, now: float) -> list[str]:
        """Name the collectors whose time has come."""
        names = [
            name
            for name, every in self._every.items()
            if now - self._last.get(name, -1e9) >= every * 0.95
        ]
        self._last.update(dict.fromkeys(names, now))
        return names


def _is_there(files: AskedFiles, one: Wanted) -> bool:
    return one.kind in "fd" and not isinstance(files.answers.get(one), NotHere | None)


def _run(gather: Gather, files: AskedFiles) -> None:
    """Run a collector for what it reads; what it gives is thrown away."""
    with suppress(NotHere, *NONSENSE):
        for _ in gather(files):
            pass


def _line(answer: Answer | None) -> bytes:
    return answer.strip() if isinstance(answer, bytes) else b""
