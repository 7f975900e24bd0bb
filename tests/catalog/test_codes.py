"""Codes of other systems: only such as are sure, each found by the name a person logs."""

from __future__ import annotations

import re

import pytest

from gutline.catalog import CatalogError
from gutline.catalog.codes import COLUMNS, SYSTEMS, codes_for, load_codes, read_codes

HEADER = ",".join(COLUMNS)
PAIN = "symptom,back pain,,snomed,161891005,Backache (finding),a book"


def verhoeff_is_right(digits: str) -> bool:
    """The check digit of a SNOMED CT identifier."""
    turn = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    for _ in range(6):
        turn.append([turn[1][n] for n in turn[-1]])
    total = 0
    for place, digit in enumerate(reversed(digits)):
        step = turn[place % 8][int(digit)]
        if total < 5:
            total = (total + step) % 5 + (5 if step >= 5 else 0)
        else:
            total = (total - step) % 5 + (0 if step >= 5 else 5)
    return total == 0


def loinc_is_right(code: str) -> bool:
    """The check digit of a LOINC code: Luhn's, over the digits before the dash."""
    digits, _, check = code.partition("-")
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return (10 - total % 10) % 10 == int(check)


@pytest.mark.parametrize("code", load_codes(), ids=lambda code: code.code)
def test_a_code_has_the_check_digit_of_its_system(code):
    check = {"snomed": verhoeff_is_right, "loinc": loinc_is_right}[code.system]
    assert check(code.code)
    assert SYSTEMS[code.system].startswith("http://")


def test_a_wrong_digit_would_be_noticed():
    assert not verhoeff_is_right("161891006")
    assert not loinc_is_right("29463-8")


@pytest.mark.parametrize(
    ("kind", "name", "unit", "expected"),
    [
        ("symptom", "Back Pain", "nrs", ["161891005"]),
        ("symptom", "bloating", "nrs", ["116289008"]),
        ("symptom", "sore wing", "nrs", []),
        ("food", "back pain", "", []),
        ("weight", "weight", "kg", ["29463-7"]),
        ("movement", "walking", "steps", ["55423-8"]),
        ("movement", "walking", "min", []),
    ],
)
def test_codes_are_found_by_kind_name_and_unit(kind, name, unit, expected):
    assert [code.code for code in codes_for(kind, name, unit)] == expected


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (PAIN.replace("symptom", "sympton"), "kind"),
        (PAIN.replace("back pain", "Back pain"), "lower case"),
        (PAIN.replace("snomed", "icd"), "system"),
        (PAIN.replace("161891005", ""), "code"),
        (PAIN.replace("a book", " "), "seen"),
        (f"{PAIN}\n{PAIN}", "twice"),
        (re.sub("back pain,,", "back pain,kg,", PAIN), "unit"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(tmp_path, row, reason):
    path = tmp_path / "codes.csv"
    path.write_text(f"{HEADER}\n{row}\n", "utf-8")
    with pytest.raises(CatalogError, match=reason) as refused:
        read_codes(path)
    assert "codes.csv" in str(refused.value)
