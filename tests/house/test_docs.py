"""The documentation's examples run, its commands exist, its links lead somewhere."""

from __future__ import annotations

import doctest
import importlib
import re
import shlex
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
PAGES += [ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs" / "decisions").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PLAIN_DIARY = """\
2026-03-01 08:00 ate rye bread, butter
2026-03-01 13:10 ate lentil soup
2026-03-01 21:30 back pain 3
2026-03-02 09:00 back pain 6
"""


def blocks(text: str, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(text) if name == language]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def with_examples(page: Path) -> bool:
    return page.exists() and ">>>" in page.read_text("utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the two diaries the pages speak of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUTLINE_HOME", str(tmp_path / "home"))
    (tmp_path / "me.txt").write_text(PLAIN_DIARY, "utf-8")
    (tmp_path / "me.csv").write_text(
        "time,kind,name,value,unit\n"
        "2026-03-01T08:00,food,rye bread,1,serving\n"
        "2026-03-02T09:00,symptom,back pain,6,nrs\n",
        "utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("page", [p for p in PAGES if with_examples(p)], ids=name_of)
def test_the_examples_of_a_page_run(page, folder):
    source = "\n\n".join(blocks(page.read_text("utf-8"), "python"))
    example = doctest.DocTestParser().get_doctest(source, {}, page.name, str(page), 0)
    assert example.examples
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert "".join(said) == ""


def modules_with_examples() -> list[str]:
    package = ROOT / "src"
    return [
        ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(package.rglob("*.py"))
        if ">>>" in path.read_text("utf-8")
    ]


@pytest.mark.parametrize("module", modules_with_examples() or ["gutline"])
def test_the_examples_of_a_module_run(module, folder):
    done = doctest.testmod(importlib.import_module(module))
    assert done.failed == 0


def commands(page: Path) -> list[str]:
    """The gutline commands that the consoles of a page show."""
    text = page.read_text("utf-8") if page.exists() else ""
    lines = "\n".join(blocks(text, "console")).splitlines()
    shown = [line.removeprefix("$ ") for line in lines if line.startswith("$ gutline")]
    return list(dict.fromkeys(shown))


@pytest.mark.parametrize("command", sorted({c for page in PAGES for c in commands(page)}))
def test_a_command_of_a_page_runs(command, folder):
    from click.testing import CliRunner

    from gutline.cli import program

    done = CliRunner().invoke(program, shlex.split(command)[1:])
    assert done.exit_code == 0, done.output
    assert done.output


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    text = page.read_text("utf-8")
    targets = {t.split("#")[0] for t in LINK.findall(text) if not t.startswith(("http", "#"))}
    assert [t for t in targets if not (page.parent / t).exists()] == []


def test_every_page_is_in_the_contents():
    contents = (ROOT / "docs" / "index.md").read_text("utf-8").split()
    pages = {p.stem for p in (ROOT / "docs").glob("*.md")} - {"index"}
    assert pages <= set(contents)


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda p: p.stem
)
def test_a_decision_has_every_heading(page):
    template = (ROOT / "docs" / "decisions" / "template.md").read_text("utf-8")
    headings = re.findall(r"^## .+", template, re.MULTILINE)
    assert re.findall(r"^## .+", page.read_text("utf-8"), re.MULTILINE) == headings


def test_decisions_are_numbered_in_order():
    numbers = [int(p.name[:4]) for p in sorted((ROOT / "docs" / "decisions").glob("0*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_format_page_has_every_kind_of_entry_with_its_units():
    text = (ROOT / "docs" / "diary-format.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*)\| ([^|]*)\|$", text, re.MULTILINE)
    written = {kind: (units.strip(), limits.strip()) for kind, units, limits in rows}
    kinds = {}
    for path in (ROOT / "src/gutline/catalog/data/entry_kinds").glob("*.toml"):
        kind = tomllib.loads(path.read_text("utf-8"))
        limits = kind["range"].get(kind["unit"])
        kinds[kind["id"]] = (", ".join(kind["units"]), "{} to {}".format(*limits) if limits else "")
    assert written == kinds
