"""The package itself: an instant import, its public names, its one version."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import subprocess
import sys

import pytest

import gutline


def loaded_after(statement: str) -> set[str]:
    """The modules a fresh Python holds after one statement."""
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_importing_gutline_loads_nothing_heavy():
    loaded = loaded_after("import gutline")
    assert "gutline" in loaded
    assert not loaded & {"numpy", "scipy", "rich", "click", "vl_convert", "gutline.diary"}


def test_the_engine_loads_no_web_and_no_plotting():
    loaded = loaded_after("import gutline; gutline.discover")
    assert "numpy" in loaded
    assert not loaded & {"rich", "click", "vl_convert", "pandas", "pyarrow", "matplotlib"}


@pytest.mark.parametrize("name", gutline.__all__)
def test_every_public_name_is_there(name):
    assert getattr(gutline, name) is not None
    assert name in dir(gutline)


def test_a_public_name_is_the_one_of_its_room():
    room = importlib.import_module("gutline.diary")
    assert gutline.read is room.read


def test_an_unknown_name_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="no attribute 'discoverr'"):
        _ = gutline.discoverr


def test_the_version_is_the_newest_of_the_changelog(root):
    newest = re.search(r"(?m)^## (\d+\.\d+\.\d+)", (root / "CHANGELOG.md").read_text("utf-8"))
    assert newest is not None
    assert gutline.__version__ == importlib.metadata.version("gutline") == newest.group(1)


def test_the_version_is_written_once(root):
    for path in ("pyproject.toml", "src/gutline/__init__.py", "docs/conf.py"):
        assert gutline.__version__ not in (root / path).read_text("utf-8")


def test_the_package_says_that_it_is_typed(root):
    assert (root / "src" / "gutline" / "py.typed").exists()
