"""Conversations with the panel, kept by a database beside the examinations they are about."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func

from hexascope.domain.conversation import MOST_TURNS, Conversation, Turn
from hexascope.domain.errors import BadInput
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import conversations, examinations, turns
from hexascope.store.folders.conversations import MOST_BYTES, MOST_CONVERSATIONS, turn_of

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class DatabaseConversations:
    """Keeps the conversations of one tenant."""

    scope: Scope

    def all(self, examination: str) -> Iterator[Conversation]:
        yield from self.scope.read_now(lambda connection: self.read(connection, examination))

    def add(self, examination: str, id: str, turn: Turn) -> None:  # noqa: A002 - the domain's word
        row = _row(examination, id, turn)
        self.scope.write_now(lambda connection: self._add(connection, row))

    def add_in(self, connection: Connection, examination: str, id: str, turn: Turn) -> None:  # noqa: A002 - as above
        """Add a turn once, as a part of other work: one of its time and question may be there."""
        row = _row(examination, id, turn)
        if not self._has(connection, row):
            self._add(connection, row)

    def _has(self, connection: Connection, row: Mapping[str, Any]) -> bool:
        chosen = self.scope.select(turns, turns.c.whole).where(
            turns.c.examination == row["examination"], turns.c.conversation == row["conversation"]
        )
        new = row["whole"]
        return any(
            (one["time"], one["question"]) == (new["time"], new["question"])
            for one in connection.execute(chosen).scalars()
        )

    def read(self, connection: Connection, examination: str) -> list[Conversation]:
        """Give the conversations about an examination, the newest first: a part of other work."""
        if not _ID.fullmatch(examination):
            raise BadInput(f"{examination[:80]!r} is no id of an examination")
        self._refuse_unkept(connection, examination)
        chosen = self.scope.select(conversations, conversations.c.id)
        chosen = chosen.where(conversations.c.examination == examination)
        newest = chosen.order_by(conversations.c.id.desc()).limit(MOST_CONVERSATIONS)
        ids = list(connection.execute(newest).scalars())
        said = self.scope.select(turns, turns.c.conversation, turns.c.whole)
        said = said.where(turns.c.examination == examination).order_by(turns.c.place)
        found: dict[str, list[Turn]] = {one: [] for one in ids}
        for row in connection.execute(said):
            if row.conversation in found:
                found[row.conversation].append(turn_of(row.whole))
        return [
            Conversation(id=one, examination=examination, turns=tuple(several))
            for one, several in found.items()
        ]

    def _add(self, connection: Connection, row: dict[str, Any]) -> None:
        examination, id_ = row["examination"], row["conversation"]
        self.scope.alone(connection, "conversations", examination)
        self._refuse_unkept(connection, examination)
        ours = conversations.c.examination == examination
        known = self.scope.select(conversations, conversations.c.id).where(ours)
        ids = set(connection.execute(known).scalars())
        if id_ not in ids:
            if len(ids) >= MOST_CONVERSATIONS:
                raise BadInput(
                    f"{MOST_CONVERSATIONS} conversations are kept about this examination, and that"
                    " is the most; go on with the newest"
                )
            begun = {"examination": examination, "id": id_}
            connection.execute(self.scope.insert(conversations), [begun])
        count, size = connection.execute(
            self.scope.select(turns, func.count(), func.coalesce(func.sum(turns.c.size_bytes), 0))
            .where(turns.c.examination == examination)
            .where(turns.c.conversation == id_)
        ).one()
        if count >= MOST_TURNS or size + row["size_bytes"] > MOST_BYTES:
            raise BadInput(
                f"this conversation is full ({MOST_TURNS} turns, or {MOST_BYTES} bytes);"
                " begin another with --new"
            )
        connection.execute(self.scope.insert(turns), [{**row, "place": count}])

    def _refuse_unkept(self, connection: Connection, examination: str) -> None:
        there = self.scope.select(examinations, examinations.c.id)
        if connection.execute(there.where(examinations.c.id == examination)).first() is None:
            raise BadInput(f"the examination {examination} is not kept any more")


def _row(examination: str, id: str, turn: Turn) -> dict[str, Any]:  # noqa: A002 - the domain's word
    for one in (examination, id):
        if not _ID.fullmatch(one):
            raise BadInput(f"{one[:80]!r} is no id of an examination or of a conversation")
    told = asdict(turn)
    size = len(json.dumps(told)) + 1
    return {"examination": examination, "conversation": id, "size_bytes": size, "whole": told}
