"""What a panel by models may have done before it judges."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hexascope.domain.errors import BadSettings
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Where
from hexascope.settings.groups import Panel
from hexascope.settings.read import Known, nearest

if TYPE_CHECKING:  # imported when a model is asked
    from hexascope.sandbox.contract import Executor
    from hexascope.services.errands import PanelErrands

MOST_PROBES = 3

LEAST_LEVEL, HIGHEST_LEVEL = 2, 4
"""Levels of sandbox.contract that may be demanded: below the first no program of a model runs."""


def errands(
    known: Known,
    service: Examinations,
    looked: Looked,
    wishes: Wishes,
    *,
    where: Where,
    bundle: Path | None = None,
) -> "PanelErrands":
    """Join what does the errands of one look: probes only where it was of this host, and now."""
    from hexascope.services.errands import PanelErrands

    panel = known.settings.panel
    if not 0 <= panel.probes <= MOST_PROBES:
        raise BadSettings(f"panel.probes is {panel.probes}: give 0 to {MOST_PROBES}")
    return PanelErrands(
        service=service,
        looked=looked,
        wishes=wishes,
        bundle=bundle,
        live=not (where.address or where.at),
        code=panel.allow_code,
        most_probes=panel.probes,
        sandbox=_sandbox(panel),
    )


def _sandbox(panel: Panel) -> "Callable[[], Executor]":
    """Give what finds the sandbox that the settings want, when a program is to be run."""
    if not LEAST_LEVEL <= panel.sandbox_level <= HIGHEST_LEVEL:
        told = f"give {LEAST_LEVEL} to {HIGHEST_LEVEL}"
        raise BadSettings(f"panel.sandbox_level is {panel.sandbox_level}: {told}")
    if panel.allow_code and panel.sandbox:
        from hexascope.sandbox.chain import executors

        names = sorted(one.name for one in executors())
        if panel.sandbox not in names:
            offered = f"{', '.join(names)}{nearest(panel.sandbox, names)}"
            raise BadSettings(f"panel.sandbox is {panel.sandbox!r}; there are {offered}")

    def found() -> "Executor":
        from hexascope.sandbox.chain import chosen
        from hexascope.sandbox.contract import Level

        return chosen(Level(panel.sandbox_level), named=panel.sandbox)

    return found
