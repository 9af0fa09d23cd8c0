"""What would be asked first is what is asked first."""

import time
from dataclasses import replace
from typing import Any

import pytest

import hexascope.consult.specialists
from hexascope.consult.contract import Specialist
from hexascope.domain.opinion import ANALYSTS
from hexascope.kit.plugins import discover
from hexascope.llm.contract import Prompt
from hexascope.llm.fake.server import FakeModels
from hexascope.services.models import ModelVoices
from hexascope.services.previewing import first_prompts
from hexascope.words import Language
from tests.support.consulted import CASE, consulted
from tests.support.models import endpoint, wires


def prompts(**wishes: Any) -> dict[str, Prompt]:
    told: list[Any] = []
    voices = ModelVoices(
        endpoints=(replace(endpoint(FakeModels(), "ok"), base_url="http://127.0.0.1:9"),),
        wires=wires(),
        language=Language.ENGLISH,
        show=lambda _piece: "",
        clock=time.monotonic,
        nonce=lambda: "n0nce",
        foresee=told.append,
        **wishes,
    )
    found = first_prompts(voices, CASE, discover(hexascope.consult.specialists, Specialist))
    assert told == [], "nothing is foreseen where nothing is asked"
    return dict(found)


@pytest.mark.parametrize("mode", ["full", "solo"])
def test_the_previewed_words_and_forms_are_those_that_a_server_gets(mode: str) -> None:
    _, server, _ = consulted("ok", mode=mode, max_rounds=0)
    sent = {
        (body["messages"][0]["content"], body["messages"][1]["content"])
        for _, body in server.heard.bodies
    }
    previewed = prompts(mode=mode, max_rounds=0)

    assert {(one.shared, one.role) for one in previewed.values()} <= sent
    assert len(previewed) == (1 if mode == "solo" else len(ANALYSTS))


def test_each_analyst_has_its_own_words_and_all_share_the_case() -> None:
    found = prompts(mode="full")

    assert set(found) == {role.value for role in ANALYSTS}
    assert len({one.shared for one in found.values()}) == 1
    assert len({one.role for one in found.values()}) == len(ANALYSTS)
    assert all(one.schema for one in found.values())
