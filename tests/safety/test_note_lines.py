"""Lines as people write them: told, denied in every language there is, or about somebody else."""

from __future__ import annotations

import pytest

from gutline.catalog.note_patterns import load_denials, load_note_patterns
from gutline.safety import screen
from gutline.safety.advice import rank
from gutline.safety.notes import signs_in
from tests.safety.test_notes import patterns

BEFORE = {"en": "no", "de": "kein", "es": "sin", "fr": "pas de", "it": "senza", "nl": "geen",
          "pt": "sem"}  # fmt: skip
NO = {"en": "no", "de": "nein", "es": "no", "fr": "non", "it": "no", "nl": "nee", "pt": "nao"}
BUT = {"en": "but", "de": "aber", "es": "pero", "fr": "mais", "it": "ma", "nl": "maar",
       "pt": "mas"}  # fmt: skip


def lines():
    """Every way of every pattern in its plainest words; ways that deny something are left out."""
    for pattern in load_note_patterns().values():
        for number, way in enumerate(pattern.ways):
            words = " ".join(group[0] for group in way.groups)
            denies = {"not", "no", "nicht", "ne", "pas", "non", "sin", "sans", "sem", "nao", "mehr",
                      "without", "senza", "ohne", "zonder", "niet", "don't"}  # fmt: skip
            if not denies & set(words.split()):
                yield pytest.param(pattern.id, way.language, words, id=f"{pattern.id}-{number}")


LINES = list(lines())


@pytest.mark.parametrize(("pattern", "language", "line"), LINES)
def test_every_way_of_saying_a_sign_is_understood_however_it_is_set(pattern, language, line):
    assert pattern in patterns(line)
    assert pattern in patterns(line.upper())
    assert pattern in patterns(f"today: {line}, later better.")
    assert pattern in patterns(f"{line}!\nslept well")


@pytest.mark.parametrize(("pattern", "language", "line"), LINES)
def test_every_way_of_saying_a_sign_can_be_denied_in_its_language(pattern, language, line):
    assert pattern not in patterns(f"{BEFORE[language]} {line}")
    assert pattern not in patterns(f"{line}: {NO[language]}")
    assert pattern not in patterns(f"{line}? {NO[language]}")
    assert pattern not in patterns(f"{line} - {NO[language]}")


@pytest.mark.parametrize(("pattern", "language", "line"), LINES)
def test_a_denial_ends_with_a_turn_or_a_sentence(pattern, language, line):
    no = BEFORE[language]
    assert pattern in patterns(f"{no} zzz {BUT[language]} {line}")
    assert pattern in patterns(f"{no} zzz. {line}")
    assert pattern in patterns(f"{no} zzz; {line}")
    assert pattern in patterns(f"{no} zzz\n{line}")


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("bloody diarrhoea", {"rectal_bleeding"}),
        ("bloody diarrhea twice", {"rectal_bleeding"}),
        ("blutiger Durchfall", {"rectal_bleeding"}),
        ("diarrea con sangre", {"rectal_bleeding"}),
        ("diarrhée avec du sang", {"rectal_bleeding"}),
        ("lost 6 kilos for no reason", {"unexplained_weight_loss"}),
        ("lost 4 kg without trying", {"unexplained_weight_loss"}),
        ("lost 5kg without trying", {"unexplained_weight_loss"}),
        ("Lost 5.5kg, no idea why", {"unexplained_weight_loss"}),
        ("lost 5,5 kg this month without trying", {"unexplained_weight_loss"}),
        ("down 12lbs since May for no reason", {"unexplained_weight_loss"}),
        ("12 lb lighter, not dieting", {"unexplained_weight_loss"}),
        ("lost a stone and wasn't even trying", {"unexplained_weight_loss"}),
        ("dropped 1.5 stone without dieting", {"unexplained_weight_loss"}),
        ("a 5-kg weight loss, unexplained", {"unexplained_weight_loss"}),
        ("loosing 2kgs withuot trying", {"unexplained_weight_loss"}),
        ("lost 10 ponds, eating normaly", {"unexplained_weight_loss"}),
        ("weight keeps droping, dont know why", {"unexplained_weight_loss"}),
        ("5kg abgenommen ohne Grund", {"unexplained_weight_loss"}),
        ("perdido peso sin querer, 5kg en un mes", {"unexplained_weight_loss"}),
        ("numb between legs", {"saddle_numbness"}),
        ("passed out with belly pain", {"collapse_with_pain"}),
        ("walked the dog, chest pain after", {"chest_pain"}),
        ("walked the dog and had chest pain", {"chest_pain"}),
        ("lunch with my mother, fever in the evening", {"fever"}),
        ("my mother called and I had chest pain", {"chest_pain"}),
        ("argued with my husband, then chest tightness", {"chest_pain"}),
        ("mit dem Hund raus, Fieber", {"fever"}),
        ("my son and I had fever", {"fever"}),
        ("blood in stool (not much)", {"rectal_bleeding"}),
        ("chest pain? yes", {"chest_pain"}),
        ("threw up blood, no fever", {"vomiting_blood"}),
    ],
)
def test_a_sign_of_the_writer_is_told(line, facts):
    assert facts <= {told.fact for told in signs_in(line)}


@pytest.mark.parametrize(
    "line",
    [
        "no bloody diarrhoea",
        "yellow fever vaccine",
        "fever tree tonic",
        "spring fever",
        "lost my keys for no reason",
        "lost 2 kg with the new plan",
        "blood test was fine",
        "blood orange juice, stool ok",
        "bloody mary with friends",
        "chest day at the gym",
        "could kill for a pizza",
        "dying for a coffee",
        "numb fingers in the cold",
        "yellow egg yolk",
        "today my mother has chest pain",
        "in the film he vomited blood",
        "my dog has blood in the stool",
        "mein Hund hat Blut im Stuhl",
        "ma mère a de la fièvre",
        "no more blood in stool",
        "blackcurrant juice, dark bread",
        "black coffee, stool 4",
    ],
)
def test_something_else_is_no_sign_that_cannot_wait(line):
    facts = {told.fact: True for told in signs_in(line)}
    strictest = screen(facts)
    assert not strictest or rank(strictest[0].urgency) > rank("urgent"), facts


@pytest.mark.parametrize(
    "line",
    [
        "haven't lost 5kg without trying",
        "not lost 5kg without trying",
        "never lost 12lbs for no reason",
        "lost 5kg without trying? no",
        "no unexplained weight loss",
        "my dog lost 5kg without trying",
        "lost 5kg with the new plan",
        "lost 5kg",
        "put down the 5kg weights, not sure why my back hurts",
        "a 5kg bag of rice, no idea why so much",
    ],
)
def test_weight_that_was_not_lost_or_was_meant_to_be_is_no_sign(line):
    assert "unexplained_weight_loss" not in {told.fact for told in signs_in(line)}


@pytest.mark.parametrize("language", sorted(BEFORE))
def test_every_language_is_tried_by_words_it_really_has(language):
    denials = load_denials()
    assert BEFORE[language] in denials.before
    assert NO[language] in denials.alone
    assert BUT[language] in denials.turns
    assert len([param for param in LINES if param.values[1] == language]) >= 10


def test_no_language_is_left_out():
    ways = [way for pattern in load_note_patterns().values() for way in pattern.ways]
    assert {way.language for way in ways} == set(BEFORE)


def test_a_sign_is_told_once_however_often_it_is_written():
    told = signs_in("fever. fever again, FEVER! chills")
    assert [one.fact for one in told] == ["fever"]


@pytest.mark.parametrize("sign", ["fever", "chest pain", "vomited blood"])
def test_a_line_more_never_takes_a_sign_back(sign):
    alone = {one.fact for one in signs_in(sign)}
    for more in ("slept well", "no cough", "my dog is ill", "stool 4, no blood in it"):
        assert alone <= {one.fact for one in signs_in(f"{more}\n{sign}")}
        assert alone <= {one.fact for one in signs_in(f"{sign}\n{more}")}
