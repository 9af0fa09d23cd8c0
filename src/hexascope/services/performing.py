"""How specialists do: what each did by each model at one panel, as its report tells."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.domain.opinion import Role

SIX = frozenset(one.value for one in Role)
MOST_REASON = 300

Report = Mapping[str, Any]


def did(report: Report) -> Iterator[dict[str, Any]]:
    """Give what each specialist did by each model; nothing where rules judged alone."""
    panel = report.get("panel")
    if not panel:
        return
    calls: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for one in panel["calls"]:
        calls.setdefault(one["role"], {}).setdefault(one["model"], []).append(one)
    voices = {one["specialist"]: one["voice"] for one in report["opinions"]}
    absent = report["absent"]
    for name in sorted({*calls, *voices, *absent, *SIX}, key=_place):
        models = calls.get(name) or {"": []}
        # what was said is told once: with the model that spoke, else with the first that was asked
        first = voices[name] if voices.get(name) in models else next(iter(models))
        for model, made in models.items():
            said = _said(report, name) if model == first else dict.fromkeys(_SAID, 0)
            why = str(absent.get(name, ""))[:MOST_REASON] if model == first else ""
            yield {
                "specialist": name,
                "own": name not in SIX,
                "model": model,
                **_took(made),
                **said,
                "absent": why,
            }


def _place(name: str) -> tuple[int, str]:
    order = [one.value for one in Role]
    return (order.index(name) if name in order else len(order), name)


def _took(calls: list[Mapping[str, Any]]) -> dict[str, Any]:
    asked = [one for one in calls if one.get("cached_age_s") is None]
    prices = [one["dollars"] for one in calls]
    return {
        "calls": len(calls),
        "answered": sum(not one["error"] for one in calls),
        "from_cache": len(calls) - len(asked),
        "failed": dict(Counter(one.get("failure") or "other" for one in calls if one["error"])),
        "seconds": [one["seconds"] for one in asked if not one["error"]],
        "first_token_s": [one["first_token_s"] for one in asked if one["first_token_s"] > 0],
        "input_tokens": sum(one["input_tokens"] for one in calls),
        "output_tokens": sum(one["output_tokens"] for one in calls),
        "cached_tokens": sum(one["cached_tokens"] for one in calls),
        "dollars": None if None in prices else sum(prices),
    }


_SAID = ("struck", "opinions", "stood_in", "dissent")


def _said(report: Report, name: str) -> dict[str, int]:
    spoken = [one for one in report["opinions"] if one["specialist"] == name]
    by_rules = {one["item"] for one in spoken if one["stands_in"]}
    return {
        "struck": sum(one["role"] == name for one in report["panel"]["struck"]),
        "opinions": sum(not one["stands_in"] for one in spoken),
        "stood_in": sum(bool(one["stands_in"]) for one in spoken),
        "dissent": sum(
            _stood_with_fewer(one, name)
            for one in report["verdict"]["items"]
            if one["item"] not in by_rules
        ),
    }


def _stood_with_fewer(item: Mapping[str, Any], name: str) -> bool:
    sides = [set(item["for"]), set(item["against"])]
    mine = next((one for one in sides if name in one), None)
    return mine is not None and len(mine) * 2 < len(sides[0] | sides[1])
