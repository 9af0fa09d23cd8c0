"""The API as a user meets it: examine, send a bundle, ask models, give a task, start again."""

import json
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.soak.api import Api, link_in, token_by
from tests.support.commands import run, scripted_models
from tests.support.line import VALID
from tests.support.running import Running, running

pytestmark = pytest.mark.journey

FORMATS = ("compat", "html", "json", "markdown", "terminal")


def logged_in(server: Running) -> Api:
    said: list[str] = []

    def more() -> str:
        assert server.process.stdout is not None
        said.append(server.process.stdout.readline())
        return "".join(said)

    token = token_by(server.url, link_in(more))
    return Api(url=server.url, headers={"Authorization": f"Bearer {token}"})


def sent(api: Api, bundle: bytes) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{api.url}/api/v1/snapshots?wait=60&model=rules",
        data=bundle,
        headers={**api.headers, "Content-Type": "application/octet-stream"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200
        told: dict[str, Any] = json.loads(answer.read())
        return told


def posted(api: Api, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = api.ask("POST", f"{path}?wait=60", body)[0]
    assert told["state"] == "done", told
    return told


def test_a_host_is_examined_read_judged_again_and_all_is_there_after_a_start(
    tmp_path: Path,
) -> None:
    bundle = tmp_path / "host.hxb"
    made = run("record", "--output", str(bundle), "--window", "1", home=tmp_path)
    assert made.returncode == 0, made.stderr
    judged = run("examine", "--from", str(bundle), "--format", "json", "-q", home=tmp_path)

    with scripted_models() as models:
        about = {
            "HEXASCOPE_PANEL__MODELS": "compatible/fake",
            "HEXASCOPE_PANEL__BASE_URL": models,
            "HEXASCOPE_EXAMINE__WINDOW_SECONDS": "1",
        }
        with running(tmp_path, **about) as server:
            api = logged_in(server)
            by_rules = posted(api, "/api/v1/examinations", {"window_s": 1, "model": "rules"})
            report = api.get(by_rules["result"])
            VALID.validate(report)
            listed = api.get("/api/v1/findings", examination=by_rules["id"], limit="500")["items"]
            assert [one["id"] for one in listed] == [one["id"] for one in report["findings"]]
            for name in FORMATS:
                text, headers = api.ask("GET", f"{by_rules['result']}/report.{name}")
                assert text
                assert headers["Content-Security-Policy"].startswith("sandbox;")

            begun = sent(api, bundle.read_bytes())
            assert api.get(begun["result"])["digest"] == json.loads(judged.stdout)["digest"]

            by_model = posted(api, "/api/v1/examinations", {"window_s": 1, "panel": "full"})
            session = api.get(f"/api/v1/panel/sessions/{by_model['id']}")
            assert session["outcomes"]["calls"] > 0
            events = list(api.all(f"/api/v1/panel/sessions/{by_model['id']}/events"))
            assert [one["at_s"] for one in events] == sorted(one["at_s"] for one in events)

            task = posted(
                api,
                "/api/v1/tasks",
                {"words": "Why is it slow?", "model": "rules", "examination": by_rules["id"]},
            )
            assert api.get(task["result"])["answer"]["replies"]
            before = {one["id"] for one in api.all("/api/v1/examinations")}
            assert server.end() == 0

        with running(tmp_path, **about) as server:
            again = Api(url=server.url, headers=api.headers)
            assert {one["id"] for one in again.all("/api/v1/examinations")} >= before
            assert again.get(by_rules["result"]) == report
            assert again.get(task["result"])["state"] == "done"
            assert again.get("/api/insights/panel")["status"] == "success"
            assert server.end() == 0
    assert "Traceback" not in (tmp_path / "log").read_text()
