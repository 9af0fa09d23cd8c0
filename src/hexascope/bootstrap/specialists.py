"""Who sits at the panel: the six, and users' own specialists beside them."""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hexascope.consult.contract import Specialist
from hexascope.kit.plugins import discover
from hexascope.settings.places import specialist_folders

if TYPE_CHECKING:  # read only where somebody has made a specialist
    from hexascope.services.own_specialists import Gathered


def own_specialists() -> "Gathered | None":
    """Give users' own specialists with who of them can't be heard; None where there is none."""
    folders = specialist_folders(os.environ)
    if not any(next(one.glob("*.toml"), None) for one in folders):
        return None
    from hexascope.services.own_specialists import gathered

    found = gathered(folders)
    return found if found.found or found.unfit else None


def specialists(own: "Gathered | None") -> dict[str, Specialist]:
    """Give the six, with users' own specialists where there are some."""
    import hexascope.consult.specialists

    six = discover(hexascope.consult.specialists, Specialist)
    return six if own is None else _with_own(six, own)


def wanted(own: "Gathered | None") -> tuple[str, ...]:
    """Give the evidence that users' own specialists want to see, each once."""
    if own is None:
        return ()
    return tuple(dict.fromkeys(key for one, _ in own.found.values() for key in one.wants))


def _with_own(six: Mapping[str, Specialist], own: "Gathered") -> dict[str, Specialist]:
    """Add own specialists, and let the coordinator know their fields."""
    from hexascope.consult.consensus import FIELDS
    from hexascope.consult.own.rules import specialist_of
    from hexascope.consult.specialists.coordinator import settle
    from hexascope.domain.opinion import Role

    fields = {**FIELDS, **{name: one.field for name, (one, _) in own.found.items()}}
    added = {name: specialist_of(one) for name, (one, _) in own.found.items()}
    coordinator = replace(six[Role.COORDINATOR], settle=partial(settle, fields=fields))
    return {**six, **added, Role.COORDINATOR.value: coordinator}
