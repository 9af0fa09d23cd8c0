"""Files of /proc for one process, as texts."""

from collections.abc import Mapping

from hexascope.collect.contract import Json

WHOAMI: Mapping[str, Json] = {
    "uid": 0,
    "pid": 99_999,
    "ticks": 100,
    "page": 4096,
    "since_boot": 1000.0,
    "wall": 1_700_000_000.0,
    "machine": "x86_64",
}

STATUS = """Name:\tworker
Umask:\t0022
State:\tS (sleeping)
Uid:\t{uid}\t{uid}\t{uid}\t{uid}
VmRSS:\t   4000 kB
RssAnon:\t   {anon} kB
RssFile:\t   1576 kB
RssShmem:\t      8 kB
VmSwap:\t     16 kB
Cpus_allowed:\t3
Cpus_allowed_list:\t0-1
voluntary_ctxt_switches:\t{voluntary}
nonvoluntary_ctxt_switches:\t7
"""

IO = """rchar: 100
wchar: 200
syscr: 3
syscw: 4
read_bytes: 4096
write_bytes: {write}
cancelled_write_bytes: 0
"""

LIMITS = """Limit                     Soft Limit           Hard Limit           Units
Max processes             96365                96365                processes
Max open files            1024                 4096                 files
"""


def stat_text(
    pid: int,
    comm: str = "worker",
    *,
    state: str = "S",
    ppid: int = 1,
    user: int = 0,
    system: int = 0,
    children: int = 0,
    threads: int = 1,
    start: int = 5000,
    rss: int = 1000,
    flags: int = 4194304,
    processor: int = 1,
) -> str:
    """Write /proc/PID/stat; times in ticks."""
    fields = [str(ppid), "1", "1", "0", "-1", str(flags), "10", "20", "3", "4"]
    fields += [str(user), str(system), str(children), "0", "20", "0", str(threads), "0"]
    fields += [str(start), "8192000", str(rss), "18446744073709551615", *["0"] * 12]
    fields += ["17", str(processor), "0", "0", "5", "0", "0"]
    return f"{pid} ({comm}) {state} {' '.join(fields)}\n"


def process_files(
    pid: int,
    comm: str = "worker",
    *,
    cgroup: str = "0::/\n",
    uid: int = 1000,
    anon: int = 2424,
    voluntary: int = 5,
    **stat: int | str,
) -> dict[str, str]:
    """Give all files of one process."""
    folder = f"/proc/{pid}"
    return {
        f"{folder}/stat": stat_text(pid, comm, **stat),  # type: ignore[arg-type] # its own words
        f"{folder}/status": STATUS.format(uid=uid, anon=anon, voluntary=voluntary),
        f"{folder}/schedstat": "2000000000 500000000 40\n",
        f"{folder}/io": IO.format(write=8192),
        f"{folder}/limits": LIMITS,
        f"{folder}/cmdline": f"/usr/bin/{comm}\0--port\x0080\0",
        f"{folder}/cgroup": cgroup,
        f"{folder}/wchan": "ep_poll",
        f"{folder}/syscall": "232 0x4 0x7f 0x20 0xffffffff 0x0 0x0 0x7ffd 0x7f9d\n",
    }


def process_links(pid: int, executable: str = "/usr/bin/worker") -> dict[str, str]:
    """Give all links of one process."""
    return {
        f"/proc/{pid}/exe": executable,
        f"/proc/{pid}/root": "/",
        f"/proc/{pid}/ns/net": "net:[4026531840]",
        f"/proc/{pid}/ns/mnt": "mnt:[4026531841]",
        f"/proc/{pid}/ns/pid": "pid:[4026531836]",
    }
