"""The measured style: short functions and files, everything typed and documented, no circles."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FUNCTION_LINES_P90, FUNCTION_LINES_MAX = 25, 60
FILE_LINES_P90 = 350
TEST_CODE_PER_CODE = 1.2

type_of_def = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Function:
    name: str
    lines: int
    typed: bool


def decile(values: Sequence[int]) -> int:
    """The smallest value that at least nine in ten do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-9 * len(ordered) // 10) - 1)]


def docstring_lines(node: ast.AST) -> int:
    body = getattr(node, "body", [])
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        return (body[0].end_lineno or 0) - body[0].lineno + 1
    return 0


def measure(module: str, node: ast.Module | ast.ClassDef) -> Iterator[Function]:
    """Every function at module or class level; nested ones count within their parent."""
    for child in ast.walk(node) if isinstance(node, ast.Module) else node.body:
        if isinstance(child, ast.ClassDef) and isinstance(node, ast.Module):
            yield from measure(f"{module}.{child.name}", child)
        elif isinstance(child, type_of_def) and (
            isinstance(node, ast.ClassDef) or child in node.body
        ):
            lines = (child.end_lineno or 0) - child.lineno + 1 - docstring_lines(child)
            yield Function(f"{module}.{child.name}", lines, is_typed(child))


def is_typed(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    a = node.args
    given = [*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg))]
    named = [g for g in given if g.arg not in {"self", "cls"}]
    return node.returns is not None and all(g.annotation for g in named)


def undocumented(module: str, tree: ast.Module) -> list[str]:
    """Public modules, classes, functions and methods without a docstring."""
    missing = [] if ast.get_docstring(tree) or not tree.body else [module]
    for node in tree.body:
        if isinstance(node, (*type_of_def, ast.ClassDef)) and not node.name.startswith("_"):
            missing += [] if ast.get_docstring(node) else [f"{module}.{node.name}"]
            if isinstance(node, ast.ClassDef):
                missing += [
                    f"{module}.{node.name}.{m.name}"
                    for m in node.body
                    if isinstance(m, type_of_def)
                    and not m.name.startswith("_")
                    and not ast.get_docstring(m)
                    and not is_repeat(m)
                ]
    return missing


def is_repeat(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Overloads and property setters are documented by the function they repeat."""
    return any(
        ast.unparse(d).endswith(("overload", ".setter", ".deleter")) for d in node.decorator_list
    )


def imports_of(module: str, tree: ast.Module, known: set[str], *, package: bool) -> set[str]:
    """Modules of ours that this one imports, in functions too, but not for type checkers only."""
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            near = module.split(".") if package else module.split(".")[:-1]
            start = near[: len(near) - node.level + 1] if node.level else []
            whole = ".".join([*start, *filter(None, [node.module])])
            inner_names = {f"{whole}.{alias.name}" for alias in node.names}
            found |= (inner_names & known) or {whole}
    return (found & known) - {module}


def circle(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def code_lines(path: Path) -> int:
    """Lines that hold code: neither blank, nor comment, nor docstring."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    lines = {
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    }
    for node in ast.walk(tree):
        if isinstance(node, (*type_of_def, ast.ClassDef, ast.Module)) and docstring_lines(node):
            first = node.body[0]
            lines -= set(range(first.lineno, (first.end_lineno or 0) + 1))
    return len(lines)


@pytest.fixture(scope="module")
def functions(sources) -> list[Function]:
    return [f for s in sources for f in measure(s.module, s.tree)]


def test_functions_are_short(functions):
    longest = sorted(functions, key=lambda f: -f.lines)[:10]
    assert decile([f.lines for f in functions]) <= FUNCTION_LINES_P90, longest
    assert longest[0].lines <= FUNCTION_LINES_MAX, longest


def test_files_are_short(sources):
    sizes = {s.module: len(s.text.splitlines()) for s in sources if s.text.strip()}
    longest = sorted(sizes.items(), key=lambda item: -item[1])[:10]
    assert decile(list(sizes.values())) <= FILE_LINES_P90, longest


def test_everything_is_typed(functions):
    assert [f.name for f in functions if not f.typed] == []


def test_everything_public_is_documented(sources):
    assert [name for s in sources for name in undocumented(s.module, s.tree)] == []


def test_no_imports_in_a_circle_not_even_inside_functions(sources):
    known = {s.module for s in sources}
    graph = {
        s.module: imports_of(s.module, s.tree, known, package=s.path.stem == "__init__")
        for s in sources
    }
    assert circle(graph) == []


def test_there_is_more_test_than_code(root):
    tests = sum(code_lines(p) for p in (root / "tests").rglob("*.py"))
    code = sum(code_lines(p) for p in (root / "src").rglob("*.py"))
    assert tests >= TEST_CODE_PER_CODE * code, f"{tests} lines of test for {code} of code"


def test_names_say_what_lives_there(sources):
    vague = {"utils", "util", "helpers", "common", "core", "manager", "misc", "base"}
    assert [s.module for s in sources if vague & set(s.module.split("."))] == []


def test_errors_are_called_errors(sources):
    wrong = [
        f"{s.module}.{node.name}"
        for s in sources
        for node in ast.walk(s.tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(b).endswith(("Error", "Exception")) for b in node.bases)
        and not node.name.endswith("Error")
    ]
    assert wrong == []


CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
CLOCKS |= {"np.random.seed", "np.random.rand", "np.random.normal", "random.random", "random.seed"}
ENGINE_ROOMS = {"stats", "catalog", "diary", "safety", "discovery", "trials", "routine"}


def test_engine_rooms_read_no_clock_and_no_global_randomness(sources):
    read = [
        f"{s.module}: {ast.unparse(node.func)}"
        for s in sources
        if s.room in ENGINE_ROOMS | {"simulator"}
        for node in ast.walk(s.tree)
        if isinstance(node, ast.Call)
        and any(ast.unparse(node.func).endswith(clock) for clock in CLOCKS)
    ]
    assert read == []


# --- the measures can fail ------------------------------------------------------------------


def test_measures_see_what_is_wrong():
    tree = ast.parse(
        "class A:\n"
        "    def f(self, x):\n"
        '        """Say what."""\n'
        "        return (\n"
        "            x\n"
        "        )\n"
        "def g() -> int:\n"
        "    def inner(): pass\n"
        "    return 1\n"
    )
    assert sorted((f.name, f.lines, f.typed) for f in measure("m", tree)) == [
        ("m.A.f", 4, False),
        ("m.g", 3, True),
    ]
    assert undocumented("m", tree) == ["m", "m.A", "m.g"]


def test_decile_is_the_ninth_of_ten():
    assert decile(range(1, 11)) == 9
    assert decile([7]) == 7


def test_a_circle_hidden_in_a_function_is_seen():
    known = {"p", "p.a", "p.b"}
    a = imports_of("p.a", ast.parse("def f():\n    from p import b"), known, package=False)
    b = imports_of("p.b", ast.parse("from .a import thing"), known, package=False)
    assert (a, b) == ({"p.b"}, {"p.a"})
    assert set(circle({"p.a": a, "p.b": b})) == {"p.a", "p.b"}


def test_a_module_that_imports_from_its_own_package_makes_a_circle():
    known = {"p", "p.a"}
    package = imports_of("p", ast.parse("from p.a import x"), known, package=True)
    inside = imports_of("p.a", ast.parse("from p import y"), known, package=False)
    assert circle({"p": package, "p.a": inside})


def test_imports_for_type_checkers_make_no_circle():
    tree = ast.parse("if TYPE_CHECKING:\n    from p import b")
    assert imports_of("p.a", tree, {"p", "p.b"}, package=False) == set()
