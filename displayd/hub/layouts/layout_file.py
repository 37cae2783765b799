"""A layout file as a type: one dashboard, as the admin writes it."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Label

__all__ = ["LayoutFile"]


class LayoutFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A layout: the pages of one dashboard, with metrics where the numbers go."""

    title: Annotated[Label | None, Meta(description="What the dashboard is called; the file's name if left out.")] = (
        None
    )

    about: Annotated[str, Meta(max_length=1000, description="What it is for, for whoever edits it.")] = ""

    reviewed: Annotated[
        Annotated[datetime.date, Meta(examples=["2026-11-20"])] | None,
        Meta(
            description="The day on which its team last went through it. The wall page says when that is three weeks "
            "ago."
        ),
    ] = None

    seconds: Annotated[
        Annotated[float, Meta(gt=0, le=86_400)] | None,
        Meta(description="How long its pages stay, in seconds, where neither they nor the screen say."),
    ] = None

    pages: Annotated[
        list[dict[str, Any]],
        Meta(
            min_length=1,
            max_length=100,
            description="Pages as in a screen document; `metric: <id>` in a widget fills in what the widget leaves "
            "open.",
        ),
    ]
