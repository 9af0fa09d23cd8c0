"""Who does it and who suffers: the culprit and the victims of a finding."""

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """What a culprit or victim can be."""

    PROCESS = "process"
    THREADS = "threads"
    CGROUP = "cgroup"
    UNIT = "unit"
    MOUNT = "mount"
    FILE = "file"
    DEVICE = "device"
    DEVICE_QUEUE = "device_queue"
    INTERFACE = "interface"
    SOCKET = "socket"
    REMOTE_ADDRESS = "remote_address"
    PORT = "port"
    NAMESPACE = "namespace"
    SYSCTL = "sysctl"
    LIMIT = "limit"
    USER = "user"
    HOST = "host"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The chain pid → unit → container → pod, image → owner → started → command (redacted).

    `container` is the id, `container_name` what people call it; `runtime` who runs it. `pod` is the
    pod's name, or its unique id where its name is not known.
    """

    pid: int | None = None
    unit: str = ""
    container: str = ""
    image: str = ""
    owner: str = ""
    started: str = ""
    command: str = ""
    container_name: str = ""
    runtime: str = ""
    pod: str = ""
    namespace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One culprit or victim.

    `stable_name` holds no pid, so that it is the same in the next examination. `pids` are all
    processes meant where one name stands for several; `share` is a ratio of the harm, 0 to 1.
    """

    kind: EntityKind
    name: str
    stable_name: str = ""
    pid: int | None = None
    pids: tuple[int, ...] = ()
    path: str = ""
    key: str = ""
    share: float | None = None
    identity: Identity | None = None

    @property
    def stable(self) -> str:
        """Give the name that ids are made of."""
        return self.stable_name or self.name
