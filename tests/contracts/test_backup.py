"""Backing up and restoring, over both kinds of database and across: everything, or nothing."""

import asyncio
import gzip
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Connection, Double, Float, Integer, LargeBinary, Table

from hexascope.domain.errors import BadInput, BadSettings, CannotWrite
from hexascope.store.database import migrating
from hexascope.store.database.keeping.form import checked, kind_of
from hexascope.store.database.keeping.restoring import restore
from hexascope.store.database.keeping.writing import back_up
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.hosts import hosts, tenants
from hexascope.store.database.tables.whole import all_tables
from tests.support.databases import KINDS, StoreAt, migrated_address, opened

NOW = 1_795_000_000.0
PAIRS = [(one, other) for one in KINDS for other in KINDS]
Rows = Mapping[str, list[tuple[Any, ...]]]
ODD = ("ä \u202e 😀 \\u0000 '\"", "", "x" * 300)


def value_of(column: Any, number: int) -> Any:
    """Give a value that a column may hold; odd ones, and different ones for each row."""
    if isinstance(column.type, LargeBinary):
        return bytes([number, 0, 255, 10, 13]) * (number + 1)
    if isinstance(column.type, JSON):
        return {"n": number, "odd": ODD[number % 3], "deep": [[None, True, 1.5e-300]]}
    if isinstance(column.type, Boolean):
        return number % 2 == 0
    if isinstance(column.type, Integer):
        return number + 1
    if isinstance(column.type, Double | Float):
        return number + 0.1
    longest = column.type.length
    return f"{number}{ODD[number % 3]}"[: longest or 400]


def fill(connection: Connection, scope: Scope, count: int = 3) -> None:
    """Put rows into every table there is, whoever made it."""
    for table in all_tables().sorted_tables:
        held = {one.parent.name for one in table.foreign_keys}
        for number in range(count):
            row = {
                column.name: value_of(column, number)
                for column in table.columns
                if number != 1 or not column.nullable or column.name in held
            }
            row.update({one.parent.name: found_in(one, number) for one in table.foreign_keys})
            if "tenant" in table.columns:
                row["tenant"] = ("acme", "other", "third")[number]
            connection.execute(scope.insert(table), [row])


def found_in(key: Any, number: int) -> Any:
    return (
        ("acme", "other", "third")[number]
        if key.column.name == "tenant"
        else value_of(key.column, number)
    )


def rows_of(connection: Connection, scope: Scope) -> Rows:
    """Give all rows of all tables, to be compared."""

    def plain(value: Any) -> Any:
        if isinstance(value, memoryview | bytes):
            return bytes(value)
        return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value

    def all_of(table: Table) -> list[tuple[Any, ...]]:
        rows = connection.execute(scope.select(table)).all()
        return sorted((tuple(plain(one) for one in row) for row in rows), key=repr)

    return {table.name: all_of(table) for table in all_tables().sorted_tables}


async def held(store: Store) -> Rows:
    scope = store.everywhere()
    return await scope.read(lambda connection: rows_of(connection, scope))


async def filled(store: Store) -> Rows:
    scope = store.everywhere()
    await scope.write(lambda connection: fill(connection, scope))
    return await held(store)


def new(kind: str, folder: Path) -> StoreAt:
    folder.mkdir(exist_ok=True)
    return StoreAt(migrated_address(kind, folder))


def test_every_column_of_every_table_is_of_a_kind_that_backups_know() -> None:
    for table in all_tables().sorted_tables:
        for column in table.columns:
            assert kind_of(column)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_row_of_every_table_comes_back_in_either_kind(
    source: str, target: str, tmp_path: Path
) -> None:
    file = tmp_path / "all.backup"
    one, other = new(source, tmp_path / "a"), new(target, tmp_path / "b")
    before = one.run(filled)

    counts = one.run(lambda store: back_up(store, file, NOW))
    again = other.run(lambda store: restore(store, file))

    assert counts == again == checked(file)
    assert counts.rows == {name: len(rows) for name, rows in before.items()}
    assert set(counts.rows.values()) == {3}
    assert other.run(held) == before
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", KINDS)
def test_what_there_is_gives_way_only_when_that_is_said(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    empty, full = new(kind, tmp_path / "a"), new(kind, tmp_path / "b")
    before = full.run(filled)
    empty.run(lambda store: back_up(store, file, NOW))

    with pytest.raises(BadInput, match="--replace"):
        full.run(lambda store: restore(store, file))
    assert full.run(held) == before
    full.run(lambda store: restore(store, file, replace=True))
    assert not any(full.run(held).values())


@pytest.mark.parametrize("kind", KINDS)
def test_while_others_write_a_backup_is_of_one_moment(kind: str, tmp_path: Path) -> None:
    """A host and its tenant are written together: never is one there without the other."""
    file = tmp_path / "all.backup"
    target = new(kind, tmp_path / "b")

    async def whole() -> None:
        async with opened(address) as database:
            scope = Store(database=database).everywhere()
            ends = asyncio.Event()

            async def writes() -> int:
                number = 0
                while not ends.is_set() or number < 10:
                    await scope.write(pair(scope, number))
                    number += 1
                return number

            writer = asyncio.create_task(writes())
            async with opened(address) as beside:
                for _ in range(3):
                    await back_up(Store(database=beside), file, NOW)
            ends.set()
            assert await writer > 5

    address = migrated_address(kind, tmp_path)
    asyncio.run(whole())
    target.run(lambda store: restore(store, file))
    found = target.run(held)
    assert [row[0] for row in found["tenants"]] == [row[1] for row in found["hosts"]]
    assert found["hosts"]


def pair(scope: Scope, number: int) -> Callable[[Connection], None]:
    name = f"{number:06}"

    def work(connection: Connection) -> None:
        tenant = {"id": name, "name": name, "created": 1.0, "limits": {}}
        host = {
            "tenant": "acme",
            "id": name,
            "name": name,
            "facts": {},
            "labels": {},
            "first_seen": 1.0,
            "last_seen": 1.0,
        }
        connection.execute(scope.insert(hosts), [host])
        connection.execute(scope.insert(tenants), [tenant])

    return work


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    file = tmp_path / "all.backup"
    store_at = new("sqlite", tmp_path / "source")
    store_at.run(filled)
    store_at.run(lambda store: back_up(store, file, NOW))
    return file


def test_a_file_that_was_cut_anywhere_is_refused(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        backup.write_bytes(whole[:length])
        with pytest.raises(BadInput, match=r"all\.backup"):
            checked(backup)


def test_a_byte_that_was_flipped_anywhere_is_found(backup: Path) -> None:
    whole = backup.read_bytes()
    for place in range(10, len(whole), max(1, len(whole) // 80)):
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        with pytest.raises(BadInput, match=r"all\.backup"):
            checked(backup)


def lines_of(backup: Path) -> list[bytes]:
    return gzip.decompress(backup.read_bytes()).splitlines(keepends=True)


def first_row(lines: list[bytes]) -> int:
    return next(place for place, one in enumerate(lines) if one[:1] == b"[")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[:-1], "the file ends here"),
        (lambda lines: [*lines[: first_row(lines)], *lines[first_row(lines) + 1 :]], "had others"),
        (lambda lines: [*lines, b"{}\n"], "something follows"),
        (lambda lines: [b'{"format": "other"}\n', *lines[1:]], "line 1: this is no backup"),
        (lambda lines: [b"[" * 100_000 + b"\n", *lines[1:]], "line 1: it is no JSON"),
        (lambda lines: [lines[0], b"7\n", *lines[1:]], "line 2: it is neither"),
        (lambda lines: [lines[0], b"[1]\n", *lines[1:]], "belongs to no table"),
        (lambda lines: [lines[0], b'{"table": 1}\n', *lines[1:]], "no table can begin"),
        (lambda lines: [lines[0], *lines[1:8], *lines[1:]], "had others|can begin|belongs"),
        (lambda lines: [one.replace(b"acme", b"evil") for one in lines], "not what it was"),
    ],
)
def test_lines_that_were_changed_are_named(
    backup: Path, change: Callable[[list[bytes]], list[bytes]], words: str
) -> None:
    backup.write_bytes(gzip.compress(b"".join(change(lines_of(backup)))))

    with pytest.raises(BadInput, match=words):
        checked(backup)


@pytest.mark.parametrize(
    "content", [b"", b"no gzip", gzip.compress(b"", mtime=0), gzip.compress(b"{}", mtime=0)]
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)

    with pytest.raises(BadInput, match=r"cut or damaged|line 1"):
        checked(file)
    with pytest.raises(BadInput, match="can't be read"):
        checked(tmp_path / "absent")


def signed(lines: list[bytes]) -> bytes:
    """Give changed lines with a right digest, as one who forges them would."""
    body = b"".join(lines[:-1])
    last = {**json.loads(lines[-1]), "sha256": sha256(body).hexdigest()}
    return gzip.compress(body + json.dumps(last).encode() + b"\n")


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_the_database_refuses_costs_all_of_it_and_leaves_what_there_was(
    kind: str, backup: Path, tmp_path: Path
) -> None:
    target = new(kind, tmp_path / "b")
    before = target.run(filled)
    lines = lines_of(backup)
    last_row = next(place for place in range(len(lines) - 1, 0, -1) if lines[place][:1] == b"[")
    cells = json.loads(lines[last_row])
    lines[last_row] = json.dumps([None] * len(cells)).encode() + b"\n"
    backup.write_bytes(signed(lines))

    with pytest.raises(Exception, match=r"(?i)null"):
        target.run(lambda store: restore(store, backup, replace=True))
    assert target.run(held) == before


def test_a_table_or_a_column_that_no_step_has_is_refused(backup: Path, tmp_path: Path) -> None:
    target = new("sqlite", tmp_path / "b")
    lines = [
        one.replace(b'["host_name","words"]', b'["h; DROP","words"]') for one in lines_of(backup)
    ]
    backup.write_bytes(signed(lines))

    with pytest.raises(BadInput, match="h; DROP"):
        target.run(lambda store: restore(store, backup))
    assert not any(target.run(held).values())


def test_a_backup_of_a_newer_version_and_a_database_at_another_step_are_refused(
    backup: Path, tmp_path: Path
) -> None:
    target = new("sqlite", tmp_path / "b")
    lines = lines_of(backup)
    lines[0] = lines[0].replace(f'"step":"{migrating.newest()}"'.encode(), b'"step":"9999"')
    backup.write_bytes(signed(lines))
    with pytest.raises(BadSettings, match="newer"):
        target.run(lambda store: restore(store, backup))

    async def old(store: Store) -> None:
        await migrating.downgrade(store.database, "0001")
        with pytest.raises(BadInput, match="db upgrade"):
            await back_up(store, tmp_path / "none", NOW)

    target.run(old)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_an_older_step_is_brought_to_the_newest(kind: str, tmp_path: Path) -> None:
    target = new(kind, tmp_path / "b")
    row = ["acme", "h1", "web-1", {}, {"role": "web"}, 1.0, 2.0]
    columns = "tenant:words id:words name:words facts:json labels:json first_seen:number"
    named = [one.split(":") for one in (*columns.split(), "last_seen:number")]
    lines = [
        {"format": "hexascope.backup/1", "version": "0", "step": "0001", "time": ""},
        {"table": "hosts", "columns": named},
        row,
        {"end": "hosts", "rows": 1},
        {"end": "", "tables": 1, "rows": 1},
    ]
    file = tmp_path / "old.backup"
    file.write_bytes(signed([json.dumps(one).encode() + b"\n" for one in lines]))

    target.run(lambda store: restore(store, file))

    assert [row[2] for row in target.run(held)["hosts"]] == ["web-1"]
    schema = target.run(lambda store: migrating.schema_of(store.database, compare=True))
    assert (schema.ready, schema.differences) == (True, ())


def test_a_place_that_can_not_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    store_at = new("sqlite", tmp_path / "a")

    with pytest.raises(CannotWrite, match="can't be written"):
        store_at.run(lambda store: back_up(store, tmp_path / "no" / "x", NOW))
    assert [one.name for one in tmp_path.iterdir()] == ["a"]
