"""The picture of a screen that shows no dashboard yet: who it is, and what it is waiting for."""

from __future__ import annotations

from typing import NamedTuple

from displayd.drawing.marks.qr_code import QUIET_ZONE, code_ops, matrix_of
from displayd.protocol.fingerprint import short_code
from displayd.scene.geometry import Rect
from displayd.scene.mirror import mirrored
from displayd.scene.operations import Box, Cell, Circle, Fonts, Op, Polygon, Scene, Text, Weight
from displayd.scene.theme import THEMES
from displayd.text.direction import is_read_from_right
from displayd.text.language import language_of, word

__all__ = ["ClaimFacts", "claim_scene", "head_ops", "message_ops", "words_room"]

# Sizes in px on a page whose shorter side is 1080 px. What everybody reads: capitals of 16 minutes of arc on 50 inches
# from five metres. What only those read who stand before the TV, with a phone in the hand: the same from three.
BODY, NEAR = 56.0, 33.0

# Between the parts of what a row says.
APART = " · "

# Nothing can be read that is smaller than this on any glass, px.
LEAST_PX = 12.0

# The paper of the code, in px as above.
CODE_SIDE = 420.0


class ClaimFacts(NamedTuple):
    """What the person in front of the TV, or on the phone to them, needs to know."""

    fingerprint: str
    """Empty to leave it out."""
    hub: str
    """Address of the hub, as configured."""
    host: str
    address: str
    """IP address of this machine; empty for none."""
    heading: str
    """What is the matter, in a few plain words."""
    advice: str
    """What to do about it, in a sentence."""
    hub_says: str = ""
    """The hub's own words, where it had any."""
    level: str = "amber"
    """`amber` while waiting is normal, `red` when somebody has to act."""
    name: str = ""
    """What the screen would like to be called; empty when it does not say."""
    machine: tuple[tuple[str, str], ...] = ()
    """What whoever looks after the network asks for, a name and a value each; shown small."""
    warning: str = ""
    """What else somebody has to see to, whatever the heading is about; empty for nothing."""
    network: str = ""
    """How network and hub are, in words; empty before that is known."""
    locale: str = "en-GB"
    """Of the words that are the page's own; all others come as they are shown."""
    wall_page: str = ""
    """Address that opens the hub's wall page at the line for this screen; empty for no code to scan."""


def claim_scene(facts: ClaimFacts, size: tuple[int, int], fonts: Fonts) -> Scene:
    """The facts, the fingerprint largest, on a page of `size` px."""
    width, height = size
    unit = min(width, height) / 1080
    theme = THEMES["dark"]
    room, is_high = _room(size), height > width
    ops, y = message_ops(facts, words_room(facts, size), unit, fonts)
    ops = head_ops(facts, size, fonts) + ops
    small, bottom = _rows(_small_rows(facts), room, 1 if is_high else 2, max(NEAR * unit, LEAST_PX), fonts)
    ops += small
    if facts.network:
        bottom -= 24 * unit
        ops += _network(facts, room, bottom, unit, fonts)
        bottom -= 58 * unit
    fingerprint = _Fingerprint(facts, room.width, is_high, unit, fonts)
    words = words_room(facts, size)
    if is_high and facts.wall_page:
        free = bottom - y - fingerprint.height - 60 * unit - (200 * unit if facts.hub_says else 0)
        side = max(240 * unit, min(1.2 * CODE_SIDE * unit, free))
        square = Rect(room.x, round(bottom - side - 10 * unit), round(side), round(side))
        ops += _code_beside_words(facts, square, room, unit, fonts)
        bottom = square.y
    elif facts.wall_page:
        ops += _column_ops(facts, size, fonts)
    said = _further(facts, Rect(words.x, round(y), words.width, round(bottom - fingerprint.height - y)), unit, fonts)
    ops += said[0]
    top = max(said[1], _column(size).bottom + 26 * unit) if facts.wall_page and not is_high else said[1]
    if facts.machine and bottom - top < 0.6 * fingerprint.height:
        # On a small page the fingerprint is worth more than the last of the small rows.
        return claim_scene(facts._replace(machine=facts.machine[:-1]), size, fonts)
    if facts.fingerprint:
        ops += fingerprint.ops(room, top, bottom, "" if facts.wall_page else short_code(facts.fingerprint))
    if is_read_from_right(facts.locale):
        ops = mirrored(ops, 0, width)
    page = Rect(0, 0, width, height)
    return Scene(width, height, theme.background, (Cell("(claim)", page, theme.background, tuple(ops)),))


def _room(size: tuple[int, int]) -> Rect:
    unit = min(size) / 1080
    return Rect(0, 0, *size).inset(round(54 * unit), round(80 * unit))


def _column(size: tuple[int, int]) -> Rect:
    """Where the code stands on a wide page."""
    room, unit = _room(size), min(size) / 1080
    side = round(CODE_SIDE * unit)
    return Rect(room.right - side, room.y + round(96 * unit), side, side)


def _column_ops(facts: ClaimFacts, size: tuple[int, int], fonts: Fonts) -> list[Op]:
    """The code at the right of a wide page, and under it the short code."""
    theme, square, unit = THEMES["dark"], _column(size), min(size) / 1080
    ops = _code(facts, square)
    code, label_size = short_code(facts.fingerprint), 40 * unit
    x = square.right - fonts.width(code, 64 * unit, "bold")
    base = square.bottom + 58 * unit
    return [
        *ops,
        Text(square.right, base, code, 64 * unit, theme.text, "right", "bold"),
        Text(x - 16 * unit, base, language_of(facts.locale).say("Code"), label_size, theme.dim, "right", "medium"),
    ]


def words_room(facts: ClaimFacts, size: tuple[int, int]) -> Rect:
    """Where heading and advice of `facts` stand on a page of `size` px: a code on a wide page takes its right."""
    room, unit = _room(size), min(size) / 1080
    beside = facts.wall_page and size[0] >= size[1]
    return room.inset(0, 0, round((CODE_SIDE + 60) * unit), 0) if beside else room


def head_ops(facts: ClaimFacts, size: tuple[int, int], fonts: Fonts) -> list[Op]:
    """The first line: whose page it is, what the screen is called, and an arrow that says which way is up."""
    theme, room, unit = THEMES["dark"], _room(size), min(size) / 1080
    base, text_size = room.y + 56 * unit, BODY * unit
    middle, top = room.right - 26 * unit, base - 56 * unit
    up = language_of(facts.locale).say_as("at an arrow", "up")
    arrow = ((0, 0), (26, 30), (10, 30), (10, 58), (-10, 58), (-10, 30), (-26, 30))
    ops: list[Op] = [
        Text(room.x, base, "displayd", text_size, theme.text, "left", "bold"),
        Polygon(tuple((middle + x * unit, top + y * unit) for x, y in arrow), theme.text),
        Text(middle - 44 * unit, base, up, text_size, theme.dim, "right", "medium"),
    ]
    if facts.name:
        right = middle - 84 * unit - fonts.width(up, text_size, "medium")
        limit = right - room.x - fonts.width("displayd", text_size, "bold") - 40 * unit
        ops.append(Text(right, base, facts.name, text_size, theme.dim, "right", "semibold", limit))
    return ops


def message_ops(facts: ClaimFacts, room: Rect, unit: float, fonts: Fonts) -> tuple[list[Op], float]:
    """Heading and advice in `room`, which begins with the first line, and where they end, px."""
    theme = THEMES["dark"]
    x, inner = room.x + 36 * unit, room.width - 36 * unit
    y = room.y + 166 * unit
    heading_width = fonts.width(facts.heading, 72 * unit, "semibold")
    heading_size = min(72 * unit, 72 * unit * (inner - 4 * unit) / max(1.0, heading_width))
    ops: list[Op] = [
        Box(room.x, y - 56 * unit, 10 * unit, 66 * unit, theme.level_color(facts.level), 5 * unit),
        Text(x, y, facts.heading, heading_size, theme.text, "left", "semibold", inner),
    ]
    most = (560 if room.width < room.height else 220 if facts.wall_page else 300) * unit
    size, lines = _whole(facts.advice, (BODY * unit, 50 * unit, 44 * unit, 38 * unit, NEAR * unit), inner, most, fonts)
    y += 18 * unit
    for line in lines:
        y += 1.28 * size
        ops.append(Text(x, y, line, size, theme.text, "left", "regular"))
    return ops, y + 24 * unit


def _whole(
    text: str, sizes: tuple[float, ...], width: float, height: float, fonts: Fonts, weight: Weight = "regular"
) -> tuple[float, list[str]]:
    """The largest of `sizes`, px, at which `text` is at most `height` px high, and its lines; the last if none is."""
    size, lines = sizes[-1], list[str]()
    for size in sizes:
        lines = list(fonts.wrap(text, size, weight, width)) if text else []
        if 1.28 * size * len(lines) <= height:
            return size, lines
    return size, lines[: max(3, int(height / (1.28 * size)))]


def _further(facts: ClaimFacts, room: Rect, unit: float, fonts: Fonts) -> tuple[list[Op], float]:
    """The hub's own words and the warning from the top of `room`, whole, and where they end, px."""
    theme = THEMES["dark"]
    x, inner = room.x + 36 * unit, room.width - 36 * unit
    y: float = room.y
    ops: list[Op] = []
    sizes = (48 * unit, 42 * unit, 36 * unit, NEAR * unit)
    parts = [(_hub_words(facts), ""), (facts.warning, "red")]
    told = [part for part in parts if part[0]]
    for number, (words, level) in enumerate(told):
        left = (room.bottom - y) / (len(told) - number) - 30 * unit
        size, lines = _whole(words, sizes, inner, left, fonts, "medium")
        if level:
            bar = Box(room.x, y, 10 * unit, 1.28 * size * len(lines) + 6 * unit, theme.level_color(level), 5 * unit)
            ops.append(bar)
        for line in lines:
            y += 1.28 * size
            ops.append(Text(x, y, line, size, theme.text if level else theme.dim, "left", "medium", inner))
        y += 30 * unit
    return ops, y


def _hub_words(facts: ClaimFacts) -> str:
    return language_of(facts.locale).say("The hub says: {words}", words=facts.hub_says) if facts.hub_says else ""


def _small_rows(facts: ClaimFacts) -> list[tuple[str, str]]:
    """What is of use to whoever looks after the network, the most asked for first."""
    rows = list(facts.machine)
    if not any(label == "Network" for label, _ in rows):
        rows.insert(0, (word("Address"), facts.address or word("none: no network")))
    rows += [(word("Hub"), facts.hub)] if facts.hub else []
    say = language_of(facts.locale).say
    return [
        (say(label), APART.join(map(say, value.split(APART)))) for label, value in [*rows, (word("Host"), facts.host)]
    ]


def _rows(
    rows: list[tuple[str, str]], room: Rect, columns: int, text_size: float, fonts: Fonts
) -> tuple[list[Op], float]:
    """Names and values at the foot of `room`, filled column by column, and where they begin, px."""
    theme = THEMES["dark"]
    step = text_size * 1.4
    in_column = -(-len(rows) // columns)
    top = room.bottom - step * in_column
    gap = text_size if columns > 1 else 0.0
    column_width = (room.width - gap * (columns - 1)) / columns
    ops: list[Op] = []
    for column in range(columns):
        shown = rows[column * in_column : (column + 1) * in_column]
        label_width = max((fonts.width(label, text_size, "medium") for label, _ in shown), default=0.0) + text_size
        x = room.x + column * (column_width + gap)
        for number, (label, value) in enumerate(shown):
            baseline = top + step * (number + 0.75)
            ops.append(Text(x, baseline, label, text_size, theme.dim, "left", "medium"))
            limit = column_width - label_width
            # What is longer than its column is smaller, down to two thirds.
            share = max(0.66, min(1.0, (limit - 1) / max(1.0, fonts.width(value, text_size, "medium"))))
            ops.append(Text(x + label_width, baseline, value, text_size * share, theme.text, "left", "medium", limit))
    return ops, top


def _network(facts: ClaimFacts, room: Rect, baseline: float, unit: float, fonts: Fonts) -> list[Op]:
    """How network and hub are, on one line, with a dot in the colour of what is the matter."""
    theme = THEMES["dark"]
    wanted = fonts.width(facts.network, 46 * unit, "medium")
    size = min(46 * unit, 46 * unit * (room.width - 40 * unit) / max(1.0, wanted))
    color = theme.level_color("red") if facts.level == "red" else theme.good
    return [
        Circle(room.x + 12 * unit, baseline - 16 * unit, 12 * unit, color),
        Text(room.x + 40 * unit, baseline, facts.network, size, theme.text, "left", "medium"),
    ]


def _code(facts: ClaimFacts, square: Rect, *, is_right: bool = True) -> list[Op]:
    """The code for the wall page on its paper in whole pixels, at the top of `square`; nothing where it has no room."""
    matrix = matrix_of(facts.wall_page)
    count = len(matrix) + 2 * QUIET_ZONE
    module = square.width // count
    if not matrix or not module:
        return []
    side = module * count
    paper = Rect(square.right - side if is_right else square.x, square.y, side, side)
    ops = code_ops(matrix, paper.x, paper.y, module, paper)
    # Where the page is mirrored the code is too, and twice is the code that phones read.
    return mirrored(ops, paper.x, paper.right) if is_read_from_right(facts.locale) else ops


def _code_beside_words(facts: ClaimFacts, square: Rect, room: Rect, unit: float, fonts: Fonts) -> list[Op]:
    """The code in `square`, and what it is good for and the short code on its right."""
    theme = THEMES["dark"]
    x, width = square.right + 40 * unit, room.right - square.right - 40 * unit
    code = short_code(facts.fingerprint)
    size = min(110 * unit, 0.98 * width * 100 / fonts.width(code, 100.0, "bold"))
    middle = square.y + square.height / 2
    say = language_of(facts.locale).say
    return [
        *_code(facts, square, is_right=False),
        Text(x, middle - 52 * unit, say("Scan to claim"), 46 * unit, theme.text, "left", "medium", width),
        Text(x, middle + 14 * unit, say("or find the code"), 46 * unit, theme.dim, "left", "medium", width),
        Text(x, middle + 30 * unit + 0.8 * size, code, size, theme.text, "left", "bold"),
    ]


class _Fingerprint:
    """The fingerprint as wide as the page, in two lines on a high page.

    Args:
        width: of the room, px.
    """

    def __init__(self, facts: ClaimFacts, width: int, is_high: bool, unit: float, fonts: Fonts) -> None:
        fingerprint, self._language = facts.fingerprint, language_of(facts.locale)
        parts = fingerprint.split("-")
        self._groups = ["-".join(parts[:2]), "-".join(parts[2:])] if is_high and len(parts) == 4 else [fingerprint]
        widest = max(fonts.width(group, 100.0, "bold") for group in self._groups) / 100.0
        self._size = min(230 * unit, width / max(widest, 0.01) * 0.98)
        self._unit, self._fonts = unit, fonts
        self._lines = 0.96 + 1.02 * (len(self._groups) - 1)
        self.height = 66 * unit + self._size * self._lines if fingerprint else 0.0
        """With its label, px."""

    def ops(self, room: Rect, top: float, bottom: float, code: str) -> list[Op]:
        """In the middle between `top` and `bottom` px, smaller where that is little; `code` at the end of the label."""
        theme, unit = THEMES["dark"], self._unit
        shrink = max(0.3, min(1.0, (bottom - top) / self.height))
        label_size = 46 * unit * max(0.72, shrink)
        size = min(self._size, max(0.3 * self._size, (bottom - top - 1.42 * label_size) / self._lines))
        y = max(top, (top + bottom - 1.42 * label_size - size * self._lines) / 2) + label_size
        label, short = self._language.say("Fingerprint of this screen"), self._language.say("Short code")
        ops: list[Op] = [Text(room.x, y, label, label_size, theme.dim, "left", "medium")]
        if code:
            code_size = 1.42 * label_size
            ops.append(Text(room.right, y, code, code_size, theme.text, "right", "bold"))
            right = room.right - self._fonts.width(code, code_size, "bold") - 0.4 * label_size
            left = room.x + self._fonts.width(f"{label}{short}", label_size, "medium") + label_size
            if left < right:
                ops.append(Text(right, y, short, label_size, theme.dim, "right", "medium"))
        for number, group in enumerate(self._groups):
            baseline = y + 0.4 * label_size + size * (0.74 + 1.02 * number)
            ops.append(Text(room.x, baseline, group, size, theme.text, "left", "bold"))
        return ops
