"""Taking a module of ours down to Python 3.6, syntax tree by syntax tree."""

import ast
from typing import TypeVar

from hexascope.collect.recorder.matching import rewritten_match
from hexascope.collect.recorder.values import is_dataclass, plain_class

N = TypeVar("N", bound=ast.AST)

PRELUDE = "prelude"
"""The local name by which every module reaches the prelude."""

REPLACED_IMPORTS = {
    ("enum", "StrEnum"): "StrEnum",
    ("itertools", "pairwise"): "pairwise",
    ("datetime", "UTC"): "UTC",
    ("dataclasses", "replace"): "replace",
    ("dataclasses", "asdict"): "asdict",
}
REPLACED_METHODS = {
    "removeprefix": "removeprefix",
    "removesuffix": "removesuffix",
    "isascii": "isascii",
}
REPLACED_ATTRIBUTES = {
    ("time", "thread_time"): "thread_time",
    ("time", "CLOCK_BOOTTIME"): "CLOCK_BOOTTIME",
    ("datetime", "fromisoformat"): "fromisoformat",
    ("os", "scandir"): "scandir",
}
GENERIC = frozenset({"list", "dict", "set", "frozenset", "tuple", "type", "Counter", "deque"})

SOMETIMES = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.SetComp)


class TooNew(Exception):
    """A module uses what can't be taken down to Python 3.6: where, and what to write instead."""


def downlevel(tree: ast.Module, name: str) -> ast.Module:
    """Rewrite a module; what it can't rewrite is a TooNew that says where."""
    made: ast.Module = _Downlevel(name).visit(tree)
    return ast.fix_missing_locations(made)


class _Downlevel(ast.NodeTransformer):
    def __init__(self, name: str) -> None:
        self.name = name
        self.generic_names = set(GENERIC)
        self.in_class: list[bool] = []
        # the prelude asks for the new where it is there, by its own name
        self.is_prelude = name.endswith(f".{PRELUDE}")

    def too_new(self, node: ast.stmt | ast.expr, what: str) -> TooNew:
        return TooNew(f"{self.name}, line {node.lineno}: {what}")

    # what stands in a module

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | list[ast.stmt] | None:
        made: list[ast.stmt] = []
        module = node.module or ""
        kept = []
        for one in node.names:
            replaced = REPLACED_IMPORTS.get((module, one.name))
            if module in ("typing", "collections.abc"):
                self.generic_names.add(one.asname or one.name)
            if replaced:
                made.append(_assigned(one.asname or one.name, from_prelude(replaced)))
            elif one.name == "Protocol" and module == "typing":
                made.append(_assigned("Protocol", ast.Name("object", ast.Load())))
            elif module not in ("__future__", "dataclasses"):
                kept.append(one)
        if kept:
            made.append(ast.ImportFrom(module=module, names=kept, level=0))
        return made or None

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        if any(isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets):
            return None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        """Drop the annotation; of a row's field it must stay, and is 'object'."""
        if self.in_class and self.in_class[-1]:
            value = self.visit(node.value) if node.value else None
            return ast.AnnAssign(node.target, ast.Name("object", ast.Load()), value, node.simple)
        if node.value is None:
            return None
        if isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias":
            return _assigned(ast.unparse(node.target), ast.Name("object", ast.Load()))
        return ast.Assign(targets=[self.visit(node.target)], value=self.visit(node.value))

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Drop texts that are no docstring: they explain the value above them."""
        if isinstance(node.value, ast.Constant):
            return None
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> ast.AST:
        """Each module becomes a function, so its names are no globals."""
        return ast.Nonlocal(names=node.names)

    # functions and classes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        given = node.args
        given.args = given.posonlyargs + given.args
        given.posonlyargs = []
        for one in (*given.args, *given.kwonlyargs, given.vararg, given.kwarg):
            if one is not None:
                one.annotation = None
        return self._below(node, rows=False)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        raise self.too_new(node, "a collector does not wait: write a plain function")

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        if is_dataclass(node):
            try:
                node = plain_class(node, from_prelude("Value"))
            except ValueError as error:
                raise self.too_new(node, str(error)) from None
        rows = any(isinstance(one, ast.Name) and one.id == "NamedTuple" for one in node.bases)
        return self._below(node, rows=rows)

    def _below(self, node: ast.FunctionDef | ast.ClassDef, *, rows: bool) -> ast.AST:
        docstring = node.body[:1] if ast.get_docstring(node, clean=False) is not None else []
        node.body = node.body[len(docstring) :]
        self.in_class.append(rows)
        self.generic_visit(node)
        self.in_class.pop()
        node.body = [*docstring, *node.body] or [ast.Pass()]
        return node

    def visit_Module(self, node: ast.Module) -> ast.AST:
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
        return self.generic_visit(node)

    # statements and expressions

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt] | None:
        if ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            return None
        return self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> ast.AST | list[ast.stmt]:
        try:
            made = rewritten_match(node, from_prelude("matched"))
        except ValueError as error:
            raise self.too_new(node, str(error)) from None
        found: list[ast.stmt] = []
        for one in made:
            seen = self.visit(one)
            found += seen if isinstance(seen, list) else [seen]
        return found

    def visit_TryStar(self, node: ast.TryStar) -> ast.AST:
        raise self.too_new(node, "`except*` came with Python 3.11: write `except`")

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        raise self.too_new(node, "`:=` came with Python 3.8: write the assignment before it")

    def _comprehended(self, node: N) -> ast.AST:
        generators: list[ast.comprehension] = getattr(node, "generators", [])
        try:
            made = [part for one in generators for part in without_walrus(one)]
        except ValueError as error:
            raise TooNew(f"{self.name}: {error}") from None
        node.generators = made  # type: ignore[attr-defined] # every comprehension has them
        return self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehended  # noqa: N815 - ast's names

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """`list[int]()` and `Callable[[A], B]` lose their brackets."""
        if isinstance(node.value, ast.Name) and node.value.id in self.generic_names:
            return ast.Name(node.value.id, node.ctx)
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and not self.is_prelude:
            replaced = REPLACED_ATTRIBUTES.get((node.value.id, node.attr))
            if replaced:
                return from_prelude(replaced)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func
        keywords = {one.arg: one.value for one in node.keywords}
        if self.is_prelude:
            pass
        elif isinstance(called, ast.Attribute):
            if called.attr in REPLACED_METHODS:
                node.args.insert(0, called.value)
                node.func = from_prelude(REPLACED_METHODS[called.attr])
            elif called.attr == "unlink" and "missing_ok" in keywords:
                node = ast.Call(from_prelude("unlink_missing"), [called.value], [])
            elif called.attr == "ZipFile" and "compresslevel" in keywords:
                node.func = from_prelude("zip_file")
        elif isinstance(called, ast.Name) and called.id == "zip":
            if ast.unparse(keywords.get("strict", ast.Constant(False))) == "True":
                node.func = from_prelude("zip_strict")
            node.keywords = [one for one in node.keywords if one.arg != "strict"]
        elif isinstance(called, ast.Name) and called.id in ("isinstance", "issubclass"):
            node.args[1] = _as_tuple(node.args[1])
        return self.generic_visit(node)


def from_prelude(name: str) -> ast.Attribute:
    """Write `prelude.NAME`."""
    return ast.Attribute(ast.Name(PRELUDE, ast.Load()), name, ast.Load())


def without_walrus(one: ast.comprehension) -> list[ast.comprehension]:
    """Take `if (x := f()) and …` apart: `for x in [f()] if x …` means the same.

    ValueError where it is asked only sometimes, which can't be said so.
    """
    made = [ast.comprehension(one.target, one.iter, [], one.is_async)]
    tests: list[ast.expr] = []
    for test in one.ifs:
        tests += test.values if isinstance(test, ast.BoolOp) and _is_and(test) else [test]
    for test in tests:
        inside = list(ast.walk(test))
        for named in [found for found in inside if isinstance(found, ast.NamedExpr)]:
            if any(isinstance(one, SOMETIMES) for one in inside):
                raise ValueError(f"the `:=` in {ast.unparse(test)} is asked only sometimes")
            made.append(ast.comprehension(named.target, ast.List([named.value], ast.Load()), [], 0))
            test = _Named(named).visit(test)  # noqa: PLW2901 - the same test, rewritten
        made[-1].ifs.append(test)
    return made


def _is_and(test: ast.BoolOp) -> bool:
    return isinstance(test.op, ast.And)


class _Named(ast.NodeTransformer):
    """Puts the name where the assignment was."""

    def __init__(self, named: ast.NamedExpr) -> None:
        self.named = named

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        if node is self.named:
            return ast.Name(node.target.id, ast.Load())
        return self.generic_visit(node)


def _as_tuple(kinds: ast.expr) -> ast.expr:
    """Write the `int | float` of an isinstance as `(int, float)`."""
    found: list[ast.expr] = []

    def take(one: ast.expr) -> None:
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.BitOr):
            take(one.left)
            take(one.right)
        else:
            found.append(one)

    take(kinds)
    return kinds if len(found) == 1 else ast.Tuple(found, ast.Load())


def _assigned(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign(targets=[ast.Name(name, ast.Store())], value=value)
