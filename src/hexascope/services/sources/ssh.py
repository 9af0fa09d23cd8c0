"""Another host, looked at now through ssh."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.remote.address import Address
from hexascope.collect.remote.login import reached
from hexascope.collect.remote.python import recorded
from hexascope.domain.errors import BadBundle, CannotReach
from hexascope.kit import clock
from hexascope.services.examinations import Examinations, Progress, Wishes
from hexascope.services.looked import Looked, cost_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SshHost:
    """A host that ssh reaches: through its Python, or through its sh where it has none."""

    address: Address
    sudo: bool = False

    def look(
        self, service: Examinations, wishes: Wishes, progress: Progress, bundle: Path | None
    ) -> Looked:
        """Look at that host for a window; with a path, the evidence bundle is written there."""
        began = clock.monotonic()
        with reached(self.address, sudo=self.sudo) as connection:
            kept = recorded(connection, list(service.collectors), wishes.plan, wishes.target)
        return _judged(self.address, kept, service, wishes, progress, bundle, began)


def _judged(
    address: Address,
    kept: bytes,
    service: Examinations,
    wishes: Wishes,
    progress: Progress,
    bundle: Path | None,
    began: float,
) -> Looked:
    """Read a bundle that came from a host: it is checked like any other, and trusted in nothing."""
    with tempfile.TemporaryDirectory(prefix="hexascope-") as folder:
        path = bundle or Path(folder) / "host.hxb"
        path.write_bytes(kept)
        try:
            host = KeptHost(path)
            window = service.look(host, wishes.plan, progress)
        except (BadBundle, ValueError) as error:
            told = str(error).replace(str(path), "what it sent")
            raise CannotReach(f"{address.host} sent no usable recording: {told}") from None
        return Looked(window=window, host=host.facts, cost=cost_of(window, {}, began))
