"""What an archive of examinations is; folders keep it now, the server's database will as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kept examination: its ids, its time (RFC 3339), and what it came to in a line."""

    id: str
    host_id: str
    host_name: str
    time: str
    score: int | None
    findings: int
    worst: str
    headline: str
    size_bytes: int


class Archive(Protocol):
    """Keeps examinations: the report as JSON text, and the bundle it was made from.

    All methods raise CannotWrite or BadInput (no such examination; the message names near ones).
    """

    def keep(self, kept: Kept, report: str, bundle: Path | None) -> Kept:
        """Keep one examination: all of it or nothing; the oldest beyond the limits go."""

    def all(self, host_id: str = "") -> Iterator[Kept]:
        """Give what is kept, the newest first, of one host or of all."""

    def report(self, id: str) -> str:  # noqa: A002 - the word of the domain
        """Give one examination's report; an id may be cut to its first 8 characters or more."""

    def bundle(self, id: str) -> Path | None:  # noqa: A002 - as above
        """Give the path of its bundle, None where none was kept."""

    def forget(self, id: str) -> Kept:  # noqa: A002 - as above
        """Remove one examination, and give what it was."""
