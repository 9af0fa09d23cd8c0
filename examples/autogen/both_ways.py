"""The same case put to an AutoGen team and to hexascope's panel, by the same models.

Run it in AutoGen's own environment; hexascope is called as a command, wherever it is installed.
See README.md beside this file.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_core.models import ModelInfo
from autogen_ext.models.openai import OpenAIChatCompletionClient

HERE = Path(__file__).parent
ROLES = (
    "performance_analyst",
    "infrastructure_expert",
    "security_analyst",
    "cost_optimizer",
    "coordinator",
    "report_generator",
)
ABILITIES = ModelInfo(
    vision=False,
    function_calling=False,
    json_output=False,
    family="unknown",
    structured_output=False,
)
LONGEST_SHOWN = 300
MOST_SHOWN = 5


def main() -> None:
    """Record a case unless one is given, and have it judged both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config-list", default=str(HERE / "OAI_CONFIG_LIST"))
    parser.add_argument("--hexascope", default="hexascope", help="the command")
    parser.add_argument("--case", default="", help="a bundle; else this host is made busy for 3 s")
    options = parser.parse_args()
    case = options.case or recorded(options.hexascope)
    config_list = json.loads(Path(options.config_list).read_text())
    environment = {**os.environ, "HEXASCOPE_PANEL__CONFIG_LIST": options.config_list}

    asked = run(environment, options.hexascope, "examine", "--from", case, "--dry-run")
    asyncio.run(by_autogen(config_list[0], asked))

    told = run(environment, options.hexascope, "examine", "--from", case, "--format", "json")
    by_hexascope(json.loads(told))


async def by_autogen(model: Mapping[str, str], asked: str) -> None:
    """Let six assistants speak in turn: what their models say is what you get."""
    client = OpenAIChatCompletionClient(
        model=model["model"],
        base_url=model["base_url"],
        api_key=model["api_key"],
        model_info=ABILITIES,
    )
    team = RoundRobinGroupChat(
        [
            AssistantAgent(role, model_client=client, system_message=f"{asked}\nYou are the {role}")
            for role in ROLES
        ],
        max_turns=len(ROLES),
    )
    done = await team.run(task="What is wrong with this host?")
    await client.close()
    print("BY AUTOGEN: what was said is what is published")
    for message in done.messages[1:]:
        print(f"  {message.source}: {in_words(message.to_text())[:LONGEST_SHOWN]}")


def in_words(said: str) -> str:
    """Give the reasons of an answer in JSON, or the answer as it is."""
    try:
        return " ".join(one["reason"] for one in json.loads(said)["opinions"])
    except (ValueError, LookupError, TypeError):
        return said


def by_hexascope(report: dict[str, Any]) -> None:
    """Show the verdict, and what of the same models' words was struck before it."""
    print("\nBY HEXASCOPE: what was proven is what is published")
    print(f"  {report['verdict']['headline']}")
    for sentence in report["verdict"]["summary"]:
        print(f"  {sentence}")
    print("\n  rules spoke in the place of")
    for name, reason in report["absent"].items():
        print(f"    {name}: {reason}")
    struck = report["panel"]["struck"]
    print(f"\n  struck, with the reason ({len(struck)} in all, the first {MOST_SHOWN})")
    for one in struck[:MOST_SHOWN]:
        print(f"    {one['role']}: {one['words'][:LONGEST_SHOWN]}")
        if one["reason"] != one["words"]:
            print(f"      {one['reason']}")


def recorded(hexascope: str) -> str:
    """Keep more programs busy than there are CPUs, and record this host meanwhile."""
    case = str(Path("busy.hxb").resolve())
    with busy():
        run(dict(os.environ), hexascope, "record", "-q", "--window", "3s", "--output", case)
    return case


@contextmanager
def busy() -> Iterator[None]:
    """Keep the CPUs busy."""
    loops = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(3 * (os.cpu_count() or 1))
    ]
    try:
        yield
    finally:
        for one in loops:
            one.kill()
            one.wait()


def run(environment: dict[str, str], *words: str) -> str:
    """Run a command and give what it prints."""
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
