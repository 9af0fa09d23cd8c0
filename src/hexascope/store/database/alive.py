"""Whether a database answers, with the schema that this version knows."""

from sqlalchemy import Connection, literal, select

from hexascope.store.database import migrating
from hexascope.store.database.contract import EVERYWHERE, Database


async def answers(database: Database) -> None:
    """Ask the least that can be asked; StoreAway where nothing answers."""

    def work(connection: Connection) -> None:
        connection.execute(select(literal(1)))

    await database.read(work, tenant=EVERYWHERE)


async def has_our_schema(database: Database) -> bool:
    """Tell whether all steps were taken; it reads all steps there are, so ask it seldom."""
    return (await migrating.schema_of(database)).ready
