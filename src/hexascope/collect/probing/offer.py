"""What `--deep` would run, said by a report that was made without it."""

from collections.abc import Iterable

from hexascope.collect.probing.choose import Chosen, choose
from hexascope.collect.probing.contract import Probe
from hexascope.domain.case import Case
from hexascope.domain.text import Text, text
from hexascope.domain.use import Severity, When

MOST_OFFERED = 3
"""Subjects that are named in a report."""


def would_probe(case: Case, probes: Iterable[Probe]) -> tuple[Chosen, ...]:
    """Give what --deep would run, where a finding of now is worth it."""
    if not any(one.severity >= Severity.MEDIUM and one.when is When.NOW for one in case.findings):
        return ()
    return choose(case, probes)


def offers(case: Case, probes: Iterable[Probe]) -> tuple[Text, ...]:
    """Say what --deep would measure on whom: steps that a report may end with."""
    by_subject: dict[str, list[str]] = {}
    for probe, subject in would_probe(case, probes):
        by_subject.setdefault(subject.name, []).append(probe.name)
    return tuple(
        text(
            "Run `hexascope examine --deep` while it lasts: it would probe {name} ({probes}).",
            name=name,
            probes=", ".join(dict.fromkeys(names)),
        )
        for name, names in list(by_subject.items())[:MOST_OFFERED]
    )
