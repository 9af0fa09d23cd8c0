"""Hiding names of users and addresses on request: the same name gets the same stand-in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from hexascope.collect.contract import READ_LIMIT, HostFiles, Json, Look, Looks, Part, Plan


class Hidden(StrEnum):
    """What can be hidden in a recording, beside secrets, which always are."""

    USERS = "users"
    ADDRESSES = "addresses"


FIRST_PERSON = 1000
"""Users with smaller numbers are services, whose names tell of nobody."""

_HOME = re.compile(r"(/home/)([^/\0\s:,;'\"]+)")
_TABLE = re.compile(
    r"(/var/spool/cron/(?:crontabs/|tabs/)?)(?!crontabs\b|tabs\b|root\b)([^/\0\s:,;'\"]+)"
)
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_SOCKETS = re.compile(r"/net/(?:tcp|udp|raw|icmp|udplite)6?$")
_HEX4 = re.compile(r"(?<![0-9A-F])([0-9A-F]{8})(?=:[0-9A-F]{4}\b)")
_HEX6 = re.compile(r"(?<![0-9A-F])([0-9A-F]{32})(?=:[0-9A-F]{4}\b)")
_KEPT = re.compile(r"^(?:0\.0\.0\.0|127\..*|255\..*)$")
_PLAIN_HEX = ("00000000", "0100007F")


class HidingFiles:
    """HostFiles that put stand-ins where names of users and addresses were.

    Loopback and 'any' addresses stay: they name nobody, and checks speak of them.
    """

    def __init__(self, files: HostFiles, hidden: frozenset[Hidden], known: dict[str, str]) -> None:
        self._files = files
        self._hidden = hidden
        self._known = known

    def read(self, path: str) -> str:
        return self.read_part(path, READ_LIMIT).text

    def read_part(self, path: str, limit: int) -> Part:
        part = self._files.read_part(path, limit)
        return Part(self._clean(part.text, sockets=bool(_SOCKETS.search(path))), part.whole)

    def names(self, path: str) -> Sequence[str]:
        return self._files.names(path)

    def link(self, path: str) -> str:
        return self._clean(self._files.link(path))

    def call(self, name: str, *arguments: str) -> Json:
        answer = self._clean_value(self._files.call(name, *arguments))
        if Hidden.USERS not in self._hidden:
            return answer
        if name == "user_names" and isinstance(answer, dict):
            return {uid: self._person(uid, value) for uid, value in answer.items()}
        if name == "cron_jobs" and isinstance(answer, list):
            return [self._job(row) for row in answer]
        return answer

    def _person(self, uid: str, name: Json) -> Json:
        """Put a stand-in for a person; users of the system name nobody."""
        is_person = uid.isdecimal() and int(uid) >= FIRST_PERSON
        return self._user(name) if is_person and isinstance(name, str) else name

    def _job(self, row: Json) -> Json:
        """Put a stand-in for whose job it is: table, schedule, user, command."""
        if not isinstance(row, list) or len(row) != 4 or row[2] in ("root", ""):
            return row
        return [row[0], row[1], self._user(str(row[2])), row[3]]

    def clock(self, name: str) -> float:
        return self._files.clock(name)

    def _clean_value(self, value: Json) -> Json:
        if isinstance(value, str):
            return self._clean(value)
        if isinstance(value, list):
            return [self._clean_value(one) for one in value]
        if isinstance(value, dict):
            return {key: self._clean_value(one) for key, one in value.items()}
        return value

    def _clean(self, text: str, *, sockets: bool = False) -> str:
        if Hidden.USERS in self._hidden:
            text = _HOME.sub(lambda found: found[1] + self._user(found[2]), text)
            text = _TABLE.sub(lambda found: found[1] + self._user(found[2]), text)
        if Hidden.ADDRESSES in self._hidden:
            text = _IPV4.sub(lambda found: self._address(found[0]), text)
            if sockets:
                text = _HEX6.sub(lambda found: self._hex(found[1]), text)
                text = _HEX4.sub(lambda found: self._hex(found[1]), text)
        return text

    def _user(self, name: str) -> str:
        return self._known.setdefault(f"user {name}", f"user{len(self._known) + 1}")

    def _address(self, address: str) -> str:
        if _KEPT.match(address):
            return address
        number = self._number(f"address {address}")
        return f"198.18.{number >> 8 & 255}.{number & 255}"

    def _hex(self, address: str) -> str:
        """Stand in for an address as /proc/net/tcp writes it: little-endian words in hex."""
        if address in _PLAIN_HEX or not address.strip("0"):
            return address
        if len(address) == 8:
            plain = ".".join(str(int(address[at : at + 2], 16)) for at in (6, 4, 2, 0))
            parts = [int(part) for part in self._address(plain).split(".")]
            return "".join(f"{part:02X}" for part in reversed(parts))
        return f"{self._number(f'address {address}'):032X}"

    def _number(self, name: str) -> int:
        return int(self._known.setdefault(name, str(len(self._known) + 1)))


class HidingHost:
    """A host whose looks hide names of users or addresses."""

    def __init__(self, host: Looks, hide: frozenset[Hidden]) -> None:
        self._host = host
        self._hide = hide
        self._known: dict[str, str] = {}

    def looks(self, plan: Plan) -> Iterator[Look]:
        """Give the host's looks with stand-ins, the same ones in all of them."""
        for look in self._host.looks(plan):
            yield replace(look, files=HidingFiles(look.files, self._hide, self._known))
