"""What a panel by models may have done before it judges."""

from pathlib import Path
from typing import TYPE_CHECKING

from hexascope.domain.errors import BadSettings
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Where
from hexascope.settings.read import Known

if TYPE_CHECKING:  # imported when a model is asked
    from hexascope.services.errands import PanelErrands

MOST_PROBES = 3


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
    )
