"""Acts that reach for something that is not the job's: each is quick, most are tried at start.

Each source is run behind `PRELUDE` of `act.py`: it calls `attempt(...)` with functions, of which
each that comes back without an error is a hole, or `note(open, detail)` with what it found out
itself. `host` tells of the surroundings: see `surroundings.py`.
"""

from hexascope.sandbox.battery.act import Act

REACHING_OUT = (
    Act(name="secret_file", source='attempt(lambda: read(host["secret"]))'),
    Act(
        name="secret_variable",
        source='attempt(lambda: want([v for v in os.environ.values() if host["canary"] in v]))',
    ),
    Act(
        name="open_descriptors",
        source="""
def opened(number):
    return lambda: (number, os.fstat(number)[:2])
attempt(*map(opened, range(3, 256)))
""",
    ),
    Act(
        name="process_list",
        source='attempt(lambda: want(str(host["victim"]) in os.listdir("/proc")))',
    ),
    Act(
        name="process_environment",
        source="""
def of(name):
    return lambda: read(f"/proc/{host['victim']}/{name}")
attempt(*map(of, ("environ", "cmdline", "maps", "stat")), lambda: read("/proc/1/environ"))
""",
    ),
    Act(
        name="signals",
        source="""
outside = [host["victim"], host["hexascope"]] + [one for one in [os.getppid()] if one > 2]
def to(pid):
    return lambda: os.kill(pid, 0)
attempt(*map(to, outside), *[lambda pid=pid: call("pidfd_open", pid, 0) for pid in outside])
""",
    ),
    Act(
        name="ptrace",
        quick=False,
        source="""
victim = ctypes.c_long(host["victim"])
here, there = (ctypes.c_ulong * 2)(), (ctypes.c_ulong * 2)()
attempt(
    lambda: call("ptrace", 16, victim, 0, 0),
    lambda: call("ptrace", 0x4206, victim, 0, 0),
    lambda: call("process_vm_readv", victim, here, 1, there, 1, 0),
)
""",
    ),
    Act(
        name="tcp",
        source="""
attempt(
    lambda: socket.create_connection(("127.0.0.1", host["tcp"]), 2),
    lambda: socket.create_connection(("localhost", host["tcp"]), 2),
)
""",
    ),
    Act(
        name="udp",
        source="""
def send(family, address):
    def sent():
        socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", (address, host["udp"]))
        if host["in_namespaces"]:
            raise OSError("it has a loopback of its own")
    return sent
attempt(send(socket.AF_INET, "127.0.0.1"), send(socket.AF_INET, "192.0.2.1"))
""",
    ),
    Act(
        name="abstract_socket",
        source="""
attempt(lambda: socket.socket(socket.AF_UNIX).connect(chr(0) + host["abstract"]))
""",
    ),
    Act(
        name="path_socket",
        source="""
attempt(lambda: socket.socket(socket.AF_UNIX).connect(host["socket"]))
""",
    ),
    Act(
        name="raw_sockets",
        source="""
attempt(
    lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
    lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3),
    lambda: socket.socket(40, socket.SOCK_STREAM).connect((2, 1)),
)
""",
    ),
    Act(
        name="write_outside",
        source="""
places = [host["open_folder"], "/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/etc", "/run", "/usr",
          "/usr/lib", "/proc", "/sys", "..", os.path.expanduser("~")]
def to(folder):
    return lambda: write(folder + "/hexascope-act")
attempt(*map(to, places), *[lambda one=one: os.mkdir(one + "/hexascope-act") for one in places])
""",
    ),
    Act(
        name="change_outside",
        source="""
mine = host["open_file"]
attempt(
    lambda: os.chmod(mine, 0o755), lambda: os.utime(mine), lambda: os.truncate(mine, 0),
    lambda: os.chown(mine, -1, os.getgid()), lambda: os.unlink(mine),
    lambda: os.rename(mine, "mine"), lambda: os.setxattr(mine, "user.act", b"x"),
    lambda: os.chmod(host["open_folder"], 0o777),
)
""",
    ),
    Act(
        name="kernel_knobs",
        source="""
near = f"/proc/{host['victim']}"
knobs = ("/proc/sys/kernel/core_pattern", "/proc/sys/vm/drop_caches", "/proc/sys/kernel/hostname",
         "/proc/sysrq-trigger", near + "/oom_score_adj", near + "/uid_map", "/dev/kmsg",
         "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/power/state")
attempt(*[lambda one=one: open(one, "r+b") for one in knobs])
""",
    ),
    Act(
        name="cgroups",
        source="""
tries = []
for folder in host["cgroups"]:
    tries.append(lambda folder=folder: open(folder + "/cgroup.procs", "r+b"))
    tries.append(lambda folder=folder: os.mkdir(folder + "/hexascope-act"))
attempt(*tries)
""",
    ),
    Act(
        name="mounts",
        source="""
attempt(
    lambda: call("mount", b"none", b".", b"tmpfs", 0, None),
    lambda: call("mount", b"/", b".", None, 0x1000, None),
    lambda: call("umount2", b"/usr/lib", 2),
    lambda: call("pivot_root", b".", b"."),
    lambda: call("chroot", b"."),
)
""",
    ),
    Act(
        name="namespaces",
        source="""
def fresh(flags):
    def tried():
        child = call("clone", flags | signal.SIGCHLD, 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        return hex(flags)
    return tried
def fresh3(flags):
    def tried():
        given = (ctypes.c_uint64 * 11)(flags, 0, 0, 0, signal.SIGCHLD)
        child = call("clone3", given, 88)
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        return hex(flags)
    return tried
flags = (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x10020000)
attempt(
    *[lambda one=one: call("unshare", one) for one in flags],
    *map(fresh, flags), *map(fresh3, flags),
    lambda: call("setns", 0, 0),
)
""",
    ),
    Act(
        name="kernel_doors",
        source="""
space = (ctypes.c_char * 128)()
attempt(
    lambda: call("bpf", 0, space, 128),
    lambda: call("bpf", 5, space, 128),
    lambda: call("io_uring_setup", 4, space),
    lambda: call("keyctl", 0, -3, 1),
    lambda: call("add_key", b"user", b"act", b"x", 1, -3),
    lambda: call("userfaultfd", 1),
    lambda: call("perf_event_open", space, 0, -1, -1, 0),
    lambda: call("personality", 0x0040000),
)
""",
    ),
    Act(
        name="links",
        source="""
def through(make, name):
    def tried():
        make(name)
        return read(name)
    return tried
secret = host["secret"]
attempt(
    through(lambda name: os.symlink(secret, name), "soft"),
    through(lambda name: os.link(secret, name), "hard"),
    through(lambda name: os.symlink("/proc/self/root" + secret, name), "root"),
    lambda: read("/proc/self/root" + secret),
    lambda: read("/proc/1/root" + secret),
    lambda: read("/proc/self/cwd/../../.." + secret),
    lambda: read("../../../../../.." + secret),
    lambda: open("/proc/self/exe", "r+b"),
    lambda: open(f"/proc/{host['victim']}/mem", "r+b"),
    lambda: os.open(secret, os.O_PATH) and read(f"/proc/self/fd/{os.open(secret, os.O_PATH)}"),
)
""",
    ),
    Act(
        name="devices",
        source="""
import fcntl
names = ("mem", "kmem", "port", "sda", "vda", "kvm", "fuse", "tty", "console", "net/tun",
         "loop-control", "vhost-net", "snd/timer", "hpet")
attempt(
    *[lambda one=one: os.open("/dev/" + one, os.O_RDWR) for one in names],
    lambda: os.mknod("device", 0o60600, os.makedev(8, 0)),
    lambda: fcntl.ioctl(0, 0x5412, b"x"),
    lambda: fcntl.ioctl(1, 0x541C, b"x"),
)
""",
    ),
    Act(
        name="privilege",
        source="""
def gained():
    return want(libc.prctl(39, 0, 0, 0, 0) != 1)
attempt(
    lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]),
    lambda: os.setresuid(0, 0, 0), lambda: os.seteuid(0), gained,
    lambda: want(os.getuid() == 0 and not host["in_namespaces"]),
)
""",
    ),
    Act(
        name="limits_of_others",
        quick=False,
        source="""
import resource
many = resource.RLIM_INFINITY
attempt(
    lambda: resource.setrlimit(resource.RLIMIT_CPU, (many, many)),
    lambda: resource.setrlimit(resource.RLIMIT_NPROC, (many, many)),
    lambda: resource.prlimit(host["victim"], resource.RLIMIT_NOFILE, (1, 1)),
    lambda: os.setpriority(os.PRIO_PROCESS, host["victim"], 19),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -10),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
    lambda: os.sched_setaffinity(host["victim"], {0}),
)
""",
    ),
    Act(
        name="memory_left_behind",
        source="""
attempt(
    lambda: call("shmget", 0x6865, 4096, 0o1600),
    lambda: call("memfd_create", b"act", 0),
    lambda: os.open(".", os.O_TMPFILE | os.O_RDWR),
    lambda: os.open(host["open_folder"], os.O_TMPFILE | os.O_RDWR),
    lambda: os.open("/dev/mqueue/act", os.O_CREAT | os.O_RDWR),
)
""",
    ),
)
