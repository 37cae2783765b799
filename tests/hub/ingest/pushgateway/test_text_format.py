"""The text format of Prometheus: what its own client writes is read, and what is wrong is said with its line."""

from __future__ import annotations

import contextlib
import math

import prometheus_client
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import DocumentError
from displayd.hub.ingest.pushgateway.families import Family, Labels, Sample, checked
from displayd.hub.ingest.pushgateway.text_format import families_in_text, text_of


def read(text: str) -> dict[str, Family]:
    """The families in `text`."""
    return checked(families_in_text(text.encode()))


def test_what_the_client_of_prometheus_writes_is_read() -> None:
    registry = prometheus_client.CollectorRegistry()
    age = prometheus_client.Gauge("age", 'Seconds \\ "since"\nthe last', ["host"], registry=registry)
    age.labels('a"b\\c\nd').set(1.5)
    prometheus_client.Counter("orders", "Orders.", registry=registry).inc(3)
    seconds = prometheus_client.Histogram("seconds", "Time.", buckets=(0.1, 1), registry=registry)
    seconds.observe(0.5)
    prometheus_client.Summary("bytes", "Size.", registry=registry).observe(7)
    prometheus_client.Info("build", "Which.", registry=registry).info({"version": "1"})
    prometheus_client.Enum("state", "How.", states=["up", "down"], registry=registry).state("down")

    families = checked(families_in_text(prometheus_client.generate_latest(registry)))

    assert families["age"].samples == [Sample("age", (("host", 'a"b\\c\nd'),), 1.5)]
    assert families["age"].help == 'Seconds \\ "since"\nthe last'
    assert (families["orders_total"].kind, families["orders_total"].samples[0].value) == ("counter", 3.0)
    assert families["seconds"].kind == "histogram"
    assert {one.name for one in families["seconds"].samples} == {"seconds_bucket", "seconds_sum", "seconds_count"}
    assert {one.name for one in families["bytes"].samples} == {"bytes_sum", "bytes_count"}
    assert families["build_info"].samples[0].labels == (("version", "1"),)
    assert len(families["state"].samples) == 2


def test_numbers_are_as_go_writes_them() -> None:
    families = read("a NaN\nb +Inf\nc -inf\nd 1e3\ne -0\nf 0x1p4\ng .5\n")

    values = {name: one.samples[0].value for name, one in families.items()}
    assert math.isnan(values.pop("a"))
    assert values == {"b": math.inf, "c": -math.inf, "d": 1000.0, "e": 0.0, "f": 16.0, "g": 0.5}


def test_spaces_comments_and_quoted_names_are_read() -> None:
    families = read('  # a comment\n#HELPless\n\n a { x = "1" , y="2" , } \t 3 \n{"sales.total", "a b"="c"} 4\n')

    assert families["a"].samples == [Sample("a", (("x", "1"), ("y", "2")), 3.0)]
    assert families["sales.total"].samples == [Sample("sales.total", (("a b", "c"),), 4.0)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 1", "line feed"),
        ("a 1\nb\n", "line 2: there has to be one number"),
        ("a 1 1795000000000\n", "line 1: a timestamp"),
        ("a x\n", "`x` is no number"),
        ("a 1_000\n", "no number"),
        ("a \u0661\n", "no number"),
        ("1a 2\n", "no name"),
        ('a{b="c} 1\n', "quotation marks"),
        ("a{b=c} 1\n", "quotation marks"),
        ('a{b="c" d="e"} 1\n', "labels are written"),
        ('a{b="\\x"} 1\n', "cannot stand"),
        ('a{b="1",b="2"} 1\n', "a label twice"),
        ("{} 1\n", "no name"),
        ("a 1\na 2\n", "twice with the same labels"),
        ("# TYPE a gauge\n# TYPE a counter\n", "second TYPE"),
        ("a 1\n# TYPE a gauge\n", "second TYPE"),
        ("# HELP a x\n# HELP a y\n", "second HELP"),
        ("# TYPE a tachometer\n", "no type"),
        ('{"a\\nb"} 1\n', "no name of a metric"),
        ("a{" + ",".join(f'l{n}="1"' for n in range(41)) + "} 1\n", "more than 40 labels"),
        (f'a{{b="{"x" * 1001}"}} 1\n', "1000 letters"),
        ("".join(f'a{{b="{n}"}} 1\n' for n in range(10_001)), "10,000 can be pushed"),
    ],
)
def test_what_is_wrong_is_said(text: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(text)

    assert words in str(caught.value.mistakes[0])


NAMES = st.from_regex(r"[a-zA-Z_:][a-zA-Z0-9_:]{0,20}", fullmatch=True) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\\'), min_size=1, max_size=20
)
LABELS = st.dictionaries(NAMES, st.text(max_size=20), max_size=4).map(lambda found: tuple(sorted(found.items())))


HELP = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda text: text.strip(" \t"))


@given(st.dictionaries(NAMES, st.dictionaries(LABELS, st.floats(), max_size=4), max_size=4), HELP)
def test_what_is_written_is_read_again(values: dict[str, dict[Labels, float]], text: str) -> None:
    families = [
        Family(name=name, kind="gauge", help=text, samples=[Sample(name, *one) for one in own.items()])
        for name, own in values.items()
    ]

    again = families_in_text(text_of(families).encode())

    assert repr(again) == repr(families)  # NaN is not equal to itself


@given(st.binary(max_size=300) | st.text(alphabet='a{}="\\,# \n\t1TYPEHELP+.xé', max_size=200).map(str.encode))
def test_nothing_but_our_own_error_comes_out_of_any_body(body: bytes) -> None:
    with contextlib.suppress(DocumentError):
        checked(families_in_text(body))
