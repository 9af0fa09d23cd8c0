"""Memory as files of a host's folder: facts, what specialists concluded, the index of values."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hexascope.domain.errors import BadInput
from hexascope.domain.memory import LONGEST_WORDS, Conclusion, Fact, Interaction, Memory
from hexascope.kit import clock
from hexascope.kit.visible import cut
from hexascope.store.folders import past
from hexascope.store.folders.files import Pause, alone, read, write
from hexascope.store.remembered import (
    MOST_CONCLUSIONS,
    MOST_FACTS,
    MOST_ROLES,
    fact_of,
    fact_read,
    fact_told,
    latest,
    proposed_by,
    with_fact,
)

MOST_BYTES = 2**20
FACTS, CONCLUSIONS = "facts.json", "conclusions.json"
_HOST = re.compile(r"[\w-]{1,64}")


class FolderMemories:
    """Keeps memory below `hosts/HOST_ID/`, beside the host's examinations."""

    def __init__(self, folder: Path, *, pause: Pause = clock.pause) -> None:
        self._hosts = folder / "hosts"
        self._pause = pause

    def hosts(self) -> tuple[str, ...]:
        try:
            names = [one.name for one in self._hosts.iterdir() if _HOST.fullmatch(one.name)]
        except OSError:
            return ()
        return tuple(sorted(names))

    def memory(self, host_id: str) -> Memory:
        host = self._host(host_id)
        return Memory(
            facts=_facts(_or_nothing(host / FACTS)),
            conclusions=_conclusions(_or_nothing(host / CONCLUSIONS)),
            history=_past(host).history(),
        )

    def interactions(self, host_id: str) -> tuple[Interaction, ...]:
        entries = _past(self._host(host_id)).entries
        return tuple(one.panel for one in entries if one.panel is not None)

    def refresh(self, host_id: str) -> None:
        host = self._host(host_id)
        with alone(host, self._pause):
            past.refresh(host)

    def state(self, host_id: str, fact: Fact) -> None:
        self._change_facts(host_id, lambda known: with_fact(known, fact))

    def forget_fact(self, host_id: str, id: str) -> Fact:  # noqa: A002 - the word of the contract
        gone: list[Fact] = []

        def drop(known: list[Fact]) -> list[Fact]:
            gone.append(fact_of(known, id))
            return [one for one in known if one.id != gone[0].id]

        self._change_facts(host_id, drop)
        return gone[0]

    def conclude(self, host_id: str, conclusions: Iterable[Conclusion]) -> None:
        def put(known: list[Conclusion]) -> list[Conclusion]:
            return latest([*known, *conclusions])

        self._change_conclusions(host_id, put)

    def forget_conclusions(self, host_id: str, role: str = "") -> int:
        gone: list[Conclusion] = []

        def drop(known: list[Conclusion]) -> list[Conclusion]:
            gone.extend(one for one in known if role in ("", one.role))
            return [one for one in known if role not in ("", one.role)]

        self._change_conclusions(host_id, drop)
        return len(gone)

    def forget_examination(self, host_id: str, id: str) -> None:  # noqa: A002 - as above
        host = self._host(host_id)
        if not host.exists():
            return
        self._change_conclusions(
            host_id, lambda known: [one for one in known if one.examination != id]
        )
        self._change_facts(
            host_id, lambda known: [one for one in known if not proposed_by(one, id)]
        )
        with alone(host, self._pause):
            past.refresh(host)

    def forget_host(self, host_id: str) -> None:
        host = self._host(host_id)
        if not host.exists():
            return
        with alone(host, self._pause):
            for name in (FACTS, CONCLUSIONS, past.FILE):
                (host / name).unlink(missing_ok=True)
                (host / f"{name}.damaged").unlink(missing_ok=True)

    def _host(self, host_id: str) -> Path:
        if not _HOST.fullmatch(host_id):
            raise BadInput(f"{host_id[:80]!r} is no id of a host: `hexascope history list` shows")
        return self._hosts / host_id

    def _change_facts(self, host_id: str, change: Callable[[list[Fact]], list[Fact]]) -> None:
        host = self._host(host_id)
        with alone(host, self._pause):
            known = list(_facts(_put_aside(host / FACTS)))
            wanted = change(known)
            if wanted != known:
                write(host / FACTS, _written([fact_told(one) for one in wanted]))

    def _change_conclusions(
        self, host_id: str, change: Callable[[list[Conclusion]], list[Conclusion]]
    ) -> None:
        host = self._host(host_id)
        with alone(host, self._pause):
            known = list(_conclusions(_put_aside(host / CONCLUSIONS)))
            wanted = change(known)
            if wanted != known:
                write(
                    host / CONCLUSIONS, _written([one._asdict() for one in wanted]), lasting=False
                )


def _past(host: Path) -> past.Past:
    try:
        return past.load(host).only(past.kept_ids(host))
    except ValueError:
        return past.Past()


def _or_nothing(file: Path) -> Any:
    try:
        return read(file, MOST_BYTES)
    except ValueError:
        return None


def _put_aside(file: Path) -> Any:
    """Read a file that is about to be written over; a damaged one is kept under another name."""
    try:
        return read(file, MOST_BYTES)
    except ValueError:
        file.replace(file.with_name(f"{file.name}.damaged"))
        return None


def _entries(told: Any, most: int) -> Sequence[Mapping[str, Any]]:
    entries = told if isinstance(told, list) else []
    return [one for one in entries if isinstance(one, dict)][-most:]


def _facts(told: Any) -> tuple[Fact, ...]:
    found = []
    for one in _entries(told, MOST_FACTS):
        try:
            found.append(fact_read(one))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue  # one that is damaged is no fact; the others are
    return tuple(found)


def _conclusions(told: Any) -> tuple[Conclusion, ...]:
    names = ("role", "item", "words", "examination", "time")
    found = [
        Conclusion(**{name: cut(str(one[name]), LONGEST_WORDS) for name in names})
        for one in _entries(told, MOST_CONCLUSIONS * MOST_ROLES)
        if all(name in one for name in names)
    ]
    return tuple(latest(found))


def _written(entries: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(entries, ensure_ascii=False, indent=1)
