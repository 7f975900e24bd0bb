"""`gutline screen`: signs that a doctor should look at first, from answers and a diary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from gutline.cli.answers_file import read_answers_file, write_answers_file
from gutline.cli.asking import ask_all
from gutline.cli.diary_file import read_diary, tell_refused
from gutline.cli.refusal import RefusalError
from gutline.cli.screen import screen as terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gutline.diary import Diary
    from gutline.safety.answers import Answers
    from gutline.safety.gates import Plan

_QUESTIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    answers: str | None
    diary: str | None
    save: str | None
    country: str | None
    before: str | None
    days: int
    json: bool
    zone: str | None


@click.command("screen", short_help="See whether a doctor should look first.")
@click.option("--answers", metavar="FILE", help="Answers in TOML or JSON; asked for without it.")
@click.option("--diary", metavar="FILE", help="A diary whose signs count as well.")
@click.option("--save", metavar="FILE", help="Keep the answers in a new file of your own.")
@click.option("--country", metavar="CC", help="For emergency numbers: two letters, such as GB.")
@click.option("--before", metavar="KIND:NAME", help="Say whether a plan may start: out:dairy.")
@click.option("--days", default=14, show_default=True, help="How long that plan runs.")
@click.option("--json", is_flag=True, help="Print JSON and nothing else on standard output.")
@click.option("--zone", metavar="ZONE", help="Time zone of local times, such as Europe/Berlin.")
def command(**asked: object) -> None:
    """See whether something should be looked at by a doctor before anything is tested.

    Asks for under two minutes unless --answers or --diary is given. Nothing is kept, and nothing
    leaves this computer, unless you ask for it with --save.
    """
    _screen(Asked(**asked))  # type: ignore[arg-type]  # click checked the types


def _screen(asked: Asked) -> None:
    from gutline.catalog.emergency_numbers import numbers_for
    from gutline.reports.advice import render_advice, render_advice_json
    from gutline.safety.screening import open_questions, screen

    plan = _plan(asked) if asked.before is not None else None
    diary = read_diary(asked.diary, zone=asked.zone) if asked.diary else None
    answers = _answers(asked)
    if asked.save:
        write_answers_file(asked.save, {k: v for k, v in answers.items() if v is not None})
    if plan is not None:
        _decide(plan, answers, diary, json=asked.json)
        _tell(diary)
        return
    advice = screen(answers, diary)
    questions = open_questions(answers, diary)
    numbers = numbers_for(asked.country)
    if asked.json:
        click.echo(render_advice_json(advice, numbers, questions), nl=False)
    else:
        seen = terminal()
        words = _in_words(questions[:_QUESTIONS_SHOWN])
        text = render_advice(
            advice, numbers, seen.width, questions=words, ascii_only=seen.ascii_only
        )
        click.echo(text, nl=False)
    _tell(diary)


_KINDS = {
    "out": "elimination",
    "back": "reintroduction",
    "eat": "challenge",
    "take": "supplement",
    "meals": "meal_timing",
    "do": "practice",
}


def _decide(plan: Plan, answers: Answers, diary: Diary | None, *, json: bool) -> None:
    """Say whether a plan may start, by the gates that every other door asks too."""
    from gutline.reports.advice import render_decision, render_decision_json
    from gutline.safety.gates import Profile, may_start

    decision = may_start(plan, Profile(answers), diary)
    if json:
        click.echo(render_decision_json(decision), nl=False)
    else:
        seen = terminal()
        ask = _in_words(decision.ask)
        text = render_decision(decision, seen.width, questions=ask, ascii_only=seen.ascii_only)
        click.echo(text, nl=False)


def _plan(asked: Asked) -> Plan:
    from gutline.safety.gates import Plan

    kind, _, name = (asked.before or "").partition(":")
    if kind not in _KINDS:
        raise RefusalError(
            f"There is no plan {kind[:20]!r}; give {', '.join(_KINDS)}, as in out:dairy."
        )
    return Plan(_KINDS[kind], (name.strip(),) if name.strip() else (), asked.days)  # type: ignore[arg-type]  # the table has kinds only


def _answers(asked: Asked) -> Answers:
    if asked.answers:
        return read_answers_file(asked.answers)
    return {} if asked.diary or asked.json else ask_all()


def _in_words(questions: Sequence[str]) -> list[str]:
    from gutline.catalog.facts import load_facts

    return [load_facts()[name].ask for name in questions]


def _tell(diary: Diary | None) -> None:
    if diary is not None:
        tell_refused(diary)
