"""A bundle: a host as it was looked at before, or elsewhere."""

from dataclasses import dataclass
from pathlib import Path

from hexascope.collect.bundle.read import KeptHost
from hexascope.domain.errors import BadBundle
from hexascope.kit import clock
from hexascope.services.examinations import Examinations, Progress, Wishes
from hexascope.services.looked import Looked, cost_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLooks:
    """The looks of a bundle."""

    path: Path

    def look(
        self,
        service: Examinations,
        wishes: Wishes,
        progress: Progress,
        bundle: Path | None,  # noqa: ARG002 - there is one already
    ) -> Looked:
        """Take the looks of the bundle instead of looking at a host."""
        began = clock.monotonic()
        kept = KeptHost(self.path)
        try:
            window = service.look(kept, wishes.plan, progress)
        except ValueError as error:
            raise BadBundle(f"{self.path}: {error}") from None
        return Looked(
            window=window,
            host=kept.facts,
            cost=cost_of(window, {}, began),
            probed=kept.probed,
        )
