"""What /metrics tells of the live door."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client import Counter as Counted

from hexascope.server.live.closing import Closing


class Measures:
    """Counts connections of one process, and those that the server closed, by their code."""

    def __init__(self, registry: CollectorRegistry, connections: Callable[[], int]) -> None:
        gauge = Gauge(
            "hexascope_live_connections", "Live WebSockets that are open.", registry=registry
        )
        gauge.set_function(lambda: float(connections()))
        self._closed = Counted(
            "hexascope_live_closed",
            "Live WebSockets that the server closed, by code; 1013: too slow or too many.",
            ("code",),
            registry=registry,
        )

    def closed(self, closing: Closing) -> None:
        """Count one that was closed."""
        self._closed.labels(str(closing.code)).inc()
