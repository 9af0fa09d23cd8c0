"""Reading a bundle: everything is checked when it is opened, nothing in it is trusted."""

import json
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from hexascope.collect.bundle.layout import (
    MOST_LOOKS,
    MOST_MANIFEST_BYTES,
    MOST_MEMBERS,
    MOST_PACKED_BYTES,
    MOST_UNPACKED_BYTES,
    SCHEMA,
    Frame,
    frames,
)
from hexascope.collect.bundle.probes import ASKED_MEMBER, MEMBER, results
from hexascope.collect.contract import (
    READ_LIMIT,
    Json,
    Look,
    LookKind,
    NotHere,
    Part,
    Plan,
)
from hexascope.domain.errors import BadBundle
from hexascope.domain.host import HostFacts
from hexascope.domain.use import Status

NOT_KEPT = "the bundle does not hold it"
MOST_SECONDS = 1e11
"""No clock reading of a look is later: the year 5138, or a host that runs for 3,000 years."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    NotImplementedError,  # zipfile's word for a compression that it does not know
    RuntimeError,
    OverflowError,
    UnicodeDecodeError,
    ValueError,
)


class KeptFiles:
    """HostFiles of one recorded look.

    A file that was read twice in one look may have changed between: the second reader gets the
    second text, as it did when the host was looked at.
    """

    def __init__(
        self, kept: Mapping[str, Sequence[Frame]], calls: Mapping[str, Json], at: float
    ) -> None:
        self._kept = kept
        self._calls = calls
        self._at = at
        self._asked: Counter[str] = Counter()

    def read(self, path: str) -> str:
        return self.read_part(path, READ_LIMIT).text

    def read_part(self, path: str, limit: int) -> Part:
        frame = self._frame(path, "f")
        text = frame.payload.decode(errors="backslashreplace")
        if len(frame.payload) <= limit:
            return Part(text, whole=frame.kind == "f")
        cut = frame.payload[: frame.payload.rfind(b"\n", 0, limit) + 1] or frame.payload[:limit]
        return Part(cut.decode(errors="backslashreplace"), whole=False)

    def names(self, path: str) -> Sequence[str]:
        names = _loads(self._frame(path, "d").payload, path)
        if not isinstance(names, list):
            raise NotHere(Status.UNREADABLE, f"{path}: the bundle holds no list of names")
        return [str(name) for name in names]

    def link(self, path: str) -> str:
        return str(_loads(self._frame(path, "l").payload, path))

    def call(self, name: str, *arguments: str) -> Json:
        kept = self._calls.get(self._in_turn("\x1f".join((name, *arguments)), self._calls))
        if isinstance(kept, dict) and "answer" in kept:
            return kept["answer"]
        if isinstance(kept, dict) and "refused" in kept:
            raise _refusal(kept["refused"])
        raise NotHere(Status.NOT_PRESENT, f"{name}: {NOT_KEPT}")

    def clock(self, name: str) -> float:
        kept = self._calls.get(f"clock\x1f{name}")
        try:
            return _seconds(kept)
        except (TypeError, ValueError):
            return self._at

    def _frame(self, path: str, slot: str) -> Frame:
        kept = self._kept.get(slot + path)
        if not kept:
            raise NotHere(Status.NOT_PRESENT, f"{path}: {NOT_KEPT}")
        turn = self._asked[slot + path]
        self._asked[slot + path] += 1
        frame = kept[min(turn, len(kept) - 1)]
        if frame.kind == "e":
            raise _refusal(_loads(frame.payload[1:], path))
        return frame

    def _in_turn(self, key: str, known: Mapping[str, Json]) -> str:
        self._asked[key] += 1
        later = f"{key}\x1f#{self._asked[key]}"
        return later if later in known else key


class KeptHost:
    """A recorded host: its looks as they were, from a bundle."""

    def __init__(self, path: Path) -> None:
        members = _members(path)
        manifest = _object(members.pop("manifest.json", None), "manifest.json")
        if manifest.get("schema") != SCHEMA:
            raise BadBundle(
                f"{path}: its manifest says {manifest.get('schema')!r}, and this program reads"
                f" {SCHEMA!r}; use the version that wrote it, or a newer one"
            )
        self._calls = _object(members.pop("calls.json", None), "calls.json")
        self.facts = _facts(manifest.get("host"))
        self.probed = tuple(
            one
            for name in (MEMBER, ASKED_MEMBER)
            if name in members
            for one in results(_object(members.pop(name), name))
        )
        self._looks = _looks(manifest.get("looks"))
        self._kept: dict[int, dict[str, list[Frame]]] = {}
        # members before packs: a file of its own member was read before its repetitions in a pack
        for name in sorted(members, key=lambda one: one.endswith(".pack")):
            for frame in _frames_of(name, members[name]):
                slot = _slot(frame)
                self._kept.setdefault(frame.look, {}).setdefault(slot, []).append(frame)

    def looks(self, plan: Plan) -> Iterator[Look]:  # noqa: ARG002 - what was looked at is over
        """Give the recorded looks in their order."""
        for number, kind, at, time in self._looks:
            found = self._calls.get(str(number))
            calls = found if isinstance(found, dict) else {}
            files = KeptFiles(self._kept.get(number, {}), calls, at)
            ran = frozenset(
                name.partition("\x1f")[2] for name in calls if name.startswith("clock\x1f")
            )
            yield Look(kind=kind, number=number, at=at, time=time, files=files, ran=ran)


def _members(path: Path) -> dict[str, bytes]:
    """Read all members within the limits; damage of any kind is a BadBundle."""
    try:
        size = path.stat().st_size
        if size > MOST_PACKED_BYTES:
            raise BadBundle(f"{path} has {size} bytes; a bundle has at most {MOST_PACKED_BYTES}")
        with zipfile.ZipFile(path) as archive:
            return _unpacked(path, archive)
    except OSError as error:
        raise BadBundle(f"{path} can't be read: {error.strerror or error}") from None
    except _DAMAGE as error:
        raise BadBundle(f"{path} is no evidence bundle, or is damaged: {error}") from None


def _unpacked(path: Path, archive: zipfile.ZipFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_UNPACKED_BYTES
    if len(archive.infolist()) > MOST_MEMBERS:
        raise BadBundle(f"{path} has over {MOST_MEMBERS} members; no bundle of ours has")
    for member in archive.infolist():
        if member.filename in found:
            raise BadBundle(f"{path} holds {member.filename!r} twice")
        most = min(left, MOST_MANIFEST_BYTES if member.filename == "manifest.json" else left)
        with archive.open(member) as stream:
            # one byte more than allowed: what the directory says of the size is not trusted
            data = stream.read(most + 1)
        if len(data) > most:
            raise BadBundle(
                f"{path} unpacks to over {MOST_UNPACKED_BYTES} bytes at {member.filename!r}"
            )
        left -= len(data)
        found[member.filename] = data
    return found


def _slot(frame: Frame) -> str:
    """Give what was asked for: a file (f), a folder (d) or a link (l); refusals name it first."""
    if frame.kind == "e":
        return frame.payload[:1].decode(errors="replace") + frame.path
    return ("f" if frame.kind == "p" else frame.kind) + frame.path


def _frames_of(name: str, data: bytes) -> Iterator[Frame]:
    if name.endswith(".pack"):
        yield from frames(data, name)
        return
    folder, _, rest = name.partition("/")
    number, _, path = rest.partition("/")
    if folder != "looks" or not number.isdecimal() or not path:
        raise BadBundle(f"the bundle holds {name!r}, which no bundle of ours does")
    yield Frame(int(number), "f", f"/{path}", data)


def _looks(value: Json) -> list[tuple[int, LookKind, float, float]]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_LOOKS:
        raise BadBundle(f"manifest.json: 'looks' must be a list of 1 to {MOST_LOOKS} looks")
    looks = []
    last = float("-inf")
    for number, one in enumerate(value):
        try:
            told = one if isinstance(one, dict) else {}
            look = (
                int(_number(told["number"])),
                LookKind(str(told["kind"])),
                _seconds(told["at"]),
                _seconds(told["time"]),
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise BadBundle(f"manifest.json: look {number} is unusable: {error}") from None
        if look[2] < last:
            raise BadBundle(f"manifest.json: look {number} was taken before the one ahead of it")
        last = look[2]
        looks.append(look)
    if not any(kind is LookKind.FULL for _, kind, _, _ in looks):
        raise BadBundle("manifest.json: there is no full look in this bundle")
    return looks


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return value


def _seconds(value: Json) -> float:
    told = _number(value)
    if not 0 <= told <= MOST_SECONDS:
        raise ValueError(f"{told!r:.40} is no time")
    return float(told)


def _facts(value: Json) -> HostFacts:
    if not isinstance(value, dict):
        raise BadBundle("manifest.json: 'host' must be an object")
    known = HostFacts.__dataclass_fields__
    fields: dict[str, Json] = {}
    for name, kind in HostFacts.__annotations__.items():
        given = value.get(name)
        if isinstance(given, int) and kind is float:
            given = float(given)
        if isinstance(given, kind):
            fields[name] = given[:256] if isinstance(given, str) else given
    if not fields.get("id") or not fields.get("name"):
        raise BadBundle("manifest.json: the host has no id or no name")
    return HostFacts(**{name: fields[name] for name in known if name in fields})  # type: ignore[arg-type] # each was checked against its annotation


def _object(data: bytes | None, name: str) -> dict[str, Json]:
    if data is None:
        raise BadBundle(f"{name} is missing: this is no evidence bundle, or it was cut")
    value = _loads(data, name)
    if not isinstance(value, dict):
        raise BadBundle(f"{name} must hold an object")
    return value


def _loads(data: bytes, name: str) -> Json:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no number")

    try:
        value: Json = json.loads(data, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise BadBundle(f"{name} is damaged: {error}") from None
    return value


def _refusal(value: Json) -> NotHere:
    if isinstance(value, list) and len(value) == 2 and value[0] in set(Status):
        return NotHere(Status(str(value[0])), str(value[1])[:256])
    return NotHere(Status.UNREADABLE, "the bundle holds a refusal without a reason")
