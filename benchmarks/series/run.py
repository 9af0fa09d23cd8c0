"""Measuring what series cost to take in, to keep and to ask for, beside the peers."""

import argparse
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.errors import BenchError
from benchmarks.series import stores
from benchmarks.series.client import asked_ms, get
from benchmarks.series.sent import Load
from benchmarks.series.stores import OURS, PROMETHEUS, VICTORIA, Running, running

STEP = 10
SPAN = 1200
HOUR = 3600
DAY_SERIES = 100
TOP_HOSTS = 500
TOP_SERIES = 10
POSTS = 4000

GOALS = (
    "goals: CPU ≤ 1/3 of VictoriaMetrics and ≤ 1/6 of Prometheus; sealed blocks ≤ 0.6 x Prometheus;"
    " one series ≤ 1.1 x VictoriaMetrics; top 20 ≤ 1/10 of it; a post ≤ 1.5 x bare ASGI"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking samples in has cost one store."""

    name: str
    cpu_us: float
    wall_s: float
    bytes_a_sample: float
    resident_mebibytes: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `series`."""
    parser.add_argument("--hosts", type=int, default=40, help="that send each step; default 40")
    parser.add_argument("--series", type=int, default=300, help="of each; default 300")
    parser.add_argument("--times", type=int, default=30, help="of each question; default 30")
    parser.set_defaults(do=_series)


def _series(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="hexascope-series-") as folder:
        place = Path(folder)
        _post(place)
        _ingest(place, options)
        _questions(place, options.times)
    print(GOALS, flush=True)
    return 0


def _window() -> int:
    """The last chunk of 120 x 10 s that is over, and may be sealed."""
    return int((time.time() - 20) // SPAN - 1) * SPAN


def _post(place: Path) -> None:
    """What one post of 300 samples costs: bare ASGI, our door alone, and kept for good."""
    load = Load(hosts=40, series=300, ticks=POSTS // 40, step=STEP, begin=_window())
    spent = {}
    for name, flag in (("bare ASGI", "--bare"), ("door alone", "--nowhere"), ("kept", "")):
        with_flags = replace(OURS, words=partial(stores.ours_with, flag))
        with running(with_flags, place / name.replace(" ", "-")) as store:
            before = store.cpu_s()
            OURS.post(load)
            spent[name] = (store.cpu_s() - before) / POSTS * 1e6
    base = spent["bare ASGI"]
    for name, cpu_us in spent.items():
        print(f"post of 300 samples  {name:12} {cpu_us:7.0f} µs CPU  {cpu_us / base:5.2f} x")


def _ingest(place: Path, options: argparse.Namespace) -> None:
    load = Load(hosts=options.hosts, series=options.series, ticks=120, step=STEP, begin=_window())
    print(f"{load.samples / 1e6:.2f} M samples, one message a host and {STEP} s")
    taken = []
    for kind in stores.kinds():
        with running(kind, place / f"in-{kind.name}") as store:
            before = store.cpu_s()
            wall = kind.post(load)
            kind.settled(store)
            taken.append(
                Taken(
                    name=kind.name,
                    cpu_us=(store.cpu_s() - before) / load.samples * 1e6,
                    wall_s=wall,
                    bytes_a_sample=kind.disk(store) / load.samples,
                    resident_mebibytes=store.resident_mebibytes(),
                )
            )
            if kind is OURS:
                whole = stores.database_bytes(store) / load.samples
                print(f"{kind.name}: with summaries and indexes {whole:.2f} bytes a sample")
    _tell_taken(taken)


def _tell_taken(taken: Sequence[Taken]) -> None:
    mine = taken[0]
    for one in taken:
        print(
            f"{one.name:17} {one.cpu_us:6.3f} µs CPU a sample ({mine.cpu_us / one.cpu_us:4.2f})"
            f"  {one.bytes_a_sample:5.2f} bytes a sample"
            f" ({mine.bytes_a_sample / one.bytes_a_sample:4.2f})"
            f"  {one.wall_s:5.1f} s  {one.resident_mebibytes:6.1f} MiB",
            flush=True,
        )


def _questions(place: Path, times: int) -> None:
    """One series over 22 h, and the top 20 of 500 hosts over the last hour that is whole."""
    end = _window()
    day = Load(
        hosts=1,
        series=DAY_SERIES,
        ticks=22 * HOUR // STEP,
        step=STEP,
        begin=end - 23 * HOUR,
        together=120,
        prefix="day",
    )
    many = Load(
        hosts=TOP_HOSTS,
        series=TOP_SERIES,
        ticks=HOUR // STEP,
        step=STEP,
        begin=end - HOUR,
        together=120,
    )
    told = {}
    for kind in stores.kinds():
        with running(kind, place / f"ask-{kind.name}") as store:
            kind.post(day)
            kind.post(many)
            kind.settled(store)
            told[kind.name] = _asked(store, day, end, times)
    mine = told[OURS.name]
    for name, (one, top) in told.items():
        print(
            f"{name:17} one series, {day.ticks} points {one:7.2f} ms ({mine[0] / one:4.2f})"
            f"   top 20 of {TOP_HOSTS} {top:7.2f} ms ({mine[1] / top:4.2f})",
            flush=True,
        )


def _asked(store: Running, day: Load, end: int, times: int) -> tuple[float, float]:
    port = store.kind.port
    if store.kind.name == OURS.name:
        one: Mapping[str, str] = {
            "match": "bench.m003{device=d1}",
            "host": day.host(0),
            "from": str(day.begin),
            "to": str(end),
            "step": "raw",
            "times": "seconds",
        }
        top = {
            "match": "bench.m000{device=d1}",
            "from": str(end - HOUR),
            "to": str(end),
            "limit": "20",
        }
        told = json.loads(get(port, f"/api/v1/series/query?{urlencode(one)}"))
        _expect(store, len(told["items"][0]["points"]), day.ticks)
        ranked = json.loads(get(port, f"/api/v1/series/top?{urlencode(top)}"))
        _expect(store, len(ranked["items"]), 20)
        return (
            asked_ms(port, "/api/v1/series/query", one, times)[0],
            asked_ms(port, "/api/v1/series/top", top, times)[0],
        )
    series = f'bench_m003{{device="d1",host="{day.host(0)}"}}'
    ranged = {
        "query": series,
        "start": str(day.begin),
        "end": str(day.begin + day.ticks * STEP - STEP),
        "step": str(STEP),
    }
    best = 'topk(20, avg_over_time(bench_m000{device="d1"}[1h]))'
    instant = {"query": best, "time": str(end)}
    if store.kind is VICTORIA:  # it would remember the answer
        ranged["nocache"] = instant["nocache"] = "1"
    assert store.kind in (PROMETHEUS, VICTORIA)
    (found,) = _result(port, "/api/v1/query_range", ranged)
    _expect(store, len(found["values"]), day.ticks)
    _expect(store, len(_result(port, "/api/v1/query", instant)), 20)
    return (
        asked_ms(port, "/api/v1/query_range", ranged, times)[0],
        asked_ms(port, "/api/v1/query", instant, times)[0],
    )


def _result(port: int, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
    answer = json.loads(get(port, f"{path}?{urlencode(query)}"))
    found: list[dict[str, Any]] = answer["data"]["result"]
    return found


def _expect(store: Running, found: int, wanted: int) -> None:
    if found != wanted:
        raise BenchError(f"{store.kind.name} answers {found} instead of {wanted}")
