"""PostgreSQL's second wall: a transaction sees the rows of the tenant that it named, and no others.

`hexascope.tenant` is set by each transaction (store/database/postgres.py); `*` is for work that
concerns all tenants. FORCE holds the owner of the tables to it as well; a superuser passes, so the
server must not be one: `hexascope db check` says so.
"""

from alembic import op

_SEES = (
    "tenant = current_setting('hexascope.tenant', true)"
    " OR current_setting('hexascope.tenant', true) = '*'"
)


def wall(*tables: str) -> None:
    """Put tables of tenants behind the wall; elsewhere than in PostgreSQL there is none."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_tenant ON {table} USING ({_SEES}) WITH CHECK ({_SEES})")
