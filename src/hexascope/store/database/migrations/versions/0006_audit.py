"""The audit log, secrets, and settings of tenants."""

import sqlalchemy as sa
from alembic import op

from hexascope.store.database.migrations.walls import wall

revision = "0006"
down_revision = "0005"

TABLES = (
    "audit_chains",
    "audit_records",
    "audit_heads",
    "data_keys",
    "secrets",
    "tenant_settings",
)


def upgrade() -> None:
    _audit()
    _secrets()
    op.create_table(
        "tenant_settings",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("changed", sa.Double, nullable=False),
        sa.Column("changed_by", sa.String(256), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_tenant_settings"),
    )
    wall(*TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _audit() -> None:
    op.create_table(
        "audit_chains",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("start", sa.LargeBinary, nullable=False),
        sa.Column("signed_seq", sa.BigInteger, nullable=False),
        sa.Column("signed_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_audit_chains"),
    )
    words = "actor actor_kind actor_name verb resource object request address details"
    op.create_table(
        "audit_records",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in words.split()),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "seq", name="pk_audit_records"),
    )
    op.create_table(
        "audit_heads",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("given", sa.Double, nullable=True),
        sa.PrimaryKeyConstraint("tenant", "seq", name="pk_audit_heads"),
    )


def _secrets() -> None:
    op.create_table(
        "data_keys",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("master", sa.String(16), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "version", name="pk_data_keys"),
    )
    op.create_table(
        "secrets",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("data_key", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("changed", sa.Double, nullable=False),
        sa.Column("used", sa.Double, nullable=True),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_secrets"),
    )
