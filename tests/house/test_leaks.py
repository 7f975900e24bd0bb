"""No file says where it was written: no path of a machine, no address of a registry."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Put together here, so that this file does not find itself.
LEAKS = [
    re.compile(re.escape(a + b))
    for a, b in [
        ("/", "work/"),
        ("/", "root/"),
        ("/", "tmp/g/"),
        ("/", "opt/"),
        ("file", "://"),
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry", ".npmjs"),
        ("deb", ".debian.org"),
        ("index", "-url http"),
        ("find", "-links "),
    ]
]
MADE = {
    ".git",
    "__pycache__",
    "node_modules",
    "_build",
    "build",
    "dist",
    ".hypothesis",
    "gutline-demo",
}
BINARY = {".png", ".jpg", ".ico", ".woff2", ".parquet", ".npz", ".npy", ".gz", ".zip", ".pdf"}


def text_files(root: Path) -> Iterator[Path]:
    """Every text file that is or would be committed."""
    for path in git_files(root) or walk(root):
        if path.is_file() and path.suffix not in BINARY:
            yield path


def git_files(root: Path) -> list[Path]:
    """What git would commit; empty where there is no git."""
    if not (root / ".git").exists() or shutil.which("git") is None:
        return []
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return [root / name for name in done.stdout.split("\0") if name]


def walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in MADE or path.name.startswith(".venv") or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from walk(path)
        else:
            yield path


def leaks(text: str) -> list[str]:
    return [found.group() for pattern in LEAKS for found in pattern.finditer(text)]


def test_no_file_names_a_machine_or_a_registry(root):
    found = {
        str(path.relative_to(root)): said
        for path in text_files(root)
        if (said := leaks(path.read_text("utf-8", errors="replace")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text", ["see /" + "work/main", "--extra-index" + "-url https://mirror", "file:" + "///home/me"]
)
def test_a_leak_is_seen(text):
    assert leaks(text)


def test_the_files_of_this_project_are_read(root):
    names = {path.relative_to(root).as_posix() for path in text_files(root)}
    assert {
        "pyproject.toml",
        "Makefile",
        "tests/house/test_leaks.py",
        "requirements/run.txt",
    } <= names
    assert not any(name.startswith(".venv") for name in names)


def test_walking_finds_what_git_finds(root):
    listed = {p for p in git_files(root) if p.is_file()}
    if not listed:
        pytest.skip("no git here to compare with")
    assert {p for p in listed if p.suffix == ".py"} <= set(walk(root))
