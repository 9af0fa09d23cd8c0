"""A setting of the kernel runs with another value than its file says."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(
    resource=Resource.KERNEL,
    aspect=Aspect.CAPACITY,
    needs=("sysctl.drift_count",),
    limits=NoLimits,
)
def sysctl_drift(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A setting of the kernel runs with another value than its file says.

    Why it matters: it was changed by hand, and the next start of the host undoes that; or its file
    was never applied. Either way the host is not what its files say.

    What to do: decide which value is right, and bring the other in line with it.
    """
    if case.host.container:
        return  # the kernel is the host's, and the files of an image are not applied to it
    wanted = {one.label("name"): one for one in case.of("sysctl.wanted")}
    for running in case.of("sysctl.running"):
        want = wanted.get(running.label("name"))
        if want is not None:
            yield _found(running, want)


def _found(running: Evidence, want: Evidence) -> Found:
    name, file = want.label("name"), want.label("file")
    return Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        standing=True,
        title=text(
            "{name} is {running}, and its file says {wanted}",
            name=name,
            running=str(running.value),
            wanted=str(want.value),
        ),
        description=text(
            "{file} sets it at the start of the host. It was changed since then, which the next"
            " start undoes, or the file was changed and not applied.",
            file=file,
        ),
        recommendation=text(
            "Decide which value is right: apply the file with `sysctl --system`, or write the"
            " present value into {file}.",
            file=file,
        ),
        culprit=culprits.named(EntityKind.SYSCTL, name),
        evidence=(running, want),
        confidence=85,
    )
