"""Users with their sessions, tokens and roles, and what logging in needs to remember."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from hexascope.store.database.tables.metadata import LONGEST_ID, metadata, tenanted

HASH = 64
"""Letters of a SHA-256, in hexadecimal."""

users = tenanted(
    "users",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("key", String(256), nullable=False),
    Column("email", String(256), nullable=False),
    Column("email_key", String(256), nullable=False),
    Column("password", String(256), nullable=False),
    Column("totp", String(200), nullable=False),
    Column("totp_offered", String(200), nullable=False),
    Column("totp_step", BigInteger, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("instance", Boolean, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Column("changed", Double, nullable=False),
    Column("seen", Double, nullable=True),
    UniqueConstraint("tenant", "key"),
    Index(None, "tenant", "email_key"),
)
"""`key` and `email_key` are compared, `name` and `email` shown; `password` is a hash of argon2id,
empty for who has none; `totp` is the name of the secret with an authenticator's key, `totp_offered`
that of one that is being set up; `totp_step` is the last half minute whose code was used.
"""

recovery_codes = tenanted(
    "recovery_codes",
    Column("user", String(LONGEST_ID), primary_key=True),
    Column("hash", String(HASH), primary_key=True),
)

sessions = tenanted(
    "sessions",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("hash", String(HASH), nullable=False),
    Column("user", String(LONGEST_ID), nullable=False),
    Column("created", Double, nullable=False),
    Column("seen", Double, nullable=False),
    Column("ends", Double, nullable=False),
    Column("address", String(64), nullable=False),
    Column("browser", String(256), nullable=False),
    Index(None, "hash", unique=True),
    Index(None, "tenant", "user"),
    Index(None, "ends"),
)
"""`id` is what lists show; `hash` that of the secret in the cookie."""

tokens = tenanted(
    "tokens",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("user", String(LONGEST_ID), nullable=False),
    Column("hash", String(HASH), nullable=False),
    Column("permissions", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Column("ends", Double, nullable=False),
    Column("used", Double, nullable=True),
    Index(None, "id", unique=True),
    Index(None, "tenant", "user"),
)

roles = tenanted(
    "roles",
    Column("name", String(LONGEST_ID), primary_key=True),
    Column("permissions", JSON, nullable=False),
    Column("changed", Double, nullable=False),
)
"""A tenant's own roles; those that every tenant has are in services/access/roles.py."""

identities = tenanted(
    "identities",
    Column("issuer", String(512), primary_key=True),
    Column("subject", String(256), primary_key=True),
    Column("user", String(LONGEST_ID), nullable=False),
    Column("created", Double, nullable=False),
    Index(None, "tenant", "user"),
)

refresh_tokens = tenanted(
    "refresh_tokens",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("family", String(LONGEST_ID), nullable=False),
    Column("token", String(LONGEST_ID), nullable=False),
    Column("hash", String(HASH), nullable=False),
    Column("created", Double, nullable=False),
    Column("ends", Double, nullable=False),
    Column("used", Double, nullable=True),
    Index(None, "id", unique=True),
    Index(None, "tenant", "family"),
    Index(None, "ends"),
)
"""A family begins with one request for an access token, and ends whole when one is used twice."""

denied_tokens = tenanted(
    "denied_tokens",
    Column("id", String(LONGEST_ID), primary_key=True),
    Column("ends", Double, nullable=False),
)
"""Access tokens that were revoked before their end, by their `jti`."""

links = tenanted(
    "links",
    Column("hash", String(HASH), primary_key=True),
    Column("user", String(LONGEST_ID), nullable=False),
    Column("created", Double, nullable=False),
    Column("ends", Double, nullable=False),
)
"""One-time links: to make the first administrator (no user), or to set a user's password."""

login_attempts = Table(
    "login_attempts",
    metadata,
    # of no tenant: an address may try any, and accounts that don't exist are counted as well
    Column("key", String(HASH), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Double, nullable=False),
    Column("until", Double, nullable=False),
    Index(None, "last"),
)
