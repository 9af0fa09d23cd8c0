"""Bringing a database's schema to where this version knows it, forth and back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hexascope.domain.errors import BadInput, BadSettings
from hexascope.store.database.contract import EVERYWHERE, Database
from hexascope.store.database.tables.whole import all_tables

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Where a database stands: its step ('' for an empty one), and the newest that is known."""

    step: str
    newest: str
    differences: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Tell whether the database is as this version wants it."""
        return self.step == self.newest


async def schema_of(database: Database, *, compare: bool = False) -> Schema:
    """Tell where a database stands; with `compare` also how its tables differ from ours."""

    def look(connection: Connection) -> Schema:
        context = MigrationContext.configure(connection)
        step = context.get_current_revision() or ""
        found = compare_metadata(context, all_tables()) if compare else []
        return Schema(
            step=step,
            newest=_scripts().get_current_head() or "",
            differences=tuple(str(one) for one in found),
        )

    return await database.read(look, tenant=EVERYWHERE)


async def upgrade(database: Database, to: str = "head") -> Schema:
    """Take all steps up to one; BadSettings where the database is newer than this version."""
    await _refuse_newer(database)
    await database.write(_running(lambda config: command.upgrade(config, to)), tenant=EVERYWHERE)
    return await schema_of(database)


async def downgrade(database: Database, to: str) -> Schema:
    """Take the steps back to one (`base`: to nothing); what these steps keep is removed."""
    await _refuse_newer(database)
    known = [one.revision for one in _scripts().walk_revisions()]
    if to != "base" and to not in known:
        raise BadInput(f"there is no step {to!r}; there are base, {', '.join(sorted(known))}")
    await database.write(_running(lambda config: command.downgrade(config, to)), tenant=EVERYWHERE)
    return await schema_of(database)


async def _refuse_newer(database: Database) -> None:
    found = await schema_of(database)
    known = {one.revision for one in _scripts().walk_revisions()}
    if found.step and found.step not in known:
        raise BadSettings(
            f"the database is at step {found.step}, which this version does not know: it was"
            " written by a newer hexascope. Use that one, or restore an older backup"
        )


def _running(run: Callable[[Config], None]) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        run(config)

    return work


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
