"""What Prometheus needs: whom to ask, and what to warn of."""

from collections.abc import Mapping, Sequence
from typing import Any

from hexascope.check.contract import Check
from hexascope.services.dashboards.panels import WARNINGS, Warns
from hexascope.services.series.exporting import metric_name

EACH = "15s"
LASTS = "2m"
"""How long a limit is passed before it warns: a look of an examination is shorter than a burst."""

SERIES = "/api/v1/series/newest"


def config(addresses: Sequence[str], token_file: str, *, https: bool, rules: str) -> dict[str, Any]:
    """Give a configuration that asks a server what it counts, and for the newest of its series.

    The token is that of one who may `read:metrics` and `read:series`; its file is read anew for
    each question.
    """
    common = {
        "scheme": "https" if https else "http",
        "authorization": {"type": "Bearer", "credentials_file": token_file},
    }
    return {
        "global": {"scrape_interval": EACH, "evaluation_interval": EACH},
        "rule_files": [rules],
        "scrape_configs": [
            {
                "job_name": "hexascope",
                "metrics_path": "/metrics",
                "static_configs": [{"targets": list(addresses)}],
                **common,
            },
            {
                # any one of the servers has the series of all hosts: the first is asked
                "job_name": "hexascope-hosts",
                "metrics_path": SERIES,
                "honor_labels": True,
                "static_configs": [{"targets": list(addresses[:1])}],
                **common,
            },
        ],
    }


def rules(checks: Mapping[str, Check]) -> dict[str, Any]:
    """Give rules that warn of limits of checks as the settings have them, and of the server."""
    of_hosts = [_rule(one, checks[one.check]) for one in WARNINGS if one.check in checks]
    return {
        "groups": [
            {"name": "hexascope-hosts", "rules": of_hosts},
            {"name": "hexascope-server", "rules": _of_server()},
        ]
    }


def _rule(one: Warns, check: Check) -> dict[str, Any]:
    limit = check.limits()[one.limit]
    chosen = ",".join(f'{name}="{value}"' for name, value in one.labels)
    series = metric_name(one.family) + (f"{{{chosen}}}" if chosen else "")
    said = (check.text or check.name).strip().splitlines()[0]
    words = "".join(part.capitalize() for part in one.check.split("_"))
    return {
        "alert": f"Hexascope{words}",
        "expr": f"{series} {'<' if one.below else '>'} {limit.value:g}",
        "for": LASTS,
        "labels": {"severity": "warning", "check": one.check},
        "annotations": {
            "summary": f"{{{{ $labels.host }}}}: {said}",
            "description": (
                f"{limit.meaning}: {{{{ $value }}}}, the limit is {limit.value:g}."
                f" `hexascope explain {one.check}` says what it means; an examination says why."
            ),
        },
    }


def _of_server() -> list[dict[str, Any]]:
    return [
        _warning("HexascopeDown", 'up{job="hexascope"} == 0', "a server does not answer"),
        _warning(
            "HexascopeStoreAway", "hexascope_store_up == 0", "the server's database does not answer"
        ),
        _warning(
            "HexascopeErrors",
            'sum(rate(hexascope_http_requests_total{status=~"5.."}[5m]))'
            " / sum(rate(hexascope_http_requests_total[5m])) > 0.05",
            "one of twenty requests fails",
        ),
        _warning(
            "HexascopeJobsWait",
            'max(hexascope_jobs{state="waiting"}) > 1000',
            "more than 1,000 jobs wait: are the workers there?",
        ),
        _warning(
            "HexascopeNoSeries",
            "absent(hexascope_cpu_utilization)",
            "no host has told anything for a while",
        ),
    ]


def _warning(name: str, query: str, said: str) -> dict[str, Any]:
    return {
        "alert": name,
        "expr": query,
        "for": LASTS,
        "labels": {"severity": "critical" if "== 0" in query else "warning"},
        "annotations": {"summary": said},
    }
