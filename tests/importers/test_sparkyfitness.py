"""SparkyFitness: headers in the language of the app, times that are only days."""

from __future__ import annotations

import pytest

from tests.importers.source_texts import got, score

FRENCH = "Date,Repas,Aliment,Marque,Quantité Consommée,Unité,Calories (kcal)\n"
GERMAN = "Datum;Mahlzeit;Lebensmittel;Marke;Menge;Einheit;Kalorien (kcal)\n"


def test_midnight_in_utc_is_only_a_day_and_the_meal_gives_the_hour():
    found = got("sparkyfitness", FRENCH + "2026-04-25T00:00:00.000Z,dinner,Soupe,,300,g,1\n")
    assert found.one().at.isoformat() == "2026-04-25T19:00:00+02:00"
    assert found.doubts == ["dinner without a time is kept at 19:00"]


def test_a_snack_is_known_by_its_day_only():
    assert (
        got("sparkyfitness", FRENCH + "2026-04-25T00:00:00.000Z,snacks,Fraises,,150,gram,1\n")
        .one()
        .day_only
    )


def test_the_brand_goes_into_the_note():
    entry = got("sparkyfitness", FRENCH + "2026-04-25,lunch,Lait,U Bio,200,ml,1\n").one()
    assert (entry.name, entry.note, entry.value, entry.unit) == ("Lait", "U Bio", 200.0, "ml")


def test_semicolons_and_decimal_commas_are_read():
    entry = got("sparkyfitness", GERMAN + "2026-04-25;Frühstück;Brot;;1,5;Scheibe;1\n").one()
    assert (entry.at.hour, entry.value, entry.unit, entry.note) == (
        8,
        1.5,
        "serving",
        "1.5 Scheibe",
    )


def test_no_amount_is_not_zero():
    text = FRENCH + "2026-04-25,lunch,Lait,,,ml,1\n2026-04-25,lunch,Riz,,0,g,0\n"
    assert [e.value for e in got("sparkyfitness", text).entries] == [None, 0.0]


def test_an_impossible_amount_is_reported():
    found = got("sparkyfitness", FRENCH + "2026-04-25,lunch,Lait,,100000,g,1\n")
    assert found.refused[0].value == "100000"


@pytest.mark.parametrize("header", [FRENCH, GERMAN])
def test_headers_of_several_languages_are_recognised(header: str):
    assert score("sparkyfitness", header) > 0.85
