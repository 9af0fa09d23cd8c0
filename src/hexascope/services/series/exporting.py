"""Answers as files: CSV, JSON lines, and the Prometheus text format with moments (OpenMetrics)."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping

from hexascope.kit.clock import rfc3339
from hexascope.services.series.asking import Line, Told

Written = Iterator[str]

_NAME = re.compile(r"[^a-zA-Z0-9_]")


def as_csv(told: Told) -> Written:
    """Write a line a point: time, host, series, value."""
    yield "time,host,host_id,series,value\r\n"
    for line in told.lines:
        series = line.key or _labels_as_words(line.labels)
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        for time, value in line.points:
            writer.writerow((_time(time), _tame(line.host_name), line.host, _tame(series), value))
        yield buffer.getvalue()


def _tame(word: str) -> str:
    """Keep a word from being a formula in a spreadsheet."""
    return f"'{word}" if word[:1] in ("=", "+", "-", "@", "\t", "\r") else word


def as_json_lines(told: Told) -> Written:
    """Write an object a series: its host, key and labels, and its points."""
    for line in told.lines:
        yield (
            json.dumps(
                {
                    "host": line.host,
                    "host_name": line.host_name,
                    "key": line.key,
                    "labels": dict(line.labels),
                    "unit": line.unit,
                    "points": [[_time(time), value] for time, value in line.points],
                },
                separators=(",", ":"),
            )
            + "\n"
        )


def as_open_metrics(told: Told) -> Written:
    """Write OpenMetrics, which Prometheus (`promtool tsdb create-blocks-from`) takes in.

    A family comes once, and points of one series together, in order: the format asks for it.
    """
    families: dict[str, list[Line]] = {}
    for line in told.lines:
        families.setdefault(metric_name(line.key), []).append(line)
    for name, lines in sorted(families.items()):
        yield f"# TYPE {name} gauge\n"
        for line in lines:
            labels = {"host": line.host_name, **line.labels}
            if line.host:
                labels["host_id"] = line.host
            words = ",".join(
                f'{_NAME.sub("_", label)}="{_escaped(value)}"'
                for label, value in sorted(labels.items())
            )
            yield "".join(
                f"{name}{{{words}}} {value!r} {time:.3f}\n" for time, value in line.points
            )
    yield "# EOF\n"


def metric_name(key: str) -> str:
    """Give the name of a series in Prometheus: `disk.await{…}` is hexascope_disk_await."""
    return "hexascope_" + _NAME.sub("_", key.partition("{")[0] or "group")


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _labels_as_words(labels: Mapping[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in labels.items())


def _time(time: float) -> str:
    return rfc3339(time)


FORMATS: Mapping[str, tuple[str, Callable[[Told], Written]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/x-ndjson", as_json_lines),
    "openmetrics": ("application/openmetrics-text; version=1.0.0; charset=utf-8", as_open_metrics),
}
"""Ways to write an answer by their names, with the type of content."""
