"""Rows of tables that a look gathers: named tuples, for thousands of them must stay cheap.

A named tuple of 40 fields costs 1.2 µs to make, less than forty lists; see decision 0009.
"""

from hexascope.domain.rows.cgroup import Cgroup, CgroupUse, with_all_above
from hexascope.domain.rows.change import Change
from hexascope.domain.rows.container import Container
from hexascope.domain.rows.device import BlockDevice
from hexascope.domain.rows.log import LogLine
from hexascope.domain.rows.mount import Mount, OpenFile
from hexascope.domain.rows.process import Process, ProcessSample, ProcessUse, Thread, ThreadUse
from hexascope.domain.rows.socket import Interface, InterfaceUse, Namespace, Socket
from hexascope.domain.rows.talk import Talk
from hexascope.domain.rows.target import LoopSample, OtherEnd, TargetProcess, TaskSample
from hexascope.domain.rows.unit import ServiceUnit

__all__ = [
    "BlockDevice",
    "Cgroup",
    "CgroupUse",
    "Change",
    "Container",
    "Interface",
    "InterfaceUse",
    "LogLine",
    "LoopSample",
    "Mount",
    "Namespace",
    "OpenFile",
    "OtherEnd",
    "Process",
    "ProcessSample",
    "ProcessUse",
    "ServiceUnit",
    "Socket",
    "Talk",
    "TargetProcess",
    "TaskSample",
    "Thread",
    "ThreadUse",
    "with_all_above",
]
