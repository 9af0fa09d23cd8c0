"""Speedscope: the profiles as a file that speedscope.app and other viewers open."""

from json import dumps
from typing import Any

from hexascope.domain.examination import Examination
from hexascope.domain.profile import Profile
from hexascope.report.contract import Format, Manner
from hexascope.report.profiles import frame, profiles

SCHEMA = "https://www.speedscope.app/file-format-schema.json"


def _write(about: Examination, manner: Manner) -> str:  # noqa: ARG001 - it has no words
    frames: dict[str, int] = {}
    several = [_profile(one, frames) for one in profiles(about)]
    return dumps(
        {
            "$schema": SCHEMA,
            "name": f"{frame(about.host.name)} {about.time}",
            "exporter": f"hexascope {about.version}",
            "activeProfileIndex": 0,
            "shared": {"frames": [{"name": name} for name in frames]},
            "profiles": several,
        },
        ensure_ascii=False,
    )


def _profile(one: Profile, frames: dict[str, int]) -> dict[str, Any]:
    """Give one profile; each sample stands for the time between two of them."""
    step = 1 / one.hertz if one.hertz > 0 else 1.0
    return {
        "type": "sampled",
        "name": f"{frame(one.name)} ({one.kind.value}, {frame(one.source)})",
        "unit": "seconds",
        "startValue": 0,
        "endValue": one.samples * step,
        "samples": [
            [frames.setdefault(frame(name), len(frames)) for name in names]
            for names, _ in one.stacks
        ],
        "weights": [count * step for _, count in one.stacks],
    }


speedscope = Format(
    name="speedscope",
    ending="speedscope.json",
    media_type="application/json",
    write=_write,
    text="Speedscope: the profiles of --deep, for speedscope.app and other viewers.",
    of_profiles=True,
)
