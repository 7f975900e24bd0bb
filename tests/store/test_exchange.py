"""Out and in again: any journal comes back from CSV and JSON as it was."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from gutline.importers.names import NameRule
from gutline.importers.source import ImportFile, ImportSettings
from gutline.reports.exchange.formats import export_schema
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import EntryRefusedError, NotThereError, StoreError
from gutline.store.queries import Span
from gutline.store.queries.exchange import journal_of
from gutline.store.services.documents import keep_document
from gutline.store.services.export_files import export_file
from gutline.store.services.exports import export_json, import_json
from gutline.store.services.imports import import_files
from gutline.store.services.log import delete, edit, log_entry, log_many
from gutline.store.services.people import add_person
from tests.reports.journals import entries
from tests.store.conftest import NOW

FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
MAPPING = {
    "format": "gutline-mapping", "version": 1, "name": "log", "day": "Date", "header_row": 1,
    "things": [{"kind": "symptom", "name": "back pain", "column": "Back"}],
}  # fmt: skip


@st.composite
def drafts(draw: Any) -> list[Draft]:
    """What a person may log, in any zone, with and without a detail."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        one = draw(entries(number))
        detail = {}
        if one.kind == "symptom" and draw(st.booleans()):
            detail = {"sites": ["knee_left"], "stiffness_min": draw(st.floats(0, 1440))}
        at = one.at.replace(year=1971 + one.at.year % 50, day=min(one.at.day, 28))
        made.append(
            Draft(one.kind, one.name, at, one.value, one.unit, "", one.note, one.source,
                  f"e{number}", one.day_only, detail)
        )  # fmt: skip
    return made


def logged(made: list[Draft]) -> int:
    """Somebody in Berlin who logged these; what cannot be logged is passed over."""
    person = add_person("Europe/Berlin", NOW).key
    for one in made:
        try:
            log_entry(person, one, NOW)
        except EntryRefusedError:
            continue
    return person


def contents(person: int) -> list[object]:
    """Everything that entries say, without the numbers of rows."""
    pages = queries.days.timeline(person, date(1970, 1, 1), date(2100, 1, 1))
    return [record.content.state() for page in pages for record in page.records]


@FEW
@given(drafts())
def test_any_journal_comes_back_from_csv(sqlite_store, made):
    person = logged(made)
    data = export_file(person, "csv", NOW).data
    other = add_person("Europe/Berlin", NOW).key
    if contents(person):
        import_files(other, [ImportFile("me.csv", data=data)], ImportSettings("UTC"), NOW)
    assert queries.read_diary(other) == queries.read_diary(person)
    spelled = {json.dumps(one, sort_keys=True).casefold() for one in contents(person)}
    assert {json.dumps(one, sort_keys=True).casefold() for one in contents(other)} == spelled


@settings(FEW, max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(drafts())
def test_any_journal_comes_back_from_fhir(sqlite_store, made):
    person = logged(made)
    file = ImportFile("me.fhir.json", data=export_file(person, "fhir", NOW).data)
    other = add_person("Europe/Berlin", NOW).key
    import_files(other, [file], ImportSettings("UTC"), NOW)
    assert queries.read_diary(other) == queries.read_diary(person)
    spelled = {json.dumps(one, sort_keys=True).casefold() for one in contents(person)}
    assert {json.dumps(one, sort_keys=True).casefold() for one in contents(other)} == spelled
    assert import_files(person, [file], ImportSettings("UTC"), NOW).added == 0


@pytest.mark.parametrize("format_id", ["csv", "json", "fhir", "parquet"])
def test_names_of_ones_own_are_not_looked_up_in_the_table_of_other_apps(sqlite_store, format_id):
    person = add_person("Europe/Berlin", NOW).key
    log_entry(person, Draft("symptom", "bloated", datetime(2026, 2, 1, 8), 4, id="a1"), NOW)
    made = export_file(person, format_id, NOW)
    other = add_person("Europe/Berlin", NOW).key
    file = ImportFile(made.name, data=made.data)
    import_files(other, [file], ImportSettings("Europe/Berlin"), NOW)
    assert [entry.name for entry in queries.read_diary(other).entries] == ["bloated"]
    third = add_person("Europe/Berlin", NOW).key
    rule = NameRule("symptom", "bloated", "symptom", "full belly")
    import_files(third, [file], ImportSettings("Europe/Berlin"), NOW, names=[rule])
    assert [entry.name for entry in queries.read_diary(third).entries] == ["full belly"]


@FEW
@given(drafts(), st.integers(0, 4))
def test_any_journal_comes_back_from_json(sqlite_store, made, which):
    person = logged(made)
    pages = queries.days.timeline(person, date(1970, 1, 1), date(2100, 1, 1))
    keys = [record.key for page in pages for record in page.records]
    if keys:
        edit(person, keys[which % len(keys)], {"note": "edited"}, NOW)
        delete(person, keys[0], NOW)
    keep_document(person, "mapping", "log", MAPPING, NOW)
    data = export_file(person, "json", NOW).data
    other = add_person("Europe/Berlin", NOW).key
    import_json(other, data.decode(), NOW)
    before, after = json.loads(data), json.loads(export_json(other))
    for part in ("entries", "choices", "documents"):
        assert after[part] == before[part]


@FEW
@given(drafts())
def test_any_export_of_everything_follows_its_schema(sqlite_store, made):
    person = logged(made)
    keep_document(person, "mapping", "log", MAPPING, NOW)
    keep_document(person, "mapping", "log", {**MAPPING, "name": "other"}, NOW)
    pages = queries.days.timeline(person, date(1970, 1, 1), date(2100, 1, 1))
    for page in pages:
        edit(person, page.records[0].key, {"note": "edited"}, NOW)
        delete(person, page.records[0].key, NOW)
    told = json.loads(export_file(person, "json", NOW).data)
    validator = Draft202012Validator(export_schema(), format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(told)] == []
    assert told["documents"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told["entries"][0].pop("wall"),
        lambda told: told["entries"][0].update(value="6"),
        lambda told: told["entries"][0].update(versions=[{}]),
        lambda told: told.update(format="other"),
        lambda told: told.update(version=99),
    ],
)
def test_what_is_no_export_does_not_follow_the_schema(sqlite_store, spoil):
    person = logged([Draft("food", "x", at=datetime(2026, 2, 1, 8))])
    told = json.loads(export_file(person, "json", NOW).data)
    validator = Draft202012Validator(export_schema())
    assert validator.is_valid(told)
    spoil(told)
    assert not validator.is_valid(told)


@FEW
@given(drafts())
def test_parquet_gives_the_diary_back(sqlite_store, made):
    pytest.importorskip("pyarrow")
    person = logged(made)
    data = export_file(person, "parquet", NOW).data
    other = add_person("Europe/Berlin", NOW).key
    if contents(person):
        import_files(other, [ImportFile("me.parquet", data=data)], ImportSettings("UTC"), NOW)
    assert queries.read_diary(other) == queries.read_diary(person)


def test_a_journal_holds_details_and_answered_questionnaires(sqlite_store):
    person = add_person("Europe/Berlin", NOW).key
    draft = Draft("symptom", "back pain", datetime(2026, 2, 1, 21), 6, id="a1",
                  detail={"sites": ["knee_left"]})  # fmt: skip
    log_entry(person, draft, NOW)
    from gutline.store.services.safety import keep_questionnaire

    keep_questionnaire(person, "phq2", {"phq_interest": 2, "phq_down": 1}, date(2026, 2, 3), NOW)
    made = journal_of(person, NOW)
    assert [(one.questionnaire, one.day, one.score) for one in made.answered] == [
        ("phq2", date(2026, 2, 3), 3.0)
    ]
    assert journal_of(person, NOW, Span(None, date(2026, 2, 2))).answered == ()
    assert made.detail(made.diary.entries[0]) == {"sites": ["knee_left"]}
    assert made.owner
    assert journal_of(person, NOW, Span(date(2026, 2, 2))).diary.entries == ()


def test_an_unknown_format_and_an_unknown_person_are_refused(sqlite_store):
    with pytest.raises(StoreError, match="no format"):
        export_file(1, "doc", NOW)
    with pytest.raises(NotThereError):
        export_file(77, "fhir", NOW)


def test_a_file_is_named_by_what_it_is(sqlite_store):
    person = add_person("Europe/Berlin", NOW).key
    log_many(person, [Draft("food", "=1+1", at=datetime(2026, 2, 1, 8))], NOW)
    names = {key: export_file(person, key, NOW).name for key in ("csv", "json", "xlsx", "fhir")}
    assert names == {
        "csv": "gutline-diary-2026-03-01.csv", "json": "gutline-everything-2026-03-01.json",
        "xlsx": "gutline-journal-2026-03-01.xlsx", "fhir": "gutline-journal-2026-03-01.fhir.json",
    }  # fmt: skip
    harmless = export_file(person, "csv", NOW, for_spreadsheet=True)
    assert harmless.name == "gutline-spreadsheet-2026-03-01.csv"
    assert b"'=1+1" in harmless.data


def test_the_plans_reminders_are_a_calendar(sqlite_store):
    person = add_person("Europe/Berlin", NOW).key
    empty = export_file(person, "ics", NOW)
    assert empty.name == "gutline-plan-2026-03-01.ics"
    assert b"BEGIN:VCALENDAR" in empty.data
    assert b"BEGIN:VEVENT" not in empty.data
    with pytest.raises(StoreError, match="leave the days out"):
        export_file(person, "ics", NOW, span=Span(date(2026, 3, 1)))
    with pytest.raises(NotThereError):
        export_file(77, "ics", NOW)


@pytest.mark.parametrize(
    "change", [{"day": ""}, {"things": []}, {"version": 9}, {"extra": 1}, {"order": "ydm"}]
)
def test_a_mapping_that_is_none_is_not_kept(sqlite_store, change):
    person = add_person("Europe/Berlin", NOW).key
    with pytest.raises(StoreError):
        keep_document(person, "mapping", "log", {**MAPPING, **change}, NOW)
    kept = keep_document(person, "mapping", "log", MAPPING, NOW)
    assert kept.body == MAPPING
