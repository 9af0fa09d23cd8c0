"""Updates that the host knows of, and whether it waits for a restart."""

import re
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

AVAILABLE = "/var/lib/update-notifier/updates-available"
RESTART = "/run/reboot-required"
LONGEST = 4096

_PENDING = re.compile(r"^(\d+) (?:updates?|packages?) can be", re.MULTILINE)
_SECURITY = re.compile(
    r"^(\d+) (?:of these )?updates? (?:is|are) (?:a )?(?:standard )?security updates?", re.MULTILINE
)


@collector(
    reads=(AVAILABLE, RESTART, "/run"),
    gives=("update.pending", "update.security", "update.restart_required"),
)
def updates(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read what the package manager noted at its last look; nothing is asked of any server.

    Debian and Ubuntu keep such notes; on other systems there is nothing to read.
    """
    waits = "reboot-required" in host.names("/run")
    yield Reading("update.restart_required", (), float(waits), RESTART)
    try:
        note = host.read_part(AVAILABLE, LONGEST).text
    except NotHere as reason:
        for family in ("update.pending", "update.security"):
            yield Missing(family, reason.status, reason.reason)
        return
    pending, security = _PENDING.search(note), _SECURITY.search(note)
    if pending is None:
        unclear = f"{AVAILABLE}: it names no number of updates"
        yield Missing("update.pending", Status.UNREADABLE, unclear)
    else:
        yield Reading("update.pending", (), float(pending[1]), AVAILABLE)
    # a note that names updates and no security updates has none
    yield Reading("update.security", (), float(security[1]) if security else 0.0, AVAILABLE)
