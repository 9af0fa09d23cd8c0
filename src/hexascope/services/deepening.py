"""Probing after a look: what the findings call for is measured, and judged with them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hexascope.collect.bundle.probes import append
from hexascope.collect.probing.choose import choose
from hexascope.collect.probing.host import LocalProbeHost
from hexascope.collect.probing.run import MeteredHost, run
from hexascope.domain.errors import BadSettings
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Where


def this_host(seconds: float) -> MeteredHost:
    """Give this host to one probe."""
    return LocalProbeHost(seconds=seconds)


def refuse_elsewhere(where: Where) -> None:
    """Say that probes run on this host and now; what a bundle holds of them is judged anyway."""
    if where.address or where.at:
        told = f"--from {where.address}" if where.address else f"--at {where.at}"
        raise BadSettings(
            f"--deep can't go with {told}: probes run on this host, now. Leave --deep out (a bundle"
            " is judged with what was probed when it was made), or run it on that host"
        )


def deepen(
    service: Examinations,
    looked: Looked,
    wishes: Wishes,
    bundle: Path | None,
    make: Callable[[float], MeteredHost] = this_host,
) -> Looked:
    """Weigh, probe what the findings call for, and add that to what was looked at; blocking.

    With a path, what was measured is added to the evidence bundle there.
    """
    if not wishes.deep:
        return looked
    probed = run(choose(service.weigh(looked, wishes), service.probes.values()), make)
    if bundle is not None:
        append(bundle, probed)
    return replace(looked, probed=probed)
