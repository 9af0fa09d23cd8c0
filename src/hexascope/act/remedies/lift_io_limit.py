"""Lift the I/O limit of the control group on this device."""

from hexascope.act.contract import CGROUP, DEVICE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

lift_io_limit = Remedy(
    name="lift_io_limit",
    title=text("Lift the I/O limit of the control group on this device"),
    why_it_matters=(
        "A limit on reads or writes makes requests wait although the device is idle; to the "
        "program it looks like a slow disk."
    ),
    what_to_do=(
        "Lift or raise it where it is kept: IOReadBandwidthMax= and the like in the unit, or "
        "the container's options."
    ),
    parameters=(
        CGROUP,
        DEVICE,
    ),
    look=(
        command("See the number of the device", "cat", "/sys/class/block/{device}/dev"),
        command(
            "See the limit on writes, bytes a second",
            "cat",
            "/sys/fs/cgroup/blkio{cgroup}/blkio.throttle.write_bps_device",
            only="cgroup1",
        ),
        command(
            "See the limit on reads, bytes a second",
            "cat",
            "/sys/fs/cgroup/blkio{cgroup}/blkio.throttle.read_bps_device",
            only="cgroup1",
        ),
        command("See the limits", "cat", "/sys/fs/cgroup{cgroup}/io.max", only="cgroup2"),
    ),
    change=(
        command(
            "Lift the limit on bytes written",
            "tee",
            "/sys/fs/cgroup/blkio{cgroup}/blkio.throttle.write_bps_device",
            input="{shown} 0",
            only="cgroup1",
        ),
        command(
            "Lift the limit on bytes read",
            "tee",
            "/sys/fs/cgroup/blkio{cgroup}/blkio.throttle.read_bps_device",
            input="{shown} 0",
            only="cgroup1",
        ),
        command(
            "Lift the limit on writes",
            "tee",
            "/sys/fs/cgroup/blkio{cgroup}/blkio.throttle.write_iops_device",
            input="{shown} 0",
            only="cgroup1",
        ),
        command(
            "Lift the limit on reads",
            "tee",
            "/sys/fs/cgroup/blkio{cgroup}/blkio.throttle.read_iops_device",
            input="{shown} 0",
            only="cgroup1",
        ),
        command(
            "Lift all limits on this device",
            "tee",
            "/sys/fs/cgroup{cgroup}/io.max",
            input="{shown} rbps=max wbps=max riops=max wiops=max",
            only="cgroup2",
        ),
    ),
    undo=(),
    verify=(command("See how much the device does now", "iostat", "-x", "{device}", "1", "5"),),
    risk=Risk.MEDIUM,
    risk_text=text(
        "It can't be undone by itself: write the limits down that the look shows. Without "
        "them the group may take the whole device."
    ),
    expects=(expect("disk.await", "down", "Requests to the disk are answered sooner."),),
)
