import json

from hexascope.report.contract import Manner
from hexascope.report.formats.compat import compat
from tests.support.examinations import examination


def test_the_analysis_has_exactly_the_fields_of_requirement_000() -> None:
    analysis = json.loads(compat.write(examination(), Manner()))

    assert (
        list(analysis)
        == (
            "session_id timestamp system_metrics findings consensus_score "
            "recommendations next_steps agent_interactions"
        ).split()
    )
    assert (
        list(analysis["system_metrics"])
        == (
            "timestamp cpu_utilization memory_utilization disk_utilization "
            "network_utilization load_average process_count context_switches "
            "disk_io network_io custom_metrics"
        ).split()
    )
    assert (
        list(analysis["findings"][0])
        == (
            "id agent component severity title description recommendation metrics "
            "confidence timestamp"
        ).split()
    )


def test_what_was_not_measured_is_null_and_not_zero() -> None:
    analysis = json.loads(compat.write(examination(), Manner()))

    assert analysis["system_metrics"]["cpu_utilization"] is None
    assert analysis["findings"][0]["metrics"] == {"pressure.some_share{resource=cpu}": 0.47}
