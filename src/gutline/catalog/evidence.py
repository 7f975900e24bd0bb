"""Evidence cards: what is said about gut, food, back and joints, and what is known of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from gutline.catalog.data_files import (
    id_problems,
    name_problems,
    read_checked,
    read_folder,
    text_problems,
)
from gutline.catalog.sources import Source, is_settled, read_sources, source_problems

Grade = Literal["strong", "moderate", "limited", "very_limited", "contested"]
GRADES: Mapping[str, str] = MappingProxyType(
    {
        "strong": "several good studies agree",
        "moderate": "trials with limits, or strong evidence in a disease next to it",
        "limited": "small, indirect or uncertain studies",
        "very_limited": "experience or a mechanism only, or no study was found",
        "contested": "good studies disagree, or the studies contradict what is said",
    }
)
LAGS: Mapping[str, str] = MappingProxyType(
    {
        "measured": "measured",
        "partly_measured": "measured in part",
        "trial_duration": "as long as the trials ran; when it began was not measured",
        "author_report": "one writer's own experience, not measured",
        "assumption": "assumed, not measured",
        "none": "not a matter of hours",
    }
)
CATEGORIES = (
    "mechanism", "sign", "suspect", "helper", "supplement", "exercise", "routine", "stress",
    "sleep", "method", "professional",
)  # fmt: skip
_TEXTS = (
    "id", "code", "title", "category", "said", "known", "grade", "studies", "effect", "whom",
    "lag_kind", "lag_basis", "overstated", "caution",
)  # fmt: skip
_MAY_BE_EMPTY = {"effect", "whom", "lag_basis", "overstated", "caution"}
_LISTS = ("exposures", "outcomes", "words", "rules")
_OPTIONAL = {"lag_hours", "trial_days", "washout_days"}
_LAST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """One claim and what is known of it.

    Attributes
    ----------
    id, code, title, category : str
    said : str
        The claim, as it is made elsewhere.
    known : str
        What is known, in plain words.
    grade : {"strong", "moderate", "limited", "very_limited", "contested"}
    studies : str
        What kind of studies there are.
    effect : str
        How large, with the figures of the studies.
    whom : str
        In whom it was studied.
    lag_hours : (float, float) or None
        Hours from exposure to effect; None where it is no matter of hours.
    lag_kind, lag_basis : str
        Whether these hours were measured, and how.
    trial_days, washout_days : int or None
        Shortest sensible period of a personal test, and days between periods.
    overstated : str
        In what the claim goes too far; empty where it does not.
    caution : str
        What to mind before trying; empty where there is nothing.
    exposures, outcomes, words : tuple of str
        What it is about, and further words it is found by.
    rules : tuple of str
        Codes of the safety rules that belong to it.
    sources : tuple of Source
    reviewed : date
    clinician : str
    """

    id: str
    code: str
    title: str
    category: str
    said: str
    known: str
    grade: Grade
    studies: str
    effect: str
    whom: str
    lag_hours: tuple[float, float] | None
    lag_kind: str
    lag_basis: str
    trial_days: int | None
    washout_days: int | None
    overstated: str
    caution: str
    exposures: tuple[str, ...]
    outcomes: tuple[str, ...]
    words: tuple[str, ...]
    rules: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    clinician: str

    @property
    def contested(self) -> bool:
        """Whether the evidence disagrees with itself or with the claim."""
        return self.grade == "contested"

    @property
    def settled(self) -> bool:
        """Whether at least one of its sources was read itself."""
        return is_settled(self.sources)

    @property
    def lag_measured(self) -> bool:
        """Whether its hours may be shown as a fact."""
        return self.lag_kind == "measured"


@functools.cache
def load_evidence() -> Mapping[str, EvidenceCard]:
    """Return every card of the package by its id, in order of id."""
    return read_folder("evidence", read_card)


def read_card(path: Path) -> EvidenceCard:
    """Read and check one card.

    Raises
    ------
    CatalogError
        When the file is not TOML, a field is missing, unknown or of the wrong type, or the card
        has no grade, no source or no day of review.
    """
    fields = read_checked(path, _problems)
    plain: dict[str, Any] = {name: fields[name] for name in _TEXTS if name != "grade"}
    plain |= {name: tuple(cast("list[str]", fields[name])) for name in _LISTS}
    hours = cast("list[float] | None", fields.get("lag_hours"))
    return EvidenceCard(
        **plain,
        grade=cast("Grade", fields["grade"]),
        lag_hours=(float(hours[0]), float(hours[1])) if hours else None,
        trial_days=cast("int | None", fields.get("trial_days")),
        washout_days=cast("int | None", fields.get("washout_days")),
        sources=read_sources(fields["sources"]),
        reviewed=cast("date", fields["reviewed"]),
        clinician=str(fields.get("clinician", "")),
    )


def card_problems(fields: Mapping[str, object]) -> Iterator[str]:
    """Yield that what a file names as its card is none, where that is so."""
    if fields["card"] not in load_evidence():
        yield f"card {fields['card']!r} must be the id of an evidence card"


def _problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    needed = {*_TEXTS, *_LISTS, "sources", "reviewed"}
    yield from name_problems(fields, needed, {*_OPTIONAL, "clinician"})
    yield from _text_problems(fields)
    yield from id_problems(stem, fields)
    for name, allowed in (("grade", GRADES), ("lag_kind", LAGS), ("category", CATEGORIES)):
        if fields[name] not in allowed:
            yield f"{name} must be one of {', '.join(allowed)}"
    if type(fields["reviewed"]) is not date:
        yield "reviewed must be a day, such as 2026-03-01"
    yield from _number_problems(fields)
    yield from source_problems(fields["sources"])


def _text_problems(fields: Mapping[str, object]) -> Iterator[str]:
    yield from text_problems(fields, _TEXTS, _MAY_BE_EMPTY)
    for name in _LISTS:
        items = fields[name]
        if not isinstance(items, list) or not all(isinstance(i, str) and i for i in items):
            yield f"{name} must be a list of texts"


def _number_problems(fields: Mapping[str, object]) -> Iterator[str]:
    hours = fields.get("lag_hours")
    if (hours is None) != (fields["lag_kind"] == "none"):
        yield "lag_hours must be given unless lag_kind is 'none'"
    if hours is not None:
        numbers = isinstance(hours, list) and all(type(h) in {int, float} for h in hours)
        if not numbers or len(cast("list[float]", hours)) != 2:
            yield "lag_hours must be [from, to]"
        elif not 0 <= cast("list[float]", hours)[0] < cast("list[float]", hours)[1]:
            yield "lag_hours must rise from 0 or more"
    for name in ("trial_days", "washout_days"):
        days = fields.get(name)
        if days is not None and (type(days) is not int or days < 1):
            yield f"{name} must be a whole number above 0"


def is_due(card: EvidenceCard, today: date) -> bool:
    """Return whether a card was reviewed so long ago that it should be looked at again."""
    months = (today.year - card.reviewed.year) * 12 + today.month - card.reviewed.month
    return months >= _LAST_MONTHS
