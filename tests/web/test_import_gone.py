"""Imports in the wrong order: the back button, an old address, twice, something else meanwhile."""

from __future__ import annotations

import pytest

from tests.web.test_import_page import DIARY, TABLE, entries, sent, settled, words

GONE = "These files are not here any more"


@pytest.mark.parametrize("rest", ["", "columns/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_old_address_leads_back_to_choosing_a_file(client, rest, method):
    answer = getattr(client, method)(f"/import/{'a' * 32}/{rest}", {"do": "import"})
    assert answer.status_code == 404
    assert GONE in words(answer)
    assert 'type="file"' in answer.content.decode()
    assert "not saved" not in words(answer)


def test_the_back_button_after_an_import_says_what_happened(client, person):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    seen = words(client.get(url))
    assert GONE in seen
    assert "3 entries added" in seen
    assert client.post(url, {"do": "import"}).status_code == 404
    assert len(entries(person)) == 3


def test_calling_off_twice_is_as_calling_off_once(client, home):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    for _ in range(2):
        answer = client.post(url, {"do": "cancel"})
        assert (answer.status_code, answer["Location"]) == (302, "/import/")
    assert list((home / ".work-imports").glob("*/*")) == []


def test_importing_without_having_looked_only_looks(client, person):
    url = sent(client, ("me.csv", DIARY))["Location"]
    client.post(url, {"do": "import"})
    assert "3 entries" in words(settled(client, url))
    assert entries(person) == []


def test_an_unknown_wish_only_looks_again(client, person):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "mischief", "source": "nobody", "zone": ""})
    assert "3 entries" in words(settled(client, url))
    assert entries(person) == []


def test_what_is_in_the_diary_already_offers_no_button(client):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    page = settled(client, sent(client, ("me.csv", DIARY))["Location"])
    text = page.content.decode()
    assert "All of it is in your diary already" in words(page)
    assert 'value="import"' not in text
    assert "Names we do not know" not in text
    assert "Choose another file" in text


@pytest.mark.parametrize(("more", "said"), [(1, "3 are in your diary already; 1 is new."),
                                            (2, "3 are in your diary already; 2 are new.")])  # fmt: skip
def test_a_longer_export_says_what_is_new(client, more, said):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    lines = "".join(f"2026-03-0{n + 3}T08:00,food,rice,,,,,b{n}\n" for n in range(more))
    page = settled(client, sent(client, ("me.csv", DIARY + lines))["Location"])
    assert said in words(page)
    assert f"Import {more} entr" in words(page)


def test_a_file_of_nothing_but_its_head_can_only_be_exchanged(client):
    head = DIARY.split("2026")[0]
    page = settled(client, sent(client, ("me.csv", head))["Location"])
    assert "There is nothing in it that can be kept." in words(page)
    assert 'value="import"' not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "told"),
    [("me.csv", "say once what its columns hold: on the Import page"), ("me.json", "which app")],
)
def test_what_is_not_recognised_says_what_can_be_done(client, name, told):
    page = settled(client, sent(client, (name, "no,table\n"))["Location"])
    assert told in words(page)
    assert ("columns hold" in words(page)) == name.endswith(".csv")


def test_a_table_is_guessed_with_its_scales(client, person):
    table = "Date,Bloating (0-5),Eaten\n2026-03-01,3,toast; eggs\n2026-03-02,0,none\n"
    answer = settled(client, sent(client, ("own.csv", table))["Location"])
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert 'name="called-1" value="bloating"' in page
    assert '<option value="2" selected' in page
    form = {"name": "own", "role-0": "day", "role-1": "value:symptom", "called-1": "bloating",
            "scale-1": "2", "role-2": "names:food", "do": "look"}  # fmt: skip
    url = client.post(answer["Location"], form)["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    assert ("symptom", "bloating", 6.0) in entries(person)
    assert ("symptom", "bloating", 0.0) in entries(person)
    assert ("food", "eggs", None) in entries(person)
    assert ("food", "none", None) in entries(person)


def test_columns_are_asked_of_tables_only(client):
    url = sent(client, ("me.json", '{"a": 1}'))["Location"]
    assert client.get(f"{url}columns/").status_code == 404
    assert client.get(f"{url}mapping.toml").status_code == 404


def test_a_table_is_asked_about_again_with_what_was_said(client):
    answer = settled(client, sent(client, ("log.csv", TABLE))["Location"])
    form = {"name": "mine", "role-0": "day", "role-2": "value:mood", "called-2": "x", "do": "look"}
    client.post(answer["Location"], form)
    page = client.get(answer["Location"]).content.decode()
    assert 'name="name" value="mine"' in page
    assert '<option value="value:mood" selected' in page


@pytest.mark.parametrize("header", ["", "0", "-1", "x", "99999", "１"])
def test_a_row_number_that_is_none_is_found_by_itself(client, header):
    answer = settled(client, sent(client, ("log.csv", TABLE))["Location"])
    page = client.get(answer["Location"], {"header": header})
    assert page.status_code == 200
    assert "Back pain" in words(page)


def test_a_zone_that_there_is_not_is_refused_and_the_file_stays(client):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    answer = client.post(url, {"do": "again", "zone": "Mars/Here"})
    assert answer.status_code == 422
    assert "there is no time zone" in words(answer)
    assert "3 entries" in words(settled(client, url))
