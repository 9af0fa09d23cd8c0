"""No row of a tenant without both walls: our own scope, and row-level security in PostgreSQL."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

import hexascope.store.database
from hexascope.store.database.contract import EVERYWHERE
from hexascope.store.database.keeping.checking import soundness
from hexascope.store.database.scope import Store
from hexascope.store.database.tables import whole
from hexascope.store.database.tables.archive import imports
from tests.support.databases import KINDS, StoreAt, migrated_address, opened

DATABASE = Path(hexascope.store.database.__file__).parent
SPEAK = ("scope.py", "alive.py")
"""Who may: the scope, and who asks the database for nothing but an answer."""

VERBS = {"select", "insert", "update", "delete"}
TENANTLESS = {"tenants", "login_attempts"}
"""Tables whose rows belong to no tenant: the instance's own."""


def modules() -> Iterator[Path]:
    for file in sorted(DATABASE.rglob("*.py")):
        if file.name not in SPEAK and "migrations" not in file.parts:
            yield file


@pytest.mark.parametrize("file", [*modules()], ids=lambda file: str(file.relative_to(DATABASE)))
def test_no_module_but_the_scope_speaks_of_rows_without_a_tenant(file: Path) -> None:
    imported = {
        alias.name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }

    assert not imported & VERBS


def test_every_file_of_tables_belongs_to_the_whole() -> None:
    files = {file.stem for file in (DATABASE / "tables").glob("*.py")}

    named = {one.__name__.rpartition(".")[2] for one in whole.SUBJECTS}
    assert named == files - {"__init__", "metadata", "whole"}


def test_every_table_but_the_instance_s_own_begins_its_key_with_the_tenant() -> None:
    for table in whole.all_tables().sorted_tables:
        key = [column.name for column in table.primary_key]
        assert (key[:1] == ["tenant"]) is (table.name not in TENANTLESS), table.name


def test_every_tenanted_table_is_behind_postgresql_s_wall(tmp_path: Path) -> None:
    store_at = StoreAt(migrated_address("postgresql", tmp_path))
    policies = text("SELECT tablename, qual, with_check FROM pg_policies")
    forced = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")

    async def whole_of(store: Store) -> tuple[list[tuple[str, str, str]], set[str]]:
        def work(connection: Connection) -> tuple[list[tuple[str, str, str]], set[str]]:
            rows = [(row[0], row[1], row[2]) for row in connection.execute(policies)]
            return rows, set(connection.execute(forced).scalars())

        return await store.database.read(work, tenant=EVERYWHERE)

    found, walled = store_at.run(whole_of)
    wanted = {one.name for one in whole.all_tables().sorted_tables} - TENANTLESS

    assert {name for name, _, _ in found} == walled == wanted
    for name, sees, writes in found:
        assert sees == writes, name
        assert "tenant" in sees
        assert "hexascope.tenant" in sees


def test_a_table_whose_wall_was_taken_down_is_found_by_check(tmp_path: Path) -> None:
    store_at = StoreAt(migrated_address("postgresql", tmp_path))
    down = text("ALTER TABLE findings NO FORCE ROW LEVEL SECURITY")

    async def whole_of(store: Store) -> tuple[str, ...]:
        await store.database.write(lambda c: c.execute(down), tenant=EVERYWHERE)
        return (await soundness(store)).wrong

    assert [one for one in store_at.run(whole_of) if "findings" in one]


def test_without_a_tenant_postgresql_shows_nothing(tmp_path: Path) -> None:
    address = migrated_address("postgresql", tmp_path)

    async def whole_of() -> list[int]:
        async with opened(address) as database:
            scope = Store(database=database).of("acme")
            row = {"source": "x", "time": 1.0, "counts": {}}
            await scope.write(lambda c: c.execute(scope.insert(imports), [row]))
            count = text("SELECT count(*) FROM imports")
            return [
                await database.read(lambda c: c.execute(count).scalar_one(), tenant=tenant)
                for tenant in ("", "other", "acme", EVERYWHERE)
            ]

    assert asyncio.run(whole_of()) == [0, 0, 1, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_database_has_nothing_wrong(kind: str, tmp_path: Path) -> None:
    store_at = StoreAt(migrated_address(kind, tmp_path))

    found = store_at.run(soundness)

    assert (found.wrong, found.kind) == ((), kind)
    assert {one.table for one in found.sizes} == {
        one.name for one in whole.all_tables().sorted_tables
    }
