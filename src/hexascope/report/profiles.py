"""The profiles of an examination, for formats that write nothing else."""

from hexascope.domain.errors import BadInput
from hexascope.domain.examination import Examination
from hexascope.domain.profile import Profile
from hexascope.kit.visible import visible


def profiles(about: Examination) -> tuple[Profile, ...]:
    """Give what probes profiled; BadInput where there is nothing, with the reasons."""
    found = tuple(profile for one in about.probed for profile in one.profiles if profile.samples)
    if found:
        return found
    if not about.probed:
        raise BadInput(
            "there is no profile in this examination: run `hexascope examine --deep` on the host"
        )
    reasons = "; ".join(f"{one.probe}: {visible(one.reason)}" for one in about.probed if one.reason)
    raise BadInput(
        "the probes made no profile" + (f" ({reasons})" if reasons else ": nothing was busy enough")
    )


def frame(name: str) -> str:
    """Give a frame's name with nothing invisible in it."""
    return visible(name)
