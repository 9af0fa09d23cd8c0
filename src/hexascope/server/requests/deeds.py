"""What a route adds to the deed that its first write records."""

from dataclasses import replace

from hexascope.store.database.contract import EVERYWHERE
from hexascope.store.database.scope import Scope


def telling(scope: Scope, *, object: str = "", **details: str) -> Scope:  # noqa: A002 - the deed's
    """Have the record say what was changed: names and new values, never a secret."""
    if scope.pending is not None:
        deed = scope.pending.deed
        scope.pending.deed = replace(
            deed, object=object or deed.object, details={**deed.details, **details}
        )
    return scope


def over_all(scope: Scope) -> Scope:
    """Give the rows of all tenants for the same deed: for the instance's administrator alone."""
    return replace(scope, tenant=EVERYWHERE)
