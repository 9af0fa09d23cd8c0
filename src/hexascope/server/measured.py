"""What is asked for /metrics at the moment of the question, beside what is counted all the time."""

from typing import Any

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from hexascope import __version__
from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.errors import HexascopeError
from hexascope.domain.job import JobState
from hexascope.store.database.counting import jobs_by_state


class Gauges:
    """Gauges of the registry of one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self.jobs = Gauge(
            "hexascope_jobs", "Jobs of all tenants, by their state.", ("state",), registry=registry
        )
        self.store_up = Gauge(
            "hexascope_store_up", "1 while the database answers.", registry=registry
        )
        built = Gauge("hexascope_build_info", "The version.", ("version",), registry=registry)
        built.labels(__version__).set(1)


async def measure(parts: Parts, gauges: Gauges) -> None:
    """Ask what must be asked."""
    try:
        counts = await jobs_by_state(parts.store)
    except HexascopeError:
        gauges.store_up.set(0)
        return  # all else is told none the less: it is now that somebody needs it
    gauges.store_up.set(1)
    for state in JobState:
        gauges.jobs.labels(state.value).set(counts.get(state.value, 0))


def gauges_of(app: Any) -> Gauges:
    """Give the gauges of an app."""
    gauges: Gauges = app.state.gauges
    return gauges
