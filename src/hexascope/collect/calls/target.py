"""What the examination was asked about: a call, so that a bundle keeps it like all else."""

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json
from hexascope.domain.target import Target


def asked_for(target: Target) -> Call:
    """Make the call `target`, which gives the kind and name of what the user named."""

    def answer() -> Json:
        return {"kind": target.kind.value, "name": target.name}

    return answer
