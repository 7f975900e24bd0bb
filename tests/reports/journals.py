"""Random journals: any entry a diary can hold, details and answers among them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from gutline.catalog import load_kinds
from gutline.catalog.body_sites import load_body_sites
from gutline.diary import Diary, DiaryError, Entry
from gutline.reports.exchange.journal import Answered, Journal

MADE_AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/St_Johns", "Africa/Monrovia", "UTC", "+05:45")
_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12
)
_STARTS = st.sampled_from(["", "=1+1", "+x", "-2", "@a", "#N/A", "'", '"', ",", "\ufffe", "none"])
texts = st.builds(lambda start, text: f"{start}{text}".strip(), _STARTS, _TEXTS)
notes = st.builds(lambda a, b: f"{a}\n{b}".strip(), texts, texts)
_WALLS = st.datetimes(datetime(1970, 1, 3), datetime(2099, 1, 1)).map(
    lambda at: at.replace(microsecond=0)
)
_CLOCKS = st.one_of(
    st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "Africa/Monrovia"]).map(ZoneInfo),
    st.integers(-700, 700).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    st.just(UTC),
)


@st.composite
def entries(draw: Any, number: int = 0) -> Entry:
    """Any entry that a diary can hold, with an id of its own."""
    kind = draw(st.sampled_from(sorted(load_kinds())))
    told = load_kinds()[kind]
    at = draw(_WALLS).replace(tzinfo=draw(_CLOCKS))
    value, unit = None, ""
    if told.value == "required" or (told.value == "optional" and draw(st.booleans())):
        unit = draw(st.sampled_from(told.units))
        value = draw(st.floats(*told.range[unit]))
    name = "all" if kind == "complete" else draw(texts) or told.default_name or "x"
    if name == "none":
        value, unit = (None, "") if kind in {"food", "drink", "symptom"} else (value, unit)
    return Entry(
        at, kind, name, value, unit, draw(notes), draw(texts), f"e{number}", draw(st.booleans())
    )


@st.composite
def diaries(draw: Any) -> Diary:
    """A diary of a few entries."""
    made: list[Entry] = []
    for number in range(draw(st.integers(0, 6))):
        one = draw(entries(number))
        try:
            Diary.from_entries([*made, one], zone="UTC")
        except DiaryError:
            continue
        made.append(one)
    return Diary.from_entries(made, zone=draw(st.sampled_from(ZONES)))


@st.composite
def journals(draw: Any) -> Journal:
    """A journal with details and answered questionnaires."""
    diary = draw(diaries())
    sites = st.lists(st.sampled_from(sorted(load_body_sites())), max_size=3, unique=True)
    details = {
        entry.id: {"sites": draw(sites), "stiffness_min": draw(st.floats(0, 1440))}
        for entry in diary.of_kind("symptom")
    }
    answers = st.dictionaries(
        st.sampled_from(["phq_interest", "phq_down", "other"]),
        st.one_of(st.integers(0, 3), st.booleans(), st.floats(0, 3), texts),
    )
    answered = Answered("phq2", MADE_AT.date(), draw(answers))
    return Journal(diary, MADE_AT, "someone", details, (answered,))
