"""A database on a disk that is full: it refuses, keeps what it acknowledged, and goes on later."""

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from hexascope.domain.errors import StoreFull
from hexascope.store.contract import Kept
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.scope import Scope
from tests.support.databases import beside

pytestmark = pytest.mark.journey
REFUSED_WITHIN_S = 10.0
MEBIBYTES = 32


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a file system of its own; skips where that may not be."""
    place = folder / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def id_of(number: int) -> str:
    return f"01a1fe65-1e2c-73f1-af04-{number:012x}"


def kept(number: int) -> Kept:
    return Kept(
        id=id_of(number),
        host_id=f"{number % 7:032x}",
        host_name="web-1",
        time=f"2026-11-21T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000Z",
        score=90,
        findings=0,
        worst="info",
        headline="",
        size_bytes=0,
    )


def report(number: int) -> str:
    """Give a text that no file system makes smaller."""
    return os.urandom(100_000).hex() + str(number)


def filled(archive: DatabaseArchive, first: int) -> list[int]:
    """Keep examinations until one is refused; give the acknowledged ones."""
    acked: list[int] = []
    for number in range(first, first + 500):
        try:
            archive.keep(kept(number), report(number), None)
        except StoreFull:
            return acked
        acked.append(number)
    raise AssertionError("the disk is never full")


def refused(scope: Scope, number: int) -> None:
    """See that an examination is refused, and how soon."""

    async def soon() -> None:
        archive = DatabaseArchive(scope)
        new = archive.told(kept(number), report(number), None)
        with pytest.raises(StoreFull):
            await asyncio.wait_for(
                scope.write(lambda connection: archive.keep_in(connection, new)), REFUSED_WITHIN_S
            )

    scope.database.wait(soon())


def ids(archive: DatabaseArchive) -> set[str]:
    return {one.id for one in archive.all()}


def test_a_full_disk_refuses_and_forgets_and_goes_on_without_a_restart(tmp_path: Path) -> None:
    with small_disk(tmp_path) as place:
        with beside(f"sqlite:///{place / 'x.db'}") as store:
            scope = store.of("acme")
            archive = DatabaseArchive(scope)
            acked = filled(archive, 0)
            assert len(acked) > 20, "most of the disk was used before"
            assert ids(archive) == {id_of(number) for number in acked}
            for number in range(900, 903):
                refused(scope, number)

            for number in acked[:20]:
                archive.forget(id_of(number))
            acked = acked[20:]
            again = filled(archive, 1000)
            assert len(again) > 5, "what was forgotten made room"
            assert ids(archive) == {id_of(number) for number in (*acked, *again)}
            assert len(archive.report(id_of(again[0]))) > 200_000
        whole(place / "x.db", len(acked) + len(again))


def test_a_disk_that_somebody_else_fills_and_empties(tmp_path: Path) -> None:
    with small_disk(tmp_path) as place, beside(f"sqlite:///{place / 'x.db'}") as store:
        scope = store.of("acme")
        archive = DatabaseArchive(scope)
        for number in range(20):
            archive.keep(kept(number), report(number), None)
        before = ids(archive)
        fill(place / "foreign")
        acked = filled(archive, 100)
        fill(place / "foreign")
        refused(scope, 900)
        archive.forget(id_of(0))
        expected = (before - {id_of(0)}) | {id_of(number) for number in acked}
        assert ids(archive) == expected

        (place / "foreign").unlink()
        scope.database.wait(settled(scope))
        for number in range(200, 210):
            archive.keep(kept(number), report(number), None)
        assert ids(archive) == expected | {id_of(number) for number in range(200, 210)}


async def settled(scope: Scope) -> None:
    """Wait for the moment at which the database looks again whether there is room."""
    archive = DatabaseArchive(scope)
    new = archive.told(kept(199), "{}", None)
    for _ in range(20):
        with suppress(StoreFull):
            await scope.write(lambda connection: archive.keep_in(connection, new))
            await scope.write(lambda connection: Examinations(scope).drop(connection, [id_of(199)]))
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it does not go on once there is room")


def fill(file: Path) -> None:
    with suppress(OSError), file.open("ab", buffering=0) as stream:
        while stream.write(b"x" * 4096):
            pass


def whole(file: Path, count: int) -> None:
    with sqlite3.connect(file) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("SELECT count(*) FROM examinations").fetchone() == (count,)
    plain.close()
