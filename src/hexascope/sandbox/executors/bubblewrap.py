"""Namespaces by bubblewrap, a filter of system calls, and limits for each process."""

from dataclasses import dataclass

from hexascope.domain.text import Text
from hexascope.sandbox import bubblewrap as wall
from hexascope.sandbox.contract import Executor, Job, Level, Ran


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubblewrap(Executor):
    """bubblewrap + seccomp + resource limits; memory of the whole is looked at, not held."""

    def why_not(self) -> Text | None:
        """Say what is missing."""
        return wall.missing()

    def run(self, job: Job) -> Ran:
        """Run a job."""
        return wall.run(self, job)


bubblewrap = Bubblewrap(name="bubblewrap", level=Level.NAMESPACES)
