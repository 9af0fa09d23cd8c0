from hexascope.collect.collectors.namespaces import namespaces
from hexascope.collect.contract import Json
from hexascope.domain.rows import Namespace
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


def test_our_own_namespace_comes_first_and_is_marked() -> None:
    answer: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5], ["net:[2]", 20, 1]], "total": 2}

    seen = snapshot(TextHost(calls={"namespaces": answer}), namespaces)

    assert seen.rows(Namespace) == (
        Namespace("net:[1]", 10, 5, own=True),
        Namespace("net:[2]", 20, 1, own=False),
    )
    assert seen.number("namespace.count") == 2


def test_what_was_left_out_or_refused_is_said() -> None:
    cut: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5]], "total": 300, "refused": 0}
    refused: Json = {"own": "net:[1]", "rows": [["net:[1]", 10, 5]], "total": 1, "refused": 80}

    assert (
        "300"
        in snapshot(TextHost(calls={"namespaces": cut}), namespaces).missing["namespaces"].reason
    )
    missing = snapshot(TextHost(calls={"namespaces": refused}), namespaces).missing
    assert missing["namespaces"].status is Status.NO_PERMISSION


def test_a_nonsensical_answer_is_unreadable() -> None:
    answers: list[Json] = [[], {"rows": [["net:[1]", "x", 1]]}, {"rows": [[1]]}]
    for nonsense in answers:
        seen = snapshot(TextHost(calls={"namespaces": nonsense}), namespaces)
        assert seen.missing["namespace.count"].status is Status.UNREADABLE
