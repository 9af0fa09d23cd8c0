from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.store.database.content.uploads import PART_BYTES
from tests.support.content import bundle_of, keep, numbered, of_host, worked
from tests.support.serving import ADMIN, STRANGER, VIEWER, served

PLACE = "/api/v1/snapshots"
NAME = "cgroup2_throttled_unit"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve for all tests that leave nothing behind."""
    with served(tmp_path_factory.mktemp("shared")) as client:
        yield client


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return bundle_of(NAME)


def test_a_bundle_that_is_sent_is_judged_as_on_the_host_itself(
    client: TestClient, bundle: bytes
) -> None:
    with worked(client):
        answer = client.post(f"{PLACE}?wait=60", headers=ADMIN, content=bundle)

    assert answer.status_code == 200, answer.text
    report = client.get(answer.json()["result"], headers=VIEWER).json()
    assert report["id"] == answer.json()["id"]
    assert report["findings"][0]["check"] == of_host(NAME).findings[0].check
    assert client.get(f"{PLACE}/waiting", headers=VIEWER).json() == []
    listed = client.get(PLACE, headers=VIEWER).json()["items"]
    assert [one["id"] for one in listed] == [report["id"]]
    fetched = client.get(listed[0]["bundle"], headers=VIEWER)
    assert fetched.content == bundle
    assert fetched.headers["content-disposition"].endswith('.hxb"')


def test_the_same_bundle_sent_twice_comes_to_the_same_digest(
    client: TestClient, bundle: bytes
) -> None:
    with worked(client):
        several = [client.post(f"{PLACE}?wait=60", headers=ADMIN, content=bundle) for _ in "ab"]

    reports = [client.get(one.json()["result"], headers=VIEWER).json() for one in several]
    assert reports[0]["digest"] == reports[1]["digest"]
    assert reports[0]["id"] != reports[1]["id"]


def test_a_bundle_waits_where_any_worker_finds_it(client: TestClient, bundle: bytes) -> None:
    answer = client.post(PLACE, headers=ADMIN, content=bundle)

    waiting = client.get(f"{PLACE}/waiting", headers=VIEWER).json()

    assert answer.status_code == 202
    assert [one["state"] for one in waiting] == ["waiting"]
    assert client.get(waiting[0]["bundle"], headers=VIEWER).content == bundle
    assert client.get(f"{PLACE}/waiting", headers=STRANGER).json() == []
    assert client.get(waiting[0]["bundle"], headers=STRANGER).status_code == 404


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: b"",
        lambda whole: b"nonsense",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-30],
        lambda whole: whole.replace(b"PK\x05\x06", b"PK\x05\x07"),
        lambda whole: bytes(PART_BYTES),
    ],
)
def test_what_is_cut_altered_or_none_of_ours_is_refused_before_it_is_taken(
    shared: TestClient, bundle: bytes, harm: Callable[[bytes], bytes]
) -> None:
    answer = shared.post(PLACE, headers=ADMIN, content=harm(bundle))

    assert answer.status_code == 400
    assert "/tmp" not in answer.text
    assert shared.get(f"{PLACE}/waiting", headers=ADMIN).json() == []


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("create:snapshots", 202),
        ("create:snapshots:host=other", 404),
        ("read:snapshots,create:snapshots:host=other", 403),
        ("read:*", 403),
    ],
)
def test_only_those_may_send_a_bundle_who_may_for_its_host(
    shared: TestClient, bundle: bytes, words: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer other vic {words}"}

    assert shared.post(PLACE, headers=headers, content=bundle).status_code == status


def test_an_examination_without_a_bundle_has_none_to_fetch(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    assert client.get(f"{PLACE}/{id_}/bundle", headers=VIEWER).status_code == 404
    assert client.get(PLACE, headers=VIEWER).json()["items"] == []
