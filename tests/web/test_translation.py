"""Every text of the pages can be translated, and a translation is shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scripts import messages

TEMPLATES = messages.WEB / "templates"
READ_ALOUD = {"aria-label", "alt", "placeholder", "title"}
NAMES = {"Gutline", "JSON", "CSV", "LOINC", "min"}
"""What is the same in every language."""


class Texts(HTMLParser):
    """Gathers what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        if not {"script", "style", "code", "svg"} & set(self.inside[-2:]):
            self.found.append(data)


def unmarked(source: str) -> list[str]:
    """What of a template has letters and is not marked to be translated."""
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)
    source = re.sub(
        r"{%\s*blocktrans(late)?\b.*?{%\s*endblocktrans(late)?\s*%}", "", source, flags=re.DOTALL
    )
    parser = Texts()
    # What a tag or variable stands for is somebody else's; within a word of ours it is a number.
    parser.feed(re.sub(r"{[{%].*?[%}]}", "", source, flags=re.DOTALL))
    words = [w for text in parser.found for w in re.findall(r"[^\W\d_]{2,}", text)]
    return [word for word in words if word not in NAMES]


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.relative_to(TEMPLATES).as_posix()
)
def test_every_text_of_a_template_is_marked(path):
    assert unmarked(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p aria-label="Hello">{% translate "World" %}</p>', ["Hello"]),
        ("<p>{% blocktranslate with n=n %}{{ n }} days{% endblocktranslate %}</p>", []),
        ("<p>{% if x %}Left{% endif %}{{ name }}</p>", ["Left"]),
        ("{# a note #}<p>7 · Gutline</p>", []),
    ],
)
def test_a_text_that_is_not_marked_is_noticed(source, found):
    assert unmarked(source) == found


def test_what_is_marked_in_python_and_templates_is_collected():
    found = {message.text: message for message in messages.collected()}
    assert found["Today"].plural == ""
    assert "surroundings.py" in found["Today"].places
    assert found["What did you eat?"].places == ("templates/today/today.html",)
    assert found["%d entry was sent."].plural == "%d entries were sent."
    assert any("%(" in text for text in found)


def test_the_template_for_translators_is_read_back_when_it_is_filled_in():
    text = messages.written(
        [messages.Message('say "no"\n', "", ("a.py",)), messages.Message("%d day", "%d days", ())]
    )
    head = {"": "Content-Type: text/plain; charset=UTF-8\n"}
    assert messages.read_po(text, "x.po") == head
    filled = text.replace('msgstr ""\n\n', 'msgstr "sag nein"\n\n').replace(
        'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%d Tag"\nmsgstr[1] "%d Tage"'
    )
    assert messages.read_po(filled, "x.po") == {
        **head, 'say "no"\n': "sag nein", "%d day\0%d days": "%d Tag\0%d Tage",
    }  # fmt: skip


@pytest.mark.parametrize("line", ["nonsense", 'msgid "open', 'msgctxt "x"', '"loose"'])
def test_a_translation_that_cannot_be_read_is_refused_with_its_line(line):
    with pytest.raises(messages.MessagesError, match=r"x\.po, line 2"):
        messages.read_po(f"\n{line}\n", "x.po")


def test_what_the_outbox_says_is_the_same_in_its_script_and_for_translators(stranger):
    from gutline.web.assets import assets
    from gutline.web.outbox_words import all_words, outbox_words

    script = assets()["gutline/outbox.js"].plain.decode()
    said = re.search(r"const ENGLISH = (\{.*?\n\});", script, re.DOTALL)
    assert said is not None
    assert json.loads(said[1]) == all_words()
    assert outbox_words() is None


def test_what_is_compiled_is_what_the_standard_library_reads():
    import gettext
    import io

    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n!=1;\n"
    said = {"": head, "Today": "Heute", "%d day\0%d days": "%d Tag\0%d Tage", "ü": "é"}
    read = gettext.GNUTranslations(io.BytesIO(messages.compiled(said)))
    assert read.gettext("Today") == "Heute"
    assert read.ngettext("%d day", "%d days", 3) == "%d Tage"
    assert read.gettext("ü") == "é"
    assert read.gettext("Plan") == "Plan"


def test_a_translation_in_its_folder_is_shown_to_whoever_reads_that_language(tmp_path):
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = "Content-Type: text/plain; charset=UTF-8\n"
    said = {"": head, "There is no network": "Es gibt kein Netz"}
    (folder / "django.mo").write_bytes(messages.compiled(said))
    shown = subprocess.run(
        [sys.executable, "-c", SHOW, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout
    assert "de 200 Es gibt kein Netz" in shown
    assert "en-gb 200 There is no network" in shown


SHOW = """
import sys
from pathlib import Path
import gutline.web.settings as settings
folder = Path(sys.argv[1])
(folder / "templates").symlink_to(settings.FOLDER / "templates")
settings.FOLDER = folder
settings.configure(folder / "home", hosts=["testserver"])
from django.test import Client
for language in ("de", "fr"):
    answer = Client().get("/offline/", headers={"Accept-Language": language})
    text = answer.content.decode()
    heading = text.partition("<h1>")[2].partition("</h1>")[0]
    print(text.partition('<html lang="')[2].partition('"')[0], answer.status_code, heading)
"""


def test_the_script_says_whether_the_template_is_up_to_date(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(messages, "TEMPLATE", tmp_path / "locale" / "django.pot")
    monkeypatch.setattr(messages, "ROOT", Path(tmp_path))
    assert messages.main(["--check"]) == 1
    assert messages.main([]) == 0
    assert "texts" in capsys.readouterr().out
    assert messages.main(["--check"]) == 0
