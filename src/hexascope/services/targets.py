"""An examination with a target: what is said when it is not there."""

from collections.abc import Mapping

from hexascope.collect.contract import Collector, HostFiles, Look, LookKind
from hexascope.collect.look import look
from hexascope.domain.errors import BadTarget
from hexascope.domain.rows import TargetProcess
from hexascope.domain.snapshot import Missing, Snapshot, Window
from hexascope.domain.target import Target
from hexascope.kit import clock

COLLECTOR = "target_tasks"
TARGET = "target"


def must_be_here(files: HostFiles, collectors: Mapping[str, Collector]) -> None:
    """Raise BadTarget, with near names, before a window is waited for in vain."""
    one = collectors.get(COLLECTOR)
    if one is None:
        raise BadTarget("a target was named, but the settings turn collectors.target_tasks off")
    at = Look(kind=LookKind.FULL, number=0, at=clock.monotonic(), time=clock.wall(), files=files)
    _refuse(look(at, {COLLECTOR: one}))


def must_be_seen(window: Window, target: Target | None) -> None:
    """Raise BadTarget where a window says that what it was asked about was never there."""
    if not window.first.rows(TargetProcess) and not window.last.rows(TargetProcess):
        _refuse(window.first)
        if target is not None:
            raise BadTarget(
                f"nothing here tells of the {target.kind.value} {target.name!r}: threads are"
                " watched while a host is looked at; examine the host itself, or record there"
                f" with --{target.kind.value}"
            )


def _refuse(seen: Snapshot) -> None:
    said: Missing | None = seen.missing.get(TARGET)
    if said is not None and not seen.rows(TargetProcess):
        raise BadTarget(said.reason)
