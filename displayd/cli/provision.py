"""The commands for whoever sets up screens: `provision cards`."""

from __future__ import annotations

import argparse
from pathlib import Path

from displayd.cli.arguments import DEFAULT_WALL, Commands

__all__ = ["add_provision"]


def add_provision(commands: Commands) -> None:
    """`displayd provision` with all its commands."""
    inner = commands.add_parser("provision", help="prepare the cards of screens").add_subparsers(required=True)
    cards = inner.add_parser("cards", help="write, for every screen of a wall, the files for its card")
    cards.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL, help="the wall folder; default: %(default)s")
    cards.add_argument(
        "--base", type=Path, metavar="FILE", help="a displayd.yaml with what is the same for all: Wi-Fi, time servers"
    )
    cards.add_argument("--hub", metavar="URL", help="address of the hub, instead of the one in --base")
    cards.add_argument(
        "--ca", type=Path, metavar="FILE", help="certificates (PEM) to trust, as `hub cert` writes them, likewise"
    )
    cards.add_argument(
        "--out", type=Path, metavar="DIR", default=Path("cards"), help="a folder for each screen; default: %(default)s"
    )
    cards.add_argument("--overwrite", action="store_true", help="replace what is there")
    cards.set_defaults(run=_cards)


def _cards(arguments: argparse.Namespace) -> int:
    from displayd.tools.cards import cards_of, write_cards

    cards = cards_of(arguments.wall, arguments.base, arguments.hub, arguments.ca)
    digits, width = len(str(len(cards))), max(len(card.screen) for card in cards)
    for number, card in enumerate(write_cards(cards, arguments.out, overwrite=arguments.overwrite), 1):
        turned = f"turned by {card.settings.rotate} degrees" if card.settings.rotate else ""
        notes = ", ".join(filter(None, [turned, "has a TV already" if card.is_claimed else ""]))
        print(f"{number:{digits}}/{len(cards)}  {card.screen:{width}}  {notes}".rstrip(), flush=True)
    where = cards[0].settings.hub or cards[0].settings.endpoint or "looked for in the network"
    print(f"{len(cards)} cards in {arguments.out}; hub: {where}")
    print("Copy what is in a screen's folder onto the partition DISPLAYD of its card.")
    return 0
