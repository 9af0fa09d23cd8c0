import json
from pathlib import Path

import jsonschema

from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from tests.support.examinations import examination

SCHEMA = Path("src/hexascope/report/schemas/report-1.json")
TOP = (
    "schema id time version host window health coverage evidence findings "
    "recommendations opinions verdict unjudged absent self_cost"
).split()


def test_the_report_keeps_its_published_schema() -> None:
    report = json.loads(as_json.write(examination(), Manner()))

    jsonschema.validate(report, json.loads(SCHEMA.read_text()))
    assert report["schema"] == "hexascope.report/1"
    assert set(TOP) <= report.keys()


def test_a_cell_names_its_status_and_its_evidence() -> None:
    report = json.loads(as_json.write(examination(), Manner()))

    assert report["coverage"][1] == {
        "resource": "cpu",
        "aspect": "saturation",
        "status": "measured",
        "reason": "",
        "evidence": ["pressure.some_share{resource=cpu}"],
    }
    piece = report["evidence"]["pressure.some_share{resource=cpu}"]
    assert (piece["value"], piece["unit"], piece["window_s"]) == (0.47, "ratio", 5.0)
