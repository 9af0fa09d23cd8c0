"""The cost optimizer: what a fault costs, what its remedy gives back, and what is paid in vain."""

from collections.abc import Iterator

from hexascope.consult.contract import Prices, Specialist
from hexascope.consult.prices import next_larger, next_smaller, price
from hexascope.consult.speech import cpu_use, memory_use, opine, present
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.text import text
from hexascope.domain.use import Resource, Severity

ROLE = Role.COST_OPTIMIZER

MANDATE = """
You judge what this host costs against what its work needs: idle capacity, limits far from use,
and the return of each remedy compared with a larger machine.

Advise to buy only where no cheaper change helps, and never on a look of seconds alone: say for how
long to measure. State a price only from the table you are given, with its date.

Speak only of evidence of this case and name each piece by its key. Agree with a finding or oppose
it; have no opinion on what the evidence does not show.
"""

BUYS = frozenset({"add_cpus", "grow_filesystem", "replace_disk"})
"""Remedies that cost money; all others cost work."""

GIVES_BACK = frozenset({"stop_process", "batch_work", "find_leak", "fix_crash", "limit_memory"})
"""Remedies after which what the culprit uses is free again."""

CPU_FAMILIES = frozenset(
    {"process.cpu_share", "group.cpu_share", "group.cgroup_cpu_share", "task.cpu_share"}
)
MEMORY_FAMILIES = frozenset({"process.rss", "process.anon", "process.shmem"})

LITTLE_CPU, LITTLE_MEMORY = 0.10, 0.40
"""Use of a machine under which the next smaller one would hold the work as well."""

GLANCE = 40
"""How sure a look of seconds can be of what a month needs."""


def rules(case: Case, prices: Prices) -> Iterator[Opinion]:
    """Speak of purchases that are not needed, of what remedies give back, of idle capacity."""
    for one in present(case):
        said = _premature(one) or _given_back(case, one, prices) or _cheaper(case, one, prices)
        if said is not None:
            yield said
    yield from _oversized(case, prices)


def _premature(one: Finding) -> Opinion | None:
    """Somebody stands out: a larger machine would be used up by the same."""
    bought = tuple(asked for asked in one.proposals if asked.remedy in BUYS)
    others = any(asked.remedy not in BUYS for asked in one.proposals)
    if not bought or not others or one.culprit is None:
        return None
    if not any(asked.remedy == "add_cpus" for asked in bought):
        return None
    said = text(
        "Buy nothing yet: {name} stands behind it, and would use up a larger machine as well.",
        name=one.culprit.name,
    )
    return opine(ROLE, one, said, stance=Stance.OPPOSES, proposals=bought)


def _given_back(case: Case, one: Finding, prices: Prices) -> Opinion | None:
    """What is free again once the culprit's work is done otherwise or not at all."""
    fixes = tuple(asked for asked in one.proposals if asked.remedy in GIVES_BACK)
    used = next((piece for piece in one.evidence if _is_number(piece, CPU_FAMILIES)), None)
    if fixes and used is not None and case.host.cpus:
        return _cpus_back(case, one, prices, used, fixes)
    taken = next((piece for piece in one.evidence if _is_number(piece, MEMORY_FAMILIES)), None)
    if fixes and taken is not None:
        said = text("This gives back up to {size:bytes} of memory.", size=taken.number)
        return opine(ROLE, one, said, more=(taken,), proposals=fixes)
    return None


def _is_number(piece: Evidence, wanted: frozenset[str]) -> bool:
    return piece.family in wanted and not isinstance(piece.value, str)


def _cpus_back(
    case: Case, one: Finding, prices: Prices, used: Evidence, fixes: tuple[Proposal, ...]
) -> Opinion:
    cpus, every = min(used.number, float(case.host.cpus)), float(case.host.cpus)
    paid = price(case.host.instance_type, prices)
    if paid is None:
        said = text(
            "This gives back up to {cpus:number} of {every:count} CPUs.", cpus=cpus, every=every
        )
    else:
        said = text(
            "This gives back up to {cpus:number} of {every:count} CPUs, for which {dollars:number}"
            " US dollars a month are paid (list price, {date}).",
            cpus=cpus,
            every=every,
            dollars=paid.dollars_a_month * cpus / every,
            date=paid.source,
        )
    return opine(ROLE, one, said, more=(used,), proposals=fixes)


def _cheaper(case: Case, one: Finding, prices: Prices) -> Opinion | None:
    """A change of settings or code beside the price of the next larger machine."""
    here, larger = price(case.host.instance_type, prices), None
    fixes = tuple(asked for asked in one.proposals if asked.remedy not in BUYS)
    if here is not None and one.resource in (Resource.CPU, Resource.MEMORY, Resource.SWAP):
        larger = next_larger(case.host.instance_type, prices)
    if here is None or larger is None or not fixes:
        return None
    said = text(
        "This costs work, no money; the next larger machine, {name}, would cost {more:number} US"
        " dollars a month more (list price, {date}).",
        name=larger.name,
        more=larger.dollars_a_month - here.dollars_a_month,
        date=larger.source,
    )
    return opine(ROLE, one, said, proposals=fixes)


def _oversized(case: Case, prices: Prices) -> Iterator[Opinion]:
    """Idle capacity that a smaller machine would not have; said of hosts with a known price."""
    here = price(case.host.instance_type, prices)
    smaller = next_smaller(case.host.instance_type, prices)
    cpus, memory = cpu_use(case), memory_use(case)
    if here is None or smaller is None or cpus is None or memory is None:
        return
    if cpus.number >= LITTLE_CPU or memory.number >= LITTLE_MEMORY:
        return
    named = next((one for one in case.findings if _is_about_the_host(one)), None)
    yield Opinion(
        role=ROLE,
        item=named.id if named else "idle_capacity",
        stance=Stance.AGREES,
        advice=text(
            "The CPUs were {cpus:percent} and the memory {memory:percent} in use. If a week of"
            " measurements says the same, {name} does the work for {less:number} US dollars a month"
            " less (list price, {date}).",
            cpus=cpus.number,
            memory=memory.number,
            name=smaller.name,
            less=here.dollars_a_month - smaller.dollars_a_month,
            date=smaller.source,
        ),
        because=(cpus.key, memory.key),
        severity=named.severity if named else Severity.INFO,
        confidence=GLANCE,
        proposals=(proposal("rightsize_host"),),
    )


def _is_about_the_host(one: Finding) -> bool:
    return any(asked.remedy == "rightsize_host" for asked in one.proposals)


cost_optimizer = Specialist(role=ROLE, mandate=MANDATE, rules=rules)
