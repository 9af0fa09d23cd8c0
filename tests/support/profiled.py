"""An examination with a profile in it."""

from dataclasses import replace

from hexascope.domain.examination import Examination
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.profile import Profile, ProfileKind
from hexascope.domain.use import Status
from tests.support.examinations import examination

STACKS = (
    (("gzip", "main", "deflate"), 60),
    (("gzip", "main", "crc32"), 10),
    (("gzip", "read", "vfs_read_[k]"), 25),
    (("gzip", "[unknown] (gzip)"), 5),
)


def profile(*stacks: tuple[tuple[str, ...], int], source: str = "perf_event cpu-clock") -> Profile:
    """Make a profile; without stacks that of a gzip."""
    return Profile(
        name="gzip",
        kind=ProfileKind.ON_CPU,
        pids=(7,),
        hertz=49,
        seconds=2.5,
        source=source,
        stacks=stacks or STACKS,
    )


def profiled(*profiles: Profile) -> Examination:
    """Make an examination whose probes gave profiles."""
    result = ProbeResult(
        probe="cpu_profile",
        subject=Subject(name="gzip", pids=(7,)),
        status=Status.MEASURED,
        seconds=2.6,
        cpu_s=0.05,
        profiles=profiles or (profile(),),
    )
    return replace(examination(), probed=(result,))
