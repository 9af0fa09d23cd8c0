"""The form of a backup: gzip, a line of JSON each; the same for every kind of database.

First a head (format, version, step, time); then for each table a line that names its columns, a
line a row (an array), and a line that counts them; last one with the SHA-256 of all before it.
"""

import gzip
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    Float,
    Integer,
    LargeBinary,
    String,
    Text,
)

from hexascope.domain.errors import BadInput

FORMAT = "hexascope.backup/1"
LONGEST_LINE = 256 * 2**20
"""Bytes of one row: a report has 64 MiB at most, and each byte may need more than one."""

KINDS: Mapping[str, Any] = {
    "binary": LargeBinary,
    "json": JSON,
    "truth": Boolean,
    "whole": BigInteger,
    "number": Double,
    "words": Text,
}
"""What a column can hold, and its type where it is restored."""


def kind_of(column: Column[Any]) -> str:
    """Name what a column holds; TypeError for a type that backups don't know yet."""
    for kinds, name in (
        (LargeBinary, "binary"),
        (JSON, "json"),
        (Boolean, "truth"),
        (Integer, "whole"),
        (Double | Float, "number"),
        (String, "words"),
    ):
        if isinstance(column.type, kinds):
            return name
    raise TypeError(f"{column} has a type that no backup knows: {column.type!r}")


class Counts(NamedTuple):
    """What a backup holds: the step of its schema, when it was made, rows by table."""

    step: str
    time: str
    rows: Mapping[str, int]


class Writer:
    """Writes a backup line by line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=6, mtime=0)
        self._digest = sha256()

    def line(self, value: Any) -> None:
        """Write one line."""
        data = json.dumps(value, separators=(",", ":")).encode() + b"\n"
        self._digest.update(data)
        self._zip.write(data)

    def row(self, kinds: Sequence[str], values: Sequence[Any]) -> None:
        """Write one row."""
        self.line([_written(kind, one) for kind, one in zip(kinds, values, strict=True)])

    def end(self, rows: Mapping[str, int]) -> None:
        """Write the last line, and what the compression still holds."""
        whole = {"end": "", "tables": len(rows), "rows": sum(rows.values())}
        self.line({**whole, "sha256": self._digest.hexdigest()})
        self._zip.close()


def _written(kind: str, value: Any) -> Any:
    return b64encode(bytes(value)).decode() if kind == "binary" and value is not None else value


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a backup."""

    version: str
    step: str
    time: str


@dataclass(frozen=True, slots=True)
class TableHead:
    """The line before a table's rows: its columns with what they hold, in their order."""

    name: str
    columns: tuple[tuple[str, str], ...]


Part = Head | TableHead | list[Any]
"""What a backup gives one after the other; a list is a row of the table named last."""


def parts_of(file: Path) -> Iterator[Part]:
    """Read a backup; BadInput says in which line it is damaged or cut."""
    try:
        with gzip.open(file, "rb") as stream:
            yield from _Reader(str(file)).parts(cast("IO[bytes]", stream))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(f"{file} is cut or damaged: {error}") from None
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror or error}") from None


def checked(file: Path) -> Counts:
    """Read a backup to its end, and give what it holds; BadInput where it is no whole one."""
    step, time, table = "", "", ""
    rows: dict[str, int] = {}
    for part in parts_of(file):
        if isinstance(part, Head):
            step, time = part.step, part.time
        elif isinstance(part, TableHead):
            table = part.name
            rows[table] = 0
        else:
            rows[table] += 1
    return Counts(step, time, rows)


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 0
        self._digest = sha256()
        self._before = ""
        self._kinds: tuple[str, ...] = ()
        self._table = ""
        self._rows = 0
        self._counts: dict[str, int] = {}

    def parts(self, stream: IO[bytes]) -> Iterator[Part]:
        yield self._head(self._value(stream))
        while True:
            value = self._value(stream)
            if isinstance(value, list):
                yield self._row(value)
            elif not isinstance(value, dict):
                raise self._bad("it is neither a row nor a table")
            elif "table" in value:
                yield self._begun(value)
            elif value.get("end") == "":
                self._ended(value, stream)
                return
            else:
                self._counted(value)

    def _value(self, stream: IO[bytes]) -> Any:
        self._line += 1
        self._before = self._digest.hexdigest()
        data = stream.readline(LONGEST_LINE)
        if not data.endswith(b"\n"):
            raise self._bad("the file ends here" if not data else "the line is cut or too long")
        self._digest.update(data)
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise self._bad("it is no JSON") from None

    def _head(self, value: Any) -> Head:
        if not isinstance(value, dict) or value.get("format") != FORMAT:
            raise self._bad(f"this is no backup of the form {FORMAT}")
        return Head(*(str(value.get(name, "")) for name in ("version", "step", "time")))

    def _begun(self, value: Mapping[str, Any]) -> TableHead:
        name, columns = value["table"], value.get("columns")
        known = isinstance(columns, list) and all(
            isinstance(one, list) and len(one) == 2 and one[1] in KINDS for one in columns
        )
        if self._table or not known or not isinstance(name, str) or name in self._counts:
            raise self._bad("no table can begin like this here")
        assert isinstance(columns, list)
        self._table, self._rows = name, 0
        self._kinds = tuple(kind for _, kind in columns)
        return TableHead(name, tuple((str(column), kind) for column, kind in columns))

    def _row(self, value: list[Any]) -> list[Any]:
        if not self._table or len(value) != len(self._kinds):
            raise self._bad("this row belongs to no table, or has other columns")
        self._rows += 1
        try:
            return [
                b64decode(one, validate=True) if kind == "binary" and one is not None else one
                for kind, one in zip(self._kinds, value, strict=True)
            ]
        except (ValueError, TypeError):
            raise self._bad("bytes of this row are damaged") from None

    def _counted(self, value: Mapping[str, Any]) -> None:
        if value.get("end") != self._table or not self._table or value.get("rows") != self._rows:
            raise self._bad(
                f"{self._table or 'a table'} has {self._rows} rows here, and had others"
            )
        self._counts[self._table] = self._rows
        self._table = ""

    def _ended(self, value: Mapping[str, Any], stream: IO[bytes]) -> None:
        whole = (len(self._counts), sum(self._counts.values()), self._before)
        if self._table or (value.get("tables"), value.get("rows"), value.get("sha256")) != whole:
            raise self._bad("the whole is not what it was when it was written")
        if stream.read(1):
            raise self._bad("something follows the end")

    def _bad(self, why: str) -> BadInput:
        return BadInput(f"{self._name}, line {self._line}: {why}; nothing was restored")
