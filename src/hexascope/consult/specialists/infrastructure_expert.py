"""The infrastructure expert: does the machine fit its work, and will it go on doing it?"""

from collections.abc import Iterator

from hexascope.consult.contract import Prices, Specialist
from hexascope.consult.speech import cpu_use, in_field, opine, present, room
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Resource

ROLE = Role.INFRASTRUCTURE_EXPERT

HAS_ROOM, IS_FULL = 0.70, 0.90
"""Use of the machine under which a group's limit may be raised, and from which on it may not."""

MANDATE = """
You judge whether this host fits the work that it is given, and how reliably it does it: limits
against the machine behind them, capacity against demand, storage, network and the kernel's own
settings, in containers and in clouds.

Tell a limit that somebody set from a machine that is too small. Say what stops working next if
nothing is done, and how to keep a change over a restart.

Speak only of evidence of this case and name each piece by its key. Agree with a finding or oppose
it; have no opinion on what the evidence does not show.
"""


def rules(case: Case, _prices: Prices) -> Iterator[Opinion]:
    """Speak of limits against the machine, and of what a fault does to reliability."""
    for one in present(case):
        if in_field(ROLE, one) and not one.explained_by:
            said = _limited(case, one) or _outgrown(case, one) or _unreliable(one)
            if said is not None:
                yield said


def _limited(case: Case, one: Finding) -> Opinion | None:
    """A group at its own limit: is there room behind it?"""
    used = room(case, one.resource)
    if used is None or one.culprit is None or one.culprit.kind is not EntityKind.CGROUP:
        return None
    if used.number <= HAS_ROOM:
        said = text(
            "The machine has room ({use:percent} of it is in use): the limit of this group is what"
            " holds it back, and a larger machine would change nothing.",
            use=used.number,
        )
        return opine(ROLE, one, said, more=(used,), sure=5)
    if used.number < IS_FULL:
        return None
    said = text(
        "The machine itself is {use:percent} in use: a higher limit would take from the others."
        " Lower the demand or move work away first.",
        use=used.number,
    )
    return opine(ROLE, one, said, stance=Stance.OPPOSES, more=(used,))


def _outgrown(case: Case, one: Finding) -> Opinion | None:
    """All CPUs busy and tasks waiting: the demand is larger than the machine."""
    used = cpu_use(case)
    if one.resource is not Resource.CPU or one.aspect is not Aspect.SATURATION:
        return None
    if used is None or used.number < IS_FULL:
        return None
    if one.culprit is None:
        said = text(
            "The CPUs were {use:percent} busy and nobody stands out: the work has outgrown the"
            " machine. Move work away or add CPUs.",
            use=used.number,
        )
    else:
        said = text(
            "The CPUs were {use:percent} busy, and {name} asks for most of it: settle what it may"
            " have before you add CPUs, or it takes those as well.",
            use=used.number,
            name=one.culprit.name,
        )
    return opine(ROLE, one, said, more=(used,))


def _unreliable(one: Finding) -> Opinion | None:
    said = _consequence(one)
    return None if said is None else opine(ROLE, one, said)


def _consequence(one: Finding) -> Text | None:
    """What stops working next, where that is not what the finding itself says."""
    failing = one.aspect is Aspect.ERRORS
    if one.resource is Resource.DISK and failing:
        return text(
            "A device that returns errors seldom recovers: have a tested backup before you repair"
            " or restart anything on it."
        )
    if one.resource is Resource.FILESYSTEM:
        return text(
            "A filesystem is shared: when it refuses writes, every program that writes to it fails,"
            " not only the one that caused it."
        )
    if one.resource in (Resource.DESCRIPTORS, Resource.TASKS):
        if any("growth" in key for key in one.keys):
            return text("It grows: a higher limit buys time, and the leak reaches that one too.")
        return text(
            "Set a higher limit where it survives a restart (the unit or the container), not only"
            " on the running process."
        )
    link = one.culprit is not None and one.culprit.kind is EntityKind.INTERFACE
    if one.resource is Resource.NETWORK and failing and link:
        return text("No setting of this host mends a link: look at both ends of it.")
    return None


infrastructure_expert = Specialist(role=ROLE, mandate=MANDATE, rules=rules)
