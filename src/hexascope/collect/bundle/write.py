"""Writing a bundle while a host is looked at."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import IO

from hexascope import __version__
from hexascope.collect.bundle.layout import (
    MOST_MEMBERS_A_LOOK,
    MOST_UNPACKED_BYTES,
    SCHEMA,
    Frame,
    framed,
    has_own_member,
)
from hexascope.collect.contract import (
    READ_LIMIT,
    HostFiles,
    Json,
    Look,
    LookKind,
    Looks,
    NotHere,
    Part,
    Plan,
)
from hexascope.domain.host import HostFacts
from hexascope.domain.use import Status

COMPRESSION = 3
"""zlib's level: 6 costs twice the CPU for a tenth of the size."""


MOST_REPETITIONS = 100
"""How often one call may be repeated in one look and be kept."""


class BundleWriter:
    """Keeps what is read into a zip that is written as the looks go by.

    Memory stays small: what belongs to processes goes straight into the compressor.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION)
        self._pack: IO[bytes] | None = None
        self._light = bytearray()
        self._members: dict[str, bytes] = {}
        self._looks: list[dict[str, Json]] = []
        self._calls: dict[str, dict[str, Json]] = {}
        self._number = 0
        self._kind = LookKind.FULL
        self.unpacked = 0

    def begin(self, look: Look) -> None:
        """Begin a look; what was kept of the one before is complete."""
        self._end_look()
        self._number, self._kind = look.number, look.kind
        self._looks.append(
            {"number": look.number, "kind": look.kind.value, "at": look.at, "time": look.time}
        )
        if look.kind is LookKind.FULL:
            self._pack = self._zip.open(f"looks/{look.number}/more.pack", "w")

    def room(self, size: int) -> None:
        """Refuse what would make the bundle too large: then the look does not see it either."""
        if self.unpacked + size > MOST_UNPACKED_BYTES:
            raise NotHere(Status.UNREADABLE, "left out: the evidence bundle has reached its limit")
        self.unpacked += size

    def keep(self, kind: str, path: str, payload: bytes) -> None:
        """Keep one thing read."""
        own = kind == "f" and self._kind is LookKind.FULL and has_own_member(path)
        if own and path not in self._members and len(self._members) < MOST_MEMBERS_A_LOOK:
            self._members[path] = payload
            return
        frame = framed(Frame(self._number, kind, path, payload))
        if self._pack is not None:
            self._pack.write(frame)
        else:
            self._light += frame

    def keep_call(self, name: str, answer: Json) -> None:
        """Keep a call's answer or a clock reading of this look."""
        kept = self._calls.setdefault(str(self._number), {})
        turn = 2
        key = name
        while key in kept and turn <= MOST_REPETITIONS:
            key = f"{name}\x1f#{turn}"
            turn += 1
        kept[key] = answer

    def close(self, host: HostFacts, plan: Plan, privileges: dict[str, Json]) -> None:
        """Write what remains; without this the zip is no bundle."""
        self._end_look()
        if self._light:
            self._zip.writestr("looks/light.pack", bytes(self._light))
        self._zip.writestr("calls.json", _json(self._calls))
        manifest: dict[str, Json] = {
            "schema": SCHEMA,
            "version": __version__,
            "host": asdict(host),
            "privileges": privileges,
            "plan": asdict(plan),
            "looks": [*self._looks],
        }
        self._zip.writestr("manifest.json", _json(manifest))
        self._zip.close()

    def abandon(self) -> None:
        """Let go of the zip without making it a bundle: the look was interrupted.

        Each part by itself, or a full disk would leave one open that complains when it is thrown
        away.
        """
        self._members.clear()
        for close in (self._end_look, self._zip.close):
            with suppress(OSError, ValueError):
                close()

    def _end_look(self) -> None:
        if self._pack is not None:
            self._pack.close()
            self._pack = None
        for path, payload in self._members.items():
            self._zip.writestr(f"looks/{self._number}{path}", payload)
        self._members.clear()


class RecordedFiles:
    """HostFiles that keep everything they give, refusals too."""

    def __init__(self, files: HostFiles, writer: BundleWriter) -> None:
        self._files = files
        self.writer = writer

    def read(self, path: str) -> str:
        return self.read_part(path, READ_LIMIT).text

    def read_part(self, path: str, limit: int) -> Part:
        try:
            part = self._files.read_part(path, limit)
        except NotHere as reason:
            raise self._refused("f", path, reason) from None
        payload = part.text.encode(errors="backslashreplace")
        self.writer.room(len(payload))
        self.writer.keep("f" if part.whole else "p", path, payload)
        return part

    def names(self, path: str) -> Sequence[str]:
        try:
            names = self._files.names(path)
        except NotHere as reason:
            raise self._refused("d", path, reason) from None
        payload = _json(list(names))
        self.writer.room(len(payload))
        self.writer.keep("d", path, payload)
        return names

    def link(self, path: str) -> str:
        try:
            target = self._files.link(path)
        except NotHere as reason:
            raise self._refused("l", path, reason) from None
        self.writer.keep("l", path, _json(target))
        return target

    def call(self, name: str, *arguments: str) -> Json:
        key = "\x1f".join((name, *arguments))
        try:
            answer = self._files.call(name, *arguments)
        except NotHere as reason:
            self.writer.keep_call(key, {"refused": [reason.status.value, reason.reason]})
            raise
        self.writer.keep_call(key, {"answer": answer})
        return answer

    def clock(self, name: str) -> float:
        now = self._files.clock(name)
        self.writer.keep_call(f"clock\x1f{name}", now)
        return now

    def _refused(self, slot: str, path: str, reason: NotHere) -> NotHere:
        refusal = slot.encode() + _json([reason.status.value, reason.reason])
        self.writer.keep("e", path, refusal)
        return reason


class RecordedHost:
    """A host whose looks are kept as they are taken."""

    def __init__(self, host: Looks, writer: BundleWriter) -> None:
        self._host = host
        self._writer = writer

    def looks(self, plan: Plan) -> Iterator[Look]:
        """Give the host's looks, and keep them."""
        for look in self._host.looks(plan):
            self._writer.begin(look)
            yield replace(look, files=RecordedFiles(look.files, self._writer))


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
