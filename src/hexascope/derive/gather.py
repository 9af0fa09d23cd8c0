"""All derivers over one window, each after those it builds on."""

from collections.abc import Mapping
from graphlib import TopologicalSorter

from hexascope.derive.contract import Deriver
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.use import Status


def gather(window: Window, derivers: Mapping[str, Deriver]) -> Facts:
    """Derive all facts of a window.

    Numbers that make no sense together (a bundle that was tampered with) lose one deriver's
    facts, and say so; they never end the examination.
    """
    facts = Facts()
    order = TopologicalSorter({name: one.after for name, one in sorted(derivers.items())})
    for name in order.static_order():
        try:
            facts = facts.with_more(list(derivers[name].derive(window, facts)))
        except (ArithmeticError, ValueError, LookupError, TypeError) as error:
            reason = f"its numbers made no sense together ({type(error).__name__}: {error})"
            facts = facts.with_more([Missing(name, Status.UNREADABLE, reason[:256])])
    return facts
