"""What is learnt of one endpoint, also when several ask it at once."""

import asyncio

from hexascope.domain.learnt import Learnt
from hexascope.llm.contract import Answer, Endpoint, Failure, ModelError, Quirk, Rung
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.lines import Line, line_to
from hexascope.llm.models import Models
from tests.support.models import endpoint, prompt, with_server

ONE = Endpoint(name="compatible/x", provider="compatible", model="x", base_url="http://127.0.0.1:9")


def line(known: Learnt | None = None) -> Line:
    return line_to(ONE, tuple(Rung), known or Learnt())


def refusal(quirk: Quirk | None = None, failure: Failure = Failure.UNFIT) -> ModelError:
    return ModelError(failure, ONE.name, "refused", quirk=quirk)


def test_of_four_that_are_refused_at_once_one_rung_is_learnt() -> None:
    one = line()
    sent = [one.sent() for _ in range(4)]

    assert [one.learns(refusal(), each, formed=True) for each in sent] == [True] * 4
    assert one.rungs[one.rung] is Rung.JSON_OBJECT_WITH_SCHEMA


def test_of_four_that_are_refused_at_once_one_quirk_is_learnt_and_no_rung() -> None:
    one = line()
    sent = [one.sent() for _ in range(4)]

    assert all(one.learns(refusal(Quirk.PLAIN_SCHEMA), each, formed=True) for each in sent)
    assert one.learnt() == Learnt(rung="json_schema", quirks=("plain_schema",))


def test_a_quirk_that_was_minded_and_is_refused_still_leads_a_rung_down() -> None:
    one = line(Learnt(quirks=("plain_schema",)))

    assert one.learns(refusal(Quirk.PLAIN_SCHEMA), one.sent(), formed=True)
    assert one.rung == 1


def test_below_the_last_rung_there_is_nothing_to_learn() -> None:
    one = line(Learnt(rung="text"))

    assert not one.learns(refusal(), one.sent(), formed=True)


def test_a_plain_question_teaches_no_rung_and_another_failure_nothing() -> None:
    one = line()

    assert not one.learns(refusal(), one.sent(), formed=False)
    assert not one.learns(refusal(failure=Failure.BUSY), one.sent(), formed=True)
    assert one.learnt() == Learnt(rung="json_schema")


def test_words_that_are_not_known_here_are_passed_over() -> None:
    one = line(Learnt(rung="telepathy", quirks=("no_vowels", "no_effort")))

    assert one.learnt() == Learnt(rung="json_schema", quirks=("no_effort",))


def test_four_analysts_at_once_all_find_the_surest_rung_that_a_server_keeps() -> None:
    async def work(server: FakeModels, models: Models) -> list[Answer]:
        only_tools = endpoint(server, "only-tools", slots=8)
        asked = [models.ask(only_tools, prompt(), patience_s=5) for _ in range(4)]
        return list(await asyncio.gather(*asked))

    assert {one.rung for one in with_server(work)} == {Rung.TOOL}
