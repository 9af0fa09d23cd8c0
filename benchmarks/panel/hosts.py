"""Kept hosts, weighed: cases of which it is known what is wrong, or that nothing is."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity, When
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.sources.kept import KeptLooks
from tests.support import kept
from tests.support.kept_digests import service

HEALTHY = "-healthy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A kept host as a case; `truth` is the finding that its description expects first."""

    name: str
    case: Case
    truth: Finding | None


@cache
def names() -> tuple[str, ...]:
    """Give all kept hosts, the healthy twin of each behind it where there is one."""
    return tuple(
        name
        for host in kept.names()
        for name in (host, host + HEALTHY)
        if not name.endswith(HEALTHY) or "healthy" in kept.described(host)
    )


@cache
def host(name: str) -> Host:
    """Look at a kept host and weigh it; KeyError for a name that there is not."""
    if name not in names():
        raise KeyError(name)
    made = kept.made(name.removesuffix(HEALTHY), healthy=name.endswith(HEALTHY))
    case = _weighed(made, service())
    return Host(name=name, case=case, truth=_truth(case, made))


def _weighed(made: kept.Made, parts: Examinations) -> Case:
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "host.hxb"
        bundle.write_bytes(kept.bundle(made, parts))
        return parts.weigh(
            KeptLooks(path=bundle).look(parts, Wishes(), lambda _: None, None), Wishes()
        )


def _truth(case: Case, made: kept.Made) -> Finding | None:
    """Give the first finding that the description expects; None for a healthy twin."""
    if made.name.endswith(HEALTHY):
        return None
    expected = {
        (str(one["check"]), str(one.get("culprit", ""))) for one in made.expected.get("finding", ())
    }
    for one in case.findings:
        name = one.culprit.name if one.culprit else ""
        counts = one.severity > Severity.INFO and one.when is When.NOW
        if counts and ({(one.check, name), (one.check, "")} & expected):
            return one
    return None
