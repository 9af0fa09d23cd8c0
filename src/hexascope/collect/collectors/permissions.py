"""Permissions of the places that root's programs and jobs come from."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading

PLACES = (
    "/etc",
    "/etc/passwd",
    "/etc/shadow",
    "/etc/sudoers",
    "/etc/sudoers.d",
    "/etc/crontab",
    "/etc/cron.d",
    "/etc/cron.hourly",
    "/etc/cron.daily",
    "/etc/cron.weekly",
    "/etc/cron.monthly",
    "/etc/ld.so.preload",
    "/etc/profile.d",
    "/etc/systemd/system",
    "/var/spool/cron",
    "/var/spool/cron/crontabs",
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/bin",
    "/root",
)


@collector(reads=("permissions(path)",), gives=("permission.mode",))
def permissions(host: HostFiles) -> Iterator[Reading]:
    """Read who may write to the folders of root's search path, to its jobs and accounts."""
    refused: NotHere | None = None
    seen = 0
    for path in PLACES:
        try:
            told = host.call("permissions", path)
        except NotHere as reason:
            refused = reason
            continue
        if isinstance(told, dict):
            seen += 1
            mode = f"{told['mode']} {'folder' if told['folder'] else 'file'} of {told['uid']}"
            yield Reading("permission.mode", (("path", path),), mode, path)
    if seen == 0 and refused is not None:
        raise refused
