import json
from pathlib import Path
from typing import Any

import pytest

from hexascope.collect.calls import containers as files
from hexascope.collect.collectors.containers import containers
from hexascope.collect.contract import NotHere
from hexascope.domain.rows import Container
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

ID, OTHER = "3f" * 32, "9e" * 32
UID = "0a1b2c3d-1111-2222-3333-444455556666"


def told(**fields: Any) -> dict[str, Any]:
    return {
        "id": ID,
        "runtime": "docker",
        "name": "",
        "image": "",
        "pod": "",
        "namespace": "",
        "created": 0.0,
        **fields,
    }


def rows(**calls: Any) -> tuple[Container, ...]:
    return snapshot(TextHost(calls=calls), containers).rows(Container)


def asked(*found: Any, refused: Any = ()) -> dict[str, Any]:
    return {"containers": list(found), "refused": list(refused)}


def test_what_the_runtime_says_and_what_its_files_say_make_one_row() -> None:
    found = rows(
        runtime_containers=asked(told(name="web")),
        container_files=[told(name="other", image="nginx:1.27", created=5.0)],
    )

    assert found == (Container(ID, "docker", "web", "nginx:1.27", created=5.0),)


def test_a_name_made_by_kubernetes_tells_container_pod_and_namespace() -> None:
    name = f"k8s_cart_cart-7d9f_shop_{UID}_3"

    (row,) = rows(container_files=[told(runtime="cri-o", name=name)])

    assert (row.name, row.pod, row.namespace) == ("cart", "cart-7d9f", "shop")


def test_a_pods_own_container_is_called_pause() -> None:
    (row,) = rows(container_files=[told(name=f"k8s_POD_cart-7d9f_shop_{UID}_0")])

    assert row.name == "pause"


def test_the_log_folders_of_pods_tell_their_names() -> None:
    host = TextHost({f"/var/log/pods/shop_cart-7d9f_{UID}/cart/0.log": "", "/var/log/pods/x": ""})

    found = snapshot(host, containers).rows(Container)

    assert found == (Container(UID, "kubernetes", pod="cart-7d9f", namespace="shop"),)


def test_containers_are_counted_by_runtime() -> None:
    seen = snapshot(
        TextHost(calls={"container_files": [told(), told(id=OTHER, runtime="podman")]}), containers
    )

    assert seen.number("container.count", runtime="docker") == 1
    assert seen.number("container.count", runtime="podman") == 1


def test_without_any_runtime_there_is_nothing_and_the_reason_is_said() -> None:
    seen = snapshot(
        TextHost(calls={"runtime_containers": asked(), "container_files": []}), containers
    )

    assert seen.rows(Container) == ()
    assert seen.missing["container.count"].status is Status.NOT_PRESENT


def test_a_socket_that_gave_no_answer_is_named_with_its_reason() -> None:
    refused = [["/run/docker.sock", "Permission denied"]]

    seen = snapshot(TextHost(calls={"runtime_containers": asked(refused=refused)}), containers)

    assert seen.missing["container.name"].reason == "/run/docker.sock: Permission denied"


@pytest.mark.parametrize(
    "answer",
    [None, 7, "x", [], {"containers": 7, "refused": 8}, asked(7, {}, {"id": 5}, refused=[[1]])],
)
def test_nonsense_from_the_calls_gives_no_row(answer: Any) -> None:
    assert rows(runtime_containers=answer, container_files=7) == ()


def test_a_bundle_without_these_calls_gives_none() -> None:
    gone = NotHere(Status.NOT_PRESENT, "not in the bundle")

    assert rows(runtime_containers=gone, container_files=gone) == ()


# the files of runtimes


def test_containerds_files_tell_name_image_and_pod_and_nothing_secret(
    tmp_path: Path, monkeypatch: Any
) -> None:
    notes = {
        "io.kubernetes.cri.container-type": "container",
        "io.kubernetes.cri.container-name": "cart",
        "io.kubernetes.cri.image-name": "registry/cart:7",
        "io.kubernetes.cri.sandbox-name": "cart-7d9f",
        "io.kubernetes.cri.sandbox-namespace": "shop",
    }
    folder = tmp_path / "k8s.io" / ID
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(
        json.dumps({"annotations": notes, "process": {"env": ["PASSWORD=hush"]}})
    )
    sandbox = tmp_path / "k8s.io" / OTHER
    sandbox.mkdir()
    (sandbox / "config.json").write_text(
        json.dumps({"annotations": {"io.kubernetes.cri.container-type": "sandbox"}})
    )
    monkeypatch.setattr(files, "TASKS", (str(tmp_path),))

    found: Any = files.container_files()

    assert found[0] == told(
        runtime="containerd",
        name="cart",
        image="registry/cart:7",
        pod="cart-7d9f",
        namespace="shop",
    )
    assert found[1]["name"] == "pause"
    assert "hush" not in json.dumps(found)


def test_containerds_tasks_for_docker_are_dockers(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "moby" / ID).mkdir(parents=True)
    (tmp_path / "moby" / ID / "config.json").write_text("{}")
    monkeypatch.setattr(files, "TASKS", (str(tmp_path),))

    found: Any = files.container_files()

    assert [one["runtime"] for one in found] == ["docker"]


def test_dockers_files_tell_name_image_and_when_it_was_created(
    tmp_path: Path, monkeypatch: Any
) -> None:
    (tmp_path / ID).mkdir()
    (tmp_path / ID / "config.v2.json").write_text(
        json.dumps(
            {
                "Name": "/web",
                "Created": "2026-11-21T03:10:00.123456789Z",
                "Config": {"Image": "nginx:1.27", "Env": ["TOKEN=hush"], "Labels": None},
            }
        )
    )
    monkeypatch.setattr(files, "DOCKER", str(tmp_path))

    found: Any = files.container_files()

    assert found == [told(name="web", image="nginx:1.27", created=1795230600.0)]


def test_the_list_of_podman_and_crio_tells_names_images_and_times(
    tmp_path: Path, monkeypatch: Any
) -> None:
    path = tmp_path / "containers.json"
    path.write_text(
        json.dumps(
            [
                {
                    "id": ID,
                    "names": ["web"],
                    "metadata": json.dumps({"image-name": "nginx:1.27", "created-at": 77}),
                },
                {"id": OTHER, "names": [f"k8s_cart_cart-7d9f_shop_{UID}_0"], "metadata": "{"},
                {"id": 7},
                "x",
            ]
        )
    )
    monkeypatch.setattr(files, "STORAGE", str(path))

    found: Any = files.container_files()

    assert found[0] == told(runtime="podman", name="web", image="nginx:1.27", created=77.0)
    assert [one["runtime"] for one in found] == ["podman", "cri-o"]


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, "7", '{"annotations": 7}', "\xff"])
def test_a_file_of_nonsense_names_nothing(text: str, tmp_path: Path, monkeypatch: Any) -> None:
    folder = tmp_path / "k8s.io" / ID
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(text)
    monkeypatch.setattr(files, "TASKS", (str(tmp_path),))
    monkeypatch.setattr(files, "STORAGE", str(folder / "config.json"))

    found: Any = files.container_files()

    assert [one["name"] for one in found] in ([""], [])


def test_a_file_larger_than_the_limit_is_not_read(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(files, "MOST_FILE_BYTES", 40)
    path = tmp_path / "x"
    path.write_text(json.dumps({"a": "b" * 100}))

    assert files._told(str(path), files.MOST_FILE_BYTES) is None
    assert files._told(str(path), 1000) == {"a": "b" * 100}
