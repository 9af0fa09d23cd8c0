"""What is counted of requests."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Measures:
    """Counts of one process: by route and never by path, which a client could make endless."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "hexascope_http_requests",
            "Requests that were answered.",
            ("route", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "hexascope_http_seconds",
            "Seconds from a request's headers to the end of its answer.",
            ("route",),
            buckets=SECONDS,
            registry=registry,
        )
        self._refused = Counter(
            "hexascope_http_refused",
            "Requests that the frame refused before a route saw them.",
            ("status",),
            registry=registry,
        )
        self.open = Gauge(
            "hexascope_http_open", "Requests that are being answered.", registry=registry
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        known = method if method in METHODS else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def refused(self, status: int) -> None:
        """Count one refusal of the frame."""
        self._refused.labels(str(status)).inc()
