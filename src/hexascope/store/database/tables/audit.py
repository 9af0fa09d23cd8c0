"""The audit log, secrets, and the settings of tenants."""

from sqlalchemy import JSON, BigInteger, Column, Double, Integer, LargeBinary, String, Text

from hexascope.store.database.tables.metadata import tenanted

audit_chains = tenanted(
    "audit_chains",
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("start", LargeBinary, nullable=False),
    Column("signed_seq", BigInteger, nullable=False),
    Column("signed_at", Double, nullable=False),
)
"""Where each tenant's log stands: its newest record, the key of the next, and the first key,
sealed by the master key (empty once an auditor has taken it away)."""

audit_records = tenanted(
    "audit_records",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time", Double, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("resource", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("mac", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""`details` is canonical JSON, as it was hashed; the hash before is that of the row before."""

audit_heads = tenanted(
    "audit_heads",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time", Double, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("public_key", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
    Column("given", Double, nullable=True),
)
"""Signed heads; `given` says when the outside place took one."""

data_keys = tenanted(
    "data_keys",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("master", String(16), nullable=False),
    Column("created", Double, nullable=False),
)
"""The keys of a tenant's secrets, the newest the one in use, each wrapped by a master key."""

secrets = tenanted(
    "secrets",
    Column("name", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("data_key", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("created", Double, nullable=False),
    Column("changed", Double, nullable=False),
    Column("used", Double, nullable=True),
)
"""`version` counts the values that a name had; `used` is when it was last read, to the minute."""

tenant_settings = tenanted(
    "tenant_settings",
    Column("version", Integer, nullable=False),
    Column("values", JSON, nullable=False),
    Column("changed", Double, nullable=False),
    Column("changed_by", String(256), nullable=False),
)
"""What a tenant has set otherwise than the server's files: dotted names and values."""
