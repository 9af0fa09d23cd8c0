import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.domain.containment import LONGEST_NAME, NOWHERE, contained

ID = "3f" * 32
UID = "0a1b2c3d-1111-2222-3333-444455556666"
SLICE = UID.replace("-", "_")
KUBE = f"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{SLICE}.slice"


@pytest.mark.parametrize(
    ("path", "runtime"),
    [
        (f"/docker/{ID}", "docker"),
        (f"/system.slice/docker-{ID}.scope", "docker"),
        (f"/actions_job/{ID}", ""),
        (f"/machine.slice/libpod-{ID}.scope", "podman"),
        (f"/machine.slice/libpod-{ID}.scope/container", "podman"),
        (f"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{ID}.scope", "podman"),
        (f"/libpod_parent/libpod-{ID}", "podman"),
        (f"/system.slice/web.service/libpod-payload-{ID}", "podman"),
        (f"{KUBE}/cri-containerd-{ID}.scope", "containerd"),
        (f"{KUBE}/crio-{ID}.scope", "cri-o"),
        (f"{KUBE}/docker-{ID}.scope", "docker"),
        (f"/kubepods/besteffort/pod{UID}/{ID}", "kubernetes"),
        (f"/kubepods/pod{UID}/{ID}", "kubernetes"),
        (f"/system.slice/kubelet-kubepods-pod{SLICE}.slice:cri-containerd:{ID}", "containerd"),
        (f"/k8s.io/{ID}", "containerd"),
        (f"/default/{ID}", "containerd"),
        (f"/docker/{'9e' * 32}/kubelet{KUBE}/cri-containerd-{ID}.scope", "containerd"),
    ],
)
def test_a_containers_path_tells_its_id_and_its_runtime(path: str, runtime: str) -> None:
    found = contained(path)

    assert (found.container, found.runtime) == (ID, runtime)
    assert path.startswith(found.path)
    assert ID in found.path


@pytest.mark.parametrize(
    "path",
    [
        f"{KUBE}/cri-containerd-{ID}.scope",
        f"/kubepods/burstable/pod{UID}/{ID}",
        f"/kubepods.slice/kubepods-pod{SLICE}.slice",
        f"/system.slice/kubelet-kubepods-besteffort-pod{SLICE}.slice:cri-containerd:{ID}",
    ],
)
def test_a_pods_path_tells_its_unique_id_in_both_drivers(path: str) -> None:
    assert contained(path).pod == UID


def test_a_static_pod_is_named_by_a_digest() -> None:
    assert contained(f"/kubepods/burstable/pod{'ab' * 16}/{ID}").pod == "ab" * 16


@pytest.mark.parametrize(
    ("path", "name", "runtime"),
    [
        ("/lxc/web", "web", "lxc"),
        ("/lxc.payload.web/system.slice/nginx.service", "web", "lxc"),
        ("/lxc.payload/web", "web", "lxc"),
        (r"/machine.slice/systemd-nspawn@web\x2d1.service/payload", "web-1", "nspawn"),
        (r"/machine.slice/machine-web\x2d1.scope", "web-1", "nspawn"),
        (r"/machine.slice/machine-lxc\x2d7\x2dweb.scope", "lxc-7-web", "lxc"),
    ],
)
def test_a_whole_system_in_a_container_is_known_by_its_name(
    path: str, name: str, runtime: str
) -> None:
    found = contained(path)

    assert (found.container, found.runtime) == (name, runtime)


def test_the_unit_within_a_container_is_the_unit() -> None:
    assert contained("/lxc.payload.web/system.slice/nginx.service").unit == "nginx.service"


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("/system.slice/nginx.service", "nginx.service"),
        (
            "/system.slice/system-postgresql.slice/postgresql@15-main.service",
            "postgresql@15-main.service",
        ),
        ("/user.slice/user-0.slice/session-3.scope", "session-3.scope"),
        ("/user.slice/user-1000.slice/user@1000.service/app.slice/app-x.service", "app-x.service"),
        (f"/machine.slice/libpod-conmon-{ID}.scope", f"libpod-conmon-{ID}.scope"),
        (r"/machine.slice/machine-qemu\x2d1\x2dvm.scope", r"machine-qemu\x2d1\x2dvm.scope"),
        ("/lxc.monitor.web", ""),
        ("/", ""),
        ("", ""),
        ("/web/docker", ""),
    ],
)
def test_what_is_no_container_is_not_called_one(path: str, unit: str) -> None:
    assert contained(path) == NOWHERE._replace(unit=unit)


def test_the_unit_that_starts_a_container_stays_known_and_the_containers_own_scope_is_none() -> (
    None
):
    assert contained(f"/system.slice/web.service/libpod-payload-{ID}").unit == "web.service"
    assert contained(f"/system.slice/docker-{ID}.scope").unit == ""


@given(st.text(max_size=3000))
def test_no_path_breaks_it_or_gives_a_name_without_end(path: str) -> None:
    assert len(contained(f"/lxc/{path}").container) <= LONGEST_NAME
    contained(path)
