"""What a person can set about their pages: read from forms, checked, and told to templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gutline.catalog import load_kinds
from gutline.diary.entries import RowError
from gutline.diary.texts import same_name, tidy_name
from gutline.store.errors import SettingError
from gutline.web.surroundings import THEMES

MOST_SYMPTOMS = 30
_SERVING = "serving"
_OF_THE_NAME = frozenset({"measurement"})
"""What is measured says its unit."""


def symptoms_from(text: str) -> list[str]:
    """Return the symptoms in a text, one a line, each once and as first spelled.

    Raises
    ------
    SettingError
        When a name cannot be kept or there are too many.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            name = tidy_name(line)
        except RowError as error:
            raise SettingError(f"line {number}: {error.reason}") from None
        if name:
            found.setdefault(same_name(name), name)
    if len(found) > MOST_SYMPTOMS:
        raise SettingError(
            f"these are {len(found)} symptoms; keep {MOST_SYMPTOMS} at most. Fewer, rated more "
            "often, tell more"
        )
    return list(found.values())


def symptoms_set(choices: Mapping[str, object]) -> list[str]:
    """Return the symptoms a person has set."""
    kept = choices.get("symptoms")
    return [str(name) for name in kept] if isinstance(kept, list) else []


def theme_from(text: str) -> str | None:
    """Return the theme in a form; None to follow the device.

    Raises
    ------
    SettingError
        When there is no such theme.
    """
    if text in {"", *THEMES}:
        return text or None
    raise SettingError(f"there is no theme {text[:20]!r}; choose one of those shown")


def units_offered(choices: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the kinds that can be logged in several units, with the unit in use."""
    kept = choices.get("units")
    chosen = kept if isinstance(kept, dict) else {}
    return [
        {"kind": kind.id, "name": kind.name, "units": kind.units, "unit": chosen.get(kind.id)
         if chosen.get(kind.id) in kind.units else kind.unit}
        for kind in load_kinds().values()
        if len(kind.units) > 1 and _SERVING not in kind.units and kind.id not in _OF_THE_NAME
    ]  # fmt: skip


def units_from(form: Mapping[str, str]) -> dict[str, str]:
    """Return the units in a form, by kind; those that are usual anyway are left out.

    Raises
    ------
    SettingError
        When a kind cannot be logged in a unit.
    """
    found = {}
    for row in units_offered({}):
        kind = load_kinds()[str(row["kind"])]
        unit = form.get(f"unit-{kind.id}", kind.unit)
        if unit not in kind.units:
            raise SettingError(f"{kind.name} cannot be in {unit[:20]!r}; choose one of those shown")
        if unit != kind.unit:
            found[kind.id] = unit
    return found


def words_of(names: Iterable[str]) -> str:
    """Return names as the lines of a text field."""
    return "\n".join(names)
