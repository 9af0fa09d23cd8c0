"""The archive, kept by a database: for threads that wait, as the services of examinations are."""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from hexascope.domain.errors import CannotWrite
from hexascope.kit.files import replaced
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import (
    MOST_AT_ONCE,
    SUMMARY,
    Examinations,
    id_of,
    kept_of,
    newest_of,
)
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import bundles, examinations, findings
from hexascope.store.database.tables.hosts import hosts
from hexascope.store.database.told import Told
from hexascope.store.database.words import storable

PART_BYTES = 2**20
"""Bytes of a bundle that one row holds."""

LARGEST_BUNDLE_BYTES = 256 * 2**20
MOST_OPEN_BUNDLES = 4
"""Bundles that lie as files at a time; who asks for another loses the one asked for first."""


class DatabaseArchive:
    """Keeps examinations of one tenant: host, report, findings and bundle in one transaction.

    Bundles are given as files of a private temporary folder, which goes with this object, or with
    `close`; a file stays until MOST_OPEN_BUNDLES others were asked for.
    """

    def __init__(self, scope: Scope, *, newest: int = 200, most_bytes: int = 2**30) -> None:
        self._scope = scope
        self._newest = newest
        self._most_bytes = most_bytes
        self._folder: Path | None = None
        self._open: list[Path] = []

    def keep(self, kept: Kept, report: str, bundle: Path | None) -> Kept:
        """Keep an examination; one that is kept already stays as it is, and is given back."""
        new = self.told(kept, report, bundle)
        return self._scope.write_now(lambda connection: self.keep_in(connection, new))

    def told(self, kept: Kept, report: str, bundle: Path | None, english: str = "") -> Told:
        """Read what is to be kept, before the transaction that keeps it: see `keep_in`.

        Lists are in English: `english` is the report in it, where it is kept in another language.
        """
        parts = _parts(bundle) if bundle is not None else []
        text_ = storable(report)
        size = len(text_.encode()) + sum(len(one) for one in parts)
        return Told(replace(kept, size_bytes=size), text_, parts, storable(english))

    def all(self, host_id: str = "") -> Iterator[Kept]:
        """Give what is kept, read by pages: what is kept meanwhile may be missing."""
        before: Kept | None = None
        while True:
            several = self._scope.read_now(
                lambda connection, last=before: newest_of(  # type: ignore[misc] # bound at once
                    self._scope, connection, host_id, last, MOST_AT_ONCE
                )
            )
            yield from several
            if len(several) < MOST_AT_ONCE:
                return
            before = several[-1]

    def report(self, id: str) -> str:  # noqa: A002 - the word of the contract
        def work(connection: Connection) -> str:
            found = id_of(self._scope, connection, id)
            chosen = self._scope.select(examinations, examinations.c.report)
            report: str = connection.execute(chosen.where(examinations.c.id == found)).scalar_one()
            return report

        return self._scope.read_now(work)

    def bundle(self, id: str) -> Path | None:  # noqa: A002 - as above
        whole = self._scope.read_now(lambda connection: id_of(self._scope, connection, id))
        folder = self._bundles()
        file = folder / f"{whole}.hxb"
        if file.exists():
            return file
        if not self._write(whole, file):
            return None
        self._open.append(file)
        while len(self._open) > MOST_OPEN_BUNDLES:
            self._open.pop(0).unlink(missing_ok=True)
        return file

    def forget(self, id: str) -> Kept:  # noqa: A002 - as above
        def work(connection: Connection) -> Kept:
            found = id_of(self._scope, connection, id)
            chosen = self._scope.select(examinations, *SUMMARY).where(examinations.c.id == found)
            gone = kept_of(connection.execute(chosen).mappings().one())
            Examinations(self._scope).drop(connection, [found])
            return gone

        return self._scope.write_now(work, frees=True)

    def close(self) -> None:
        """Remove the files of bundles."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
            self._open = []

    def _bundles(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="hexascope-bundles-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _write(self, id: str, file: Path) -> bool:  # noqa: A002 - as above
        """Write a bundle part by part; tell whether there is one."""
        part = 0
        try:
            with replaced(file, private=True, lasting=False) as stream:
                while (data := self._part(id, part)) is not None:
                    stream.write(data)
                    part += 1
        except OSError as error:
            raise CannotWrite(f"the bundle of {id} can't be written to {file}: {error}") from None
        if not part:
            file.unlink(missing_ok=True)
        return part > 0

    def _part(self, id: str, part: int) -> bytes | None:  # noqa: A002 - as above
        chosen = self._scope.select(bundles, bundles.c.data).where(
            bundles.c.examination == id, bundles.c.part == part
        )
        return self._scope.read_now(lambda connection: connection.execute(chosen).scalar())

    def keep_in(self, connection: Connection, new: Told) -> Kept:
        """Keep an examination: a part of another unit of work."""
        scope, kept = self._scope, new.kept
        scope.alone(connection, "examinations", kept.host_id)
        there = scope.select(examinations, *SUMMARY).where(examinations.c.id == kept.id)
        known = connection.execute(there).mappings().first()
        if known is not None:
            return kept_of(known)
        self._see(connection, new)
        connection.execute(scope.insert(examinations), [new.row])
        if new.findings:
            connection.execute(scope.insert(findings), new.findings)
        for part, data in enumerate(new.parts):
            row = {"examination": kept.id, "part": part, "data": data}
            connection.execute(scope.insert(bundles), [row])
        self._drop_oldest(connection, kept)
        return kept

    def _see(self, connection: Connection, new: Told) -> None:
        """Keep what is told of the host, unless something newer is known."""
        chosen = self._scope.select(hosts, hosts.c.last_seen).where(hosts.c.id == new.kept.host_id)
        last = connection.execute(chosen).scalar()
        if last is None or last <= new.time:
            Hosts(self._scope).see(connection, new.host, new.time)

    def _drop_oldest(self, connection: Connection, new: Kept) -> None:
        chosen = self._scope.select(examinations, examinations.c.id, examinations.c.size_bytes)
        chosen = chosen.where(examinations.c.host_id == new.host_id).order_by(
            examinations.c.time.desc(), examinations.c.id.desc()
        )
        total, gone = 0, []
        for place, (id_, size) in enumerate(connection.execute(chosen).all()):
            total += size
            # the one just kept stays, however large it is
            if place >= self._newest or (place > 0 and total > self._most_bytes):
                gone.append(id_)
        Examinations(self._scope).drop(connection, [one for one in gone if one != new.id])


def _parts(bundle: Path) -> list[bytes]:
    """Read a bundle in parts of a row each."""
    parts: list[bytes] = []
    try:
        with bundle.open("rb") as stream:
            while data := stream.read(PART_BYTES):
                parts.append(data)
                if len(parts) * PART_BYTES > LARGEST_BUNDLE_BYTES:
                    raise CannotWrite(
                        f"{bundle} has over {LARGEST_BUNDLE_BYTES} bytes: it is not kept"
                    )
    except OSError as error:
        raise CannotWrite(f"the bundle {bundle} can't be read: {error.strerror}") from None
    return parts
