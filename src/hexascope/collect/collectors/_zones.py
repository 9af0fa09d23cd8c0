"""Local times of a host in seconds since 1970, by the host's own table of its time zone."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import import_module
from io import BytesIO
from struct import error as StructError  # noqa: N812 - it is a class there too
from typing import NamedTuple

from hexascope.collect.contract import HostFiles, NotHere
from hexascope.domain.use import Status

LOCAL = "/etc/localtime"
_UTC = ("/UTC", "/Etc/UTC", "/UCT", "/Universal", "/Zulu", "/Etc/GMT", "/GMT")
_SHOWN = re.compile(rb"\\x([89a-f][0-9a-f])")
_NAME = re.compile(r"zoneinfo/(?:posix/|right/)?([A-Za-z0-9_+/-]{1,60})$")


class Zone(NamedTuple):
    """A host's time zone; `doubt` says why its local times are taken as UTC, '' if they are not."""

    name: str
    rules: tzinfo
    doubt: str = ""

    def seconds(self, local: datetime) -> float:
        """Give a local time in seconds since 1970; the first of two that read the same."""
        return local.replace(tzinfo=self.rules).timestamp()

    def local(self, seconds: float) -> datetime:
        """Give the local time of a moment."""
        return datetime.fromtimestamp(seconds, self.rules)


def zone(host: HostFiles) -> Zone:
    """Read the zone that local times of logs and crontabs are in.

    A host without the table keeps UTC, as the C library does.
    """
    name = _name(host)
    if name == "UTC":
        return Zone("UTC", UTC)
    try:
        text = host.read(LOCAL)
    except NotHere as reason:
        doubt = "" if reason.status is Status.NOT_PRESENT else reason.reason
        return Zone("UTC", UTC, doubt)
    try:
        return Zone(name or "local", _rules(text))
    except (ValueError, LookupError, ArithmeticError, TypeError, EOFError, StructError) as error:
        return Zone("UTC", UTC, f"{LOCAL} is no table of a time zone ({type(error).__name__})")


def _name(host: HostFiles) -> str:
    try:
        target = host.link(LOCAL)
    except NotHere:
        return ""
    if target.endswith(_UTC):
        return "UTC"
    told = _NAME.search(target)
    return told[1] if told else ""


def _rules(text: str) -> tzinfo:
    """Make the rules from the file; its bytes beyond ASCII are shown as `\\xff` in a text."""
    try:
        # only here, for most hosts keep UTC; by its name, for older Pythons have none
        zones = import_module("zoneinfo")
    except ImportError:
        raise ValueError("this Python is too old to read it") from None
    data = _SHOWN.sub(lambda found: bytes.fromhex(found[1].decode()), text.encode())
    made: tzinfo = zones.ZoneInfo.from_file(BytesIO(data))
    # tables that were tampered with may be read and then have offsets of years
    for moment in (0.0, 1.8e9):
        offset = datetime.fromtimestamp(moment, made).utcoffset()
        if offset is None or abs(offset) > timedelta(hours=26):
            raise ValueError("an offset that no place has")
    return made
