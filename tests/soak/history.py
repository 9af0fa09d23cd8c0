"""What each client did, written down before and after each operation, as a line of JSON.

A line that was not written is an operation that was not begun.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Phase(StrEnum):
    """How far an operation came, as its client knows it."""

    INTENDED = "intended"
    """It is about to be sent."""
    ACKED = "acked"
    """The server said that it keeps it."""
    REFUSED = "refused"
    """The server said that it does not (4xx, 429, 507): it must not be there, unless sent again."""
    UNKNOWN = "unknown"
    """No answer came: it may be there or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: `key` names what is kept (the same for each try), `stream` orders keys by `seq`."""

    time: float
    client: str
    kind: str
    key: str
    phase: Phase
    stream: str = ""
    seq: int = 0
    note: str = ""


class History:
    """Appends lines to a file, and gives them back."""

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._path = file
        self.lines: list[Line] = []

    def write(
        self,
        client: str,
        kind: str,
        key: str,
        phase: Phase,
        *,
        stream: str = "",
        seq: int = 0,
        note: str = "",
    ) -> None:
        """Write one line now."""
        line = Line(
            time=self._clock(),
            client=client,
            kind=kind,
            key=key,
            phase=phase,
            stream=stream,
            seq=seq,
            note=note,
        )
        self.lines.append(line)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(line)) + "\n")


def read(file: Path) -> Iterable[Line]:
    """Read a history that another run has written, to check it again."""
    for row in file.read_text(encoding="utf-8").splitlines():
        told = json.loads(row)
        yield Line(**{**told, "phase": Phase(told["phase"])})
