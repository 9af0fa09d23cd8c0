"""Following names through our modules: what a program needs of each, and nothing else."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hexascope.collect.recorder.downlevel import PRELUDE, TooNew, downlevel

OURS = "hexascope"
PRELUDE_MODULE = "hexascope.collect.recorder.prelude"


@dataclass(slots=True, kw_only=True)
class Module:
    """A module taken down: its statements by the name they bind, and where its names come from.

    `ours` gives for a local name the module of ours and the name in it (None: the module itself).
    """

    name: str
    statements: list[ast.stmt]
    bound: dict[str, list[int]] = field(default_factory=dict)
    ours: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    always: list[int] = field(default_factory=list)
    needed: set[str] = field(default_factory=set)


class Needed:
    """Gathers what is needed from the names asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.modules: dict[str, Module] = {}

    def ask(self, module: str, name: str) -> None:
        """Take a name of a module, and all that it needs."""
        open_: list[tuple[str, str]] = [(module, name)]
        while open_:
            where, what = open_.pop()
            known = where in self.modules
            one = self._module(where)
            if not known:
                for at in one.always:
                    open_ += self._named_in(one, one.statements[at])
            if what in one.needed:
                continue
            one.needed.add(what)
            if what in one.ours:
                other, inner = one.ours[what]
                if inner is None:
                    self._module(other)
                else:
                    open_.append((other, inner))
            elif what in one.bound:
                for at in one.bound[what]:
                    open_ += self._named_in(one, one.statements[at])
            else:
                raise TooNew(f"{where} has no {what}: the recorder can't be built")

    def in_order(self) -> list[Module]:
        """Give the modules so that each comes behind those it needs when it begins."""
        made: dict[str, Module] = {}

        def put(one: Module) -> None:
            if one.name in made:
                return
            for name in sorted(one.needed & one.ours.keys()):
                put(self.modules[one.ours[name][0]])
            made[one.name] = one

        put(self._module(PRELUDE_MODULE))
        for name in sorted(self.modules):
            put(self.modules[name])
        return list(made.values())

    def file_of(self, module: str) -> Path | None:
        """Give the file of a module of ours."""
        path = self._root.joinpath(*module.split("."))
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
        return None

    def _module(self, name: str) -> Module:
        if name not in self.modules:
            file = self.file_of(name)
            if file is None:
                raise TooNew(f"there is no module {name}: the recorder can't be built")
            tree = downlevel(ast.parse(file.read_text(encoding="utf-8")), name)
            self.modules[name] = self._taken_apart(Module(name=name, statements=tree.body))
        return self.modules[name]

    def _taken_apart(self, one: Module) -> Module:
        if one.name != PRELUDE_MODULE:
            one.ours[PRELUDE] = (PRELUDE_MODULE, None)
        for at, statement in enumerate(one.statements):
            if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(OURS):
                one.ours.update(self._ours(statement))
                continue
            names = list(_bound_by(statement))
            for name in names:
                one.bound.setdefault(name, []).append(at)
            if not names:
                one.always.append(at)
        return one

    def _ours(self, statement: ast.ImportFrom) -> Iterator[tuple[str, tuple[str, str | None]]]:
        for alias in statement.names:
            inner = f"{statement.module}.{alias.name}"
            local = alias.asname or alias.name
            if self.file_of(inner) is not None:
                yield local, (inner, None)
            else:
                yield local, (statement.module or "", alias.name)

    def _named_in(self, one: Module, statement: ast.stmt) -> Iterator[tuple[str, str]]:
        """Give what a statement asks for: names of this module, and attributes of others."""
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and (node.id in one.bound or node.id in one.ours):
                yield one.name, node.id
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                other, inner = one.ours.get(node.value.id, ("", ""))
                if other and inner is None:
                    yield other, node.attr
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(OURS):
                where = f"{one.name}: an import within a function"
                raise TooNew(f"{where} can't be followed: import at the top")


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    """Give the names that a top-level statement binds; none: it must always stay."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))
    elif isinstance(statement, ast.Import):
        for alias in statement.names:
            yield (alias.asname or alias.name).partition(".")[0]
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            yield alias.asname or alias.name
