import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hexascope.server.dashboard.built import Built, packed_taken
from tests.unit.server.dashboard.folders import SCRIPT, STYLE, built_in, dashboard_in

SERVED = {"index-a1.js", "index-b2.css", "plex-c3.woff2"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with dashboard_in(tmp_path_factory.mktemp("assets")) as client:
        yield client


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(built_in(tmp_path_factory.mktemp("built") / "static"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index-a1.js", "text/javascript; charset=utf-8"),
        ("index-b2.css", "text/css; charset=utf-8"),
        ("plex-c3.woff2", "font/woff2"),
    ],
)
def test_a_file_is_kept_for_ever_and_needs_no_login(
    client: TestClient, name: str, kind: str
) -> None:
    answer = client.get(f"/assets/{name}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_browser_that_takes_gzip_gets_the_packed_twin_under_another_etag(
    client: TestClient,
) -> None:
    plain = client.get("/assets/index-a1.js", headers={"Accept-Encoding": "identity"})
    with client.stream(
        "GET", "/assets/index-a1.js", headers={"Accept-Encoding": "br, gzip"}
    ) as packed:
        sent = b"".join(packed.iter_raw())

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(sent).decode() == plain.text == SCRIPT
    assert len(sent) < len(plain.content) / 5
    assert plain.headers["etag"] != packed.headers["etag"]


def test_a_file_without_a_packed_twin_comes_as_it_is(client: TestClient) -> None:
    answer = client.get("/assets/plex-c3.woff2", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in answer.headers
    assert answer.content == b"wOF2 of a font"


def test_a_file_that_is_kept_packed_alone_is_given_to_those_who_take_no_gzip_too(
    tmp_path: Path,
) -> None:
    built = Built(built_in(tmp_path / "static"))
    (built.folder / "assets" / "index-a1.js").unlink()

    plain, packed = built.asset("index-a1.js"), built.asset("index-a1.js", packed=True)

    assert plain is not None
    assert packed is not None
    assert (plain.body.decode(), plain.packed, packed.packed) == (SCRIPT, False, True)
    assert gzip.decompress(packed.body) == plain.body


def test_what_a_browser_has_is_not_sent_again_and_a_head_has_no_body(client: TestClient) -> None:
    plain = {"Accept-Encoding": "identity"}
    first = client.get("/assets/index-b2.css", headers=plain)
    again = client.get(
        "/assets/index-b2.css", headers={**plain, "If-None-Match": first.headers["etag"]}
    )
    head = client.head("/assets/index-b2.css", headers=plain)

    assert first.text == STYLE
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(STYLE))


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none-x1.js",
        "/assets/notes.exe",
        "/assets/.hidden.js",
        "/assets/index-a1.js.gz",
        "/assets/../index.html",
        "/assets/..%2fsecret.json",
        "/assets/%2e%2e",
        "/assets/",
        "/assets",
        "/index.html",
        "/secret.json",
    ],
)
def test_nothing_else_of_the_folder_is_given(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(alphabet="./\\%2eE5c~\0 ", max_size=20).map(lambda one: f"{one}secret.json"),
        st.sampled_from(["index.html", "../secret.json", "..", "", ".gz", "a.js/../b.js"]),
    )
)
def test_no_name_leads_out_of_the_folder(built: Built, name: str) -> None:
    found = built.asset(name, packed=True)

    assert found is None or name in SERVED


def test_the_icon_is_given_and_without_a_build_nothing_is(
    client: TestClient, tmp_path: Path
) -> None:
    assert client.get("/favicon.svg").headers["content-type"] == "image/svg+xml"
    with dashboard_in(tmp_path, built=False) as without:
        assert without.get("/favicon.svg").status_code == 404
        assert without.get("/assets/index-a1.js").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("x-gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(accepted: str, taken: bool) -> None:
    assert packed_taken(accepted) is taken
