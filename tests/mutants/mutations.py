"""The small changes that can be made to a source: each a replaced expression or statement."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_NOT_RUN = {"annotation", "returns", "decorator_list", "type_params"}


@dataclass(frozen=True)
class Mutation:
    """One change: what stands between two offsets of the source, in bytes, becomes something else.

    Moved lines leave function, old, new and number as they are; number counts, from 1, the places in a function where
    the same text would become the same other one.
    """

    kind: str
    line: int
    start: int
    end: int
    function: str
    old: str
    new: str
    number: int = 1

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.new.encode() + source[self.end :]


def mutations(source: bytes) -> Iterator[Mutation]:
    """Every change of a source, from its outer expressions to their parts."""
    lines = source.splitlines(keepends=True)
    offsets = [sum(map(len, lines[:number])) for number in range(len(lines))]
    numbers = Counter[tuple[str, str, str]]()
    for node, function in _executed(ast.parse(source)):
        for kind, place, new in _changes(node):
            assert place.end_lineno is not None and place.end_col_offset is not None
            start = offsets[place.lineno - 1] + place.col_offset
            end = offsets[place.end_lineno - 1] + place.end_col_offset
            old = source[start:end].decode()
            if new != old:  # f(a, a)
                numbers[function, old, new] += 1
                number = numbers[function, old, new]
                yield Mutation(kind, place.lineno, start, end, function, old, new, number)


def _executed(node: ast.AST, function: str = "") -> Iterator[tuple[ast.AST, str]]:
    """The nodes below one that run, each with the dotted name of the function or class that it stands in.

    No annotations; no f-strings, whose parts have no true places in Python 3.11.
    """
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    if _for_types_alone(node):
        return
    yield node, function
    for name, value in ast.iter_fields(node):
        if name in _NOT_RUN or isinstance(node, ast.JoinedStr):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _executed(child, function)


def _for_types_alone(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec")):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.ClassDef(bases=bases):
            return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in bases)
        case _:
            return False


def _turned_anyway(test: ast.expr) -> bool:
    """Whether another kind of change makes it say the opposite."""
    match test:
        case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.Is() | ast.IsNot() | ast.In() | ast.NotIn()]):
            return True
        case _:
            return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            kind = "boundary" if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) else "comparison"
            yield kind, node, f"({ast.unparse(ast.Compare(left, [_OTHER[type(op)]()], [right]))})"
        case ast.BoolOp(op=op, values=values):
            yield (
                "boolean",
                node,
                f"({ast.unparse(ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values))})",
            )
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "boolean", node, f"({ast.unparse(operand)})"
        case ast.Constant(value=bool(value)):
            yield "boolean", node, str(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield "constant", node, repr(value + 1)
        case ast.If(test=test) | ast.IfExp(test=test) if not _turned_anyway(test):
            yield "branch", test, f"(not ({ast.unparse(test)}))"
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield "call left out", node, "pass"
        case ast.Await(value=value):
            yield "await left out", node, f"({ast.unparse(value)})"
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass" | "min" | "max")):
            pass  # with swapped arguments a TypeError, which any test notices; or the same
        case ast.Call(args=[first, second, *others]) if not any(isinstance(a, ast.Starred) for a in (first, second)):
            yield "swapped argument", node, ast.unparse(ast.Call(node.func, [second, first, *others], node.keywords))
        case _:
            pass
