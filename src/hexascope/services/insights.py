"""The panel's work in the form that requirement 001 names: insights with who took part."""

from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.domain.opinion import Role

Report = Mapping[str, Any]

SUCCESS, ERROR = "success", "error"


def insights(report: Report) -> dict[str, Any]:
    """Give what the panel of a kept report found, in requirement 001's fields."""
    verdict = report.get("verdict") or {}
    roles = taking_part(report)
    return {
        "status": SUCCESS,
        "agents_participated": len(roles),
        "execution_time": f"{_seconds(report):.2f}s",
        "rounds": _rounds(report),
        "insights": list(_insights(report, len(roles))),
        "collaboration_summary": " ".join(
            str(one) for one in (verdict.get("headline"), *verdict.get("summary", ())) if one
        ),
    }


def failed(reason: str) -> dict[str, Any]:
    """Give the form of an error."""
    return {"status": ERROR, "error": reason, "insights": []}


def taking_part(report: Report) -> tuple[str, ...]:
    """Name the specialists that were heard: all who sat there but those who were absent."""
    absent = set(report.get("absent") or {})
    said = [str(one.get("specialist")) for one in report.get("opinions", ())]
    seated = dict.fromkeys((*(one.value for one in Role), *said))
    return tuple(one for one in seated if one not in absent)


def _seconds(report: Report) -> float:
    panel = report.get("panel")
    if panel:
        return float(panel.get("seconds", 0.0))
    return float((report.get("self_cost") or {}).get("wall_s", 0.0))


def _rounds(report: Report) -> int:
    """Count rounds: everybody is heard once, and each round of discussion comes on top."""
    votes = (report.get("panel") or {}).get("votes", ())
    return 1 + max((int(one.get("round", 0)) for one in votes), default=0)


def _insights(report: Report, heard: int) -> Iterator[dict[str, Any]]:
    verdict = report.get("verdict") or {}
    said: dict[str, list[Report]] = {}
    for one in report.get("opinions", ()):
        said.setdefault(str(one.get("item")), []).append(one)
    agreed = {str(one.get("item")): one for one in verdict.get("items", ())}
    for one in report.get("findings", ()):
        id_ = str(one.get("id"))
        opinions = said.get(id_, [])
        yield {
            "id": id_,
            "title": one.get("title", ""),
            "description": one.get("description", ""),
            "recommendation": one.get("recommendation", ""),
            "severity": one.get("severity", "info"),
            "component": one.get("resource", ""),
            "agents": list(dict.fromkeys(str(each.get("specialist")) for each in opinions)),
            "advice": [str(each.get("advice", "")) for each in opinions],
            "agreement": (agreed.get(id_) or {}).get("agreement"),
            "evidence": list(one.get("evidence", ())),
            "confidence": min(
                int(one.get("confidence", 0)), int(verdict.get("confidence_cap", 100))
            ),
            "quality": verdict.get("quality", ""),
            "agents_participated": heard,
        }
