"""Control groups near, at or beyond a limit of theirs, as evidence."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import CgroupUse
from hexascope.domain.snapshot import Window

MOST_GROUPS = 50
"""Control groups that become evidence; rows there are of all."""

NEAR = 0.8
"""Share of a limit from which on a group is evidence."""


@deriver(after=("cgroups",))
def control_groups(_window: Window, so_far: Facts) -> Iterator[Evidence]:
    """Give what limits did to control groups, of the fifty to which they did most."""
    weighed = [(weight, use) for use in so_far.rows(CgroupUse) if (weight := _weight(use)) > 0]
    weighed.sort(key=lambda one: (-one[0], one[1].now.path))
    for _, use in weighed[:MOST_GROUPS]:
        yield from _evidence(use)


def memory_in_use(use: CgroupUse) -> int | None:
    """Give the memory of a group without the file pages that can be dropped."""
    used = use.now.memory_bytes
    return None if used is None else max(used - (use.now.inactive_file_bytes or 0), 0)


def _weight(use: CgroupUse) -> float:
    """Say how much its limits matter to a group: kills and refusals most, then standstill."""
    failed = (use.oom_kills or 0) + (use.pids_limit_hits or 0)
    held = (use.throttled_share or 0.0) + (1.0 if use.limit_hits else 0.0)
    near = [share for share in _shares(use).values() if share >= NEAR]
    limited = 0.01 if use.now.io_limits else 0.0
    return 10.0 * failed + held + sum(near) + limited


def _shares(use: CgroupUse) -> dict[str, float]:
    now = use.now
    found: dict[str, float] = {}
    memory = memory_in_use(use)
    if memory is not None and now.memory_limit_bytes:
        found["cgroup.memory_share"] = memory / now.memory_limit_bytes
    if now.pids is not None and now.pids_limit:
        found["cgroup.pids_share"] = now.pids / now.pids_limit
    if use.cpu_share is not None and now.cpu_quota:
        found["cgroup.quota_share"] = use.cpu_share / now.cpu_quota
    return found


def _evidence(use: CgroupUse) -> Iterator[Evidence]:
    now = use.now
    values: dict[str, float | None] = {
        "cgroup.quota": now.cpu_quota,
        "cgroup.cpu_share": use.cpu_share,
        "cgroup.periods": use.periods,
        "cgroup.throttled_periods": use.throttled_periods,
        "cgroup.throttled_share": use.throttled_share,
        "cgroup.memory": memory_in_use(use),
        "cgroup.memory_limit": now.memory_limit_bytes,
        "cgroup.limit_hits": use.limit_hits,
        "cgroup.oom_kills": use.oom_kills,
        "cgroup.pids": now.pids,
        "cgroup.pids_limit": now.pids_limit,
        "cgroup.pids_limit_hits": use.pids_limit_hits,
        "cgroup.read_bytes": use.read_bytes_per_s,
        "cgroup.write_bytes": use.write_bytes_per_s,
        **_shares(use),
    }
    source = f"cgroup {now.path}"
    for family, value in values.items():
        if value is not None:
            yield evidence(family, value, source=source, window_s=use.seconds, cgroup=now.path)
    for device, kind, value in now.io_limits:
        yield evidence(
            "cgroup.io_limit", value, source=source, cgroup=now.path, device=device, kind=kind
        )
