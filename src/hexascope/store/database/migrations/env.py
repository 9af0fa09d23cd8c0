"""What alembic runs for each command: it works on the connection that it is given."""

from alembic import context

from hexascope.store.database.tables.whole import all_tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=all_tables(),
    # SQLite can't alter most of a table: alembic copies it there
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
context.run_migrations()
