"""What the examination was asked about, and what its threads do: calls that a bundle keeps.

The calls of one target share what they watch, so they are made for each examination.
"""

from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.target_users import descriptor_holders, path_users
from hexascope.collect.calls.task_ends import Ends
from hexascope.collect.calls.task_watch import Watch
from hexascope.collect.contract import Json
from hexascope.domain.target import Target

MOST_PIDS = 2_000


def asked_for(target: Target) -> Call:
    """Make the call `target`, which gives the kind and name of what the user named."""

    def answer() -> Json:
        return {"kind": target.kind.value, "name": target.name}

    return answer


class TargetCalls:
    """The calls about one target; `close` lets go of the files that they keep open."""

    def __init__(self, target: Target) -> None:
        self._watch = Watch()
        self._ends = Ends(self._watch)
        self.calls: Mapping[str, Call] = {
            "target": asked_for(target),
            "watch_tasks": self._begin,
            "task_samples": self._sample,
            "task_ends": self._ends.ends,
            "descriptor_holders": descriptor_holders,
            "path_users": path_users,
        }

    def close(self) -> None:
        """Close the files of the watched threads."""
        self._watch.close()

    def _begin(self, pids: str, folders: str) -> Json:
        """Watch these processes (numbers between commas) and groups (folders between lines)."""
        wanted = [int(one) for one in pids.split(",") if one.isdecimal()]
        self._watch.begin(wanted[:MOST_PIDS], [one for one in folders.split("\n") if one])
        return len(self._watch.tasks())

    def _sample(self, which: str) -> Json:
        """Give {rows, left_out}: `all` the threads, or those that ran since (`changed`)."""
        return {
            "rows": self._watch.sample(every=which == "all"),
            "left_out": self._watch.left_out,
        }
