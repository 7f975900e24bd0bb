"""What mySymptoms calls its events, and what becomes of what was felt."""

from __future__ import annotations

from datetime import date

import pytest

from gutline.importers.entry_making import EntryMaker
from gutline.importers.mysymptoms_words import Reaction, kind_of_category, said_of_reaction
from gutline.importers.source import ImportSettings

MOMENT = EntryMaker("mysymptoms", ImportSettings("UTC")).local(date(2026, 6, 10))


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("Breakfast", "food"), ("Cena", "food"), ("Snack", "food"), ("Foods", "food"),
        ("Drink", "drink"), ("Getränke", "drink"), ("Medications", "medicine"),
        ("Supplement", "supplement"), ("Symptom", "symptom"), ("Bowel Movement", "stool"),
        ("Exercises", "movement"), ("Stressor", "stress"), ("Mood", "mood"), ("Energy", "symptom"),
        ("Environment", "note"), ("", "note"),
    ],
)  # fmt: skip
def test_a_category_says_what_an_event_is(category: str, kind: str):
    assert kind_of_category(category) == kind


@pytest.mark.parametrize(
    ("kind", "reaction", "said"),
    [
        ("symptom", Reaction("Bloating", 4), ("symptom", "Bloating", 4, "")),
        ("symptom", Reaction("Bloating", 0), ("symptom", "Bloating", 0, "")),
        ("symptom", Reaction("Bloating"), ("note", "Bloating", None, "")),
        ("symptom", Reaction("Zorp", 4, 90.0), ("symptom", "Zorp", 4, "lasted 90 min")),
        ("symptom", Reaction("Energy", 8), ("symptom", "low energy", 2, "")),
        ("symptom", Reaction("Sleep", 8), ("symptom", "poor sleep", 2, "")),
        ("stool", Reaction("Bowel Movement", form="Type 5"), ("stool", "stool", 5, "")),
        ("stool", Reaction("Type 3"), ("stool", "stool", 3, "")),
        ("stool", Reaction("Hard"), ("stool", "stool", None, "Hard")),
        ("stool", Reaction("Bowel Movement"), ("stool", "stool", None, "")),
        ("movement", Reaction("Walk", 3, 45.0), ("movement", "Walk", 45, "intensity 3")),
        ("stress", Reaction("Deadline", 6), ("stress", "Deadline", 6, "")),
        ("mood", Reaction("Mood", 0), ("mood", "Mood", 0, "")),
        ("note", Reaction("Pollen", 6), ("note", "Pollen", None, "intensity 6")),
    ],
)
def test_what_was_felt_becomes_what_a_diary_knows(kind: str, reaction: Reaction, said: tuple):
    found = said_of_reaction(kind, reaction, MOMENT)
    assert (found.kind, found.name, found.value, found.note) == said
