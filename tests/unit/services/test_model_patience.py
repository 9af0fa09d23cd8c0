"""How long one answer is waited for: longer where one server answers all in turn."""

import time
from dataclasses import replace
from typing import Any

from hexascope.llm.fake.server import FakeModels
from hexascope.services.models import CALLS, SINGLE_SLOT_PANEL_S, ModelVoices
from hexascope.words import Language
from tests.support.models import endpoint, wires


def voices(*slots: int, **wishes: Any) -> ModelVoices:
    server = FakeModels()
    one = replace(endpoint(server, "ok"), base_url="http://127.0.0.1:9")
    return ModelVoices(
        endpoints=tuple(replace(one, slots=count) for count in slots),
        wires=wires(),
        language=Language.ENGLISH,
        show=lambda _piece: "",
        clock=time.monotonic,
        nonce=lambda: "n0nce",
        **wishes,
    )


def test_a_server_with_several_slots_has_the_patience_that_is_set() -> None:
    assert voices(4).answer_s == 30.0
    assert voices(4, patience_s=5.0).answer_s == 5.0
    assert voices(4, 1).answer_s == 30.0


def test_a_server_that_answers_one_after_the_other_has_its_share_of_the_longer_time() -> None:
    assert voices(1).answer_s == SINGLE_SLOT_PANEL_S / CALLS
    assert voices(1, patience_s=90.0).answer_s == 90.0


def test_one_call_for_all_has_all_of_the_time() -> None:
    assert voices(1, mode="solo").answer_s == SINGLE_SLOT_PANEL_S
    assert voices(4, mode="solo").answer_s == 30.0
