"""System calls whose answers are part of a look, as plain values that a bundle can keep."""

from collections.abc import Mapping

from hexascope.collect.calls.cgroups import CALLS as CGROUPS
from hexascope.collect.calls.changed_files import CALLS as CHANGED_FILES
from hexascope.collect.calls.containers import CALLS as CONTAINERS
from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.crontabs import CALLS as CRONTABS
from hexascope.collect.calls.host import CALLS as HOST
from hexascope.collect.calls.jvm import CALLS as JVM
from hexascope.collect.calls.kmsg import CALLS as KMSG
from hexascope.collect.calls.netlink import CALLS as NETLINK
from hexascope.collect.calls.nvml import CALLS as NVML
from hexascope.collect.calls.package_logs import CALLS as PACKAGE_LOGS
from hexascope.collect.calls.permissions import CALLS as PERMISSIONS
from hexascope.collect.calls.processes import CALLS as PROCESSES
from hexascope.collect.calls.runtime import CALLS as RUNTIME
from hexascope.collect.calls.since import CALLS as SINCE
from hexascope.collect.calls.storage import CALLS as STORAGE
from hexascope.collect.calls.talks import CALLS as TALKS
from hexascope.collect.calls.units import CALLS as UNITS
from hexascope.collect.calls.users import CALLS as USERS

CALLS: Mapping[str, Call] = {
    **CGROUPS,
    **CHANGED_FILES,
    **CONTAINERS,
    **CRONTABS,
    **HOST,
    **JVM,
    **KMSG,
    **NETLINK,
    **NVML,
    **PACKAGE_LOGS,
    **PERMISSIONS,
    **PROCESSES,
    **RUNTIME,
    **SINCE,
    **STORAGE,
    **TALKS,
    **UNITS,
    **USERS,
}

__all__ = ["CALLS", "Call"]
