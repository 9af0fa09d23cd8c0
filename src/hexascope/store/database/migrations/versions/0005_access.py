"""Users, sessions, tokens and roles."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from hexascope.store.database.migrations.walls import wall

revision = "0005"
down_revision = "0004"

OF_TENANTS = (
    "users",
    "recovery_codes",
    "sessions",
    "tokens",
    "roles",
    "identities",
    "refresh_tokens",
    "denied_tokens",
    "links",
)


def upgrade() -> None:
    _people()
    _logins()
    _services()
    wall(*OF_TENANTS)


def downgrade() -> None:
    for table in (*OF_TENANTS, "login_attempts"):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "users",
        _words("tenant", 64),
        _words("id", 64),
        _words("name", 128),
        _words("key", 256),
        _words("email", 256),
        _words("email_key", 256),
        _words("password", 256),
        _words("totp", 200),
        _words("totp_offered", 200),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("instance", sa.Boolean, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        _time("created"),
        _time("changed"),
        _time("seen", nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_users"),
        sa.UniqueConstraint("tenant", "key", name="uq_users_tenant_key"),
    )
    op.create_index("ix_users_tenant_users_email_key", "users", ["tenant", "email_key"])
    op.create_table(
        "recovery_codes",
        _words("tenant", 64),
        _words("user", 64),
        _words("hash", 64),
        sa.PrimaryKeyConstraint("tenant", "user", "hash", name="pk_recovery_codes"),
    )
    op.create_table(
        "roles",
        _words("tenant", 64),
        _words("name", 64),
        sa.Column("permissions", sa.JSON, nullable=False),
        _time("changed"),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_roles"),
    )
    op.create_table(
        "identities",
        _words("tenant", 64),
        _words("issuer", 512),
        _words("subject", 256),
        _words("user", 64),
        _time("created"),
        sa.PrimaryKeyConstraint("tenant", "issuer", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_tenant_identities_user", "identities", ["tenant", "user"])


def _logins() -> None:
    op.create_table(
        "sessions",
        _words("tenant", 64),
        _words("id", 64),
        _words("hash", 64),
        _words("user", 64),
        _time("created"),
        _time("seen"),
        _time("ends"),
        _words("address", 64),
        _words("browser", 256),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_hash", "sessions", ["hash"], unique=True)
    op.create_index("ix_sessions_tenant_sessions_user", "sessions", ["tenant", "user"])
    op.create_index("ix_sessions_ends", "sessions", ["ends"])
    op.create_table(
        "links",
        _words("tenant", 64),
        _words("hash", 64),
        _words("user", 64),
        _time("created"),
        _time("ends"),
        sa.PrimaryKeyConstraint("tenant", "hash", name="pk_links"),
    )
    op.create_table(
        "login_attempts",
        _words("key", 64),
        sa.Column("failures", sa.Integer, nullable=False),
        _time("last"),
        _time("until"),
        sa.PrimaryKeyConstraint("key", name="pk_login_attempts"),
    )
    op.create_index("ix_login_attempts_last", "login_attempts", ["last"])


def _services() -> None:
    op.create_table(
        "tokens",
        _words("tenant", 64),
        _words("id", 64),
        _words("name", 128),
        _words("user", 64),
        _words("hash", 64),
        sa.Column("permissions", sa.JSON, nullable=False),
        _time("created"),
        _time("ends"),
        _time("used", nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_tokens"),
    )
    op.create_index("ix_tokens_id", "tokens", ["id"], unique=True)
    op.create_index("ix_tokens_tenant_tokens_user", "tokens", ["tenant", "user"])
    op.create_table(
        "refresh_tokens",
        _words("tenant", 64),
        _words("id", 64),
        _words("family", 64),
        _words("token", 64),
        _words("hash", 64),
        _time("created"),
        _time("ends"),
        _time("used", nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_refresh_tokens"),
    )
    op.create_index("ix_refresh_tokens_id", "refresh_tokens", ["id"], unique=True)
    op.create_index(
        "ix_refresh_tokens_tenant_refresh_tokens_family", "refresh_tokens", ["tenant", "family"]
    )
    op.create_index("ix_refresh_tokens_ends", "refresh_tokens", ["ends"])
    op.create_table(
        "denied_tokens",
        _words("tenant", 64),
        _words("id", 64),
        _time("ends"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_denied_tokens"),
    )


def _words(name: str, letters: int) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(letters), nullable=False)


def _time(name: str, *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.Double, nullable=nullable)
