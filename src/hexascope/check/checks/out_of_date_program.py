"""Out-of-date program: it was upgraded, and still runs as it was."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.checks.deleted_executable import ANYBODYS, PACKAGED
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(
    resource=Resource.SECURITY,
    aspect=Aspect.SECURITY,
    needs=("program.deleted_count",),
    limits=NoLimits,
)
def out_of_date_program(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A program was upgraded on disk and still runs in its old version.

    Why it matters: what the upgrade repaired, perhaps a security hole, is still open in what runs.

    What to do: start it again at the next quiet moment.
    """
    uses = {str(one.pid): one for one in case.rows(ProcessUse) if not one.ended}
    by_path: dict[str, list[tuple[ProcessUse, Evidence]]] = defaultdict(list)
    for piece in case.of("program.file"):
        use = uses.get(piece.label("pid"))
        if use is not None and _was_upgraded(piece):
            by_path[piece.label("path")].append((use, piece))
    for path, old in by_path.items():
        rows = [use for use, _ in old]
        yield Found(
            severity=Severity.LOW,
            harm=Harm.NONE,
            standing=True,
            title=text(
                "{name} was upgraded on disk and still runs in its old version",
                name=rows[0].now.comm,
            ),
            description=text(
                "The file {path} that it was started from was replaced; {number:count} "
                "{number:process still runs|processes still run} the old one.",
                path=path,
                number=float(len(old)),
            ),
            recommendation=text(
                "Restart {name} at the next quiet moment, so that the upgrade takes effect.",
                name=rows[0].now.comm,
            ),
            proposals=(proposal("restart_for_upgrade", pid=rows[0].pid),),
            culprit=culprits.processes(case, rows),
            evidence=tuple(piece for _, piece in old),
            confidence=90,
        )


def _was_upgraded(piece: Evidence) -> bool:
    path = piece.label("path")
    if piece.value == "replaced":
        return True
    return piece.value == "gone" and path.startswith(PACKAGED) and not path.startswith(ANYBODYS)
