"""`gutline learn`: what is said about gut, food, back and joints, and what is known of it."""

from __future__ import annotations

import click

from gutline.cli.refusal import RefusalError
from gutline.cli.screen import screen

_MOST = 12


@click.command("learn", short_help="Look up what is known about a food, supplement or habit.")
@click.argument("word", nargs=-1, required=True)
@click.option("--all", "every", is_flag=True, help="List every card that fits.")
@click.option("--json", is_flag=True, help="Print JSON and nothing else on standard output.")
def command(word: tuple[str, ...], every: bool, json: bool) -> None:  # noqa: FBT001
    """Look up what is said about WORD, what is known, how sure that is and what to mind.

    The best fitting card is shown in full and the others by name; --all lists them.
    """
    from gutline.catalog.evidence_search import find_cards
    from gutline.reports.evidence_cards import render_card, render_cards, render_cards_json

    text = " ".join(word)
    cards = find_cards(text)
    if json:
        click.echo(render_cards_json(cards), nl=False)
        return
    if not cards:
        raise RefusalError(
            f"There is no card about {text[:60]!r}; try one plain word, as in dairy."
        )
    seen = screen()
    if every:
        click.echo(render_cards(cards, text, seen.width, ascii_only=seen.ascii_only), nl=False)
        return
    click.echo(render_card(cards[0], seen.width, ascii_only=seen.ascii_only), nl=False)
    if cards[1:]:
        click.echo("")
        rest = cards[1 : _MOST + 1]
        also = render_cards(rest, text, seen.width, ascii_only=seen.ascii_only)
        click.echo("Also: " + also, nl=False)
