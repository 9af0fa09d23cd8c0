"""Network namespaces, interfaces and sockets."""

from typing import NamedTuple


class Namespace(NamedTuple):
    """A network namespace that has processes; `through` is the pid whose /proc/PID/net shows it.

    `name` is the inode of the namespace as in the link: `net:[4026531840]`; `own` marks the
    examiner's own one.
    """

    name: str
    through: int
    processes: int
    own: bool


class Interface(NamedTuple):
    """One interface in one network namespace. Speed is in bits a second; None: unknown, not 0.

    Counters since creation. `carrier_changes` counts losses and gains of the link.
    """

    namespace: str
    name: str
    kind: str = ""
    up: bool = False
    carrier: bool | None = None
    carrier_changes: int | None = None
    operational: str = ""
    speed_bits_per_s: int | None = None
    best_speed_bits_per_s: int | None = None
    duplex: str = ""
    mtu: int | None = None
    received_bytes: int = 0
    received_packets: int = 0
    received_errors: int = 0
    received_dropped: int = 0
    received_fifo: int = 0
    received_frame: int = 0
    received_missed: int = 0
    sent_bytes: int = 0
    sent_packets: int = 0
    sent_errors: int = 0
    sent_dropped: int = 0
    sent_fifo: int = 0
    sent_carrier: int = 0
    collisions: int = 0
    queue_drops: int | None = None
    queue_backlog_bytes: int | None = None
    bus_address: str = ""
    addresses: tuple[str, ...] = ()
    driver: str = ""
    number: int = 0
    peer_number: int = 0  # the other end of a pair, or the link below; 0: none


class InterfaceUse(NamedTuple):
    """What one interface did in the window: growth of its counters, and rates of its traffic.

    `now` is the last look's row, `before` the first's. Counts are those of the window.
    """

    now: Interface
    before: Interface
    seconds: float
    received_bytes_per_s: float
    sent_bytes_per_s: float
    received_packets: int
    sent_packets: int
    received_dropped: int
    sent_dropped: int
    received_errors: int
    sent_errors: int
    queue_drops: int | None
    carrier_changes: int | None
    receive_use: float | None  # share of the link's speed; None: the speed is not known
    send_use: float | None


class Socket(NamedTuple):
    """One TCP, UDP or unix socket. Addresses are `ip:port`; `state` as ss names it.

    `receive_queue` and `send_queue` in bytes; for a listening socket the number of connections
    waiting and the backlog (None: not known). `owner_pid` is 0 where the owner is not known.
    The fields from `backlog` on come from sock_diag where it can be asked, else some are None.
    """

    namespace: str
    protocol: str
    local: str
    remote: str
    state: str
    receive_queue: int
    send_queue: int
    inode: int
    uid: int
    owner_pid: int = 0
    backlog: int | None = None
    drops: int | None = None
    retransmits: int | None = None
    backoff: int | None = None
    unacked: int | None = None
    rtt_s: float | None = None
    total_retransmits: int | None = None
    path_mtu: int | None = None
    timer: int | None = None  # 1 retransmission, 2 keepalive, 4 probe of a closed window
    segment_bytes: int | None = None
