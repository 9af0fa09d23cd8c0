"""Writing the recorder: the needed parts of our modules as namespaces of one file."""

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path

from hexascope import __version__
from hexascope.collect.recorder.needed import Module, Needed

ENTRY = ("hexascope.collect.recorder.entry", "main")
COLLECTORS = "hexascope.collect.collectors"

HEAD = '''\
#!/usr/bin/env python3
"""hexascope recorder {version}: looks at a Linux host and writes what it saw to one file.

    python3 record.py -o host.hxb [--window 5] [--sudo]     on the host; Python 3.6 or later
    hexascope examine --from host.hxb                       where hexascope is installed

It needs the standard library alone, changes nothing and sends nothing. `hexascope recorder` built
it from hexascope's own modules: each of them is a function here that gives its names.
MIT license, the hexascope authors.
"""

import sys
from types import SimpleNamespace

if sys.version_info < (3, 6):
    sys.stderr.write("record: this needs Python 3.6 or later\\n")
    sys.exit(2)
'''


def built(collectors: Sequence[str]) -> str:
    """Write the recorder with these collectors, in this order; TooNew says what stands in the way.

    A collector of another installed package has no file here, and is not in it.
    """
    needed = Needed(Path(__file__).resolve().parents[3])
    needed.ask(*ENTRY)
    asked = {name: f"{COLLECTORS}.{name}" for name in collectors}
    for name, module in asked.items():
        needed.ask(module, name)
    parts = [HEAD.format(version=__version__)]
    parts += [_written(one) for one in needed.in_order() if one.needed or one.always]
    return "\n\n".join([*parts, _tail(asked)])


def own_collectors(names: Mapping[str, object]) -> list[str]:
    """Give those collectors that are files of ours."""
    needed = Needed(Path(__file__).resolve().parents[3])
    return [name for name in names if needed.file_of(f"{COLLECTORS}.{name}") is not None]


def _written(one: Module) -> str:
    """Write a module as a function that gives its names."""
    identifier = _identifier(one.name)
    body: list[ast.stmt] = []
    for name in sorted(one.needed & one.ours.keys()):
        other, inner = one.ours[name]
        found = _identifier(other) if inner is None else f"{_identifier(other)}.{inner}"
        body += ast.parse(f"{name} = {found}").body
    kept = {at for name in one.needed for at in one.bound.get(name, ())} | set(one.always)
    body += [_narrowed(one.statements[at], one.needed) for at in sorted(kept)]
    body.append(ast.Return(ast.parse("SimpleNamespace(**locals())", mode="eval").body))
    arguments = ast.arguments([], [], None, [], [], None, [])
    function = ast.FunctionDef(f"_{identifier}", arguments, body, [])
    text = ast.unparse(ast.fix_missing_locations(ast.Module([function], [])))
    return f"{text}\n\n\n{identifier} = _{identifier}()"


def _narrowed(statement: ast.stmt, needed: set[str]) -> ast.stmt:
    """Leave out the imported names that nobody asks for."""
    if isinstance(statement, ast.ImportFrom):
        kept = [one for one in statement.names if (one.asname or one.name) in needed]
        return ast.ImportFrom(statement.module, kept, 0)
    return statement


def _identifier(module: str) -> str:
    return "in_" + module.removeprefix("hexascope").strip(".").replace(".", "_")


def _tail(asked: Mapping[str, str]) -> str:
    lines = [f"    {name!r}: {_identifier(module)}.{name}," for name, module in asked.items()]
    entry = f"{_identifier(ENTRY[0])}.{ENTRY[1]}"
    return "\n".join(
        [
            "COLLECTORS = {",
            *lines,
            "}",
            "",
            "",
            'if __name__ == "__main__":',
            f"    sys.exit({entry}(COLLECTORS, sys.argv[1:]))",
            "",
        ]
    )
