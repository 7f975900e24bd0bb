"""The findings in a terminal: the same order and words as the page, 80 columns, colour if any."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from gutline.discovery.findings import Verdict
from gutline.reports.sentences import (
    diary_span,
    no_ratings,
    nothing_found,
    rated,
    said,
    silent,
    waiting_days,
)
from gutline.reports.verdicts import FACES, grouped, in_ascii, of_verdict
from gutline.reports.wording import (
    between,
    capital,
    needed_days,
    percent,
    plain,
    plural,
    short,
    shortened_listing,
    signed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from gutline.discovery.findings import Finding, Findings, OutcomeSummary

LEAST_WIDTH = 40
_NAMED = 8
_REASONS = 4
_ALL_COLUMNS = 72
_INDENT = (0, 0, 0, 2)
_MOST_FOODS = 8


def render_terminal(
    findings: Findings, width: int = 80, *, colour: bool = False, ascii_only: bool = False
) -> str:
    """Return the findings as text for a terminal.

    Parameters
    ----------
    findings : Findings
    width : int
        Columns of the terminal.
    colour : bool
        Whether to colour the marks; every one can be told apart without.
    ascii_only : bool
        Whether to keep to ASCII in all that Gutline itself says.
    """
    parts: list[RenderableType] = [Text(_headline(findings))]
    for summary in findings.outcomes.values():
        parts += _outcome(summary, findings, width)
    if not findings.outcomes:
        parts.append(Text(no_ratings()))
    elif any(finding.verdict.found for finding in findings.findings):
        parts += [Text(""), Text("What a diary shows is a suspicion, not proof. To be sure, test.")]
    text = _written(parts, max(width, LEAST_WIDTH), colour=colour)
    return in_ascii(text) if ascii_only else text


def _written(parts: Iterable[RenderableType], width: int, *, colour: bool) -> str:
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as written:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in written.get().splitlines()) + "\n"


def _headline(findings: Findings) -> str:
    return f"Your diary: {diary_span(findings.diary)}"


def _outcome(summary: OutcomeSummary, findings: Findings, width: int) -> list[RenderableType]:
    own = findings.of(summary.name)
    parts: list[RenderableType] = [Text(""), _title(summary)]
    quiet = silent(summary)
    if quiet:
        return [*parts, _indented(quiet)]
    cleared = of_verdict(own, Verdict.CLEARED)
    found = grouped(own)
    parts += _found(found, width) if found else [_indented(nothing_found(own, summary.name))]
    parts += _listed(Verdict.CLEARED, "you can stop worrying about", cleared)
    parts += _undecided(of_verdict(own, Verdict.UNDECIDED))
    parts += _untestable(of_verdict(own, Verdict.UNTESTABLE))
    notes = [_indented(plain(note), "dim") for note in summary.notes]
    return [*parts, Text(""), *notes] if notes else parts


def _title(summary: OutcomeSummary) -> RenderableType:
    title = Text(short(summary.name, 40), "bold")
    title.append(f"  {rated(summary)} ", "not bold")
    return Rule(title, align="left", style="dim", characters="─")


def _indented(words: str, style: str = "") -> RenderableType:
    return Padding(Text(words, style), _INDENT)


def _found(groups: Sequence[Sequence[Finding]], width: int) -> list[RenderableType]:
    """Return what was found: a line of figures each, its sentence and the next step under it."""
    parts: list[RenderableType] = [_figures([f for group in groups for f in group], width)]
    for group in groups:
        for words in dict.fromkeys(said(finding) for finding in group):
            parts += [Text(""), _sentence(group[0], words)]
        parts += [_holding(finding) for finding in group if finding.foods]
        steps = dict.fromkeys(plain(f.next_step) for f in group if f.next_step)
        parts += [Padding(Text(f"Next: {step}"), (0, 0, 0, 4)) for step in steps]
    return parts


def _holding(finding: Finding) -> RenderableType:
    foods = shortened_listing(finding.foods, _MOST_FOODS)
    return Padding(Text(f"{capital(plain(finding.name))} is in: {foods}", "dim"), (0, 0, 0, 4))


def _figures(found: Sequence[Finding], width: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    table.add_column("", no_wrap=True)
    table.add_column("", overflow="ellipsis", no_wrap=True, max_width=26)
    heads = ("verdict", "points", "between", "peak", "logged", "sure")
    kept = heads if width >= _ALL_COLUMNS else ("points", "sure")
    for head in kept:
        table.add_column(head, justify="left" if head == "verdict" else "right", no_wrap=True)
    for finding in found:
        mark, name, *cells = _row(finding)
        table.add_row(mark, name, *[c for h, c in zip(heads, cells, strict=True) if h in kept])
    return table


def _row(finding: Finding) -> list[Text]:
    face = FACES[finding.verdict]
    hours = finding.peak_hours
    cells = [
        signed(finding.effect),
        between(finding.interval),
        "–" if hours is None else f"{hours:.0f} h" if hours <= 96 else f"{hours / 24:.0f} d",
        f"{finding.count:,}",
        percent(finding.probability).replace("over ", ">").replace("under ", "<"),
    ]
    mark = Text(f"  {face.mark}", face.colour)
    name = Text(plain(finding.name), "bold")
    return [mark, name, Text(face.word, face.colour), *[Text(cell) for cell in cells]]


def _sentence(finding: Finding, words: str) -> RenderableType:
    face = FACES[finding.verdict]
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column(width=3, no_wrap=True)
    line.add_column()
    line.add_row(Text(f"  {face.mark}", face.colour), Text(words))
    return line


def _listed(verdict: Verdict, words: str, findings: Sequence[Finding]) -> list[RenderableType]:
    if not findings:
        return []
    names = shortened_listing([f.name for f in findings], _NAMED * 2)
    return [Text(""), _marked(verdict, f"{words} {names}.")]


def _marked(verdict: Verdict, words: str) -> RenderableType:
    face = FACES[verdict]
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column(width=3, no_wrap=True)
    line.add_column()
    text = Text(f"{face.word[:1].upper()}{face.word[1:]}", "bold")
    line.add_row(Text(f"  {face.mark}", face.colour), text.append(f": {words}", "not bold"))
    return line


def _undecided(findings: Sequence[Finding]) -> list[RenderableType]:
    if not findings:
        return []
    waiting = sorted(findings, key=waiting_days)
    named = [_waiting(finding) for finding in waiting[:_NAMED]]
    rest = len(waiting) - len(named)
    words = ", ".join(named) + (f", and {rest} more" if rest else "")
    return [Text(""), _marked(Verdict.UNDECIDED, f"{words}.")]


def _waiting(finding: Finding) -> str:
    more = needed_days(finding.needs)
    return f"{plain(finding.name)} ({more})" if more else plain(finding.name)


def _untestable(findings: Sequence[Finding]) -> list[RenderableType]:
    """Return what cannot be known, those with the same remedy together."""
    if not findings:
        return []
    remedies: dict[str, list[str]] = {}
    for finding in findings:
        remedies.setdefault(plain(finding.next_step or finding.reason), []).append(finding.name)
    words = f"{plural(len(findings), 'exposure')}. To change that:"
    parts: list[RenderableType] = [Text(""), _marked(Verdict.UNTESTABLE, words)]
    shown = sorted(remedies.items(), key=lambda item: -len(item[1]))[:_REASONS]
    parts += [_remedy(shortened_listing(names, _NAMED), step) for step, names in shown]
    rest = len(remedies) - len(shown)
    if rest:
        words = f"and {rest} more; --json and --html show them all"
        parts.append(Padding(Text(words, "dim"), (0, 0, 0, 4)))
    return parts


def _remedy(names: str, step: str) -> RenderableType:
    return Padding(Text(f"{names}: {step}"), (0, 0, 0, 4))
