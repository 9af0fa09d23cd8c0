"""Unsafe permissions: anybody may change what root runs."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

OTHERS_WRITE = 0o002
STICKY = 0o1000
"""In a sticky folder anybody may add files; in a search path that is as bad."""


@check(
    resource=Resource.SECURITY,
    aspect=Aspect.SECURITY,
    needs=("permission.mode",),
    limits=NoLimits,
)
def unsafe_permissions(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """Anybody on the host may write to a place that root's programs or jobs come from.

    Why it matters: who may write there becomes root the next time that a job or a program of that
    name runs.

    What to do: take the right away (`chmod o-w`), and look at what lies there that no package put.
    """
    for piece in case.of("permission.mode"):
        mode = str(piece.value).split()[0]
        if not int(mode, 8) & OTHERS_WRITE:
            continue
        path = piece.label("path")
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.NONE,
            standing=True,
            title=text("Anybody may write to {path}", path=path),
            description=text(
                "Its permissions are {mode}: root's programs, jobs or accounts come from there.",
                mode=mode,
            ),
            recommendation=text(
                "chmod o-w {path}, then look for files in it that no package owns.", path=path
            ),
            culprit=culprits.named(EntityKind.FILE, path, path=path),
            evidence=(piece,),
            confidence=95,
        )
