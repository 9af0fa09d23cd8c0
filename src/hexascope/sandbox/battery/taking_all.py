"""Acts that take all they can get: what bounds them is the job's limits."""

from hexascope.sandbox.battery.act import Act
from hexascope.sandbox.contract import Limits

HARD = Limits(wall_s=8.0, cpu_s=1.0)
"""Enough for the acts that take all they get."""

TAKING_ALL = (
    Act(
        name="fork_bomb",
        quick=False,
        limits=Limits(wall_s=8.0),
        source="""
made = 0
try:
    while made < 3000:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        made += 1
except OSError:
    pass
note(made > host["processes"], made)
""",
    ),
    Act(
        name="memory",
        quick=False,
        limits=HARD,
        source="""
kept = []
try:
    while len(kept) < 2048:
        kept.append(bytearray(b"x") * 2**20)
except MemoryError:
    pass
size, kept = len(kept), None
note(size >= 512, size)
""",
    ),
    Act(
        name="memory_of_many",
        quick=False,
        limits=Limits(wall_s=8.0, cpu_s=5.0),
        source="""
children = []
for number in range(8):
    child = os.fork()
    if child == 0:
        try:
            kept = bytearray(b"x") * (100 * 2**20)
            time.sleep(2)
        finally:
            os._exit(0 if kept else 1)
    children.append(child)
note(not any(os.waitpid(child, 0)[1] for child in children), "8 x 100 MiB")
""",
    ),
    Act(
        name="disk",
        quick=False,
        limits=HARD,
        source="""
written = 0
try:
    for number in range(10):
        with open(f"large-{number}", "wb", buffering=0) as file:
            for _ in range(63):
                written += file.write(bytes(2**20))
except OSError:
    pass
note(written > 128 * 2**20, written)
""",
    ),
    Act(
        name="small_files",
        quick=False,
        limits=Limits(wall_s=8.0, cpu_s=4.0, inodes=1000),
        source="""
made = 0
try:
    while made < 200_000:
        os.close(os.open(f"small-{made}", os.O_CREAT | os.O_WRONLY))
        made += 1
except OSError:
    pass
note(made > 150_000, made)
""",
    ),
    Act(
        name="spin",
        quick=False,
        limits=HARD,
        source="""
begun = time.thread_time()
while time.thread_time() - begun < 6:
    pass
note(True, "6 s of CPU")
""",
    ),
    Act(
        name="daemon",
        quick=False,
        source="""
for _ in range(6):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(64):
                try:
                    os.close(number)
                except OSError:
                    pass
            for number in range(1, 32):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            time.sleep(60)
        os._exit(0)
    os.wait()
note(False, "told by what is left")
""",
    ),
    Act(
        name="flood",
        quick=False,
        limits=HARD,
        source="""
for _ in range(64):
    sys.stdout.write("x" * 2**20)
note(True, "64 MiB")
""",
    ),
)
