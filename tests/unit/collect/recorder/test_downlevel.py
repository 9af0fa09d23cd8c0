"""Each rewriting means the same as what it replaces: the old and the new text are both run."""

import ast
from pathlib import Path
from typing import Any

import pytest

from hexascope.collect.recorder import prelude
from hexascope.collect.recorder.downlevel import TooNew, downlevel
from hexascope.collect.recorder.needed import Needed

OLD = (3, 6)

SAME = {
    "an assignment in a comprehension": (
        "found = [y for x in range(9) if x % 2 and (y := x * 2) > 4 if y < 16]"
    ),
    "a match": """
def told(one):
    match one:
        case [int(first), int(second)] if first < second:
            return ("rising", first, second)
        case [int(first), *rest]:
            return ("list", first, rest)
        case "a" | "b" as letter:
            return ("letter", letter)
        case None:
            return "nothing"
        case {"kind": str(kind), "at": [at, 2]}:
            return (kind, at)
        case _:
            return "else"
found = [told(one) for one in ([1, 2], [2, 1], [3, 4, 5], "b", None, "c", 4.0, ["x"], "xy",
    {"kind": "k", "at": [1, 2], "more": 3}, {"kind": "k"}, {"kind": 1, "at": [1, 2]})]
""",
    "a match in a loop with continue and break": """
found = []
for one in (1, "x", None, 2, "end", 3):
    match one:
        case int(number):
            found.append(number)
            continue
        case "end":
            break
    found.append("after")
""",
    "a frozen dataclass": """
from dataclasses import asdict, dataclass, field, replace
@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    \"\"\"Where.\"\"\"
    x: int
    y: int = 2
    names: list[str] = field(default_factory=list)
    @property
    def both(self) -> int:
        return self.x + self.y
one = Point(x=1)
found = [one.both, one == Point(x=1), one != Point(x=2), asdict(replace(one, y=5)), Point.__doc__]
""",
    "a dataclass by position": """
from dataclasses import dataclass
@dataclass
class Pair:
    a: int
    b: str = "z"
    def __post_init__(self) -> None:
        self.c = self.a * 2
found = [Pair(1).c, Pair(2, "y").b, repr(Pair(1))]
""",
    "a row with defaults and a method": """
from typing import NamedTuple
class Row(NamedTuple):
    a: int
    b: float | None = None
    def double(self) -> int:
        return self.a * 2
found = [tuple(Row(1)), Row(2, b=3.0).double(), Row._fields]
""",
    "types that are generic or unions": """
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeAlias
Json: TypeAlias = "int | list[Json]"
Call = Callable[[int], Mapping[str, int]]
known: dict[str, int] = {}
empty = list[int]()
counts: Counter[str] = Counter("aab")
found = [isinstance(1, int | float), isinstance("1", int | float), empty, counts.most_common(1)]
""",
    "methods of texts": (
        'found = ["cpu12".removeprefix("cpu"), "a (deleted)".removesuffix(" (deleted)"),'
        ' "a".removesuffix(""), "é".isascii(), "e".isascii(), b"\\xff".isascii()]'
    ),
    "zip that is strict, and one that is not": """
found = [list(zip([1], [2], strict=True)), list(zip([1, 2], [3], strict=False))]
try:
    list(zip([1, 2], [3], strict=True))
except ValueError:
    found.append("different lengths")
""",
    "words of an enumeration": """
from enum import StrEnum
class Word(StrEnum):
    A = "a"
found = [f"{Word.A}", str(Word.A), Word.A == "a", Word("a") is Word.A, ", ".join(Word)]
found.append("a" in set(Word))
""",
    "neighbours": "from itertools import pairwise\nfound = list(pairwise([1, 2, 3]))",
    "a global": """
count = 0
def more() -> None:
    global count
    count += 1
more()
found = count
""",
    "positions only": "def f(a, b=2, /, c=3): return (a, b, c)\nfound = [f(1), f(1, 5, c=6)]",
    "times": """
from datetime import datetime, UTC
found = [datetime.fromisoformat(t) for t in
         ("2026-11-21T06:20:00Z", "2026-11-21T06:20:00.125+01:00", "2026-11-21 06:20:00")]
found.append(datetime.fromtimestamp(0, UTC))
""",
}


def run_old(text: str) -> Any:
    made = ast.unparse(downlevel(ast.parse(text), "here"))
    ast.parse(made, feature_version=OLD)
    inside = "\n".join(f"    {line}" for line in made.splitlines())
    names: dict[str, Any] = {"prelude": prelude}
    # as in the recorder, where each module is a function
    exec(f"def _here():\n{inside}\n    return found\n", names)
    return names["_here"]()


@pytest.mark.parametrize("name", SAME)
def test_what_is_rewritten_means_the_same(name: str) -> None:
    names: dict[str, Any] = {}
    exec(SAME[name], names)

    assert run_old(SAME[name]) == names["found"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("if (x := 1) > 0: pass", "line 1: `:=` came with Python 3.8"),
        ("x = [y for x in z if f(lambda: (y := x))]", "is asked only sometimes"),
        ("async def f(): pass", "write a plain function"),
        ("match x:\n  case Point(1, y=2): pass", "line 1: the pattern Point(1, y=2) can't be"),
        ("@dataclass\nclass A(B):\n  x: int", "the dataclass A has bases"),
        ("try:\n  f()\nexcept* OSError:\n  pass", "`except*` came with Python 3.11"),
    ],
)
def test_what_cannot_be_rewritten_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(TooNew) as said:
        downlevel(ast.parse(text), "here")

    assert "here" in str(said.value)
    assert told in str(said.value)


def _package(folder: Path, **files: str) -> Needed:
    for name, text in files.items():
        path = folder.joinpath("hexascope", *name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "hexascope/collect/recorder").mkdir(parents=True, exist_ok=True)
    (folder / "hexascope/collect/recorder/prelude.py").write_text("X = 1\n")
    return Needed(folder)


def test_only_what_is_asked_for_is_followed_through_the_modules(tmp_path: Path) -> None:
    needed = _package(
        tmp_path,
        a="from hexascope import b\nfrom hexascope.c import two as deux\n"
        "def start():\n    return b.one() + deux\ndef other():\n    return b.never()\n",
        b="import os\nimport sys\ndef one():\n    return os\ndef never():\n    return sys\n",
        c="two = 2\nthree = 3\n",
    )
    needed.ask("hexascope.a", "start")

    assert {name: one.needed for name, one in needed.modules.items()} == {
        "hexascope.a": {"start", "b", "deux"},
        "hexascope.b": {"one", "os"},
        "hexascope.c": {"two"},
    }
    order = [one.name for one in needed.in_order()]
    assert order.index("hexascope.b") < order.index("hexascope.a")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("from hexascope.b import gone\nstart = gone\n", "hexascope.b has no gone"),
        ("def start():\n    from hexascope.b import here\n", "an import within a function"),
    ],
)
def test_a_name_that_is_not_there_or_hidden_is_told(tmp_path: Path, text: str, told: str) -> None:
    needed = _package(tmp_path, a=text, b="here = 1\n")

    with pytest.raises(TooNew, match=told):
        needed.ask("hexascope.a", "start")
