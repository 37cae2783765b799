"""Feeds: headlines without any markup, the newest first, whatever sends them."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.sources.feed_entries import entries_of
from displayd.hub.sources.feed_source import FeedReader
from displayd.hub.sources.registry import SOURCES, asked_of
from tests.hub.outgoing.strangers import Said, stranger
from tests.hub.walls import eventually, mistakes, serving, wall, write_wall

NOW = datetime.datetime(2026, 11, 28, 12, 0, tzinfo=datetime.UTC).timestamp()
HOUR = 3600.0


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel><title>News</title>{body}</channel></rss>'.encode()


def entries(data: bytes, content_type: str = "", most: int = 20) -> list[Item]:
    return entries_of(data, content_type, NOW, most)


def labels(data: bytes, content_type: str = "") -> list[str]:
    return [one.label for one in entries(data, content_type)]


def test_rss_with_headline_summary_and_time() -> None:
    data = rss("<title>One</title><description>About it</description><pubDate>Sat, 28 Nov 2026 11:00:00 GMT</pubDate>")

    assert entries(data) == [Item(label="One", detail="About it", time=NOW - HOUR)]


def test_atom_with_content_instead_of_a_summary() -> None:
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title type="html">A &amp;lt;b&amp;gt; '
        b'&lt;i&gt;c&lt;/i&gt;</title><updated>2026-11-28T10:00:00Z</updated><content type="html">&lt;p&gt;Words'
        b"&lt;/p&gt;</content></entry></feed>"
    )

    assert entries(data) == [Item(label="A <b> c", detail="Words", time=NOW - 2 * HOUR)]


def test_rdf_of_the_nineties() -> None:
    data = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>Old</title><dc:date>2026-11-28T11:00:00Z</dc:date>'
        b"</item></rdf:RDF>"
    )

    assert entries(data) == [Item(label="Old", time=NOW - HOUR)]


def test_the_newest_comes_first_and_what_has_no_time_last() -> None:
    data = rss(
        "<title>None</title>",
        "<title>Old</title><pubDate>Thu, 26 Nov 2026 08:00:00 +0100</pubDate>",
        "<title>New</title><pubDate>Sat, 28 Nov 2026 08:00:00 EST</pubDate>",
        "<title>Nor here</title><pubDate>soon</pubDate>",
    )

    assert labels(data) == ["New", "Old", "None", "Nor here"]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Sat, 28 Nov 2026 10:00:00 +0000", 2),
        ("28 Nov 2026 10:00 GMT", 2),
        ("2026-11-28T10:00:00+00:00", 2),
        ("2026-11-28 10:00:00", 2),
        ("Saturday, 28-Nov-26 10:00:00 GMT", None),
        ("Sat, 32 Nov 2026 10:00:00 GMT", None),
        ("Tue, 01 Jan 2030 10:00:00 GMT", None),
        ("Sat, 28 Nov 2026 18:00:00 GMT", 0),
        ("", None),
    ],
)
def test_dates_as_sites_write_them(written: str, hours: float | None) -> None:
    (one,) = entries(rss(f"<title>x</title><pubDate>{written}</pubDate>"))

    # What cannot be read is no time; no library is blamed for reading more than this.
    assert one.time == (None if hours is None else NOW - hours * HOUR) or (hours is None and (one.time or 0) <= NOW)


def test_markup_is_gone_and_so_is_all_that_it_would_load() -> None:
    html = (
        "<![CDATA[<p>Hello <b>there</b> &amp; welcome<script>alert(1)</script></p>"
        '<img src="pictures/party.jpg"><style>p {}</style><a href="javascript:x">link</a>]]>'
    )
    (one,) = entries(rss(f"<title>T &amp; U</title><description>{html}</description>"))

    assert one == Item(label="T & U", detail="Hello there & welcome link")


def test_what_has_no_headline_is_called_by_what_it_says_and_what_says_nothing_is_left_out() -> None:
    data = rss("<description>Only words</description>", "<link>http://a.example.org</link>", "<title> </title>")

    assert entries(data) == [Item(label="Only words")]


def test_what_comes_twice_is_told_once() -> None:
    assert labels(rss("<title>A</title>", "<title>B</title>", "<title>A</title>")) == ["A", "B"]


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (rss("<title>Café</title>"), ""),
        (rss("<title>Café</title>", head="").decode().encode("utf-8-sig"), ""),
        (rss("<title>Café</title>", head='<?xml version="1.0" encoding="iso-8859-1"?>').decode().encode("latin-1"), ""),
        (rss("<title>Café</title>", head="").decode().encode("cp1252"), "text/xml; charset=windows-1252"),
        (rss("<title>Café</title>", head='<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16"), ""),
        (rss("<title>Caf&#233;</title>"), "application/rss+xml; charset=us-ascii"),
        (rss("<title>Caf&eacute;</title>"), ""),
    ],
)
def test_encodings_as_the_feed_or_its_server_says(data: bytes, content_type: str) -> None:
    assert labels(data, content_type) == ["Café"]


@pytest.mark.parametrize(
    "data",
    [
        rss("<title>Good</title>", "<title>AT&T <b>bold</title>"),
        rss("<title>Good</title>")[:-20],
        rss("<title>Good</title>\0\x08"),
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert labels(data)[0].startswith("Good")


def test_an_entity_bomb_is_small_and_quick() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    data = rss("<title>&l9;&f; x</title>", "<title>Good</title>", head=f'<?xml version="1.0"?>{bomb}')
    began = time.process_time()

    found = labels(data)

    assert time.process_time() - began < 20
    assert "Good" in found
    assert all("root:" not in one and len(one) < 300 for one in found)


def test_of_a_very_long_feed_the_beginning_is_read() -> None:
    many = rss(*(f"<title>Number {n}</title><description>{'word ' * 400}</description>" for n in range(4000)))

    found = entries(many, most=5)

    assert len(many) > 7_000_000
    assert [one.label for one in found] == [f"Number {n}" for n in range(5)]


def test_a_feed_without_entries_has_none() -> None:
    assert entries(rss()) == []
    assert entries(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>') == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no feed"),
        (b"<!DOCTYPE html><html><p>log in", "a page"),
        (b'{"a": 1}', "no feed"),
        (b"\xff" * 50, "no feed"),
    ],
)
def test_what_is_no_feed_is_told(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        entries(data)


PIECES = st.sampled_from(
    [
        b"<rss>", b"</rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"words", b"&amp;",
        b"&bad;", b"<![CDATA[",
        b"]]>", b"<!--", b"-->", b"<!DOCTYPE a [", b"<pubDate>", b"\xff\xfe", b"\0", b"<feed>",
        b"<entry>", b"<?xml?>", b"<a b='",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_whatever_comes_is_entries_or_told(pieces: list[bytes]) -> None:
    try:
        found = entries(b"".join(pieces))
    except SourceError:
        return

    assert all(one.label and one.label.isprintable() for one in found)


BARE = "".join(f"{name}: {{}}\n" for name in ("orders", "errors", "latency"))
TWO = rss("<title>One</title><description>About</description>", "<title>Two</title>")


def test_two_metrics_of_one_feed_ask_once_and_take_what_each_wants() -> None:
    short = "{feed: {server: news, url: /rss, most: 1, summary: false}}"
    metrics = f"{BARE}all: {{feed: {{server: news, url: /rss}}}}\nshort: {short}\n"
    with stranger(lambda _: Said(TWO, headers={"Content-Type": "application/rss+xml"})) as site:
        found = wall(
            {"metrics.yaml": metrics, "hub.yaml": f"outgoing: [127.0.0.1]\nservers: {{news: {{url: '{site.url}'}}}}\n"}
        )
        answers = FeedReader().read(asked_of(SOURCES["feed"], found.metrics), found.office, NOW)

    items = {name: answer.items if isinstance(answer, Reading) else answer for name, answer in answers.items()}
    assert items == {"all": [Item(label="One", detail="About"), Item(label="Two")], "short": [Item(label="One")]}
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("{}", "url"),
        ("{url: 'https://bad.example.org/rss'}", "the hub may not ask bad.example.org"),
        ("{url: 'https://ok.example.org/rss?key=hunter2'}", "`key` in an address"),
        ("{url: /rss, server: crm}", "hub.yaml has no server `crm`"),
        ("{url: 'https://ok.example.org/rss', most: 1000}", "100"),
        ("{url: 'file:///etc/passwd'}", "begins with"),
    ],
)
def test_what_cannot_be_is_a_mistake_with_its_line(origin: str, words: str) -> None:
    said = mistakes({"metrics.yaml": f"{BARE}news:\n  feed: {origin}\n", "hub.yaml": "outgoing: [ok.example.org]\n"})

    assert len(said) == 1
    assert said[0].startswith("metrics.yaml:5")
    assert words in said[0]
    assert "hunter2" not in said[0]


LAYOUT = """
title: News
pages:
  - title: News
    landscape: ["feed ticker list"]
    widgets:
      feed: {type: feed, metric: news}
      ticker: {type: ticker, metric: news}
      list: {type: list, metric: news}
"""


def test_a_feed_of_a_server_is_on_the_screens_of_a_real_hub_and_a_slow_one_keeps_no_other_waiting(
    tmp_path: Path,
) -> None:
    def shown(screen: Any) -> list[list[str]]:
        widgets = screen.json()["pages"][0]["widgets"]
        return [
            [item.get("label", "") for item in widgets[name].get("items", ())] for name in ("feed", "ticker", "list")
        ]

    def slow(_: Any) -> Said:
        time.sleep(3)
        return Said(TWO)

    with stranger(lambda _: Said(TWO)) as site, stranger(slow) as snail:
        servers = f"{{news: {{url: '{site.url}'}}, snail: {{url: '{snail.url}'}}}}"
        metrics = f"{BARE}news: {{feed: {{server: news, url: /rss}}}}\nlate: {{feed: {{server: snail, url: /rss}}}}\n"
        changes = {
            "hub.yaml": f"outgoing: [127.0.0.1]\nservers: {servers}\n",
            "metrics.yaml": metrics,
            "layouts/team.yaml": LAYOUT,
        }
        folder = write_wall(tmp_path / "wall", changes)
        with serving(folder, tmp_path / "state") as caller:
            assert eventually(lambda: shown(caller.screen("left")) == [["One", "Two"]] * 3)


@pytest.mark.parametrize(("encoding", "content_type"), [("cp1252", ""), ("utf-8", "text/xml")])
def test_a_word_without_an_end_does_not_keep_the_hub(encoding: str, content_type: str) -> None:
    # As a picture in the text is: whoever guesses an encoding from it needs the square of its length.
    text = rss(f"<title>Caf\u00e9</title><description>{'x' * 200_000}</description>", head="").decode()
    began = time.monotonic()

    assert labels(text.encode(encoding), content_type) == ["Caf\u00e9"]
    assert time.monotonic() - began < 5


def test_entities_without_an_end_do_not_keep_the_hub() -> None:
    began = time.monotonic()
    with pytest.raises(SourceError, match="no feed"):
        labels(b"<!DOCTYPE rss [" + b"<!ENTITY " * 200_000)

    assert time.monotonic() - began < 5
