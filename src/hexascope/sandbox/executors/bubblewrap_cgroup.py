"""Namespaces by bubblewrap, a filter of system calls, and a cgroup around the whole job."""

from dataclasses import dataclass, replace

from hexascope.domain.errors import NoSandbox
from hexascope.domain.text import Text, text
from hexascope.sandbox import bubblewrap as wall
from hexascope.sandbox import cgroups
from hexascope.sandbox.contract import Executor, Job, Level, Limits, Ran, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class BubblewrapCgroup(Executor):
    """bubblewrap + seccomp + cgroup: nothing a job starts can be outside of its bounds."""

    def why_not(self) -> Text | None:
        """Say what is missing; makes a cgroup and removes it."""
        missing = wall.missing()
        if missing is not None:
            return missing
        try:
            cgroups.made(Limits()).end()
        except cgroups.NoCgroup as error:
            return text("no cgroup can be made: {reason}", reason=str(error))
        return None

    def run(self, job: Job) -> Ran:
        """Run a job."""
        try:
            group = cgroups.made(job.limits)
        except cgroups.NoCgroup as error:
            raise NoSandbox(f"no cgroup can be made: {error}") from None
        try:
            ran = wall.run(self, job, group)
            if not ran.well and group.out_of_memory():
                return replace(ran, why=Why.MEMORY)
            return ran
        finally:
            group.end()


bubblewrap_cgroup = BubblewrapCgroup(name="bubblewrap_cgroup", level=Level.CGROUP)
