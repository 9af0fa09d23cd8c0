"""`match` as `if`: it came with Python 3.10, and reads well in a collector."""

import ast

FOUND, DONE = "_found", "_done"


def rewritten_match(node: ast.Match, matched: ast.expr) -> list[ast.stmt]:
    """Write a `match` as a chain of ifs; ValueError says which pattern can't be.

    `_done` says that a case was taken: a guard is asked only when its names are bound.
    """
    subject = f"_subject{node.lineno}"
    done = f"{DONE}{node.lineno}"
    return [
        _put(subject, node.subject),
        _put(done, ast.Constant(value=False)),
        *(_tried(case, subject, done, matched) for case in node.cases),
    ]


def _tried(case: ast.match_case, subject: str, done: str, matched: ast.expr) -> ast.stmt:
    """Write `if not done: found = {}; if matched(…): names…; if guard: done = True; body`."""
    body: list[ast.stmt] = [_put(done, ast.Constant(value=True)), *case.body]
    if case.guard is not None:
        body = [ast.If(case.guard, body, [])]
    names = [
        _put(name, ast.Subscript(_name(FOUND), ast.Constant(name), ast.Load()))
        for name in _names_in(case.pattern)
    ]
    asked = ast.Call(matched, [_name(subject), spelled(case.pattern), _name(FOUND)], [])
    tried = ast.If(asked, [*names, *body], [])
    return ast.If(ast.UnaryOp(ast.Not(), _name(done)), [_put(FOUND, ast.Dict([], [])), tried], [])


def spelled(pattern: ast.pattern) -> ast.expr:
    """Write a pattern as the tuple that `prelude.matched` reads."""
    if isinstance(pattern, ast.MatchValue):
        return _tuple("equal", pattern.value)
    if isinstance(pattern, ast.MatchSingleton):
        return _tuple("same", ast.Constant(pattern.value))
    if isinstance(pattern, ast.MatchAs):
        inner = _tuple("any") if pattern.pattern is None else spelled(pattern.pattern)
        return inner if pattern.name is None else _tuple("named", inner, ast.Constant(pattern.name))
    if isinstance(pattern, ast.MatchOr):
        return _tuple("or", _several(pattern.patterns))
    if isinstance(pattern, ast.MatchSequence):
        return _sequence(pattern)
    if isinstance(pattern, ast.MatchMapping) and pattern.rest is None:
        keys = ast.Tuple(list(pattern.keys), ast.Load())
        return _tuple("keys", keys, _several(pattern.patterns))
    if isinstance(pattern, ast.MatchClass) and not pattern.kwd_attrs and len(pattern.patterns) < 2:
        inner = spelled(pattern.patterns[0]) if pattern.patterns else _tuple("any")
        return _tuple("of", pattern.cls, inner)
    raise ValueError(f"the pattern {ast.unparse(pattern)} can't be taken down: write `if`")


def _sequence(pattern: ast.MatchSequence) -> ast.expr:
    stars = [at for at, one in enumerate(pattern.patterns) if isinstance(one, ast.MatchStar)]
    if not stars:
        return _tuple("several", _several(pattern.patterns), ast.Constant(None), _several([]))
    at = stars[0]
    star = pattern.patterns[at]
    name = (star.name or "_") if isinstance(star, ast.MatchStar) else "_"
    before, after = pattern.patterns[:at], pattern.patterns[at + 1 :]
    return _tuple("several", _several(before), ast.Constant(name), _several(after))


def _names_in(pattern: ast.pattern) -> list[str]:
    return [
        one.name
        for one in ast.walk(pattern)
        if isinstance(one, ast.MatchAs | ast.MatchStar) and one.name
    ]


def _several(patterns: list[ast.pattern]) -> ast.expr:
    return ast.Tuple([spelled(one) for one in patterns], ast.Load())


def _tuple(kind: str, *parts: ast.expr) -> ast.expr:
    return ast.Tuple([ast.Constant(kind), *parts], ast.Load())


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _put(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign(targets=[ast.Name(name, ast.Store())], value=value)
