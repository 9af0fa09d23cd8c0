"""Through the Python of another host: the recorder goes there by a pipe, a bundle comes back."""

import shlex
from collections.abc import Sequence

from hexascope.collect.bundle.layout import MOST_PACKED_BYTES
from hexascope.collect.contract import Plan
from hexascope.collect.recorder.build import built, own_collectors
from hexascope.collect.remote.login import Connection, last_words
from hexascope.domain.errors import CannotReach
from hexascope.domain.target import Target
from hexascope.kit import clock

SPARE_SECONDS = 60.0
"""What recording may take beyond its window on a slow host with thousands of processes."""


def recorded(
    connection: Connection, collectors: Sequence[str], plan: Plan, target: Target | None
) -> bytes:
    """Record the host there and give the bundle; nothing is written on its disks."""
    talk, host = connection.talk, connection.address.host
    known = own_collectors(dict.fromkeys(collectors))
    words = [connection.python, "-I", "-S", "-B", "-", "--quiet", "--window"]
    words.append(f"{plan.window_seconds:g}")
    if target is not None:
        words += ["--target", f"{target.kind.value}:{target.name}"]
    if any(char in word for word in words for char in "\n\r\0"):
        raise CannotReach("a target's name can't have line ends in it")
    mark = f"\n{connection.mark} bundle\n".encode()
    connection.run(f"printf '\\n%s bundle\\n' '{connection.mark}'; exec {shlex.join(words)}")
    talk.send(built(known).encode())
    talk.finish()
    until = clock.monotonic() + plan.window_seconds + SPARE_SECONDS
    talk.through(mark, limit=MOST_PACKED_BYTES, until=until)
    bundle = talk.rest(limit=MOST_PACKED_BYTES, until=until)
    code = talk.code(until=min(until, clock.monotonic() + 5.0))
    if code != 0 or not bundle:
        said = last_words(talk.errors.decode(errors="replace"))
        told = said or f"ssh ended with {code} before all of it had come"
        raise CannotReach(f"recording {host} did not come to its end: {told}")
    return bundle
