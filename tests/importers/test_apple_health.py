"""Apple Health: what its records become, from the XML and from the zip, and what is refused."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from gutline.importers import apple_types, xml_stream
from gutline.importers.reading import Checked, Item
from gutline.importers.source import ImporterError, ImportFile, LeftOut, Problem
from gutline.importers.sources import apple_health
from tests.importers.reading_tools import SETTINGS, files_of, fixtures, ids, items_of

CATEGORY, QUANTITY = apple_types.CATEGORY, apple_types.QUANTITY
SLEEP = "HKCategoryValueSleepAnalysis"


def record(kind: str, start: str, end: str, value: str, inside: str = "", **more: str) -> str:
    extra = "".join(f' {name}="{text}"' for name, text in more.items())
    times = f'startDate="{start} +0100" endDate="{end} +0100"'
    return f'<Record type="{kind}" {times} value="{value}"{extra}>{inside}</Record>\n'


def export(*records: str, dtd: str = "", exported: str = "2026-03-05 09:00:00 +0100") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}<HealthData locale="en_GB">\n'
    date = f'<ExportDate value="{exported}"/>\n' if exported else ""
    return (head + date + "".join(records) + "</HealthData>\n").encode()


def read(*records: str, **options: str) -> list[Item]:
    return items_of([ImportFile("export.xml", data=export(*records, **options))], "apple_health")


def entries(*records: str, **options: str) -> list[tuple[object, ...]]:
    found = [item.placed.entry for item in read(*records, **options) if isinstance(item, Checked)]
    return [(e.kind, e.name, e.value, e.unit) for e in found]


def asleep(start: str, end: str, stage: str, device: str = "Watch") -> str:
    return record(CATEGORY + "SleepAnalysis", start, end, SLEEP + stage, sourceName=device)


def steps(at: str, count: str, device: str) -> str:
    return record(QUANTITY + "StepCount", at, at, count, sourceName=device)


def packed(name: str, data: bytes) -> ImportFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        written.writestr(name, data)
    return ImportFile("export.zip", data=out.getvalue())


@pytest.mark.parametrize(
    "name", ["apple_health_export/export.xml", "apple_health_export/Exportieren.xml"]
)
def test_the_zip_reads_as_its_xml(name: str):
    plain = files_of("apple_health")
    zipped = packed(name, fixtures("apple_health")[0].read_bytes())
    assert ids(items_of([zipped])) == ids(items_of(plain))


def test_a_zip_without_an_export_is_refused():
    with pytest.raises(ImporterError, match=r"holds no export\.xml"):
        items_of([packed("photos/a.jpg", b"")], "apple_health")


@pytest.mark.parametrize(("name", "spelled"), apple_types.SYMPTOMS.items())
def test_every_symptom_is_read_with_its_level(name: str, spelled: str):
    found = entries(
        *(
            record(name, f"2026-03-01 0{n}:00:00", f"2026-03-01 0{n}:05:00", value)
            for n, value in enumerate(
                ("HKCategoryValueSeverityNotPresent", "HKCategoryValueSeveritySevere", "2")
            )
        )
    )
    assert [value for _, _, value, _ in found] == [0.0, 8.0, 3.0]
    assert {kind for kind, *_ in found} == {"symptom"}
    assert spelled


def test_a_symptom_without_a_level_is_a_note_and_told_once_a_name():
    rows = [
        record(CATEGORY + "Bloating", f"2026-03-0{n} 09:00:00", f"2026-03-0{n} 09:00:00",
               "HKCategoryValueSeverityUnspecified")
        for n in (1, 2)
    ]  # fmt: skip
    found = read(*rows)
    notes = [item.placed.entry.note for item in found if isinstance(item, Checked)]
    assert notes == ["bloating: there, how bad was not said"] * 2
    assert [item.used for item in found if isinstance(item, Problem)] == [True]


def test_a_night_is_put_together_from_its_stages():
    found = entries(
        asleep("2026-02-28 23:00:00", "2026-03-01 01:00:00", "AsleepCore"),
        asleep("2026-03-01 00:30:00", "2026-03-01 02:00:00", "AsleepDeep"),
        asleep("2026-03-01 02:00:00", "2026-03-01 02:30:00", "Awake"),
        asleep("2026-02-28 22:00:00", "2026-03-01 06:00:00", "AsleepUnspecified", "Other"),
    )
    assert ("sleep", "sleep", 3.0, "h") in found
    assert ("measurement", "awake in the night", 0.5, "h") in found
    assert len(found) == 4


def test_devices_without_stages_are_added_up_without_counting_twice():
    found = entries(
        asleep("2026-02-28 23:00:00", "2026-03-01 03:00:00", "Asleep"),
        asleep("2026-03-01 02:00:00", "2026-03-01 06:00:00", "AsleepUnspecified", "Other"),
    )
    assert found == [("sleep", "sleep", 7.0, "h")]


def test_short_sleep_by_day_is_a_nap_and_time_in_bed_is_no_sleep():
    found = read(
        asleep("2026-03-01 14:00:00", "2026-03-01 15:00:00", "AsleepUnspecified"),
        asleep("2026-03-02 22:00:00", "2026-03-03 06:00:00", "InBed"),
    )
    assert [i.placed.entry.name for i in found if isinstance(i, Checked)] == ["nap"]
    assert "nights with nothing but the time in bed" in [
        i.what for i in found if isinstance(i, LeftOut)
    ]


def test_steps_of_several_devices_are_not_added():
    found = entries(
        steps("2026-03-01 08:00:00", "400", "Phone"), steps("2026-03-01 08:00:00", "450", "Watch"),
        steps("2026-03-01 18:00:00", "100", "Watch"), steps("2026-03-05 08:00:00", "9", "Watch"),
    )  # fmt: skip
    assert found == [("movement", "steps", 550.0, "steps")]


def test_without_a_date_of_export_the_last_day_is_not_over():
    found = entries(
        steps("2026-03-01 08:00:00", "400", "Phone"), steps("2026-03-02 08:00:00", "1", "Phone"),
        exported="",
    )  # fmt: skip
    assert found == [("movement", "steps", 400.0, "steps")]


@pytest.mark.parametrize(
    ("kind", "value", "unit", "told"),
    [
        ("HeartRateVariabilitySDNN", "52.5", "ms", ("measurement", 52.5, "ms")),
        ("BodyMass", "150", "lb", ("weight", 150.0, "lb")),
        ("BodyMass", "11", "st", ("weight", pytest.approx(69.85, abs=0.01), "kg")),
        ("BodyTemperature", "98.6", "degF", ("measurement", 37.0, "degc")),
        ("DietaryWater", "8", "fl_oz_us", ("drink", pytest.approx(236.6, abs=0.1), "ml")),
        ("DietaryFiber", "0", "g", ("measurement", 0.0, "g")),
        ("DietaryCaffeine", "80", "mg", ("measurement", 80.0, "mg")),
    ],
)
def test_amounts_get_the_units_of_the_catalog(kind: str, value: str, unit: str, told: tuple):
    at = "2026-03-01 09:00:00"
    ((found, _, amount, shown),) = entries(record(QUANTITY + kind, at, at, value, unit=unit))
    assert (found, amount, shown) == told


def test_a_meal_is_named_and_its_parts_are_counted_once():
    at = 'startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:00:00 +0100"'
    part = record(
        QUANTITY + "DietaryFiber", "2026-03-01 09:00:00", "2026-03-01 09:00:00", "3", unit="g"
    )
    name = '<MetadataEntry key="HKFoodType" value="Soup"/>'
    meal = f'<Correlation type="HKCorrelationTypeIdentifierFood" {at}>{{}}{part}</Correlation>'
    found = read(meal.format(name), part)
    kinds = [i.placed.entry.kind for i in found if isinstance(i, Checked)]
    assert kinds == ["food", "measurement"]
    (nameless,) = [i for i in read(meal.format("")) if isinstance(i, Problem)]
    assert "without a name" in nameless.reason


def test_times_are_on_the_clock_of_the_zone_they_were_made_in():
    zone = '<MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/>'
    row = record(
        CATEGORY + "MindfulSession", "2026-03-01 21:00:00", "2026-03-01 21:10:00", "0", zone
    )
    (item,) = [i for i in read(row) if isinstance(i, Checked)]
    assert item.placed.entry.at.isoformat() == "2026-03-02T05:00:00+09:00"


def test_an_export_from_another_zone_has_the_same_ids():
    row = record(
        QUANTITY + "BodyMass", "2026-03-01 21:00:00", "2026-03-01 21:00:00", "70", unit="kg"
    )
    moved = row.replace("21:00:00 +0100", "22:00:00 +0200")
    assert ids(read(row)) == ids(read(moved))


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        (CATEGORY + "Bloating", "HKCategoryValueSeverityHuge", "value"),
        (QUANTITY + "BodyMass", "inf", "value"),
        (QUANTITY + "StepCount", "-4", "value"),
        (CATEGORY + "SleepAnalysis", "Dreaming", "value"),
    ],
)
def test_odd_values_are_told_with_their_line(kind: str, value: str, field: str):
    at = "2026-03-01 09:00:00"
    (problem,) = [i for i in read(record(kind, at, at, value)) if isinstance(i, Problem)]
    assert (problem.line, problem.field, problem.value) == (4, field, value)


@pytest.mark.parametrize("start", ["", "soon", "2026-02-30 09:00:00", "2026-03-01 09:00:00 +9900"])
def test_odd_times_are_told(start: str):
    row = f'<Record type="{QUANTITY}BodyMass" unit="kg" startDate="{start}" value="70"/>'
    (problem,) = [i for i in read(row) if isinstance(i, Problem)]
    assert problem.field == "startDate"


def test_cycles_begin_where_it_is_said_or_after_a_pause():
    flow = CATEGORY + "MenstrualFlow"
    begins = '<MetadataEntry key="HKMenstrualCycleStart" value="1"/>'
    days = [("2026-01-01", begins), ("2026-01-02", ""), ("2026-01-28", ""), ("2026-01-29", "")]
    rows = [
        record(
            flow, f"{day} 00:00:00", f"{day} 23:00:00", "HKCategoryValueMenstrualFlowLight", meta
        )
        for day, meta in days
    ]
    assert [value for _, _, value, _ in entries(*rows)] == [1.0, 2.0, 1.0, 2.0]


BOMB = '<!DOCTYPE HealthData [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;&a;">\n]>\n'
OUTSIDE = '<!DOCTYPE HealthData [\n<!ENTITY a SYSTEM "/etc/passwd">\n]>\n'
BY_NAME = '<!DOCTYPE HealthData SYSTEM "http://somewhere.invalid/a.dtd" [<!ENTITY a "b">]>\n'


@pytest.mark.parametrize("dtd", [BOMB, OUTSIDE, BY_NAME, BOMB.replace("\n", " ")])
def test_entities_are_refused(dtd: str):
    with pytest.raises(ImporterError, match="declares entities"):
        read("<Record/>", dtd=dtd)


def test_entities_in_another_encoding_are_refused():
    data = export("<Record/>", dtd=BOMB).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(ImporterError, match="declares entities"):
        items_of([ImportFile("export.xml", data=data)], "apple_health")


@pytest.mark.parametrize("encoding", ["UT8", "F-8", "rot13", "big5"])
def test_an_encoding_that_there_is_not_is_refused(encoding: str):
    data = export("<Record/>").replace(b"UTF-8", encoding.encode())
    with pytest.raises(ImporterError, match=r"encoding|not whole"):
        items_of([ImportFile("export.xml", data=data)], "apple_health")


def test_an_undeclared_entity_is_refused():
    with pytest.raises(ImporterError, match="not whole or no XML"):
        read("<Record type='&bomb;'/>")


def test_a_broken_inner_dtd_does_not_hinder():
    dtd = (
        "<!DOCTYPE HealthData [\n<!ELEMENT HealthData ANY>\n>\n<!ATTLIST Vision Prescription\n]>\n"
    )
    row = record(
        QUANTITY + "BodyMass", "2026-03-01 09:00:00", "2026-03-01 09:00:00", "x", unit="kg"
    )
    (problem,) = [i for i in read(row, dtd=dtd) if isinstance(i, Problem)]
    assert problem.line == 9


def test_a_dtd_without_an_end_is_refused():
    with pytest.raises(ImporterError, match="too long"):
        read(dtd="<!DOCTYPE HealthData [\n" + "<!ELEMENT a ANY>\n" * 20_000)


def test_a_part_of_many_megabytes_is_refused_and_not_held(monkeypatch):
    monkeypatch.setattr(xml_stream, "LONGEST_PART", 1 << 20)
    monkeypatch.setattr(xml_stream, "_PIECE", 1 << 16)
    file = packed("apple_health_export/export.xml", export(f'<Record type="{"x" * (30 << 20)}"/>'))
    tracemalloc.start()
    try:
        with pytest.raises(ImporterError, match="too long"):
            items_of([file], "apple_health")
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("cut", [10, 150, 400])
def test_an_export_cut_short_is_refused(cut: int):
    with pytest.raises(ImporterError, match="not whole or no XML"):
        items_of([ImportFile("export.xml", data=fixtures("apple_health")[0].read_bytes()[:-cut])])


def test_long_exports_are_read_as_they_come():
    rows = record(
        QUANTITY + "BodyMass", "2026-03-01 09:00:00", "2026-03-01 09:00:00", "70", unit="kg"
    )
    data = export(rows * 20_000)
    stream = _Counted(data)
    reading = apple_health.read(_Given(stream), SETTINGS)
    next(reading)
    assert stream.tell() < len(data) / 4


class _Counted(io.BytesIO):
    """A stream that is not closed, so that it can be asked how far it was read."""

    def close(self) -> None:
        """Stay open."""


class _Given(ImportFile):
    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__("export.xml")
        self._given = stream

    def open(self) -> io.BytesIO:
        self._given.seek(0)
        return self._given


def test_names_are_spelled_for_people():
    assert apple_types.spaced("VitaminB12") == "vitamin B12"
    assert apple_types.spaced("LowerBackPain") == "lower back pain"
    assert apple_types.nutrient_of(QUANTITY + "DietaryVitaminD") == "vitamin D eaten"
    assert apple_types.nutrient_of(QUANTITY + "HeartRate") == ""
