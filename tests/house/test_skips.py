"""No test is skipped in silence: every skip has a reason, and the run prints it."""

from __future__ import annotations

import ast
import tomllib

SKIPS = {"skip", "skipif", "xfail", "importorskip"}


def silent_skips(text: str) -> list[int]:
    """Lines of the skips that give no reason."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in SKIPS and not reason(text, node)
    ]


def reason(text: str, node: ast.Attribute) -> bool:
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == ast.unparse(node):
            if call.lineno != node.lineno:
                continue
            named = any(k.arg in {"reason", "msg"} for k in call.keywords)
            # importorskip names the package it wanted, which is reason enough.
            return named or (node.attr in {"skip", "importorskip"} and bool(call.args))
    return False


def test_every_skip_has_a_reason(root):
    silent = {
        f"{path.relative_to(root)}:{line}"
        for path in sorted((root / "tests").rglob("*.py"))
        for line in silent_skips(path.read_text("utf-8"))
    }
    assert silent == set()


def test_the_run_prints_skips(root):
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    assert "-rfEs" in settings["tool"]["pytest"]["ini_options"]["addopts"]


def test_a_silent_skip_is_seen():
    assert silent_skips("import pytest\n@pytest.mark.skip\ndef test_a(): ...") == [2]
    assert silent_skips("import pytest\npytest.skip()") == [2]
    assert silent_skips("import pytest\n@pytest.mark.skipif(True, reason='no')\ndef f(): ...") == []
    assert silent_skips("import pytest\nnp = pytest.importorskip('numpy')") == []


def test_warnings_are_errors(root):
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    assert settings["tool"]["pytest"]["ini_options"]["filterwarnings"][0] == "error"
