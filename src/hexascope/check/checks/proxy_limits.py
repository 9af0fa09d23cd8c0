"""Limits of proxies: each client costs two descriptors, and the limit is small."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

PROXIES = frozenset(
    {"nginx", "haproxy", "envoy", "traefik", "caddy", "apache2", "httpd", "squid", "varnishd"}
)
"""Programs that hold a connection to a client and one to a server for each request."""


@declared
class Limits:
    """Limits of proxy_limits."""

    share: float = limit(
        0.50, Unit.RATIO, "share of a worker's descriptors in use", source="ours: half the way"
    )
    full_share: float = limit(
        0.80, Unit.RATIO, "share from which on descriptors_full speaks of it", source="checks.md"
    )
    small_limit: float = limit(
        4096,
        Unit.COUNT,
        "limits of descriptors up to here are small for a proxy",
        source="ours: 1024 is the default of most systems, and enough for 500 clients",
    )


@check(
    resource=Resource.DESCRIPTORS,
    aspect=Aspect.CAPACITY,
    needs=("process.count",),
    limits=Limits,
)
def proxy_limits(case: Case, limits: Limits) -> Iterator[Found]:
    """A proxy's workers have little room left below a small limit of descriptors.

    Why it matters: a proxy needs two descriptors for each client. The first rush of clients takes
    the other half, and whoever comes then is refused, while CPU and memory are idle.

    What to do: raise the limit of the workers (worker_rlimit_nofile and worker_connections in
    nginx, maxconn in haproxy, LimitNOFILE of the unit) before the rush.
    """
    by_name: dict[str, list[ProcessUse]] = {}
    for use in case.rows(ProcessUse):
        held, most = use.now.descriptors, use.now.descriptor_limit
        if use.now.comm not in PROXIES or held is None or not most or use.ended:
            continue
        if most <= limits.small_limit and limits.share <= held / most < limits.full_share:
            by_name.setdefault(use.now.comm, []).append(use)
    for name, uses in by_name.items():
        fullest = max(uses, key=lambda one: (one.now.descriptors or 0, -one.pid))
        whole = float(fullest.now.descriptor_limit or 0)
        share = (fullest.now.descriptors or 0) / whole
        source, pid = f"/proc/{fullest.pid}/fd", str(fullest.pid)
        yield Found(
            severity=Severity.LOW,
            harm=Harm.NONE,
            standing=True,
            title=text(
                "A worker of {name} has {share:percent} of its {most:count} descriptors in use",
                name=name,
                share=share,
                most=whole,
            ),
            description=text(
                "A proxy needs two for each client, so the next rush of clients meets the limit"
                " of {most:count}.",
                most=whole,
            ),
            recommendation=text(
                "Raise the limit of descriptors of {name}, and its number of connections with it.",
                name=name,
            ),
            proposals=(proposal("raise_descriptors", pid=fullest.pid),),
            culprit=culprits.processes(case, uses),
            evidence=(
                evidence("process.descriptor_share", share, source=source, pid=pid),
                evidence("process.descriptor_limit", whole, source=source, pid=pid),
            ),
            threshold=limits.share,
            confidence=70,
        )
