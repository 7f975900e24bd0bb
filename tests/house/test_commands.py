"""The commands: help, the two of the README, and what CI runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

TARGETS = {
    "run",
    "demo",
    "fuzz",
    "test",
    "lint",
    "types",
    "arch",
    "docs",
    "bench",
    "golden",
    "check",
    "lock",
    "clean",
}


def make(root, *arguments):
    if shutil.which("make") is None:
        pytest.skip("no make on this machine")
    return subprocess.run(
        ["make", "-C", str(root), "--no-print-directory", *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={k: v for k, v in os.environ.items() if k != "MAKEFLAGS"},
    ).stdout


def test_bare_make_prints_help(root):
    offered = set(re.findall(r"^  make (\w+) +\S", make(root), re.MULTILINE))
    assert offered >= TARGETS


def test_check_makes_every_part_and_the_tests_last(root):
    parts = make(root, "-n", "check").split("scripts/check", 1)[1].split()
    assert set(parts) >= {"lint", "types", "arch", "docs", "notebook", "lowest", "test"}
    assert parts[-1] == "test"


def test_ci_runs_the_check(root):
    script = root / ".ci" / "run"
    assert "make check" in script.read_text("utf-8")
    assert os.access(script, os.X_OK)


def test_check_goes_on_after_a_failure_and_says_which_failed(root, tmp_path):
    (tmp_path / "scripts").mkdir()
    shutil.copy(root / "scripts" / "check", tmp_path / "scripts" / "check")
    (tmp_path / "Makefile").write_text("good:\n\t@echo well\nbad:\n\t@false\n", "utf-8")
    done = subprocess.run(
        ["bash", "scripts/check", "bad", "good"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "well" in done.stdout
    assert done.stdout.strip().endswith("failed: bad")


def test_the_readme_has_the_two_commands(root):
    readme = (root / "README.md").read_text("utf-8")
    assert "make run" in readme
    assert "make test" in readme


def test_run_opens_the_journal_and_demo_ends_by_itself(root):
    assert make(root, "-n", "run").splitlines()[-1].strip() == ".venv/bin/gutline serve"
    assert make(root, "-n", "demo").splitlines()[-1].strip() == ".venv/bin/gutline demo"


def test_hooks_fetch_nothing(root):
    hooks = (root / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"repo: (\S+)", hooks) == ["local"]
    assert set(re.findall(r"language: (\S+)", hooks)) == {"system"}


@pytest.fixture
def bare_path(tmp_path):
    """A PATH with nothing on it but what every machine has, for a person who is not root."""
    for tool in ("bash", "dirname", "touch", "rm"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n", "utf-8")
    (tmp_path / "id").chmod(0o755)
    return tmp_path


def run_bare(script, path, **environment):
    return subprocess.run(
        [str(path / "bash"), str(script)],
        env={"PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_machine_without_chromium_gets_one_clear_line(root, bare_path):
    done = run_bare(root / "scripts" / "find_chromium", bare_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "The browser tests are skipped" in done.stderr


def test_a_machine_without_python_is_told_what_to_install(root, bare_path):
    done = run_bare(root / "scripts" / "find_uv", bare_path)
    assert done.returncode == 1
    assert "Gutline needs Python 3.11 or newer" in done.stderr


def test_an_old_python_is_not_taken(root, bare_path):
    (bare_path / "python3").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (bare_path / "python3").chmod(0o755)
    done = run_bare(root / "scripts" / "find_uv", bare_path)
    assert done.returncode == 1
    assert "Gutline needs Python 3.11 or newer" in done.stderr


def test_a_python_without_pip_and_ensurepip_is_told_what_to_install(root, bare_path, tmp_path):
    project = tmp_path / "project"
    (project / "scripts").mkdir(parents=True)
    shutil.copy(root / "scripts" / "find_uv", project / "scripts")
    python = '#!/bin/sh\ncase "$*" in *version_info*) exit 0;; *) exit 1;; esac\n'
    (bare_path / "python3").write_text(python, "utf-8")
    (bare_path / "python3").chmod(0o755)
    done = run_bare(project / "scripts" / "find_uv", bare_path)
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
