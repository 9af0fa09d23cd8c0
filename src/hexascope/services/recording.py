"""Recording a host: the looks of an examination, kept without a judgement."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import IO

from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.contract import Collector, Json, Looks, Plan
from hexascope.collect.hiding import Hidden, HidingHost
from hexascope.collect.hosts.local import LocalHost
from hexascope.collect.watch import watch
from hexascope.derive.host import host_facts
from hexascope.domain.errors import BadSettings
from hexascope.domain.host import HostFacts
from hexascope.services.examinations import Progress


def hidden(words: str) -> frozenset[Hidden]:
    """Read what is to be hidden, such as `users,addresses`."""
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    for word in wanted:
        if word not in set(Hidden):
            raise BadSettings(f"--hide {word!r}: there are {', '.join(Hidden)}")
    return frozenset(Hidden(word) for word in wanted)


def record(
    collectors: Mapping[str, Collector],
    host: HostFacts,
    plan: Plan,
    progress: Progress,
    stream: IO[bytes],
    hide: frozenset[Hidden] = frozenset(),
) -> None:
    """Look at this host and write the evidence bundle to a stream."""
    writer = BundleWriter(stream)
    looks: Looks = LocalHost()
    if hide:
        looks = HidingHost(looks, hide)
    named = replace(host, name="host") if Hidden.USERS in hide else host
    privileges: dict[str, Json] = {"uid": os.geteuid(), "hidden": ",".join(sorted(hide))}
    try:
        window = watch(RecordedHost(looks, writer).looks(plan), collectors, progress)
        writer.close(host_facts(named, window), plan, privileges)
    finally:
        writer.abandon()
