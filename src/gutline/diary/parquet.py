"""Parquet in and out, through pyarrow, which is asked for only here.

The columns are those of the CSV format, with `value` as a number and `time` as text; `at` holds the
instant for other programs and is not read back when `time` is there. Zone and tags are in the
file's metadata.
"""

from __future__ import annotations

import importlib
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gutline.diary.byte_lines import Source, name_of, opened
from gutline.diary.csv_layout import COLUMNS, cells_of
from gutline.diary.diary import Diary
from gutline.diary.entries import DiaryError
from gutline.diary.intake import Intake, Row
from gutline.diary.measures import number_text
from gutline.diary.tagging import TagSource, merged_tags
from gutline.diary.writing import Target, write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDED = frozenset({"time", "kind", "name"})


def read_parquet(
    source: Source, *, zone: str | None = None, strict: bool = False, tags: TagSource | None = None
) -> Diary:
    """Read a diary from Parquet; parameters as for `read_csv`, `line` in problems is the row.

    Raises
    ------
    DiaryError
        When pyarrow is not installed, the file is not Parquet, or a column is missing.
    """
    parquet = _pyarrow("pyarrow.parquet")
    where = name_of(source)
    with opened(source) as stream:
        data = stream.read()
    if isinstance(data, str):
        raise DiaryError(f"{where!r} is a stream of text, not of Parquet; open it as bytes")
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        settings = _settings(file.schema_arrow.metadata)
        rows = _rows(file, where)
        intake = Intake(zone or settings["zone"], where=where, strict=strict)
        for number, row in enumerate(rows, 1):
            intake.add_row(number, row)
        return Diary.from_intake(intake, merged_tags(settings["tags"], tags))
    except DiaryError:
        raise
    except Exception as error:  # noqa: BLE001 - pyarrow's errors share no base below Exception
        raise DiaryError(f"{where!r} cannot be read as Parquet: {error}") from None


def write_parquet(diary: Diary, target: Target) -> None:
    """Write a diary as Parquet; `read_parquet` gives back exactly the same diary.

    Raises
    ------
    DiaryError
        When pyarrow is not installed or the file cannot be written.
    """
    arrow, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    columns: dict[str, Any] = dict(
        zip(COLUMNS, _transposed(diary), strict=True),
        value=arrow.array([entry.value for entry in diary.entries], arrow.float64()),
        at=arrow.array(
            [entry.at.astimezone(UTC) for entry in diary.entries], arrow.timestamp("us", "UTC")
        ),
    )
    settings = {"zone": diary.zone, "tags": {k: list(v) for k, v in diary.tags.items()}}
    table = arrow.table(columns).replace_schema_metadata({"gutline": json.dumps(settings)})
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    write_bytes(buffer.getvalue(), target)


def _transposed(diary: Diary) -> list[Any]:
    arrow = _pyarrow("pyarrow")
    rows = [cells_of(entry, diary.tz) for entry in diary.entries]
    return [
        arrow.array([row[place] for row in rows], arrow.string()) for place in range(len(COLUMNS))
    ]


def _pyarrow(module: str) -> Any:  # noqa: ANN401 - a module without types
    try:
        return importlib.import_module(module)
    except ImportError:
        raise DiaryError(
            "Parquet needs pyarrow; install it with: pip install 'gutline[parquet]'"
        ) from None


def _settings(metadata: dict[bytes, bytes] | None) -> dict[str, Any]:
    found = json.loads((metadata or {}).get(b"gutline", b"{}"))
    return {"zone": found.get("zone", "UTC"), "tags": found.get("tags", {})}


def _rows(file: Any, where: str) -> Iterator[Row]:  # noqa: ANN401 - a class without types
    missing = sorted(_NEEDED - set(file.schema_arrow.names))
    if missing:
        raise DiaryError(f"{where!r}: the column {missing[0]!r} is missing")
    names = [name for name in COLUMNS if name in file.schema_arrow.names]
    for batch in file.iter_batches(columns=names):
        for cells in batch.to_pylist():
            yield Row(**{name: _text(cell) for name, cell in cells.items()})


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat()
    return number_text(cell) if isinstance(cell, (int, float)) else str(cell)
