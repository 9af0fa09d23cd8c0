"""Series."""

import sqlalchemy as sa
from alembic import op

from hexascope.store.database.migrations.walls import wall

revision = "0004"
down_revision = "0003"

TABLES = (
    "series_sources",
    "series_names",
    "series_layouts",
    "series_open",
    "series_chunks",
    "series_sums",
    "series_due",
    "series_restamped",
)


def upgrade() -> None:
    """Make what is measured, then what is made of it."""
    _named()
    _measured()
    _made()
    wall(*TABLES)
    if op.get_bind().dialect.name == "postgresql":
        for table in ("series_chunks", "series_open"):  # it is compressed already
            for column in ("times", "data"):
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Remove all."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _text(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _double(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("tenant", *names, name=f"pk_{table}")


def _named() -> None:
    op.create_table(
        "series_sources",
        _text("tenant"),
        _number("id"),
        _text("host"),
        _text("boot"),
        _text("stream"),
        _integer("step"),
        _double("seen"),
        _key("series_sources", "id"),
    )
    op.create_index("ix_series_sources_host", "series_sources", ["tenant", "host"])
    op.create_table(
        "series_names",
        _text("tenant"),
        _text("host"),
        _number("id"),
        _text("family", 512),
        _text("key", 512),
        _double("first"),
        _double("last"),
        _key("series_names", "host", "id"),
    )
    op.create_index("ix_series_names_family", "series_names", ["tenant", "family"])
    op.create_table(
        "series_layouts",
        _text("tenant"),
        _text("id", 32),
        _bytes("packed"),
        _double("seen"),
        _key("series_layouts", "id"),
    )


def _measured() -> None:
    op.create_table(
        "series_open",
        _text("tenant"),
        _number("source"),
        _number("start"),
        _number("seq"),
        _double("first"),
        _text("layout", 32),
        _bytes("times"),
        _bytes("data"),
        _key("series_open", "source", "start", "seq", "first"),
    )
    op.create_table(
        "series_chunks",
        _text("tenant"),
        _number("source"),
        _integer("resolution"),
        _number("start"),
        _double("end"),
        _text("layout", 32),
        _bytes("times"),
        _bytes("data"),
        _integer("damaged"),
        _key("series_chunks", "source", "resolution", "start"),
    )
    op.create_index("ix_series_chunks_start", "series_chunks", ["tenant", "resolution", "start"])


def _made() -> None:
    op.create_table(
        "series_sums",
        _text("tenant"),
        _number("id"),
        _number("start"),
        _number("source"),
        _double("least"),
        _double("most"),
        _double("total"),
        _integer("count"),
        _double("last"),
        _key("series_sums", "id", "start", "source"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_series_sums_start", "series_sums", ["tenant", "start"])
    op.create_table(
        "series_due",
        _text("tenant"),
        _integer("resolution"),
        _number("start"),
        _number("source"),
        _key("series_due", "resolution", "start", "source"),
    )
    op.create_table(
        "series_restamped",
        _text("tenant"),
        _number("source"),
        _number("seq"),
        _double("sent"),
        _double("stamped"),
        _key("series_restamped", "source", "seq"),
    )
