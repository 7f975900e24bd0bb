"""`python scripts/messages.py`: every text that can be translated, as a template for translators.

Writes `src/gutline/web/locale/django.pot`. A translation is a copy of it, filled in, in
`src/gutline/web/locale/<language>/LC_MESSAGES/django.po`; with `--compile` each becomes what Django
reads. Nothing but Python is needed.
"""

from __future__ import annotations

import argparse
import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from scripts.catalog_texts import catalog_texts  # noqa: E402 - also when run as a file

WEB = ROOT / "src" / "gutline" / "web"
LOCALE = WEB / "locale"
TEMPLATE = LOCALE / "django.pot"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_MANY = {"ngettext", "ngettext_lazy"}
_MAGIC = 0x950412DE
_LITERAL = r"""u?((?:'(?:\\.|[^'\\])*')|(?:"(?:\\.|[^"\\])*"))"""
_CALL = re.compile(rf"\b(ngettext|gettext|_)\({_LITERAL}(?:\s*,\s*{_LITERAL})?", re.DOTALL)


class MessagesError(ValueError):
    """A translation cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One text; `plural` is "" where it has no other form. `places` are the files it stands in."""

    text: str
    plural: str
    places: tuple[str, ...]


def collected(folder: Path = WEB) -> list[Message]:
    """Return every text of a folder's Python files and templates, in order of the alphabet.

    With those of the pages come the texts of the catalog that they show.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for path, pairs in _files(folder):
        for pair in pairs:
            found.setdefault(pair, set()).add(path.relative_to(folder).as_posix())
    if folder == WEB:
        for text, place in catalog_texts():
            found.setdefault((text, ""), set()).add(place)
    return sorted(
        Message(text, plural, tuple(sorted(places))) for (text, plural), places in found.items()
    )


def _files(folder: Path) -> Iterator[tuple[Path, Iterable[tuple[str, str]]]]:
    for path in sorted(folder.rglob("*.py")):
        yield path, in_python(path.read_text("utf-8"))
    for path in sorted(folder.rglob("templates/**/*.*")):
        yield path, in_template(path.read_text("utf-8"))


def in_python(source: str) -> Iterator[tuple[str, str]]:
    """Yield each text marked in a Python file, with its plural or ""."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = [a.value for a in node.args if isinstance(a, ast.Constant)]
        texts = [value for value in said if isinstance(value, str)]
        if name in _CALLS and texts:
            yield texts[0], texts[1] if name in _MANY and len(texts) > 1 else ""


def in_template(source: str) -> Iterator[tuple[str, str]]:
    """Yield each text marked in a template, with its plural or ""."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    for match in _CALL.finditer(templatize(source)):
        plural = match[3] if match[1] == "ngettext" and match[3] else "''"
        yield str(ast.literal_eval(match[2])), str(ast.literal_eval(plural))


def written(messages: Iterable[Message]) -> str:
    """Return the template for translators."""
    return "\n".join([HEADER, *(_entry(message) for message in messages)])


def _entry(message: Message) -> str:
    lines = [f"#: {place}" for place in message.places]
    if "%(" in message.text or "%s" in message.text or "%d" in message.text:
        lines.append("#, python-format")
    lines.append(f"msgid {_quoted(message.text)}")
    if message.plural:
        lines += [f"msgid_plural {_quoted(message.plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
    else:
        lines.append('msgstr ""')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def read_po(text: str, name: str) -> dict[str, str]:
    """Return the translations of a file: by text, a plural's forms parted by a null character.

    Raises
    ------
    MessagesError
        When a line is not understood.
    """
    found: dict[str, str] = {}
    parts: dict[str, str] = {}
    key = ""
    for number, raw in enumerate([*text.splitlines(), ""], start=1):
        line = raw.strip()
        match = re.fullmatch(r'(?:(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?(".*")', line)
        if match and (match[1] or key):
            key = match[1] or key
            parts[key] = parts.get(key, "") + str(ast.literal_eval(match[2]))
        elif line and not line.startswith("#"):
            raise MessagesError(f"{name}, line {number}: {line[:60]!r} is not understood")
        elif not line:
            found.update(_translated(parts))
            parts, key = {}, ""
    return found


def _translated(parts: dict[str, str]) -> dict[str, str]:
    forms = [parts[key] for key in sorted(parts) if key.startswith("msgstr")]
    if "msgid" not in parts or not forms or not all(forms):
        return {}
    plural = parts.get("msgid_plural")
    text = parts["msgid"] if plural is None else f"{parts['msgid']}\0{plural}"
    return {text: "\0".join(forms)}


def compiled(translations: dict[str, str]) -> bytes:
    """Return translations in the form that Django reads."""
    items = sorted((k.encode("utf-8"), v.encode("utf-8")) for k, v in translations.items())
    count, start = len(items), 28
    texts = b"".join(key + b"\0" for key, _ in items)
    said = b"".join(value + b"\0" for _, value in items)
    at = start + 16 * count
    tables: list[int] = []
    for values, offset in (([k for k, _ in items], at), ([v for _, v in items], at + len(texts))):
        for value in values:
            tables += [len(value), offset]
            offset += len(value) + 1  # noqa: PLW2901 - walks on
    head = struct.pack("<7I", _MAGIC, 0, count, start, start + 8 * count, 0, start + 16 * count)
    return head + struct.pack(f"<{len(tables)}I", *tables) + texts + said


def main(argv: Sequence[str] | None = None) -> int:
    """Write the template, or compile the translations; return 1 when `--check` finds it is old."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compile", action="store_true", help="compile every translation")
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    options = parser.parse_args(argv)
    if options.compile:
        for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
            path.with_suffix(".mo").write_bytes(
                compiled(read_po(path.read_text("utf-8"), path.name))
            )
        return 0
    text = written(collected())
    if options.check:
        return int(not TEMPLATE.exists() or TEMPLATE.read_text("utf-8") != text)
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(text, "utf-8")
    print(f"{TEMPLATE.relative_to(ROOT)}: {text.count('msgid ') - 1} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
