"""Conversations as files: `hosts/HOST/EXAMINATION/conversations/ID.jsonl`, a line for each turn.

They lie beside the examination that they are about, and go with it.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hexascope.domain.conversation import (
    MOST_TURNS,
    Conversation,
    Proof,
    Reply,
    Sentence,
    Turn,
)
from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.domain.panel import Struck
from hexascope.store.folders.files import alone

MOST_BYTES = 2**20
"""Bytes of one conversation."""

MOST_CONVERSATIONS = 50
"""Conversations about one examination."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ENDING = ".jsonl"


class FolderConversations:
    """Keeps conversations below the folder of an archive."""

    def __init__(self, folder: Path) -> None:
        self._hosts = folder / "hosts"

    def all(self, examination: str) -> Iterator[Conversation]:
        """Give the conversations about an examination, the newest first; damaged lines are left."""
        folder = self._folder(examination)
        files = sorted(folder.glob(f"*{_ENDING}"), reverse=True)[:MOST_CONVERSATIONS]
        for file in files:
            if _ID.fullmatch(file.stem):
                yield Conversation(id=file.stem, examination=examination, turns=tuple(_turns(file)))

    def add(self, examination: str, id: str, turn: Turn) -> None:  # noqa: A002 - the domain's word
        """Add a turn to a conversation, which begins with its first; what was there stays.

        BadInput where the conversation, or their number, is full; CannotWrite where it can't.
        """
        folder = self._folder(examination)
        file = folder / f"{id}{_ENDING}"
        line = (json.dumps(asdict(turn), ensure_ascii=True) + "\n").encode()
        with alone(folder):
            if not file.exists() and len(list(folder.glob(f"*{_ENDING}"))) >= MOST_CONVERSATIONS:
                raise BadInput(
                    f"{MOST_CONVERSATIONS} conversations are kept about this examination, and that"
                    " is the most; go on with the newest"
                )
            before = file.read_bytes() if file.exists() else b""
            if before.count(b"\n") >= MOST_TURNS or len(before) + len(line) > MOST_BYTES:
                raise BadInput(
                    f"this conversation is full ({MOST_TURNS} turns, or {MOST_BYTES} bytes);"
                    " begin another with --new"
                )
            _append(file, line if not before or before.endswith(b"\n") else b"\n" + line)

    def _folder(self, examination: str) -> Path:
        if not _ID.fullmatch(examination):
            raise BadInput(f"{examination!r} is no id of an examination")
        found = next(self._hosts.glob(f"*/{examination}"), None)
        if found is None:
            raise BadInput(f"the examination {examination} is not kept any more")
        return found / "conversations"


def _append(file: Path, line: bytes) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise CannotWrite(f"{file} could not be written: {error.strerror or error}") from None


def _turns(file: Path) -> Iterator[Turn]:
    """Read the turns; a line that was cut off in the middle, or is none of ours, is passed over."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES)
    except OSError:
        return
    for line in data.split(b"\n")[: MOST_TURNS * 2]:
        try:
            yield turn_of(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue


def turn_of(told: Mapping[str, Any]) -> Turn:
    """Read a turn; KeyError or TypeError for what is none."""
    return Turn(
        **{
            **told,
            "replies": tuple(_reply(one) for one in told["replies"]),
            "notes": tuple(told["notes"]),
        }
    )


def _reply(told: Mapping[str, Any]) -> Reply:
    return Reply(
        **{
            **told,
            "sentences": tuple(
                Sentence(**{**one, "keys": tuple(one["keys"])}) for one in told["sentences"]
            ),
            "proofs": tuple(Proof(**one) for one in told["proofs"]),
            "struck": tuple(Struck(**one) for one in told["struck"]),
        }
    )
