import os
from typing import Any

import pytest

from hexascope.collect.calls import users as calls
from hexascope.collect.calls.users import names_in
from hexascope.collect.collectors.users import users
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


def test_owners_of_processes_are_called_by_their_names() -> None:
    seen = snapshot(TextHost(calls={"user_names": {"0": "root", "26": "postgres"}}), users)

    assert {one.labels: one.value for one in seen.of("user.name")} == {
        (("uid", "0"),): "root",
        (("uid", "26"),): "postgres",
    }


@pytest.mark.parametrize("answer", [{}, [], None, 7])
def test_without_names_the_reason_is_said(answer: Any) -> None:
    seen = snapshot(TextHost(calls={"user_names": answer}), users)

    assert seen.missing["user.name"].status is Status.NOT_PRESENT


def test_nonsense_between_names_is_passed_over() -> None:
    seen = snapshot(TextHost(calls={"user_names": {"x": "a", "1": 2, "3": "c"}}), users)

    assert [one.value for one in seen.of("user.name")] == ["c"]


def test_lines_of_the_list_give_numbers_and_the_first_name_of_each() -> None:
    text = "root:x:0:0:R:/root:/bin/sh\ntoor:x:0:0::/:\n\nbad\n:x:5:5::/:\na:x:b:1:\nweb:x:33:33:"

    assert names_in(text) == {"0": "root", "33": "web"}


def test_the_call_names_those_only_who_own_a_process(tmp_path: Any, monkeypatch: Any) -> None:
    path = tmp_path / "list"
    path.write_text(
        f"me:secret-digest:{os.getuid()}:0:Real Name:/home/me:/bin/sh\nno:x:4000001:0:\n"
    )
    monkeypatch.setattr(calls, "LIST", str(path))

    assert calls.user_names() == {str(os.getuid()): "me"}
