"""Entities made by hand."""

from hexascope.domain.entity import Entity, EntityKind


def entity(kind: EntityKind, name: str, *pids: int, key: str = "", path: str = "") -> Entity:
    """Make a culprit or victim."""
    return Entity(
        kind=kind, name=name, pid=pids[0] if pids else None, pids=pids, key=key, path=path
    )
