"""Clock frequencies of the CPUs, and what decides on them."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FOLDER = "/sys/devices/system/cpu/cpufreq"
FILES = (
    ("scaling_cur_freq", "frequency.current"),
    ("cpuinfo_max_freq", "frequency.most"),
    ("scaling_max_freq", "frequency.allowed"),
)
MOST_POLICIES = 64


@collector(
    reads=(f"{FOLDER}/policyN/*",),
    gives=(*(family for _, family in FILES), "frequency.governor"),
)
def frequency(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read each CPU's frequency, its highest one and its governor; in a VM there are none."""
    policies = sorted(
        (one for one in host.names(FOLDER) if one.startswith("policy")),
        key=lambda one: int(one.removeprefix("policy")),
    )
    if not policies:
        raise NotHere(Status.VIRTUAL, f"{FOLDER} has no policies: the hypervisor hides frequencies")
    for policy in policies[:MOST_POLICIES]:
        labels = (("cpu", policy.removeprefix("policy")),)
        for name, family in FILES:
            source = f"{FOLDER}/{policy}/{name}"
            try:
                told = host.read(source).strip()
            except NotHere:
                continue
            if told.isdecimal():
                yield Reading(family, labels, int(told) * 1000, source)
        source = f"{FOLDER}/{policy}/scaling_governor"
        yield Reading("frequency.governor", labels, host.read(source).strip(), source)
    if len(policies) > MOST_POLICIES:
        reason = f"sampled: the first {MOST_POLICIES} of {len(policies)} policies"
        yield Missing("frequency.policies", Status.NOT_SUPPORTED, reason)
