"""The machine: kernel, system, processor, and what it is virtualised or contained by."""

from collections.abc import Iterator, Mapping

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

DMI = "/sys/class/dmi/id"
DMI_FILES = ("sys_vendor", "product_name", "bios_vendor", "chassis_asset_tag", "board_vendor")
CLOCKS = "/sys/devices/system/clocksource/clocksource0/available_clocksource"
HEAD_BYTES = 8 * 1024
"""What is read of /proc/cpuinfo: the first CPU, of maybe 256."""

HYPERVISORS = (
    ("kvm", "kvm"),
    ("qemu", "kvm"),
    ("amazon ec2", "kvm"),
    ("google compute", "kvm"),
    ("vmware", "vmware"),
    ("virtualbox", "virtualbox"),
    ("innotek", "virtualbox"),
    ("virtual machine", "hyperv"),
    ("xen", "xen"),
    ("bochs", "bochs"),
    ("parallels", "parallels"),
    ("openstack", "kvm"),
    ("droplet", "kvm"),
)
CLOCK_OF = {"kvm-clock": "kvm", "hyperv_clocksource_tsc_page": "hyperv", "xen": "xen"}
CLOUDS = (
    ("amazon ec2", "aws"),
    ("google", "gcp"),
    ("7783-7084-3265-9085-8269-3286-77", "azure"),
    ("oraclecloud", "oracle"),
    ("digitalocean", "digitalocean"),
    ("hetzner", "hetzner"),
    ("alibaba cloud", "alibaba"),
    ("tencent cloud", "tencent"),
    ("ovh", "ovh"),
    ("scaleway", "scaleway"),
    ("vultr", "vultr"),
    ("linode", "linode"),
)
CONTAINERS = (
    ("kubepods", "kubernetes"),
    ("libpod", "podman"),
    ("docker", "docker"),
    ("containerd", "containerd"),
    ("lxc", "lxc"),
    ("machine.slice", "systemd-nspawn"),
)


def _text(host: HostFiles, path: str) -> str:
    try:
        return host.read_part(path, HEAD_BYTES).text.strip()
    except NotHere:
        return ""


def _there(host: HostFiles, path: str) -> bool:
    try:
        host.read_part(path, 64)
    except NotHere:
        return False
    return True


def _dmi(host: HostFiles) -> Mapping[str, str]:
    return {name: _text(host, f"{DMI}/{name}") for name in DMI_FILES}


def _processor(host: HostFiles) -> tuple[str, bool | None]:
    """Give the model of the first CPU, and whether it says that there is a hypervisor.

    None: it tells no flags at all, as on ARM.
    """
    model: str = ""
    guest: bool | None = None
    for line in _text(host, "/proc/cpuinfo").splitlines():
        name, _, value = line.partition(":")
        if name.strip() in ("model name", "Model", "cpu model") and not model:
            model = value.strip()
        elif name.strip() == "flags" and guest is None:
            guest = "hypervisor" in value.split()
    return model, guest


def _virtualization(host: HostFiles, dmi: Mapping[str, str], *, guest: bool | None) -> str:
    told = " ".join(dmi.values()).lower()
    by_firmware = next((name for mark, name in HYPERVISORS if mark in told), "")
    # Amazon's machines without a hypervisor name EC2 all the same
    if by_firmware and guest is not False and ".metal" not in dmi["product_name"]:
        return by_firmware
    by_kernel = _text(host, "/sys/hypervisor/type")
    clocks = _text(host, CLOCKS).split()
    by_clock = next((CLOCK_OF[one] for one in clocks if one in CLOCK_OF), "")
    return by_kernel or by_clock or ("unnamed hypervisor" if guest else "")


def _container(host: HostFiles) -> str:
    if _there(host, "/run/.containerenv"):
        return "podman"
    if _there(host, "/.dockerenv"):
        return "docker"
    named = _text(host, "/run/systemd/container")
    if named:
        return named
    group = _text(host, "/proc/1/cgroup")
    if _there(host, "/proc/vz/veinfo") and not _there(host, "/proc/bc/resources"):
        return "openvz"
    return next((name for mark, name in CONTAINERS if mark in group), "")


def _cloud(dmi: Mapping[str, str]) -> tuple[str, str]:
    told = " ".join(dmi.values()).lower()
    cloud = next((name for mark, name in CLOUDS if mark in told), "")
    product = dmi["product_name"]
    # on EC2's Nitro machines the product is the instance type; others keep it to themselves
    return cloud, product if cloud in ("aws", "alibaba") and "." in product else ""


def _system(host: HostFiles) -> str:
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        for line in _text(host, path).splitlines():
            name, _, value = line.partition("=")
            if name == "PRETTY_NAME":
                return value.strip().strip("\"'")
    return ""


def _facts(host: HostFiles) -> Iterator[tuple[str, str, str, str]]:
    """Give family, value, source, and the reason that holds where the value is empty."""
    dmi = _dmi(host)
    model, guest = _processor(host)
    cloud, kind = _cloud(dmi)
    kernel = _text(host, "/proc/sys/kernel/osrelease")
    yield "host.kernel", kernel, "/proc/sys/kernel/osrelease", "no release could be read"
    yield "host.distribution", _system(host), "/etc/os-release", "no os-release file names it"
    yield "host.cpu_model", model, "/proc/cpuinfo", "/proc/cpuinfo names no model"
    virtual = _virtualization(host, dmi, guest=guest)
    yield "host.virtualization", virtual, f"{DMI}, /proc/cpuinfo", "nothing speaks of a hypervisor"
    yield "host.container", _container(host), "/proc/1/cgroup", "nothing speaks of a container"
    yield "host.cloud", cloud, DMI, "the firmware names no cloud that is known"
    yield "host.instance_type", kind, DMI, "the firmware names no instance type"
    product = f"{dmi['sys_vendor']} {dmi['product_name']}".strip()
    yield "host.product", product, DMI, "the firmware names no maker and model"


@collector(
    reads=(
        *(f"{DMI}/{name}" for name in DMI_FILES),
        "/proc/cpuinfo",
        "/proc/sys/kernel/osrelease",
        "/etc/os-release",
        "/usr/lib/os-release",
        "/proc/1/cgroup",
        "/run/.containerenv",
        "/.dockerenv",
        "/run/systemd/container",
        "/proc/vz/veinfo",
        "/proc/bc/resources",
        "/sys/hypervisor/type",
        CLOCKS,
        "whoami",
    ),
    gives=(
        "host.since_boot",
        "host.architecture",
        "host.kernel",
        "host.distribution",
        "host.cpu_model",
        "host.virtualization",
        "host.container",
        "host.cloud",
        "host.instance_type",
        "host.product",
    ),
)
def platform(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read what kind of machine this is. The cloud is told by the firmware: nobody is asked."""
    told = host.call("whoami")
    who = told if isinstance(told, dict) else {}
    since = who.get("since_boot")
    if isinstance(since, int | float):
        yield Reading("host.since_boot", (), since, "whoami")
    yield Reading("host.architecture", (), str(who.get("machine", "")), "whoami")
    for family, value, source, reason in _facts(host):
        if value:
            yield Reading(family, (), value, source)
        else:
            yield Missing(family, Status.NOT_PRESENT, reason)
