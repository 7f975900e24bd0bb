"""Coverage of any diary, as text and as JSON: it fits, keeps to its form, and never shames."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog.reference_intakes import load_reference_intakes
from gutline.diary import Contents, Diary, Entry
from gutline.meals.coverage import NUTRIENTS, Coverage, NutrientCoverage, coverage
from gutline.meals.intervals import Estimate
from gutline.meals.reference import Person, PersonError, references_for, upper_limit_for
from gutline.reports import coverage_document, render_coverage, render_coverage_json
from tests.meals.foods_by_hand import START
from tests.reports.test_coverage import WOMAN, diary

MANY = settings(max_examples=60)
FORBIDDEN = re.compile(
    r"\b(calorie|kcal|diet|bad|good|cheat|guilt|fail|poor|deficien|diagnos|treat|cure|trigger)",
    re.IGNORECASE,
)
HELD = {
    "meal": Contents(400.0, {}, dict.fromkeys(NUTRIENTS, 10.0)),
    "half known": Contents(400.0, {}, {"fibre_g": 4.0, "water_g": 300.0}),
    "oil": Contents(1.0, {}, {"epa_dha_g": 0.5, "vitamin_d_ug": 80.0}),
}
entries = st.builds(
    lambda hour, kind, name, value: Entry(
        START + timedelta(hours=hour), kind, name, value, "" if value is None else "serving"
    ),
    st.integers(0, 24 * 12),
    st.sampled_from(["food", "drink", "supplement", "medicine"]),
    st.sampled_from(["meal", "half known", "oil", "grumph", "\u202eevil\x1b[2J", "none", "x" * 90]),
    st.one_of(st.none(), st.floats(0.01, 40.0)),
)
marks = st.builds(
    lambda day: Entry(START + timedelta(days=day), "complete", "all"), st.integers(0, 12)
)
diaries = st.builds(
    lambda eaten, marked: Diary((*eaten, *marked), contents=HELD),
    st.lists(entries, max_size=25), st.lists(marks, max_size=12),
)  # fmt: skip
people = st.one_of(
    st.builds(
        Person,
        st.sampled_from([None, "female"]), st.one_of(st.none(), st.integers(1, 120)),
        st.sampled_from([None, "pregnancy", "lactation"]), st.one_of(st.none(), st.floats(20, 400)),
    ),
    st.builds(Person, st.just("male"), st.one_of(st.none(), st.integers(1, 120))),
)  # fmt: skip

# --- text -----------------------------------------------------------------------------------------


@MANY
@given(diaries, people, st.integers(40, 160))
def test_any_coverage_fits_the_terminal_and_moves_nothing_on_it(given_diary, person, width):
    text = render_coverage(coverage(given_diary, person), width)
    assert all(len(line) <= width for line in text.splitlines())
    assert text.endswith("\n")
    assert all(c.isprintable() or c in "\n\u00a0" for c in text)


@MANY
@given(diaries, people)
def test_no_coverage_shames_counts_energy_or_diagnoses(given_diary, person):
    text = render_coverage(coverage(given_diary, person), 200)
    assert not FORBIDDEN.search(text.replace("x" * 90, ""))


@MANY
@given(diaries, people)
def test_all_that_gutline_says_itself_can_be_ascii(given_diary, person):
    plain = [e for e in given_diary.entries if e.name.isascii()]
    found = coverage(replace(given_diary, entries=tuple(plain)), person)
    assert render_coverage(found, ascii_only=True).isascii()


@MANY
@given(diaries, people)
def test_every_nutrient_is_told_or_it_is_said_why_not(given_diary, person):
    found = coverage(given_diary, person)
    text = render_coverage(found, 500).replace("\u00a0", " ")
    if found.why:
        assert f"Nothing to say yet, because {found.why}." in text
        return
    for nutrient in found.nutrients:
        (line,) = [r for r in text.splitlines()[:12] if r.lower().startswith(nutrient.name.lower())]
        if nutrient.total is None:
            assert "nothing to say yet" in line
        else:
            assert ("at least" in line) == (nutrient.known < 0.99)


def one(nutrient: NutrientCoverage, **changed: object) -> Coverage:
    base = coverage(diary(), WOMAN)
    return replace(base, nutrients=(replace(nutrient, **changed),))


@pytest.mark.parametrize(
    ("mean", "low", "high", "said"),
    [
        (0.0, 0.0, 0.0, "0 g (0 to 0 g)"),
        (0.04, 0.0, 0.09, "0 g (0 to 0.1 g)"),
        (9.94, 9.0, 11.0, "9.9 g (9 to 11 g)"),
        (9.96, 9.0, 11.0, "10 g (9 to 11 g)"),
        (1234.0, 1000.0, 2000.0, "1,234 g (1,000 to 2,000 g)"),
    ],
)
def test_figures_have_as_many_digits_as_they_are_worth(mean, low, high, said):
    fibre = coverage(diary(), WOMAN).nutrients[0]
    found = one(fibre, total=Estimate(mean, low, high, 10))
    text = render_coverage(found, 500).replace("\u00a0", " ")
    amounts = re.search(r"Fibre +(.*? g \(.*?\))", text)
    assert amounts is not None
    assert amounts[1].replace(".0 ", " ") == said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("reached", "the reference is reached"),
        ("around", "about the reference"),
        ("below", "of the reference"),
        ("open", "these days cannot tell yet"),
    ],
)
def test_each_status_has_its_words(status, words):
    fibre = coverage(diary(), WOMAN).nutrients[0]
    found = one(fibre, total=Estimate(25.0, 10.0, 40.0, 10), status=status)
    assert words in render_coverage(found, 500)


def test_what_is_not_known_may_make_up_the_rest():
    fibre = coverage(diary(), WOMAN).nutrients[0]
    found = one(fibre, total=Estimate(5.0, 4.0, 6.0, 10), status="open", known=0.6)
    text = render_coverage(found, 500)
    assert "what is not known may make up the rest; known for 60" in text


def test_a_nutrient_without_a_reference_is_told_the_intake_alone():
    fibre = coverage(diary(), WOMAN).nutrients[0]
    found = one(fibre, references=(), status="open")
    (line,) = [r for r in render_coverage(found, 500).splitlines() if r.startswith("Fibre")]
    assert "reference" not in line


@pytest.mark.parametrize("name", ["\x1b[2J", "\u202eevil", "a\nb", "\ud800"])
def test_an_unknown_name_from_a_file_cannot_move_the_screen(name):
    base = coverage(diary(), WOMAN)
    found = replace(base, unknown_foods=((name, 2),), unknown_supplements=(name,))
    text = render_coverage(found, 80)
    assert all(c.isprintable() or c in "\n\u00a0" for c in text)
    text.encode()


# --- JSON -----------------------------------------------------------------------------------------

NUMBER = {"type": ["number", "null"], "minimum": 0}
COUNT = {"type": "integer", "minimum": 0}


def closed(**properties: object) -> dict[str, object]:
    return {
        "type": "object", "required": list(properties), "additionalProperties": False,
        "properties": properties,
    }  # fmt: skip


LIMIT = closed(
    limit={"type": "number"}, scope={"enum": ["supplements", "all"]}, days=COUNT,
    days_above_from_supplements=COUNT, days_above_with_food=COUNT,
    most_from_supplements={"type": "number", "exclusiveMinimum": 0},
)  # fmt: skip
REFERENCE = closed(
    low={"type": "number"}, high={"type": "number"}, authority={"type": "string"}, per_kg=NUMBER
)
NUTRIENT = closed(
    name={"type": "string"}, unit={"enum": ["g", "mg", "ug"]}, mean=NUMBER,
    interval={"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}]},
    interval_level={"const": 0.9}, days=COUNT, food=NUMBER, supplements=NUMBER,
    known_share={"type": "number", "minimum": 0, "maximum": 1},
    status={"enum": ["reached", "around", "below", "open", "unknown"]}, share_of_reference=NUMBER,
    references={"type": "array", "items": REFERENCE},
    upper_limit={"anyOf": [{"type": "null"}, LIMIT]},
)  # fmt: skip
DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d$"}
SCHEMA = closed(
    schema={"const": 1},
    window=closed(
        first_day=DAY, last_day=DAY, days=COUNT, counted=COUNT, incomplete=COUNT, unlogged=COUNT,
        marked={"type": "boolean"},
    ),
    person=closed(
        sex={"enum": ["female", "male", None]}, age={"type": ["integer", "null"]},
        life_stage={"enum": ["pregnancy", "lactation", None]}, weight_kg=NUMBER,
        missing={"type": "array", "items": {"enum": ["sex", "age"]}},
    ),
    why={"type": "string"},
    nutrients={
        "type": "object", "required": list(NUTRIENTS), "additionalProperties": False,
        "properties": dict.fromkeys(NUTRIENTS, NUTRIENT),
    },
    unknown_foods={"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
    unknown_supplements={"type": "array", "items": {"type": "string"}},
)  # fmt: skip


@MANY
@given(diaries, people, st.integers(1, 30))
def test_json_of_any_coverage_keeps_to_its_form(given_diary, person, days):
    found = coverage(given_diary, person, days=days)
    text = render_coverage_json(found)
    document = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document == coverage_document(found)
    assert text.isascii()
    for nutrient in document["nutrients"].values():
        assert (
            (nutrient["mean"] is None) == (nutrient["interval"] is None) == (nutrient["days"] == 0)
        )
        if nutrient["interval"]:
            assert nutrient["interval"][0] <= nutrient["mean"] <= nutrient["interval"][1]


@MANY
@given(diaries)
def test_names_that_are_odd_come_through_json_as_they_are(given_diary):
    found = coverage(given_diary, days=400)
    document = json.loads(render_coverage_json(found))
    assert tuple(document["unknown_foods"].items()) == found.unknown_foods
    assert "none" not in document["unknown_foods"]


# --- references -----------------------------------------------------------------------------------


@pytest.mark.parametrize("nutrient", NUTRIENTS)
@pytest.mark.parametrize("age", [1, 3, 4, 8, 9, 13, 14, 18, 19, 30, 31, 50, 51, 70, 71, 120, None])
def test_every_age_has_references_that_are_in_the_table(nutrient, age):
    rows = [row for row in load_reference_intakes() if row.nutrient == nutrient]
    values = {row.value for row in rows if row.kind == "intake"}
    for person in (Person(age=age), Person("female", age), Person("male", age)):
        for reference in references_for(nutrient, person):
            assert {reference.low, reference.high} <= values
            assert reference.low <= reference.high
            assert reference.is_range is (reference.low < reference.high)
        limit = upper_limit_for(nutrient, person)
        if limit is not None:
            assert limit.scope in {"supplements", "all"}


@given(people, st.sampled_from(NUTRIENTS))
def test_knowing_more_of_a_person_only_narrows_the_range(person, nutrient):
    if person.life_stage or person.weight_kg is not None or person.age is None:
        return
    whole = references_for(nutrient, replace(person, sex=None))
    for sex in ("female", "male"):
        for narrow in references_for(nutrient, replace(person, sex=sex)):
            (wide,) = [w for w in whole if w.authority == narrow.authority]
            assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(st.integers(19, 120), st.floats(20, 200), st.floats(1.1, 2.0))
def test_protein_goes_in_step_with_the_weight(age, weight, factor):
    (one_weight,) = references_for("protein_g", Person("female", age, None, weight))[:1]
    (other,) = references_for("protein_g", Person("female", age, None, weight * factor))[:1]
    assert other.high == pytest.approx(one_weight.high * factor)
    assert one_weight.per_kg == other.per_kg


@given(
    st.one_of(st.none(), st.text(max_size=8)), st.one_of(st.none(), st.integers(-5, 200)),
    st.one_of(st.none(), st.text(max_size=10)), st.one_of(st.none(), st.floats()),
)  # fmt: skip
def test_any_person_can_be_or_is_refused_in_a_sentence(sex, age, life_stage, weight):
    possible = (
        sex in {None, "female", "male"}
        and (age is None or 1 <= age <= 120)
        and life_stage in {None, "pregnancy", "lactation"}
        and not (life_stage and sex == "male")
        and (weight is None or 20.0 <= weight <= 400.0)
    )
    if possible:
        assert Person(sex, age, life_stage, weight).age == age
        return
    with pytest.raises(PersonError, match=r"give|has no reference intakes"):
        Person(sex, age, life_stage, weight)
