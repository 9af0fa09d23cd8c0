"""A dataclass as a plain class: they came with Python 3.7, their slots with 3.10."""

import ast


def is_dataclass(node: ast.ClassDef) -> bool:
    """Say whether a class has the decorator."""
    return any(_name_of(one) == "dataclass" for one in node.decorator_list)


def plain_class(node: ast.ClassDef, base: ast.expr) -> ast.ClassDef:
    """Write `__init__`, the slots and the names of the fields into the class.

    ValueError says what of it can't be written so.
    """
    if node.bases or node.keywords:
        raise ValueError(f"the dataclass {node.name} has bases: the recorder can't copy that")
    options = _options(node)
    fields = [one for one in node.body if _is_field(one)]
    rest = [one for one in node.body if not _is_field(one)]
    docstring = rest[:1] if ast.get_docstring(node, clean=False) is not None else []
    names = [ast.unparse(one.target) for one in fields if isinstance(one, ast.AnnAssign)]
    told = ast.Tuple([ast.Constant(name) for name in names], ast.Load())
    made: list[ast.stmt] = [_put("_fields", told)]
    if "slots" in options:
        made.insert(0, _put("__slots__", told))
    has_more = any(isinstance(one, ast.FunctionDef) and one.name == "__post_init__" for one in rest)
    made.append(_initializer(fields, keywords_only="kw_only" in options, has_more=has_more))
    return ast.ClassDef(
        name=node.name,
        bases=[base],
        keywords=[],
        body=[*docstring, *made, *rest[len(docstring) :]],
        decorator_list=[one for one in node.decorator_list if _name_of(one) != "dataclass"],
        lineno=node.lineno,
    )


def _initializer(fields: list[ast.stmt], *, keywords_only: bool, has_more: bool) -> ast.stmt:
    words: list[str] = []
    body: list[str] = []
    for one in fields:
        if not isinstance(one, ast.AnnAssign):
            continue
        name, value = ast.unparse(one.target), one.value
        factory = _keyword_of(value, "default_factory")
        default = _keyword_of(value, "default")
        given = default or (value if factory is None else None)
        if factory is not None:
            words.append(f"{name}=None")
            body.append(f"self.{name} = {ast.unparse(factory)}() if {name} is None else {name}")
            continue
        words.append(name if given is None else f"{name}={ast.unparse(given)}")
        body.append(f"self.{name} = {name}")
    if has_more:
        body.append("self.__post_init__()")
    star = ["*"] if keywords_only and words else []
    head = f"def __init__({', '.join(['self', *star, *words])}):"
    return ast.parse("\n".join([head, *(f"    {line}" for line in body or ["pass"])])).body[0]


def _keyword_of(value: ast.expr | None, name: str) -> ast.expr | None:
    """Give an argument of `field(…)`."""
    if isinstance(value, ast.Call) and _name_of(value) == "field":
        return next((one.value for one in value.keywords if one.arg == name), None)
    return None


def _options(node: ast.ClassDef) -> set[str]:
    found = set()
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and _name_of(one) == "dataclass":
            found |= {part.arg for part in one.keywords if ast.unparse(part.value) == "True"}
    return {name for name in found if name}


def _is_field(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and "ClassVar" not in ast.unparse(node.annotation)


def _name_of(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.id if isinstance(called, ast.Name) else ""


def _put(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign(targets=[ast.Name(name, ast.Store())], value=value)
