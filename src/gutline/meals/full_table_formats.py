"""Which public table a file is, told by what it holds and not by its name."""

from __future__ import annotations

from dataclasses import dataclass

from gutline.meals import ciqual, fooddata_central, wide_tables
from gutline.meals.food_archives import FoodFiles
from gutline.meals.table_csv import read_header
from gutline.meals.table_records import Step, TableError


@dataclass(frozen=True, slots=True)
class Recognised:
    """A public table: what it is, the files that are read, and how.

    Attributes
    ----------
    what : str
        For people: "FoodData Central".
    files : tuple of str
        Names of all files that it is read from.
    steps : tuple of Step
        In the order in which they are read.
    """

    what: str
    files: tuple[str, ...]
    steps: tuple[Step, ...]


def recognised(files: FoodFiles) -> Recognised:
    """Return which table this is.

    Raises
    ------
    TableError
        When it is none that is known, or a part of it is missing.
    """
    if fooddata_central.FOODS in files.names:
        own = tuple(name for name in fooddata_central.USED if name in files.names)
        return Recognised("FoodData Central", own, tuple(fooddata_central.steps(files)))
    if ciqual.used(files):
        return Recognised("Ciqual", ciqual.used(files), tuple(ciqual.steps(files)))
    for name in files.names:
        if _is_wide(files, name):
            return Recognised("a table", (name,), tuple(wide_tables.steps(files, name)))
    if "[content_types].xml" in files.names:
        raise TableError(
            f"{files.path.name!r} is an Excel workbook; save the sheet of foods as 'CSV UTF-8'"
        )
    raise TableError(
        f"{files.path.name!r} is no food table that is known; there are FoodData Central's CSV "
        "downloads (the zip or its folder), Ciqual's XML (its folder) and CSV of one row a food "
        "with a column fdc_id, Food code or alim_code"
    )


def _is_wide(files: FoodFiles, name: str) -> bool:
    if name.endswith((".xml", ".pdf", ".doc", ".docx", ".xlsx", ".xls", ".md", ".json")):
        return False
    try:
        read_header(files, name, tuple(wide_tables.CODES))
    except TableError:
        if len(files.names) == 1 and files.names[0].endswith((".csv", ".txt")):
            raise
        return False
    return True
