"""Since when the past is asked for: a call, so that a bundle keeps it like all else."""

from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status


def since() -> Json:
    """Give since when the past is asked for, in seconds since 1970; here nobody asked."""
    raise NotHere(Status.NOT_ASKED, "nobody asked for the past (--since)")


CALLS: Mapping[str, Call] = {"since": since}
