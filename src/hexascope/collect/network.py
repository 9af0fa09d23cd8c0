"""What several network collectors share: namespaces to look into, and tables of sockets."""

import socket
import sys
from collections.abc import Iterator
from typing import NamedTuple

from hexascope.collect.contract import HostFiles, NotHere
from hexascope.domain.rows import Namespace
from hexascope.domain.use import Status

FULL_AGE_SECONDS = "1"
"""One walk of /proc serves all collectors of a full look."""
LIGHT_AGE_SECONDS = "3600"
"""A light look takes the namespaces of the full look before."""
MOST_LIGHT_NAMESPACES = 8


class Known(NamedTuple):
    """The namespaces to look into; `total` counts those beyond the cap as well."""

    rows: tuple[Namespace, ...]
    total: int
    refused: int


def known(host: HostFiles, kind: str = "net", age: str = FULL_AGE_SECONDS) -> Known:
    """Give the namespaces that have processes, our own one first, then the most populated."""
    answer = host.call("namespaces", kind, age)
    if not isinstance(answer, dict):
        raise NotHere(Status.UNREADABLE, "the list of namespaces made no sense")
    rows = answer.get("rows")
    found = (
        tuple(
            Namespace(str(name), int(str(pid)), int(str(count)), name == answer.get("own"))
            for name, pid, count in (row for row in rows if isinstance(row, list))
        )
        if isinstance(rows, list)
        else ()
    )
    return Known(found, int(str(answer.get("total", 0))), int(str(answer.get("refused", 0))))


def light(host: HostFiles) -> tuple[Namespace, ...]:
    """Give the few namespaces that light looks follow."""
    return known(host, age=LIGHT_AGE_SECONDS).rows[:MOST_LIGHT_NAMESPACES]


def paths(namespaces: tuple[Namespace, ...], file: str) -> Iterator[tuple[Namespace, str]]:
    """Give each namespace with the path that shows its file."""
    for one in namespaces:
        yield one, f"/proc/{one.through}/net/{file}"


TCP_STATES = {
    "01": "ESTABLISHED",
    "02": "SYN_SENT",
    "03": "SYN_RECV",
    "04": "FIN_WAIT1",
    "05": "FIN_WAIT2",
    "06": "TIME_WAIT",
    "07": "CLOSE",
    "08": "CLOSE_WAIT",
    "09": "LAST_ACK",
    "0A": "LISTEN",
    "0B": "CLOSING",
    "0C": "SYN_RECV",
}


def endpoint(text: str) -> str:
    """Write `0100007F:1F90` as `127.0.0.1:8080`; version 6 stands in brackets."""
    address, port = text.split(":")
    raw = bytes.fromhex(address)
    if sys.byteorder == "little":
        raw = b"".join(raw[at : at + 4][::-1] for at in range(0, len(raw), 4))
    if len(raw) == 16 and raw.startswith(b"\0" * 10 + b"\xff\xff"):
        raw = raw[12:]
    if len(raw) == 4:
        return f"{socket.inet_ntop(socket.AF_INET, raw)}:{int(port, 16)}"
    return f"[{socket.inet_ntop(socket.AF_INET6, raw)}]:{int(port, 16)}"
