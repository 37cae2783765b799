"""Where the settings come from, for whoever stands before the TV and wonders whether their file was read."""

from __future__ import annotations

from pathlib import Path

from displayd.device.config_file.text import found_file
from displayd.text.language import ENGLISH, Language

__all__ = ["settings_told"]

CARD = Path("/boot/firmware")
"""Where an appliance has the partition of its card on which people write."""


def settings_told(path: Path, card: Path = CARD, language: Language = ENGLISH) -> str:
    """What to say of the file of settings at `path`: its name, or why there is none."""
    say = language.say
    try:
        found = found_file(path)
        if found.exists():
            return str(found)
        if found.parent == card and not card.is_mount():
            return say("none: the card's partition DISPLAYD cannot be read; write the card anew")
    except OSError as exc:
        why = exc.strerror if language is ENGLISH else f"errno {exc.errno}"
        return say("none: {path} cannot be read ({why})", path=path, why=why)
    return say("none: there is no {path}", path=path)
