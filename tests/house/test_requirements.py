"""The requirement files hold names, versions and hashes only, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib

import pytest

FILES = ["run", "dev", "docs", "bench", "notebook", "lowest", "uv"]
NAME = re.compile(r"^([a-z0-9-]+)==\S+( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pinned(text: str) -> set[str]:
    return {m.group(1) for line in text.splitlines() if (m := NAME.match(line))}


def wanted(rows: list[str]) -> set[str]:
    """The distribution names of a list of requirements."""
    return {re.split(r"[<>=!~;\[ ]", row, maxsplit=1)[0].lower() for row in rows}


def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_pins_and_hashes_and_nothing_else(root, name):
    lines = (root / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if not NAME.match(line) and not HASH.match(line)] == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_no_address_and_no_path(root, name):
    text = (root / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"http|file:|index|find-links|/|@", text)


def test_there_are_no_other_requirement_files(root):
    assert {p.stem for p in (root / "requirements").iterdir()} == set(FILES)


@pytest.mark.parametrize("name", ["run", "dev", "docs", "bench", "lowest"])
def test_what_the_package_needs_is_pinned(root, name):
    pins = pinned((root / "requirements" / f"{name}.txt").read_text("utf-8"))
    assert wanted(project(root)["project"]["dependencies"]) <= pins


@pytest.mark.parametrize("extra", ["docs", "bench"])
def test_what_an_extra_needs_is_pinned(root, extra):
    pins = pinned((root / "requirements" / f"{extra}.txt").read_text("utf-8"))
    assert wanted(project(root)["project"]["optional-dependencies"][extra]) <= pins


def test_the_notebook_has_numpy_and_scipy_alone(root):
    assert pinned((root / "requirements" / "notebook.txt").read_text("utf-8")) == {"numpy", "scipy"}


def test_the_lowest_versions_are_those_of_the_project(root):
    text = (root / "requirements" / "lowest.txt").read_text("utf-8")
    for row in project(root)["project"]["dependencies"]:
        name, version = re.split(r">=|;|,", re.sub(r"\[.*?\]", "", row))[:2]
        assert re.search(rf"^{name}=={re.escape(version)}(\.0)*[ .\\]", text, re.MULTILINE), row


def test_there_are_at_most_twenty_direct_dependencies(root):
    assert len(wanted(project(root)["project"]["dependencies"])) <= 20
