"""What Grafana and Prometheus are given: it names what there is, and Prometheus takes it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hexascope import bootstrap
from hexascope.cli.main import main
from hexascope.domain.evidence import Kind
from hexascope.domain.families import families
from hexascope.services.dashboards.grafana import COLUMNS, hosts_dashboard, server_dashboard
from hexascope.services.dashboards.panels import DRAWN, WARNINGS, Warns
from hexascope.services.dashboards.prometheus import config, rules
from hexascope.services.series.exporting import metric_name
from hexascope.services.series.steady import GAUGES
from hexascope.settings.read import over, read_settings

KNOWN = read_settings((), {}, {})
CHECKS = bootstrap.checks(KNOWN)
NAMES = sorted({name for _, names in DRAWN for name in names} | {one.family for one in WARNINGS})


@pytest.mark.parametrize("name", NAMES)
def test_each_family_that_is_drawn_is_one_that_is_kept(name: str) -> None:
    assert name in families()
    assert name in GAUGES or families()[name].kind is Kind.DERIVED


@pytest.mark.parametrize("one", WARNINGS, ids=lambda one: f"{one.check}.{one.limit}")
def test_each_warning_is_a_limit_that_there_is(one: Warns) -> None:
    limit = CHECKS[one.check].limits()[one.limit]
    family = families()[one.family]

    assert limit.unit is family.unit
    assert {name for name, _ in one.labels} <= set(family.labels)


def test_warnings_follow_the_settings() -> None:
    changed = over(KNOWN, {"checks.cpu_busy.share": 0.5, "checks.steal.enabled": False}, "test")
    made = rules(bootstrap.checks(changed))["groups"][0]["rules"]
    by_check = {one["labels"]["check"]: one["expr"] for one in made}

    assert by_check["cpu_busy"] == 'hexascope_cpu_utilization{cpu="all"} > 0.5'
    assert by_check["memory_available"] == "hexascope_memory_free_share < 0.05"
    assert "steal" not in by_check


@pytest.mark.parametrize("dashboard", [hosts_dashboard(), server_dashboard()])
def test_panels_stand_beside_each_other_and_never_on_one_another(
    dashboard: dict[str, Any],
) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= COLUMNS
        taken |= cells
    numbers = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(numbers)) == len(numbers)


def test_the_server_is_drawn_by_what_it_counts() -> None:
    source = "".join(file.read_text() for file in Path("src/hexascope/server").rglob("*.py"))
    told = json.dumps(server_dashboard()) + json.dumps(rules(CHECKS))
    counted = {
        re.sub(r"_(total|bucket|count|sum)$", "", name)
        for name in re.findall(r"hexascope_(?:http|jobs|store)\w*", told)
    }

    assert counted
    assert [name for name in counted if f'"{name}"' not in source] == []


def test_the_first_server_is_asked_for_series_and_each_for_itself() -> None:
    told = config(["a:1", "b:2"], "/token", https=True, rules="r.yml")
    own, hosts = told["scrape_configs"]

    assert own["static_configs"][0]["targets"] == ["a:1", "b:2"]
    assert hosts["static_configs"][0]["targets"] == ["a:1"]
    assert {own["scheme"], hosts["scheme"]} == {"https"}
    assert metric_name("cpu.utilization") == "hexascope_cpu_utilization"


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hexascope", "export", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_files_are_written_that_prometheus_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    promtool = shutil.which("promtool")
    (tmp_path / "token").write_text("x")
    words = ("--output", str(tmp_path), "--token-file", str(tmp_path / "token"))

    assert run(monkeypatch, "prometheus", *words, "--address", "web:8000", "--https") == 0
    written = (tmp_path / "prometheus.yml").read_text()
    assert '- "web:8000"' in written
    assert "scheme: https" in written
    if promtool is None:
        pytest.skip("the files are written; promtool, which would judge them, is not here")
    for kind, name in (("config", "prometheus.yml"), ("rules", "hexascope.rules.yml")):
        judged = subprocess.run(
            [promtool, "check", kind, str(tmp_path / name)],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert judged.returncode == 0, judged.stderr


def test_dashboards_are_written_with_what_provisions_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "grafana", "--output", str(tmp_path), "--folder", "/d") == 0

    hosts = json.loads((tmp_path / "dashboards" / "hexascope-hosts.json").read_text())
    assert hosts == hosts_dashboard()
    told = (tmp_path / "provisioning" / "dashboards" / "hexascope.yml").read_text()
    assert "path: /d\n" in told


@pytest.mark.parametrize("address", ["web", "http://web:1", "web:x", ":1", "a b:1", "u@web:1"])
def test_what_is_no_address_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--output", str(tmp_path / "none"), "--address", address)

    assert run(monkeypatch, "prometheus", *words) == 2
    assert not (tmp_path / "none").exists()
