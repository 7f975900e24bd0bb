"""Amounts that people really type, and those that look like a number but say something else."""

from __future__ import annotations

import pytest

from gutline.diary.entries import RowError
from gutline.importers.amounts import (
    Portion,
    figure_or_none,
    portion_of,
    read_figure,
    read_portion,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0.0),
        ("-0", 0.0),
        ("+3", 3.0),
        ("007", 7.0),
        ("5.", 5.0),
        ("5,", 5.0),
        (" 7.5 ", 7.5),
        ("\u22123", -3.0),
        ("1e-3", 0.001),
        ("1E3", 1000.0),
        ("1 234", 1234.0),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234\u202f567", 1_234_567.0),
        ("12\u2009345.6", 12_345.6),
        ("1\u2019234.50", 1234.5),
        ("1,234,567", 1_234_567.0),
        ("1.234.567", 1_234_567.0),
        ("1.234.567,89", 1_234_567.89),
        ("1,234,567.89", 1_234_567.89),
        ("1,00,000.5", 100_000.5),
        ("12,34,567", 1_234_567.0),
        ("0,500", 0.5),
        ("0.500", 0.5),
        ("00,5", 0.5),
        ("-1,5", -1.5),
        ("⅜", 0.375),
        ("2⅕", 2.2),
        ("10 1/2", 10.5),
        ("15/16", 0.9375),
        ("999999999999999999", 1e18),
    ],
)
def test_a_number_is_read_as_it_was_meant(text: str, number: float):
    assert read_figure(text) == pytest.approx(number, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    "text",
    [
        "7 8", "1 5", "120 80", "12 34", "1 23", "5'30", "1 2345",  # two numbers, not one
        "1,5.2", "1.5,2.3", "1,23,4", "1.23.4", "12.5.2026", "1,234.5.6",  # marks that fit nothing
        "1/16/2", "17/18", "3/2", "0/0", "1/99", "-1/2",  # no plain fractions
        "nan", "Infinity", "-inf", "1e400", "1e9999", "0x10", "1_000", "١٢", "٫5",
        "n/a", "none", "null", "-", "--", ".", ",", "+", "e5", "1e", "½½", "=1+1", "5%", "7:30",
        "1;2", "1\t2", "1\n2", "5 g", "🍎", "1" * 40, " " * 30, "",
    ],
)  # fmt: skip
def test_what_is_no_single_number_is_refused_with_its_text(text: str):
    with pytest.raises(RowError) as refused:
        read_figure(text)
    assert refused.value.field == "value"
    assert refused.value.value == text
    assert "number" in refused.value.reason


def test_what_stands_behind_a_long_blank_is_not_passed_over():
    with pytest.raises(RowError):
        read_figure("5" + " " * 250 + "apples")


@pytest.mark.parametrize(
    ("text", "comma", "point", "unknown"),
    [
        ("1,500", 1.5, 1500.0, 1500.0),
        ("1.500", 1500.0, 1.5, 1.5),
        ("0,125", 0.125, 0.125, 0.125),
        ("12,5", 12.5, 12.5, 12.5),
        ("1,234,567", 1_234_567.0, 1_234_567.0, 1_234_567.0),
        ("1.234.567", 1_234_567.0, 1_234_567.0, 1_234_567.0),
        ("1.234,5", 1234.5, 1234.5, 1234.5),
        ("1,234.5", 1234.5, 1234.5, 1234.5),
        ("1234", 1234.0, 1234.0, 1234.0),
    ],
)
def test_what_a_comma_means_follows_the_person_where_it_could_be_two_things(
    text: str, comma: float, point: float, unknown: float
):
    read = [read_figure(text, decimal_comma=said) for said in (True, False, None)]
    assert read == [comma, point, unknown]


@pytest.mark.parametrize("text", ["", " ", "\t", "\u00a0", "\u3000"])
def test_blanks_of_every_kind_are_nothing(text: str):
    assert figure_or_none(text) is None


@pytest.mark.parametrize("text", ["-", "n/a", "NaN"])
def test_a_word_for_nothing_is_reported_not_taken_as_zero(text: str):
    with pytest.raises(RowError):
        figure_or_none(text)


@pytest.mark.parametrize(
    ("text", "portion"),
    [
        ("0 g", Portion(0, "g")),
        ("0", Portion(0, "serving")),
        ("250ml", Portion(250, "ml")),
        ("1.5 kg", Portion(1500, "g")),
        ("1 234 g", Portion(1234, "g")),
        ("2 EL", Portion(30, "ml")),
        ("100 g raw", Portion(100, "g", "100 g raw")),
        ("80 g, cooked", Portion(80, "g", "80 g, cooked")),
        ("4 oz (dry)", Portion(113.4, "g", "4 oz (dry)")),
        ("30 ml/day", Portion(30, "ml", "30 ml/day")),
        ("1 oz (28g)", Portion(28, "g")),
        ("3 L eggs", Portion(3, "serving", "3 L eggs")),
        ("2 T-bones", Portion(2, "serving", "2 T-bones")),
        ("2 cups, chopped", Portion(2, "serving", "2 cups, chopped")),
        ("1 🍕", Portion(1, "serving", "1 🍕")),
        ("12 pieces", Portion(12, "serving", "12 pieces")),
        ("2 Portionen", Portion(2, "serving", "2 Portionen")),
        ("3 x 20 g", Portion(60, "g", "3 x 20 g")),
        ("2×1/2 tsp", Portion(5, "ml", "2×1/2 tsp")),
    ],
)
def test_an_amount_with_words_behind_its_unit_keeps_unit_and_words(text: str, portion: Portion):
    assert read_portion(text) == portion


@pytest.mark.parametrize(
    "text", ["2-3 g", "2–3 slices", "200 - 250 ml", "1 to 2 cups", "1 bis 2 EL"]
)
def test_a_range_is_kept_in_words_and_never_multiplied(text: str):
    assert read_portion(text) == Portion(None, "", text)


@pytest.mark.parametrize("text", ["some", "a lot", "1,2,3 g", "...", "x 3", "(2)", "NaN g"])
def test_an_amount_that_is_none_is_kept_in_words(text: str):
    assert read_portion(text) == Portion(None, "", text)


@pytest.mark.parametrize("kind", ["medicine", "supplement"])
@pytest.mark.parametrize(
    ("text", "portion"),
    [
        ("20 mg at night", Portion(20, "mg", "20 mg at night")),
        ("400 mg (2 tablets)", Portion(400, "mg", "400 mg (2 tablets)")),
        ("50 mcg, morning", Portion(50, "ug", "50 mcg, morning")),
        ("0 mg", Portion(0, "mg")),
        ("2 pills", Portion(2, "serving")),
        ("5 IE", Portion(5, "iu")),
        ("25 µg", Portion(25, "ug")),
        ("1 puff", Portion(1, "serving", "1 puff")),
        ("½ tablet", Portion(0.5, "serving")),
        ("1-2 tablets", Portion(None, "", "1-2 tablets")),
    ],
)
def test_a_dose_is_never_taken_for_so_many_tablets(kind: str, text: str, portion: Portion):
    assert read_portion(text, kind) == portion


@pytest.mark.parametrize(
    ("count", "words", "kind", "portion"),
    [
        (2, "", "food", Portion(2, "serving")),
        (2, "Serving(s).", "food", Portion(2, "serving")),
        (0, "g", "food", Portion(0, "g")),
        (3, "glasses", "drink", Portion(750, "ml")),
        (3, "glasses", "food", Portion(3, "serving", "3 glasses")),
        (1, "can (330 ml)", "drink", Portion(330, "ml")),
        (2, "bottle - 0,5 l", "drink", Portion(1000, "ml", "2 bottle - 0,5 l")),
        (1, "G", "food", Portion(1, "g")),
        (1e9, "g", "food", Portion(1e9, "g")),
    ],
)
def test_so_many_of_a_measure(count: float, words: str, kind: str, portion: Portion):
    assert portion_of(count, words, kind) == portion


def test_words_of_ten_thousand_letters_are_cut_and_read_quickly():
    portion = read_portion("1 " + "very " * 2000 + "large bowl")
    assert (portion.value, portion.unit) == (1, "serving")
    assert len(portion.note) < 300
