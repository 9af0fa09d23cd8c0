"""Models of a known quality: they pick the true hypothesis so often, and err as real ones do.

They stand where `llm.models.Models` stands, so that everything after it is the panel's own code:
reading, the ledger, the votes, the coordinator. No connection is opened.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from random import Random
from typing import Any

from hexascope.llm.contract import Answer, Endpoint, Failure, ModelError, Prompt, Usage
from hexascope.llm.fake.inside import InsideModel, answer_of
from hexascope.llm.fake.speakers import data_shown

_TOLD = re.compile(r"as data: (\[.*\])$", re.MULTILINE)
_EXAMPLE = "disk.await{device=name}"
MANNERS_SHARE = 0.3
"""Share of answers that are spoilt in one of the manners of real models."""

IN_COMMON = 0.5
"""Share of cases in which all calls to one model are right or wrong together."""

Data = Mapping[str, Any]
Opinion = dict[str, Any]


class Manner(StrEnum):
    """How an answer is spoilt."""

    SWAPS_UNITS = "swaps units"
    ANCHORS = "anchors on the first item"
    COPIES_EXAMPLE = "copies the example"
    WRONG_ID = "cites a wrong id"
    OTHER_LANGUAGE = "answers in another language"
    THINKS_ALOUD = "thinks aloud"
    CUT = "stops at the token limit"
    REFUSES = "refuses"
    AGREES = "always agrees"
    EMPTY = "gives an empty list"


class SimulatedModel(InsideModel):
    """A model that knows the truth of one case and tells it with probability `quality`.

    `truth` is the evidence that the true hypothesis rests on ((): nothing is wrong); `picks` are
    what its calls held to be the cause, by role, '' for nothing; `spoilt` how answers were spoilt.
    """

    def __init__(
        self,
        quality: float,
        truth: tuple[str, ...],
        draw: Random,
        manners: float = MANNERS_SHARE,
    ) -> None:
        super().__init__()
        self.quality = quality
        self.truth = truth
        self.manners = manners
        self.picks: dict[str, str] = {}
        self.spoilt: dict[str, Manner] = {}
        self._draw = draw
        self._common = draw.random() < quality if draw.random() < IN_COMMON else None

    async def ask(self, endpoint: Endpoint, prompt: Prompt, **_limits: Any) -> Answer:
        """Answer as `Models.ask` does: ModelError for a refusal, or where no object can be read."""
        manner = self._manner()
        if manner is Manner.REFUSES:
            raise ModelError(Failure.REFUSED, endpoint.name, "the model refuses to answer")
        text = self._written(prompt, manner)
        return answer_of(
            endpoint,
            text,
            finish="length" if manner is Manner.CUT else "stop",
            usage=Usage(input_tokens=len(prompt.shared) // 4, output_tokens=len(text) // 4),
        )

    def _manner(self) -> Manner | None:
        return self._draw.choice(list(Manner)) if self._draw.random() < self.manners else None

    def _written(self, prompt: Prompt, manner: Manner | None) -> str:
        data = data_shown(prompt.shared, prompt.role) or {}
        wanted = (prompt.schema or {}).get("properties", {})
        if "votes" in wanted:
            answer: Mapping[str, Any] = {"votes": self._votes(data, prompt)}
        elif "order" in wanted:
            answer = self._guidance(data, prompt)
        elif "opinions" in wanted:
            answer = self._opinions(data, prompt.schema_name, manner)
        elif "answer" in wanted:
            answer = {"answer": "Nothing more is to be seen."}
        else:
            answer = {"headline": "", "summary": []}
        text = json.dumps(answer)
        if manner is Manner.THINKS_ALOUD:
            return f'<think>Is it {{"hypothesis": "h1"}}?</think>\nHere it is:\n{text}'
        return text[: len(text) * 2 // 3] if manner is Manner.CUT else text

    def _opinions(self, data: Data, role: str, manner: Manner | None) -> Mapping[str, Any]:
        known: Sequence[Data] = data.get("hypotheses", ())
        picked = self._pick(known)
        self.picks[role] = "" if picked is None else str(picked["id"])
        said = [_opinion(one, data, agrees=one is picked) for one in known[:3]]
        if picked is not None and not any(one["hypothesis"] == picked["id"] for one in said):
            said = [_opinion(picked, data, agrees=True), *said[:2]]
        if manner is not None:
            self.spoilt[role] = manner
            said = list(_SPOILT.get(manner, _as_it_is)(said, known, data))
        return {
            "opinions": said,
            "ask_whom": "nobody",
            "question": "",
            "probe": "none",
            "probe_on": "",
        }

    def _pick(self, known: Sequence[Data]) -> Data | None:
        """Give the true hypothesis, or when it errs any other; None for 'nothing is wrong'."""
        right = self._draw.random() < self.quality if self._common is None else self._common
        true = next((one for one in known if self.truth and one["for"] == list(self.truth)), None)
        if right:
            return true
        wrong: list[Data | None] = [one for one in known if one is not true]
        return self._draw.choice(wrong or [None])

    def _votes(self, data: Data, prompt: Prompt) -> list[Opinion]:
        picked = self._pick(data.get("hypotheses", ()))
        return [
            {**_opinion(about, data, agrees=about is picked), "item": item["item"]}
            for item, about in _items(data, prompt)
        ]

    def _guidance(self, data: Data, prompt: Prompt) -> Mapping[str, Any]:
        """Begin with what it holds to be the cause, and put that first."""
        picked = self._pick(data.get("hypotheses", ()))
        names = [item["item"] for item, _ in _items(data, prompt)]
        first = [item["item"] for item, about in _items(data, prompt) if about is picked]
        order = [*first, *(name for name in names if name not in first)]
        return {"rulings": [], "order": order, "start": (first or ["none"])[0]}


def _items(data: Data, prompt: Prompt) -> list[tuple[Data, Data]]:
    """Give the items that are put before it, each with the hypothesis that it is about."""
    told = _TOLD.search(prompt.role)
    items: list[Data] = json.loads(told[1]) if told else []
    known = data.get("hypotheses", ())
    return [(one, about) for one in items if (about := _spoken_of(one, known)) is not None]


def _spoken_of(item: Data, known: Sequence[Data]) -> Data | None:
    """Find of which hypothesis an item on the ballot is: that of most of the evidence named."""
    keys = {key for side in ("for", "against") for one in item[side] for key in one["evidence"]}
    shared = [(len(keys & {*one["for"], *one["against"]}), one) for one in known]
    most = max(shared, key=lambda pair: pair[0], default=(0, None))
    return most[1] if most[0] else None


def _opinion(one: Data, data: Data, *, agrees: bool) -> Opinion:
    """Judge one hypothesis: by what is for it, or by what is against it where there is such."""
    cited = one["for"] if agrees else [*one["against"], *one["for"]]
    numbers = [
        key for key in cited if isinstance(data["evidence"].get(key, {}).get("value"), int | float)
    ]
    grave = str(one["severity"])
    milder = {"critical": "high", "high": "medium", "medium": "low", "low": "info"}
    shown = f" The evidence shows {{{numbers[0]}}}." if numbers else ""
    return {
        "reason": f"This is {'borne out' if agrees else 'not what holds the work up'}.{shown}",
        "claims": [_claim(key, data["evidence"][key]) for key in numbers[:2]],
        "hypothesis": one["id"],
        "other_cause": "",
        "stance": "agrees" if agrees else "opposes",
        "severity": grave if agrees else milder.get(grave, "info"),
        "confidence": 80,
        "remedy": "none",
    }


def _claim(key: str, piece: Data) -> dict[str, Any]:
    return {
        "kind": "observation",
        "evidence": [key],
        "operator": "about",
        "value": piece["value"],
        "unit": piece["unit"],
    }


Spoil = Callable[[list[Opinion], Sequence[Data], Data], Sequence[Opinion]]


def _as_it_is(said: list[Opinion], _known: Sequence[Data], _data: Data) -> Sequence[Opinion]:
    return said


def _swapped(said: list[Opinion], _known: Sequence[Data], _data: Data) -> Sequence[Opinion]:
    for one in said:
        one["reason"] = "It waits 35 s, and 1.2 MiB are left."
        for claim in one["claims"]:
            claim["unit"] = {"s": "ms", "ms": "s", "bytes": "MiB"}.get(claim["unit"], "s")
    return said


def _anchored(_said: list[Opinion], known: Sequence[Data], data: Data) -> Sequence[Opinion]:
    return [_opinion(one, data, agrees=True) for one in known[:1]]


def _copied(said: list[Opinion], _known: Sequence[Data], _data: Data) -> Sequence[Opinion]:
    for one in said:
        one["reason"] = f"To state a value: {{{_EXAMPLE}}}."
        one["claims"] = [_claim(_EXAMPLE, {"value": 0.01, "unit": "s"})]
    return said


def _misnamed(said: list[Opinion], _known: Sequence[Data], _data: Data) -> Sequence[Opinion]:
    return [{**one, "hypothesis": "h77"} for one in said]


def _foreign(said: list[Opinion], _known: Sequence[Data], _data: Data) -> Sequence[Opinion]:
    return [{**one, "reason": "Das ist belegt; the Messwerte zeigen es."} for one in said]


def _agreeing(_said: list[Opinion], known: Sequence[Data], data: Data) -> Sequence[Opinion]:
    return [_opinion(one, data, agrees=True) for one in known[:3]]


def _emptied(_said: list[Opinion], _known: Sequence[Data], _data: Data) -> Sequence[Opinion]:
    return []


_SPOILT: Mapping[Manner, Spoil] = {
    Manner.SWAPS_UNITS: _swapped,
    Manner.ANCHORS: _anchored,
    Manner.COPIES_EXAMPLE: _copied,
    Manner.WRONG_ID: _misnamed,
    Manner.OTHER_LANGUAGE: _foreign,
    Manner.AGREES: _agreeing,
    Manner.EMPTY: _emptied,
}
