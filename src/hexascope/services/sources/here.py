"""This host, looked at now."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.calls import CALLS
from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.target import TargetCalls
from hexascope.collect.contract import Looks
from hexascope.collect.hosts.local import LocalFiles, LocalHost
from hexascope.collect.samples import with_samples
from hexascope.derive.host import host_facts
from hexascope.domain.errors import CannotWrite
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Window
from hexascope.kit import clock
from hexascope.services.examinations import Examinations, Progress, Wishes
from hexascope.services.looked import Looked, cost_of
from hexascope.services.targets import must_be_here


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisHost:
    """This host; the examination lowers its own priority by `niceness`.

    `since` is the call that tells since when the past is asked for as well, None: it is not.
    """

    host: HostFacts
    niceness: int = 0
    since: Call | None = None

    def look(
        self, service: Examinations, wishes: Wishes, progress: Progress, bundle: Path | None
    ) -> Looked:
        """Look at this host for a window; with a path, the evidence bundle is written there."""
        _lower_priority(self.niceness)
        began = clock.monotonic()
        calls = CALLS if self.since is None else {**CALLS, "since": self.since}
        about = None if wishes.target is None else TargetCalls(wishes.target)
        files = LocalFiles(calls=calls if about is None else {**calls, **about.calls})
        local = LocalHost(files)
        try:
            if about is not None:
                wishes = replace(wishes, plan=with_samples(wishes.plan))
                must_be_here(files, service.collectors)
            if bundle is None:
                window = service.look(local, wishes.plan, progress)
            else:
                window = _recorded(service, local, self.host, wishes, progress, bundle)
        finally:
            if about is not None:
                about.close()
        return Looked(window=window, host=self.host, cost=cost_of(window, files.reads, began))


def _recorded(
    service: Examinations,
    local: Looks,
    host: HostFacts,
    wishes: Wishes,
    progress: Progress,
    bundle: Path,
) -> Window:
    """Look, and write what was read into a bundle."""
    try:
        with bundle.open("wb") as stream:
            writer = BundleWriter(stream)
            try:
                window = service.look(RecordedHost(local, writer), wishes.plan, progress)
                writer.close(host_facts(host, window), wishes.plan, {"uid": os.geteuid()})
            finally:
                writer.abandon()
    except OSError as error:
        raise CannotWrite(
            f"the evidence bundle could not be written: {error.strerror or error};"
            " make room, or use --no-keep"
        ) from None
    return window


def _lower_priority(niceness: int) -> None:
    try:
        os.nice(max(0, min(19, niceness) - os.nice(0)))
    except OSError:
        return  # a sandbox may forbid it: then the look runs at the priority it has
