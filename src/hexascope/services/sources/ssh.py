"""Another host, looked at now through ssh."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.remote.address import Address
from hexascope.collect.remote.host import ShellHost
from hexascope.collect.remote.login import Connection, reached
from hexascope.collect.remote.python import recorded
from hexascope.domain.errors import BadBundle, CannotReach
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Window
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
            if not connection.python:
                return self._through_sh(connection, service, wishes, progress, bundle, began)
            kept = recorded(connection, list(service.collectors), wishes.plan, wishes.target)
        return _judged(self.address, kept, service, wishes, progress, bundle, began)

    def _through_sh(
        self,
        connection: Connection,
        service: Examinations,
        wishes: Wishes,
        progress: Progress,
        bundle: Path | None,
        began: float,
    ) -> Looked:
        """Look without Python there; with a path, what came is kept as a bundle."""
        if wishes.target is not None:
            raise CannotReach(
                f"{self.address.host} has no Python from 3.6 on, and through sh alone a target's"
                " threads can't be watched: leave the target out"
            )
        host = ShellHost(connection, service.collectors)
        facts = host.facts()
        if bundle is None:
            window = service.look(host, wishes.plan, progress)
        else:
            with bundle.open("wb") as stream:
                window = _kept(service, host, facts, wishes, progress, stream)
        return Looked(window=window, host=facts, cost=cost_of(window, {}, began))


def _kept(
    service: Examinations,
    host: ShellHost,
    facts: HostFacts,
    wishes: Wishes,
    progress: Progress,
    stream: IO[bytes],
) -> Window:
    writer = BundleWriter(stream)
    try:
        window = service.look(RecordedHost(host, writer), wishes.plan, progress)
        writer.close(facts, wishes.plan, {"uid": 0 if facts.privileged else None})
    finally:
        writer.abandon()
    return window


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
