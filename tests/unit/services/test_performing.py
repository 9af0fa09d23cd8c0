"""What each specialist did at one panel, as its report tells."""

from typing import Any

from hexascope.services.performing import did


def report(**more: Any) -> dict[str, Any]:
    call = {
        "role": "security_analyst",
        "model": "fake/one",
        "seconds": 1.0,
        "first_token_s": 0.5,
        "input_tokens": 10,
        "output_tokens": 1,
        "cached_tokens": 0,
        "dollars": None,
        "error": "",
        "cached_age_s": None,
    }
    told: dict[str, Any] = {
        "panel": {"calls": [call], "struck": []},
        "opinions": [said("security_analyst", "fake/one")],
        "absent": {},
        "verdict": {"items": [{"item": "f1", "for": ["a", "b"], "against": ["security_analyst"]}]},
    }
    return {**told, **more}


def said(who: str, voice: str, *, stands_in: bool = False) -> dict[str, Any]:
    return {"specialist": who, "voice": voice, "item": "f1", "stands_in": stands_in}


def of(report: dict[str, Any], who: str) -> dict[str, Any]:
    (found,) = [one for one in did(report) if one["specialist"] == who]
    return found


def test_who_stands_with_fewer_dissents() -> None:
    assert of(report(), "security_analyst")["dissent"] == 1
    assert of(report(), "coordinator")["dissent"] == 0


def test_what_rules_say_in_its_place_is_no_dissent_of_a_model() -> None:
    by_rules = report(opinions=[said("security_analyst", "rules", stands_in=True)])

    told = of(by_rules, "security_analyst")

    assert (told["dissent"], told["stood_in"], told["opinions"]) == (0, 1, 0)
    assert told["model"] == "fake/one"


def test_a_price_that_is_not_known_makes_no_cost() -> None:
    assert of(report(), "security_analyst")["dollars"] is None


def test_where_rules_judged_alone_nobody_did_anything_by_a_model() -> None:
    assert list(did(report(panel=None))) == []
