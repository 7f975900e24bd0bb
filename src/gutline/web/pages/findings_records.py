"""What the Findings page shows: frozen records of plain text, written by the background run.

The run that works them out writes them as JSON; the pages read that back as it is, so that the
process that serves pages loads neither the engine nor the plotting tools. Whoever changes them
changes `gutline.web.findings_file.FORMAT_VERSION` too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableView:
    """The numbers behind a plot: a caption, the heads of the columns, and rows of cells."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlotView:
    """A drawn plot with the words below it and the numbers behind it.

    Attributes
    ----------
    svg : str
        Markup made by the reports' drawing, every text in it escaped.
    caption : str
    table : TableView
    """

    svg: str
    caption: str
    table: TableView


@dataclass(frozen=True, slots=True)
class FactView:
    """One small fact of a card: what is asked, and the answer."""

    term: str
    words: str


@dataclass(frozen=True, slots=True)
class HeldView:
    """Which foods of the diary hold a tag or nutrient, and how many more do."""

    name: str
    foods: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """One of the exposures a card is about, and how sure it is, in words."""

    name: str
    sure: str


@dataclass(frozen=True, slots=True)
class CardView:
    """One suspect, helper, or group that cannot be told apart.

    Attributes
    ----------
    verdict, mark, word : str
        Its id, its sign that works without colour, and its words.
    level : str
        What sort of exposure it is; empty where the name says it.
    members : tuple of MemberView
        Whom it is about, likeliest first; one but for groups.
    sentences : tuple of str
        What was observed.
    held : tuple of HeldView
    plot : PlotView or None
        The lag curve.
    facts : tuple of FactView
    next_steps, reasons : tuple of str
    """

    verdict: str
    mark: str
    word: str
    level: str
    members: tuple[MemberView, ...]
    sentences: tuple[str, ...]
    held: tuple[HeldView, ...]
    plot: PlotView | None
    facts: tuple[FactView, ...]
    next_steps: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """One exposure of a list: its name, what is known, and what to do or what it still needs."""

    name: str
    known: str
    then: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """Everything about one symptom.

    Attributes
    ----------
    name, anchor : str
    rated, counted : str
        How it was rated, and how many verdicts of each sort there are.
    quiet : str
        What to say first where nothing was found; empty otherwise.
    cards : tuple of CardView
    cleared, undecided, untestable : tuple of RowView
    cautions : tuple of str
    line : str
        Every rating over time: markup made by the report, every text in it escaped.
    """

    name: str
    anchor: str
    rated: str
    counted: str
    quiet: str
    cards: tuple[CardView, ...]
    cleared: tuple[RowView, ...]
    undecided: tuple[RowView, ...]
    untestable: tuple[RowView, ...]
    cautions: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Something logged too seldom to be tested yet.

    Attributes
    ----------
    name, level : str
    count : int
        Times it was logged.
    words : str
        What it still needs.
    days : int or None
        Days left until it can be tested, at the pace so far; None when not known.
    """

    name: str
    level: str
    count: int
    words: str
    days: int | None


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """What can be tested by now, and what each other thing still needs, the soonest first."""

    testable: int
    words: str
    waiting: tuple[WaitingView, ...]


@dataclass(frozen=True, slots=True)
class FindingsView:
    """The whole page.

    Attributes
    ----------
    span : str
        What was read.
    quiet : str
        Why nothing can be said of anything yet; empty when something can.
    outcomes : tuple of OutcomeView
    readiness : ReadinessView
    method : str
        The method in three sentences.
    checks : tuple of str
        Checks of the whole run.
    provenance : tuple of FactView
    """

    span: str
    quiet: str
    outcomes: tuple[OutcomeView, ...]
    readiness: ReadinessView
    method: str
    checks: tuple[str, ...]
    provenance: tuple[FactView, ...]
