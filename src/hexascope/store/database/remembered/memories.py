"""What is remembered of hosts, kept by a database."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table

from hexascope.domain.errors import BadInput
from hexascope.domain.history import History
from hexascope.domain.memory import Conclusion, Fact, Interaction, Memory
from hexascope.kit.clock import rfc3339
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import (
    LONGEST_WORD,
    conclusions,
    examinations,
    facts,
    measured,
)
from hexascope.store.database.tables.metadata import LONGEST_ID
from hexascope.store.database.words import storable
from hexascope.store.measured import MOST_EXAMINATIONS, MOST_KEYS, panel_of, values_of
from hexascope.store.remembered import (
    fact_of,
    fact_read,
    fact_told,
    latest,
    proposed_by,
    with_fact,
)

_HOST = re.compile(r"[\w-]{1,64}")


@dataclass(frozen=True, slots=True)
class DatabaseMemories:
    """Keeps memory of the hosts of one tenant; values go with the examinations they come from."""

    scope: Scope

    def hosts(self) -> tuple[str, ...]:
        def work(connection: Connection) -> tuple[str, ...]:
            found: set[str] = set()
            for table in (examinations, facts, conclusions):
                chosen = self.scope.select(table, table.c.host_id).distinct()
                found.update(connection.execute(chosen).scalars())
            return tuple(sorted(found))

        return self.scope.read_now(work)

    def memory(self, host_id: str) -> Memory:
        _refuse_unfit(host_id)

        def work(connection: Connection) -> Memory:
            return Memory(
                facts=tuple(self._facts(connection, host_id)),
                conclusions=tuple(self._conclusions(connection, host_id)),
                history=_history(self._measured(connection, host_id)),
            )

        return self.scope.read_now(work)

    def interactions(self, host_id: str) -> tuple[Interaction, ...]:
        _refuse_unfit(host_id)
        rows = self.scope.read_now(lambda connection: self._measured(connection, host_id))
        return tuple(_interaction(row) for row in rows if row["panel"] is not None)

    def refresh(self, host_id: str) -> None:
        """Take in what was kept since; only reports that are not known yet are read."""
        _refuse_unfit(host_id)
        for id_, time in self.scope.read_now(lambda connection: self._unknown(connection, host_id)):
            self._take_in(host_id, id_, time)

    def state(self, host_id: str, fact: Fact) -> None:
        self._change_facts(host_id, lambda known: with_fact(known, fact))

    def forget_fact(self, host_id: str, id: str) -> Fact:  # noqa: A002 - the word of the contract
        gone: list[Fact] = []

        def drop(known: list[Fact]) -> list[Fact]:
            gone[:] = [fact_of(known, id)]  # the work may be run again
            return [one for one in known if one.id != gone[0].id]

        self._change_facts(host_id, drop)
        return gone[0]

    def conclude(self, host_id: str, conclusions: Iterable[Conclusion]) -> None:
        new = list(conclusions)
        self._change_conclusions(host_id, lambda known: latest([*known, *new]))

    def forget_conclusions(self, host_id: str, role: str = "") -> int:
        return self._change_conclusions(
            host_id, lambda known: [one for one in known if role not in ("", one.role)]
        )

    def forget_examination(self, host_id: str, id: str) -> None:  # noqa: A002 - as above
        _refuse_unfit(host_id)
        self.scope.write_now(lambda connection: self.forget_in(connection, host_id, id), frees=True)

    def forget_in(self, connection: Connection, host_id: str, id: str) -> None:  # noqa: A002 - as above
        """Forget an examination: a part of another unit of work."""
        self.scope.alone(connection, "memory", host_id)
        for table in (conclusions, measured):
            of = (table.c.host_id == host_id, table.c.examination == id)
            connection.execute(self.scope.delete(table).where(*of))
        several = self._facts(connection, host_id)
        gone = [storable(one.id, LONGEST_ID) for one in several if proposed_by(one, id)]
        if gone:
            of = (facts.c.host_id == host_id, facts.c.id.in_(gone))
            connection.execute(self.scope.delete(facts).where(*of))

    def forget_host(self, host_id: str) -> None:
        _refuse_unfit(host_id)

        def work(connection: Connection) -> None:
            for table in (facts, conclusions, measured):
                connection.execute(self.scope.delete(table).where(table.c.host_id == host_id))

        self.scope.write_now(work)

    def _facts(self, connection: Connection, host_id: str) -> list[Fact]:
        chosen = self.scope.select(facts, facts.c.whole).where(facts.c.host_id == host_id)
        told = connection.execute(chosen.order_by(facts.c.place)).scalars()
        return [fact_read(one) for one in told]

    def _conclusions(self, connection: Connection, host_id: str) -> list[Conclusion]:
        columns = [conclusions.c[name] for name in Conclusion._fields]
        chosen = self.scope.select(conclusions, *columns).where(conclusions.c.host_id == host_id)
        rows = connection.execute(chosen.order_by(conclusions.c.place))
        return [Conclusion(*row) for row in rows]

    def _change_facts(self, host_id: str, change: Callable[[list[Fact]], list[Fact]]) -> None:
        _refuse_unfit(host_id)

        def work(connection: Connection) -> None:
            self.scope.alone(connection, "memory", host_id)
            known = self._facts(connection, host_id)
            wanted = change(known)
            if wanted != known:
                rows = [
                    {"id": storable(one.id, LONGEST_ID), "whole": fact_told(one)} for one in wanted
                ]
                self._write(connection, facts, host_id, rows)

        self.scope.write_now(work)

    def _change_conclusions(
        self, host_id: str, change: Callable[[list[Conclusion]], list[Conclusion]]
    ) -> int:
        """Change what was concluded; give how many fewer there are then."""
        _refuse_unfit(host_id)

        def work(connection: Connection) -> int:
            self.scope.alone(connection, "memory", host_id)
            known = self._conclusions(connection, host_id)
            wanted = change(known)
            if wanted != known:
                self._write(connection, conclusions, host_id, [_row(one) for one in wanted])
            return len(known) - len(wanted)

        return self.scope.write_now(work)

    def _write(
        self, connection: Connection, table: Table, host_id: str, rows: list[dict[str, Any]]
    ) -> None:
        """Put rows in the place of those that there are of a host."""
        connection.execute(self.scope.delete(table).where(table.c.host_id == host_id))
        if rows:
            placed = [{**row, "host_id": host_id, "place": at} for at, row in enumerate(rows)]
            connection.execute(self.scope.insert(table), placed)

    def _unknown(self, connection: Connection, host_id: str) -> list[tuple[str, float]]:
        """Give which of the newest examinations have no values yet."""
        newest = (examinations.c.time.desc(), examinations.c.id.desc())
        kept = self.scope.select(examinations, examinations.c.id, examinations.c.time)
        kept = kept.where(examinations.c.host_id == host_id).order_by(*newest)
        known = self.scope.select(measured, measured.c.examination)
        there = set(connection.execute(known.where(measured.c.host_id == host_id)).scalars())
        rows = connection.execute(kept.limit(MOST_EXAMINATIONS)).all()
        return [(row.id, row.time) for row in rows if row.id not in there]

    def _take_in(self, host_id: str, id: str, time: float) -> None:  # noqa: A002 - as above
        chosen = self.scope.select(examinations, examinations.c.report).where(
            examinations.c.id == id
        )
        report = self.scope.read_now(lambda connection: connection.execute(chosen).scalar())
        values, panel = _left(id, time, report or "")
        row = {"host_id": host_id, "time": time, "values": values, "panel": panel}

        def work(connection: Connection) -> None:
            there = self.scope.select(examinations, examinations.c.id)
            if connection.execute(there.where(examinations.c.id == id)).first() is not None:
                self.scope.upsert(connection, measured, [{"examination": id, **row}])

        self.scope.write_now(work)

    def _measured(self, connection: Connection, host_id: str) -> list[Mapping[str, Any]]:
        """Give what the newest examinations left, the oldest first."""
        chosen = self.scope.select(measured).where(measured.c.host_id == host_id)
        newest = (measured.c.time.desc(), measured.c.examination.desc())
        rows = connection.execute(chosen.order_by(*newest).limit(MOST_EXAMINATIONS)).mappings()
        newest_first: list[Mapping[str, Any]] = [dict(row) for row in rows]
        return newest_first[::-1]


def _refuse_unfit(host_id: str) -> None:
    if not _HOST.fullmatch(host_id):
        raise BadInput(f"{host_id[:80]!r} is no id of a host: `hexascope history list` shows")


def _row(one: Conclusion) -> dict[str, Any]:
    return {
        "role": storable(one.role, LONGEST_WORD),
        "item": storable(one.item),
        "words": storable(one.words),
        "examination": storable(one.examination, LONGEST_ID),
        "time": storable(one.time, 40),
    }


def _left(
    id: str,  # noqa: A002 - the word of the domain
    time: float,
    report: str,
) -> tuple[dict[str, float], dict[str, Any] | None]:
    """Give what a report leaves behind; one that can't be read leaves nothing, and stays so."""
    try:
        told = json.loads(report)
        values = dict(values_of(told))
        panel = panel_of(id, rfc3339(time), told.get("panel"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, None
    return values, panel._asdict() if panel is not None else None


def _interaction(row: Mapping[str, Any]) -> Interaction:
    told = row["panel"]
    return Interaction(**{**told, "models": tuple(told["models"])})


def _history(rows: list[Mapping[str, Any]]) -> History:
    """Give all values by key, the oldest first; of too many keys those measured lately stay."""
    keys: dict[str, None] = {}
    for row in reversed(rows):
        keys.update(dict.fromkeys(row["values"]))
    kept = set([*keys][:MOST_KEYS])
    columns: dict[str, list[float]] = {}
    for row in rows:
        for key, value in row["values"].items():
            if key in kept:
                columns.setdefault(key, []).append(value)
    return History(values={key: tuple(column) for key, column in columns.items()})
