"""The diary: what was logged, in order of time, and the files it is kept in."""

from __future__ import annotations

from gutline.diary.completeness import Completeness, DayCounts, Gap, completeness
from gutline.diary.contents import Contents
from gutline.diary.csv_reader import parse_csv, read_csv
from gutline.diary.diary import Diary
from gutline.diary.entries import DayState, DiaryError, Entry, Problem, RowError
from gutline.diary.parquet import read_parquet, write_parquet
from gutline.diary.reading import read
from gutline.diary.text_reader import parse_text, read_text
from gutline.diary.writing import format_csv, format_text, write_csv, write_text

__all__ = [
    "Completeness",
    "Contents",
    "DayCounts",
    "DayState",
    "Diary",
    "DiaryError",
    "Entry",
    "Gap",
    "Problem",
    "RowError",
    "completeness",
    "format_csv",
    "format_text",
    "parse_csv",
    "parse_text",
    "read",
    "read_csv",
    "read_parquet",
    "read_text",
    "write_csv",
    "write_parquet",
    "write_text",
]
