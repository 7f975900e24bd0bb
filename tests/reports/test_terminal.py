"""Findings in a terminal: 80 columns, colour or none, and no name that moves the cursor."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from gutline.discovery.findings import Verdict
from gutline.reports import render_terminal
from gutline.reports.verdicts import FACES
from tests.reports import samples

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("rich", samples.findings()),
        ("small", samples.small_findings()),
        ("nothing", samples.nothing()),
    ],
)
def test_golden(golden, name, findings):
    golden(f"terminal-{name}.txt", render_terminal(findings))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 132])
@pytest.mark.parametrize("findings", [samples.findings(), samples.hostile_findings()])
def test_no_line_is_wider_than_the_terminal(width, findings):
    lines = render_terminal(findings, width).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_colour_changes_nothing_but_colour():
    findings = samples.findings()
    coloured = render_terminal(findings, colour=True)
    assert ESCAPE.search(coloured)
    stripped = [line.rstrip() for line in ESCAPE.sub("", coloured).splitlines()]
    assert stripped == render_terminal(findings).splitlines()


def test_without_colour_there_is_no_escape():
    assert "\x1b" not in render_terminal(samples.findings())


def test_the_environment_is_not_read(monkeypatch):
    before = render_terminal(samples.findings())
    for name, value in (("COLUMNS", "33"), ("FORCE_COLOR", "1"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value)
    assert render_terminal(samples.findings()) == before


def test_every_verdict_has_a_mark_of_its_own():
    assert len({face.mark for face in FACES.values()}) == len(Verdict)
    assert len({face.ascii_mark for face in FACES.values()}) == len(Verdict)


def test_ascii_only():
    text = render_terminal(samples.findings(), ascii_only=True)
    assert text.isascii()
    assert "^  dairy" in text
    assert "v  walking" in text


def test_hostile_names_are_shown_as_they_are_and_do_nothing():
    text = render_terminal(samples.hostile_findings(), 100)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert "[bold red]markup[/]" in text


def test_the_order_is_verdict_then_certainty():
    sure = samples.finding("zucchini", probability=0.99)
    unsure = samples.finding("apple", probability=0.91)
    text = render_terminal(samples.findings(findings=(samples.helper(), unsure, sure)))
    assert text.index("zucchini") < text.index("apple") < text.index("walking")


def test_one_of_is_told_once_for_all_its_members():
    text = render_terminal(samples.findings())
    assert text.count("rye bread or butter: one of them") == 1
    assert text.count("Eat rye bread without butter") == 1


def test_an_outcome_without_findings_says_what_is_decided_next():
    text = render_terminal(
        samples.findings(findings=(samples.undecided("plum", 40), samples.undecided("oats", 12)))
    )
    words = " ".join(text.split())
    assert "Nothing you logged goes with your back pain more than chance allows" in words
    assert "Decided next: oats, after about 12 more days." in words
    assert "suspicion, not proof" not in words


def test_a_short_diary_says_why_and_for_how_long():
    text = " ".join(render_terminal(samples.findings()).split())
    assert "Nothing to say yet: bloating was rated 6 times, and 20 ratings are needed." in text
    assert "About 14 more days." in text


def test_long_lists_are_counted_not_listed():
    many = tuple(samples.untestable(f"food {n}") for n in range(300))
    lots = tuple(samples.undecided(f"drink {n}", n + 1) for n in range(300))
    cleared = tuple(samples.cleared(f"herb {n}") for n in range(300))
    text = render_terminal(samples.findings(findings=(*many, *lots, *cleared)))
    assert len(text.splitlines()) < 60
    assert "and 292 more" in text
    assert "and 284 more" in text
    assert "and 296 more; --json and --html show them all" in text


def test_slow_exposures_peak_in_days():
    slow = samples.finding("magnesium", level="supplement", peak_hours=168.0)
    assert "7 d" in render_terminal(samples.findings(findings=(slow,)))


def test_numbers_not_known_are_dashes():
    odd = samples.finding(effect=None, interval=None, peak_hours=None, probability=None)
    row = next(
        line
        for line in render_terminal(samples.findings(findings=(odd,))).splitlines()
        if "dairy" in line
    )
    assert row.count("–") == 4
