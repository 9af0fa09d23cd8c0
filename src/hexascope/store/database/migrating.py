"""Bringing a database's schema to where this version knows it, forth and back."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hexascope.domain.errors import BadInput, BadSettings
from hexascope.store.database.contract import EVERYWHERE, Database
from hexascope.store.database.tables.whole import all_tables

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
        step = step_of(connection)
        found = compare_metadata(context, all_tables()) if compare else []
        return Schema(
            step=step,
            newest=newest(),
            differences=tuple(str(one) for one in found),
        )

    return await database.read(look, tenant=EVERYWHERE)


async def upgrade(database: Database, to: str = "head") -> Schema:
    """Take all steps up to one; nothing is written where they were taken before.

    Of several processes that start at once one takes them, the others wait. A database that holds
    something is copied first, where a server does not keep it. BadSettings where it is newer than
    this version, BadInput where there is no such step.
    """
    found = await schema_of(database)
    _refuse_newer(found.step)
    wanted = found.newest if to == "head" else _known(to)
    if found.step >= wanted:
        return found
    if found.step:
        await database.copied(f"at-{found.step}")
    await database.alter(lambda connection: upgrade_in(connection, wanted))
    return await schema_of(database)


async def downgrade(database: Database, to: str) -> Schema:
    """Take the steps back to one (`base`: to nothing); what these steps keep is removed."""
    found = await schema_of(database)
    _refuse_newer(found.step)
    wanted = "" if to == "base" else _known(to)
    if found.step <= wanted:
        return found
    await database.copied(f"at-{found.step}")
    await database.alter(lambda connection: downgrade_in(connection, wanted))
    return await schema_of(database)


def upgrade_in(connection: Connection, to: str = "head") -> None:
    """Take all steps up to one, as a part of other work that alters."""
    _refuse_newer(step_of(connection))
    command.upgrade(_config(connection), to)


def downgrade_in(connection: Connection, to: str = "") -> None:
    """Take the steps back to one, or to nothing, as a part of other work that alters."""
    _refuse_newer(step_of(connection))
    command.downgrade(_config(connection), to or "base")


def newest() -> str:
    """Give the newest step that this version knows."""
    return steps()[-1]


@cache
def steps() -> tuple[str, ...]:
    """Give all steps that this version knows, the first one first."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(sorted(one.revision for one in scripts.walk_revisions()))


def _known(step: str) -> str:
    if step not in steps():
        raise BadInput(f"there is no step {step[:40]!r}; there are base, {', '.join(steps())}")
    return step


def _refuse_newer(step: str) -> None:
    if step and step not in steps():
        raise BadSettings(
            f"the database is at step {step[:40]}, which this version does not know: it was"
            " written by a newer hexascope. Use that one, or restore an older backup"
        )


def step_of(connection: Connection) -> str:
    """Give the step at which a database is; '' for an empty one."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
