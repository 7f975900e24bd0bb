"""A mapping that a table itself suggests, as the text of a file to be looked over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.diary.entries import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gutline.importers.mapping_guess import TableLook
    from gutline.importers.source import ImportFile


def proposed_mapping(file: ImportFile) -> str:
    """Return a guess of what a table's columns hold, as TOML with what to do about it.

    Parameters
    ----------
    file : ImportFile
        A CSV file or a workbook.

    Raises
    ------
    ImporterError
        When it is no table.
    """
    from gutline.importers.mapping_file import format_mapping
    from gutline.importers.mapping_guess import guess_mapping, look_at

    look = look_at(file)
    stem = file.name.rsplit(".", 1)[0][:60]
    mapping = guess_mapping(look, stem)
    comments = "\n".join(_comments(file.name, stem, look, mapping.columns(), mapping.day))
    return f"{comments}\n{format_mapping(mapping)}"


def _comments(
    name: str, stem: str, look: TableLook, read: frozenset[str], day: str
) -> Iterator[str]:
    yield f"# A guess of what {shown(name)} holds. Save it as {shown(stem)}.toml,"
    yield "# look it over and change what is wrong, then:"
    yield f"#   gutline import {_word(name)} --mapping {_word(stem + '.toml')} --dry-run"
    if not day:
        yield "# No column holds days as far as can be told: write its name after day."
    if len(look.sheets) > 1:
        yield f"# Other sheets: {', '.join(shown(s) for s in look.sheets if s != look.sheet)}"
    for column in look.columns:
        if column.name not in read:
            such = ", ".join(shown(example) for example in column.examples[:3])
            yield f"# Not read: {shown(column.name)}{f' ({such})' if such else ''}"


def _word(text: str) -> str:
    """Return a file's name as a shell takes it."""
    import shlex

    return shlex.quote(shown(text))
