"""A secret of the instance that is made once, whichever process comes first."""

from sqlalchemy import Connection

from hexascope.domain.errors import NotKnown
from hexascope.store.database.secrets import Secrets


def kept_or_put(
    secrets: Secrets, connection: Connection, name: str, fresh: str, now: float
) -> bytes:
    """Give what is kept under a name; where nothing is, keep the fresh value and give that."""
    secrets.scope.alone(connection, "access", name)
    try:
        return secrets.open(connection, name)
    except NotKnown:
        secrets.put(connection, name, fresh, now)
        return fresh.encode()
