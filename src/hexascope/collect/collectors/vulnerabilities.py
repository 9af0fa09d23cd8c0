"""Known weaknesses of the CPU, and what the kernel does about them."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading

FOLDER = "/sys/devices/system/cpu/vulnerabilities"
COMMAND_LINE = "/proc/cmdline"
MOST = 64
WORDS = (
    "mitigations",
    "nopti",
    "pti",
    "nospectre_v1",
    "nospectre_v2",
    "spectre_v2",
    "spectre_v2_user",
    "spec_store_bypass_disable",
    "nospec_store_bypass_disable",
    "l1tf",
    "mds",
    "tsx_async_abort",
    "mmio_stale_data",
    "retbleed",
    "srbds",
    "gather_data_sampling",
    "spec_rstack_overflow",
    "reg_file_data_sampling",
    "nosmt",
    "kvm-intel.vmentry_l1d_flush",
)
"""Words of the command line that switch mitigations; no other word is taken into a report."""


@collector(
    reads=(f"{FOLDER}/*", COMMAND_LINE),
    gives=("hardware.vulnerability", "host.command_line"),
)
def vulnerabilities(host: HostFiles) -> Iterator[Reading]:
    """Read what the kernel says of each known weakness, and what its command line changes."""
    for name in sorted(host.names(FOLDER))[:MOST]:
        source = f"{FOLDER}/{name}"
        try:
            told = host.read(source).strip()
        except NotHere:
            continue
        yield Reading("hardware.vulnerability", (("name", name),), told, source)
    words = [word for word in host.read(COMMAND_LINE).split() if word.partition("=")[0] in WORDS]
    yield Reading("host.command_line", (), " ".join(words), COMMAND_LINE)
