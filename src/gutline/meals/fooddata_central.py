"""FoodData Central's CSV downloads: FNDDS, SR Legacy, Foundation and branded foods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gutline.meals.food_archives import FoodFiles
from gutline.meals.table_csv import Header, RowReader, read_header, rows_of
from gutline.meals.table_nutrients import Meant, meant_by_number
from gutline.meals.table_records import (
    CellError,
    LeftOut,
    Record,
    Refusal,
    Step,
    TableBrand,
    TableError,
    TableFood,
    TablePortion,
    figure,
    read_amount,
    read_code,
    read_name,
)

FOODS = "food.csv"
FIGURES = "food_nutrient.csv"
NUTRIENTS = "nutrient.csv"
PORTIONS = "food_portion.csv"
UNITS = "measure_unit.csv"
BRANDS = "branded_food.csv"
NEEDED = (FOODS, FIGURES, NUTRIENTS)
USED = (*NEEDED, PORTIONS, UNITS, BRANDS)
MOST_NUTRIENTS = 10_000
TABLES = {
    "survey_fndds_food": "FNDDS",
    "sr_legacy_food": "SR Legacy",
    "foundation_food": "Foundation",
    "branded_food": "Branded",
}
"""Foods as they are eaten; samples and purchases of a laboratory are left out."""
_UNNAMED_UNIT = "9999"
_USUAL = "quantity not specified"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of one file are."""

    file: str
    header: Header

    def needed(self, name: str) -> int:
        place = self.asked(name)
        if place is None:
            raise TableError(f"{self.file!r} lacks the column {name!r}; download the table again")
        return place

    def asked(self, name: str) -> int | None:
        own = [cell.lower() for cell in self.header.cells]
        return own.index(name) if name in own else None


def steps(files: FoodFiles) -> list[Step]:
    """Return the files to be read, foods first.

    Raises
    ------
    TableError
        When one that is needed is missing or lacks a column.
    """
    missing = [name for name in NEEDED if name not in files.names]
    if missing:
        raise TableError(
            f"{files.path.name!r} lacks {', '.join(missing)}; name the zip or the folder of the "
            "whole download"
        )
    meanings, units = _meanings(files), _units(files)
    makers: dict[str, Callable[[_Columns], RowReader]] = {
        FOODS: _food_reader,
        FIGURES: lambda columns: _figure_reader(columns, meanings),
        PORTIONS: lambda columns: _portion_reader(columns, units),
        BRANDS: _brand_reader,
    }
    return [_step(files, name, made) for name, made in makers.items() if name in files.names]


def _step(files: FoodFiles, name: str, made: Callable[[_Columns], RowReader]) -> Step:
    header = read_header(files, name)
    reader = made(_Columns(name, header))
    return Step(name, lambda after: rows_of(files, name, header, reader, after))


def _food_reader(columns: _Columns) -> RowReader:
    fdc_id, kind = columns.needed("fdc_id"), columns.needed("data_type")
    description = columns.needed("description")

    def read(_: int, cells: list[str]) -> list[Record]:
        code = _code(cells[fdc_id])
        table = TABLES.get(cells[kind].strip())
        if table is None:
            return [LeftOut(code)]
        return [TableFood(code, read_name("description", cells[description]), table=table)]

    return read


def _figure_reader(columns: _Columns, meanings: Mapping[str, Meant]) -> RowReader:
    fdc_id, nutrient = columns.needed("fdc_id"), columns.needed("nutrient_id")
    amount = columns.needed("amount")

    def read(_: int, cells: list[str]) -> list[Record]:
        meant = meanings.get(cells[nutrient])
        if meant is None:
            return []
        code, text = _code(cells[fdc_id]), cells[amount]
        value = read_amount("amount", text)
        return [] if value is None else [figure(code, meant, value, "amount", text)]

    return read


def _portion_reader(columns: _Columns, units: Mapping[str, str]) -> RowReader:
    fdc_id, weight = columns.needed("fdc_id"), columns.needed("gram_weight")
    places = {n: columns.asked(n) for n in ("amount", "portion_description", "modifier")}
    unit = columns.asked("measure_unit_id")

    def read(_: int, cells: list[str]) -> list[Record]:
        code, grams = _code(cells[fdc_id]), read_amount("gram_weight", cells[weight])
        if not grams:
            return []
        said = {name: "" if p is None else cells[p].strip() for name, p in places.items()}
        if said["portion_description"].casefold() == _USUAL:
            return [TablePortion(code, "", grams, usual=True)]
        measure = "" if unit is None else units.get(cells[unit].strip(), "")
        words = said["portion_description"] or f"{said['amount']} {measure} {said['modifier']}"
        return [TablePortion(code, read_name("portion_description", words), grams)]

    return read


def _brand_reader(columns: _Columns) -> RowReader:
    fdc_id = columns.needed("fdc_id")
    places = [columns.asked(name) for name in ("brand_owner", "brand_name", "subbrand_name")]

    def read(_: int, cells: list[str]) -> list[Record]:
        words = dict.fromkeys(cells[place].strip() for place in places if place is not None)
        other = " ".join(filter(None, words))
        if not other:
            return []
        return [TableBrand(_code(cells[fdc_id]), read_name("brand_name", other))]

    return read


def _code(text: str) -> str:
    return f"fdc:{read_code('fdc_id', text)}"


def _meanings(files: FoodFiles) -> Mapping[str, Meant]:
    """Return what each nutrient id means; some releases write the nutrient's number instead."""
    found: dict[str, Meant] = {}
    for cells in _small(files, NUTRIENTS, ("id", "nutrient_nbr", "unit_name")):
        meant = meant_by_number(cells["nutrient_nbr"], cells["unit_name"])
        if meant is not None:
            found[cells["id"]] = meant
            found.setdefault(cells["nutrient_nbr"].removesuffix(".0"), meant)
    if not found:
        raise TableError(f"{NUTRIENTS!r} names no nutrient that is known; download the table again")
    return found


def _units(files: FoodFiles) -> Mapping[str, str]:
    if UNITS not in files.names:
        return {}
    rows = _small(files, UNITS, ("id", "name"))
    return {cells["id"]: cells["name"] for cells in rows if cells["id"] != _UNNAMED_UNIT}


def _small(files: FoodFiles, name: str, wanted: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a file that only names things."""
    header = read_header(files, name)
    columns = _Columns(name, header)
    places = {column: columns.needed(column) for column in wanted}
    kept: list[dict[str, str]] = []

    def read(_: int, cells: list[str]) -> list[Record]:
        kept.append({column: cells[place].strip() for column, place in places.items()})
        if len(kept) > MOST_NUTRIENTS:
            raise CellError("row", "", f"more than {MOST_NUTRIENTS:,} rows, which no table has")
        return []

    for _, records in rows_of(files, name, header, read, 0):
        for record in records:
            if isinstance(record, Refusal):
                raise TableError(f"{record}; download the table again")
    return kept
