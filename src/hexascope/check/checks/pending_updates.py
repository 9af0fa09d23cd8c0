"""Pending updates: what the host knows of and has not installed, or not started."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(
    resource=Resource.SECURITY,
    aspect=Aspect.SECURITY,
    needs=("update.restart_required",),
    limits=NoLimits,
)
def pending_updates(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """Security updates wait to be installed, or an installed one waits for a restart.

    Why it matters: a hole that is known and repaired elsewhere is the first one that is tried.

    What to do: install the updates at the next quiet moment, and restart the host where a kernel
    or a base library was among them.
    """
    waiting = case.one("update.security")
    if waiting is not None and waiting.number > 0:
        yield Found(
            severity=Severity.LOW,
            harm=Harm.NONE,
            standing=True,
            title=text(
                "{number:count} security {number:update is|updates are} not installed",
                number=waiting.number,
            ),
            description=text("The host's own package manager counted them at its last look."),
            recommendation=text("Install them at the next quiet moment."),
            culprit=culprits.named(EntityKind.HOST, "security updates"),
            evidence=(waiting,),
            confidence=80,
        )
    restart = case.one("update.restart_required")
    if restart is not None and restart.number > 0:
        yield Found(
            severity=Severity.LOW,
            harm=Harm.NONE,
            standing=True,
            title=text("An installed update waits for a restart of the host"),
            description=text(
                "Until then the old kernel or library runs on, with what the update repaired still"
                " open."
            ),
            recommendation=text("Restart the host at the next quiet moment."),
            culprit=culprits.named(EntityKind.HOST, "restart"),
            evidence=(restart,),
            confidence=90,
        )
