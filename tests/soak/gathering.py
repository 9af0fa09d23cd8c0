"""What is there afterwards, asked for over the API as anybody would."""

import json
import time
from collections import Counter
from collections.abc import Iterable

from tests.soak.api import Api
from tests.soak.checker import Stored

ENDS = ("done", "failed", "cancelled")
LONGEST_WORK_S = 120.0
"""How long jobs may take to end once everything is healed: a lease, and the work of a backlog."""

HOSTS_AT_ONCE = 50


def gather(api: Api, hosts: Iterable[str], began: float) -> tuple[Stored, list[str]]:
    """Give what is stored, and what is wrong with it on its own account."""
    complaints: list[str] = []
    ended = ended_jobs(api)
    batches, streams = _series(api, hosts, began, complaints)
    examined = Counter(one["id"] for one in api.all("/api/v1/examinations"))
    own = {job for job in examined if job in ended}
    asked = [
        one for one in api.all("/api/v1/audit", resource="examinations") if one["verb"] == "run"
    ]
    by_person = [one for one in asked if one["actor_kind"] != "system"]
    verification = api.get("/api/v1/audit/verification")
    if not verification["holds"]:
        complaints.append(f"the audit log does not hold: {verification['why']}")
    failed = [job for job, state in ended.items() if state == "failed"]
    if failed:
        complaints.append(f"jobs that failed: {len(failed)} ({', '.join(failed[:3])})")
    stored = Stored(
        keys={"batch": batches, "job": Counter({job: examined[job] for job in own})},
        streams=streams,
        ended=ended,
        audit={"asked": len(by_person)},
    )
    return stored, complaints


def ended_jobs(api: Api) -> dict[str, str]:
    """Wait until each job that somebody asked for has ended, and give how."""
    until = time.monotonic() + LONGEST_WORK_S
    while True:
        jobs = [one for one in api.all("/api/v1/jobs", kind="examine") if one["by"] != "system"]
        ended = {one["id"]: one["state"] for one in jobs if one["state"] in ENDS}
        if len(ended) == len(jobs) or time.monotonic() > until:
            return ended
        time.sleep(1.0)


def _series(
    api: Api, hosts: Iterable[str], began: float, complaints: list[str]
) -> tuple[Counter[str], dict[str, tuple[int, ...]]]:
    batches: Counter[str] = Counter()
    streams: dict[str, tuple[int, ...]] = {}
    for host in hosts:
        numbers = _values(api, host, "soak.seq", began)
        doubles = _values(api, host, "soak.even", began)
        if doubles != [2 * number for number in numbers]:
            complaints.append(f"series of {host} do not belong together")
        batches.update(f"{host}:{number}" for number in numbers)
        streams[host] = tuple(numbers)
    return batches, streams


def _values(api: Api, host: str, key: str, began: float) -> list[int]:
    told = api.get(
        "/api/v1/series/export",
        match=key,
        host=host,
        step="raw",
        format="jsonl",
        **{"from": str(began - 60), "to": str(time.time() + 60)},
    )
    lines = [told] if isinstance(told, dict) else [json.loads(one) for one in told.splitlines()]
    return [int(value) for line in lines for _, value in line["points"] if value is not None]
