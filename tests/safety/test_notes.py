"""Notes: signs in seven languages, denials of all kinds, slips of the fingers, other people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog.note_patterns import load_denials, load_note_patterns
from gutline.safety.notes import LONGEST_NOTE, signs_in
from gutline.safety.spelling import distance, is_slip_of

TOLD = {
    "blood_in_stool": [
        "some blood in my stool this morning",
        "Stool: bloody",
        "bleeding from the bowel again",
        "Blut im Stuhl",
        "Sangre en las heces",
        "du sang dans les selles",
        "sangue nelle feci",
        "bloed bij de ontlasting",
        "sangue nas fezes",
    ],
    "chest_pain": [
        "tight chest since waking up",
        "chest tightness on the stairs",
        "Druck auf der Brust",
        "opresión en el pecho",
        "douleur à la poitrine",
        "dolore al petto",
        "pijn op de borst",
        "dor no peito",
    ],
    "black_stool": [
        "black tarry stool", "schwarzer Stuhl", "heces negras", "selles noires", "feci nere",
        "zwarte ontlasting", "fezes pretas", "melaena",
    ],
    "vomiting_blood": [
        "vomited blood", "Blut erbrochen", "vomité sangre", "vomi du sang", "ho vomitato sangue",
        "bloed gebraakt", "vomitei sangue",
    ],
    "fever": [
        "fever and chills", "Fieber seit gestern", "tengo fiebre", "de la fièvre", "ho la febbre",
        "koorts", "febre alta",
    ],
    "self_harm": [
        "I want to die", "I don't want to live", "suicidal today", "will nicht mehr leben",
        "no quiero vivir", "envie de mourir", "voglio morire", "ik wil dood", "quero morrer",
    ],
    "bladder": ["I can't pee since yesterday", "kann nicht pinkeln", "je n'arrive pas à uriner"],
    "saddle_numbness": ["numb between my legs", "taub zwischen den Beinen"],
    "jaundice": ["yellow eyes", "gelbe Augen", "ictericia", "yeux jaunes", "geelzucht"],
    "hot_joint": ["knee hot and swollen", "Knie heiß und geschwollen", "genou chaud et gonflé"],
    "food_guilt": ["felt guilty about what I ate", "afraid to eat", "peur de manger"],
}  # fmt: skip

DENIED = {
    "en": [
        "no blood in the stool", "no blood in stool", "not seen any blood in my stool",
        "without chest pain", "never had chest pain", "no fever or chills",
        "no pain, fever or chills", "didn't see any blood in the toilet", "stool had no blood",
        "blood in stool: no", "blood in stool? no", "chest tightness: none", "not suicidal",
        "no sign of blood in stool", "neither fever nor chest pain", "chest pain ruled out",
        "free of fever today", "blood in stool absent", "hasn't had fever", "no chest tightness",
    ],
    "de": [
        "kein Blut im Stuhl", "ohne Fieber", "nie Blut im Stuhl", "Blut war nicht im Stuhl",
        "keine Schmerzen auf der Brust", "weder Fieber noch Druck auf der Brust",
        "Fieber: nein", "kein Fieber oder Schüttelfrost",
    ],
    "es": [
        "sin sangre en las heces", "no hay sangre en las heces", "ningún dolor en el pecho",
        "nunca fiebre", "no tengo fiebre", "fiebre: no", "ni fiebre",
    ],
    "fr": [
        "pas de sang dans les selles", "sans fièvre", "aucune douleur à la poitrine",
        "jamais de fièvre", "il n'y a pas de sang dans les selles", "fièvre: non",
        "pas de fièvre ni de frissons",
    ],
    "it": [
        "niente sangue nelle feci", "senza febbre", "nessun dolore al petto", "non ho febbre",
        "mai sangue nelle feci", "febbre: no",
    ],
    "nl": [
        "geen bloed bij de ontlasting", "zonder koorts", "nooit pijn op de borst",
        "geen koorts of rillingen", "koorts: nee",
    ],
    "pt": [
        "sem sangue nas fezes", "não tenho febre", "nenhuma dor no peito", "nunca febre",
        "febre: não",
    ],
}  # fmt: skip

NOT_DENIED = [
    ("not only fever but chest pain", {"fever", "chest_pain"}),
    ("no doubt blood in stool", {"blood_in_stool"}),
    ("not sure if blood in stool", {"blood_in_stool"}),
    ("no blood in stool but chest tightness", {"chest_pain"}),
    ("no fever, blood in stool", {"blood_in_stool"}),
    ("blood in stool, no pain", {"blood_in_stool"}),
    ("chest pain, no fever", {"chest_pain"}),
    ("no sleep, blood in poo", {"blood_in_stool"}),
    ("No appetite. Fever.", {"fever"}),
    ("fever does not stop", {"fever"}),
    ("nicht nur Fieber", {"fever"}),
    ("kein Fieber, aber Blut im Stuhl", {"blood_in_stool"}),
    ("pas seulement de la fièvre", {"fever"}),
    ("pas de fièvre mais du sang dans les selles", {"blood_in_stool"}),
    ("no solo fiebre", {"fever"}),
    ("sin fiebre pero sangre en las heces", {"blood_in_stool"}),
    ("non solo febbre", {"fever"}),
    ("geen koorts maar bloed bij de ontlasting", {"blood_in_stool"}),
    ("sem febre mas sangue nas fezes", {"blood_in_stool"}),
]

SLIPS = [
    ("bloood in stool", "blood_in_stool"),
    ("bood in stool", "blood_in_stool"),
    ("blodo in the stooll", "blood_in_stool"),
    ("chset tightness", "chest_pain"),
    ("chest tihgtness", "chest_pain"),
    ("feverr", "fever"),
    ("suicdal", "self_harm"),
    ("vomitted blood", "vomiting_blood"),
    ("jaundise", "jaundice"),
]

SOMETHING_ELSE = [
    "blood test today, stool test next week",
    "blood pressure after the stool",
    "flood in the tool shed",
    "hay fever again",
    "fewer chillies",
    "chicken breast for lunch, knee hurts",
    "chess club tonight",
    "moved a chest of drawers, back pain after",
    "sat on a bar stool with a blood orange",
    "black pudding and a stool",
    "yellow skin of a banana",
    "numbers between my legs of the trip",
    "my dog vomited blood",
    "my mother has chest pain",
    "der Hund hat Blut im Stuhl",
    "mon chien a du sang dans les selles",
    "",
    "...",
    "back from work",
]


def patterns(text: str) -> set[str]:
    return {told.pattern for told in signs_in(text)}


@pytest.mark.parametrize(
    ("pattern", "text"), [(p, text) for p, texts in TOLD.items() for text in texts]
)
def test_a_sign_is_told(pattern, text):
    assert pattern in patterns(text)


STRONG = {"blood_in_stool", "chest_pain", "fever", "self_harm", "black_stool", "much_blood"}


@pytest.mark.parametrize(
    ("language", "text"), [(lang, text) for lang, texts in DENIED.items() for text in texts]
)
def test_a_denied_sign_is_not_told(language, text):
    assert patterns(text) & STRONG == set()


@pytest.mark.parametrize(("text", "told"), NOT_DENIED)
def test_a_denial_of_something_else_denies_nothing(text, told):
    assert patterns(text) & STRONG == told


@pytest.mark.parametrize(("text", "pattern"), SLIPS)
def test_a_slip_of_the_fingers_is_understood(text, pattern):
    assert pattern in patterns(text)


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_other_things_and_other_people_are_not_taken_for_signs(text):
    assert patterns(text) & (STRONG | {"vomiting_blood", "jaundice", "saddle_numbness"}) == set()


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    assert all(told.pattern in load_note_patterns() for told in signs_in(text))


@given(st.sampled_from(["", "  ", "yes. ", "ok; ", "today: "]), st.sampled_from([".", " ...", ""]))
def test_what_stands_around_does_not_matter(before, after):
    assert "blood_in_stool" in patterns(f"{before}blood in my stool{after}")


def test_case_and_accents_do_not_matter():
    assert patterns("FIÈVRE") == patterns("fievre") == {"fever"}


def test_a_very_long_note_is_read_to_its_limit():
    assert patterns("x " * LONGEST_NOTE + "fever") == set()
    assert patterns("fever " + "x " * LONGEST_NOTE) == {"fever"}


def test_every_language_has_its_denials_and_its_patterns():
    languages = {way.language for p in load_note_patterns().values() for way in p.ways}
    assert languages == {"en", "de", "es", "fr", "it", "nl", "pt"}
    assert {"no", "kein", "sin", "pas", "senza", "geen", "sem"} <= load_denials().before


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("blood", "blood", 0),
        ("blood", "bloood", 1),
        ("blood", "bolod", 1),
        ("blood", "brood", 1),
        ("chest", "chset", 1),
        ("fever", "feverish", 3),
        ("", "abc", 3),
        ("ca", "abc", 3),
    ],
)
def test_slips_are_counted(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_a_distance_between_two_words(one, other, third):
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert distance(one + third, other + third) <= distance(one, other)


@pytest.mark.parametrize(
    ("word", "wanted", "is_slip"),
    [
        ("stool", "stool", True),
        ("stol", "stool", True),
        ("tsool", "stool", True),
        ("tool", "stool", False),
        ("poo", "pool", False),
        ("leg", "lag", False),
        ("tightnes", "tightness", True),
        ("tihgtnss", "tightness", True),
        ("xightness", "tightness", False),
        ("feveeer", "fever", False),
    ],
)
def test_short_words_must_be_right_and_first_letters_agree(word, wanted, is_slip):
    assert is_slip_of(word, wanted) is is_slip
