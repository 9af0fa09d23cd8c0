"""What a source of an examination is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hexascope.services.examinations import Examinations, Progress, Wishes
from hexascope.services.looked import Looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where the user wants to look: `address` is '' for this host, else a bundle, `ssh://HOST` or
    `prometheus:URL`; `at` and `since` are as typed. `seconds` is the length of a window of the past
    as the user gave it, 0: he gave none.
    """

    address: str = ""
    at: str = ""
    since: str = ""
    instance: str = ""
    sudo: bool = False
    seconds: float = 0.0


class Source(Protocol):
    """Gives what is to be judged. Blocking, within the limits that the source names.

    Raises BadInput for what can't be used and CannotExamine for what can't be reached.
    """

    def look(
        self, service: Examinations, wishes: Wishes, progress: Progress, bundle: Path | None
    ) -> Looked:
        """Look for a window; with a path, an evidence bundle is written there if it can be."""
