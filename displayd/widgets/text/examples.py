"""Uses of `text`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "This week",
        "text": "The new checkout goes live on Thursday.\n\nPlease send oddities to #checkout, with a picture.",
    },
    "hero": {"text": "Welcome, Contoso!", "size": "hero", "align": "center"},
    "large": {"title": "Motto", "text": "Slow is smooth, and smooth is fast.", "size": "large"},
    "markdown": {
        "title": "This sprint",
        "markdown": True,
        "text": "## Checkout in two steps\n"
        "- **Thursday**: live for *one in ten*\n"
        "- **Monday**: live for all\n\n"
        "Who to ask: **Amelia**, and #checkout",
    },
    "long markdown": {
        "title": "Rules of the house",
        "markdown": True,
        "text": "# Rules\n"
        + "".join(f"{n}. Rule number {n} has **bold words**, *others* and a_file_name.\n" for n in range(1, 13)),
    },
    "awkward": {
        "title": "Too long for any tile",
        "text": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft. " * 12,
        "align": "right",
        "size": "hero",
    },
}
