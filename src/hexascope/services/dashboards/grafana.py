"""Dashboards for Grafana, and the files that provision them."""

from collections.abc import Iterator, Sequence
from typing import Any

from hexascope.services.dashboards.panels import SERVER, Panel, Row, host_rows

SCHEMA = 39
"""The version of Grafana's dashboards that is written; newer ones are read by newer Grafanas."""

COLUMNS = 24
WIDTH, HEIGHT = 8, 8
SOURCE = {"type": "prometheus", "uid": "${source}"}


def hosts_dashboard() -> dict[str, Any]:
    """Give the dashboard of hosts: a panel a family, as hexascope keeps them."""
    of_hosts = {
        "name": "host",
        "label": "Host",
        "type": "query",
        "datasource": SOURCE,
        "query": {"query": "label_values(hexascope_cpu_utilization, host)", "refId": "host"},
        "refresh": 2,
        "includeAll": True,
        "multi": True,
        "allValue": ".*",
        "current": {"selected": True, "text": "All", "value": "$__all"},
    }
    return _dashboard("hexascope-hosts", "hexascope: hosts", host_rows(), [of_hosts])


def server_dashboard() -> dict[str, Any]:
    """Give the dashboard of the server itself."""
    return _dashboard("hexascope-server", "hexascope: server", SERVER, [])


def provisioned(prometheus: str, folder: str) -> dict[str, Any]:
    """Give what Grafana's provisioning folder has: where Prometheus is, where dashboards lie."""
    source = {
        "name": "Prometheus",
        "uid": "prometheus",
        "type": "prometheus",
        "access": "proxy",
        "url": prometheus,
        "isDefault": True,
        "editable": False,
        "jsonData": {"timeInterval": "15s", "httpMethod": "POST"},
    }
    provider = {
        "name": "hexascope",
        "folder": "hexascope",
        "type": "file",
        "allowUiUpdates": False,
        "options": {"path": folder},
    }
    return {
        "datasources/hexascope.yml": {"apiVersion": 1, "datasources": [source]},
        "dashboards/hexascope.yml": {"apiVersion": 1, "providers": [provider]},
    }


def _dashboard(
    uid: str, title: str, rows: Sequence[Row], variables: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    of_source = {
        "name": "source",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
        "current": {"selected": True, "text": "Prometheus", "value": "prometheus"},
    }
    return {
        "uid": uid,
        "title": title,
        "tags": ["hexascope"],
        "schemaVersion": SCHEMA,
        "version": 1,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": [of_source, *variables]},
        "annotations": {"list": []},
        "panels": [{"id": number, **panel} for number, panel in enumerate(_placed(rows), start=1)],
    }


def _placed(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Place panels from the left to the right, each row below the one before."""
    top = 0
    for row in rows:
        yield {
            "type": "row",
            "title": row.title,
            "collapsed": False,
            "panels": [],
            "gridPos": {"x": 0, "y": top, "w": COLUMNS, "h": 1},
        }
        top += 1
        across = COLUMNS // WIDTH
        for place, panel in enumerate(row.panels):
            x, y = place % across * WIDTH, top + place // across * HEIGHT
            yield _drawn(panel, {"x": x, "y": y, "w": WIDTH, "h": HEIGHT})
        top += -(-len(row.panels) // across) * HEIGHT


def _drawn(panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    return {
        "type": "timeseries",
        "title": panel.title,
        "description": panel.meaning,
        "datasource": SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "options": {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
        "targets": [
            {
                "refId": "A",
                "datasource": SOURCE,
                "expr": panel.query,
                "legendFormat": panel.legend,
            }
        ],
    }
