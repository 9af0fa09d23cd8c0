"""A probe's answer: what it measured on one subject, what it cost, or why it could not."""

from dataclasses import dataclass

from hexascope.domain.profile import Profile
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a probe is pointed at: processes, or a device, mount, address; `name` is for people."""

    name: str
    pids: tuple[int, ...] = ()
    place: str = ""  # device, mount point, address or path


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """What one probe gave on one subject.

    `status` is MEASURED where it ran; else `reason` says why not. `cpu_s` is what it used of the
    CPUs, its child processes included, `seconds` how long it took.
    """

    probe: str
    subject: Subject
    status: Status
    reason: str = ""
    seconds: float = 0.0
    cpu_s: float = 0.0
    readings: tuple[Reading, ...] = ()
    missing: tuple[Missing, ...] = ()
    profiles: tuple[Profile, ...] = ()
