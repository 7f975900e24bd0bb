"""What of the catalog the pages show, for translators, beside the pages' own texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gutline.catalog import load_kinds
from gutline.catalog.body_sites import load_body_sites
from gutline.catalog.cautions import load_cautions
from gutline.catalog.emergency_numbers import load_emergency_numbers
from gutline.catalog.evidence import GRADES, load_evidence
from gutline.catalog.facts import load_facts
from gutline.catalog.gates import load_gates
from gutline.catalog.gut_signs import load_gut_signs
from gutline.catalog.interview import load_interview, load_weekly_question
from gutline.catalog.questionnaires import load_questionnaires
from gutline.catalog.red_flags import load_red_flags
from gutline.catalog.rules import ACTIONS
from gutline.catalog.tags import load_tags
from gutline.reports.advice import URGENCY_WORDS
from gutline.reports.evidence_cards import GRADE_NAMES
from gutline.reports.wording import capital, plain
from gutline.store.tokens import SCOPES


def catalog_texts() -> Iterator[tuple[str, str]]:
    """Yield each text as a page shows it, with the part of the catalog it is from; none empty."""
    parts = {
        "kinds": _kinds(),
        "body_sites": (site.name for site in load_body_sites().values()),
        "tags": (tag.name for tag in load_tags().values()),
        "countries": (one.name for one in load_emergency_numbers().values()),
        "questions": _questions(),
        "questionnaires": _questionnaires(),
        "rules": _rules(),
        "gut_signs": _gut_signs(),
        "evidence": _evidence(),
        "words": [
            *URGENCY_WORDS.values(), *ACTIONS.values(), *GRADES.values(), *GRADE_NAMES.values(),
            *SCOPES.values(),
        ],
    }  # fmt: skip
    for part, texts in parts.items():
        yield from ((plain(text), f"catalog/{part}") for text in texts if plain(text))


def _kinds() -> Iterator[str]:
    for kind in load_kinds().values():
        yield from (kind.name, kind.one, kind.one.capitalize(), kind.many, kind.default_name)
        yield from (kind.unit, *kind.units)


def _questions() -> Iterator[str]:
    for page in (*load_interview(), load_weekly_question()):
        yield page.question
    for fact in load_facts().values():
        yield from (fact.ask, capital(fact.ask), fact.unit, *fact.choices)


def _questionnaires() -> Iterator[str]:
    for one in load_questionnaires().values():
        yield from (one.name, one.about, one.recall, one.high_means, one.rights)
        yield from (band.words for band in one.bands)
        for item in one.items:
            yield from (item.text, item.lowest_words, item.highest_words)


def _rules() -> Iterator[str]:
    for rule in (*load_red_flags().values(), *load_gates().values(), *load_cautions().values()):
        yield from (rule.name, rule.message)
    yield from (flag.base_rate for flag in load_red_flags().values())


def _gut_signs() -> Iterable[str]:
    for sign in load_gut_signs().values():
        yield from (sign.name, sign.if_seen, sign.if_not, sign.how_to_know)


def _evidence() -> Iterator[str]:
    for card in load_evidence().values():
        yield from (card.title, card.said, card.known, capital(plain(card.studies)), card.effect)
        yield from (card.whom, card.overstated, card.caution)
        yield from (source.says for source in card.sources)
