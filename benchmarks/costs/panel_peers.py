"""Other ways to the same panel work, each in an environment of its own, asking the same models."""

import json
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
INSTALL_SECONDS, RUN_SECONDS = 600.0, 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPeer:
    """A peer: its script in benchmarks/peers, and the packages it needs, with their versions."""

    name: str
    script: str
    packages: Sequence[str]


PEERS = (
    PanelPeer(name="asyncio + openai SDK", script="openai_sdk", packages=("openai",)),
    PanelPeer(
        name="Microsoft Agent Framework",
        script="agent_framework",
        packages=(
            "agent-framework-core",
            "agent-framework-openai",
            "agent-framework-orchestrations",
        ),
    ),
    PanelPeer(
        name="AutoGen agentchat 0.7.5",
        script="autogen_agentchat",
        packages=("autogen-agentchat==0.7.5", "autogen-ext[openai]==0.7.5"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerTook:
    """What so many analyses at once took a peer."""

    at_once: int
    wall_s: float
    cpu_s: float
    rss_bytes: int
    failed: int


def environment(peer: PanelPeer, folder: Path) -> Path:
    """Give the Python of a peer's environment, made below a folder at the first time."""
    place = folder / peer.script
    python = place / "bin" / "python"
    ready = place / "ready"
    if not ready.exists():
        venv.create(place, with_pip=True, clear=True)
        words = [str(python), "-m", "pip", "install", "--quiet", *peer.packages]
        subprocess.run(words, check=True, timeout=INSTALL_SECONDS)
        ready.touch()
    return python


def runs(
    peer: PanelPeer, folder: Path, url: str, at_once: Sequence[int], times: int
) -> Iterator[PeerTook]:
    """Run a peer; of several runs of each number the quickest."""
    python = environment(peer, folder)
    for number in at_once:
        took = [_run(python, peer, url, number) for _ in range(times)]
        yield min(took, key=lambda one: one.wall_s)


def _run(python: Path, peer: PanelPeer, url: str, number: int) -> PeerTook:
    words = [str(python), "-m", f"benchmarks.peers.{peer.script}", f"{url}/v1", str(number)]
    ended = subprocess.run(
        words, cwd=REPOSITORY, capture_output=True, text=True, timeout=RUN_SECONDS
    )
    if ended.returncode:
        sys.stderr.write(ended.stderr[-2000:])
        raise SystemExit(f"the peer {peer.name} failed")
    return PeerTook(at_once=number, **json.loads(ended.stdout.splitlines()[-1]))
