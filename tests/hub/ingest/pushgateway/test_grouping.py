"""The group that a push is for, from its address."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.exposition import _escape_grouping_key

from displayd.errors import DocumentError
from displayd.hub.ingest.pushgateway.grouping import group_in_path, job_of


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("job/backup", {"job": "backup"}),
        ("job/backup/instance/db 1", {"job": "backup", "instance": "db 1"}),
        ("job@base64/YS9i/path@base64/L3Zhci90bXA", {"job": "a/b", "path": "/var/tmp"}),  # noqa: S108
        (
            "job/example/first_label@base64/=/second_label/foobar",
            {"job": "example", "first_label": "", "second_label": "foobar"},
        ),
        ("job/titan/name@base64/zqDPgc6_zrzOt864zrXPjc-C", {"job": "titan", "name": "Προμηθεύς"}),
        ("job/a/b@base64/YQ==", {"job": "a", "b": "a"}),
    ],
)
def test_the_examples_of_the_gateways_own_page(path: str, labels: dict[str, str]) -> None:
    assert dict(group_in_path(path)) == labels


NAMES = st.from_regex("[a-z][a-z0-9_]{0,9}", fullmatch=True).filter(lambda name: name != "job")


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.dictionaries(NAMES, st.text(max_size=20), max_size=5),
)
def test_what_the_client_of_prometheus_writes_is_read(job: str, labels: dict[str, str]) -> None:
    escape: Any = _escape_grouping_key
    parts = [escape("job", job), *(escape(*one) for one in sorted(labels.items()))]
    path = unquote("/".join(f"{name}/{value}" for name, value in parts))

    assert dict(group_in_path(path)) == {**labels, "job": job}
    assert job_of(group_in_path(path)) == job


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("job", "without a value"),
        ("job/", "not empty"),
        ("instance/a", "begins with job/"),
        ("instance/a/job/b", "begins with job/"),
        ("job/a/b", "without a value"),
        ("job/a//b", "no name of a label"),
        ("job/a/1b/c", "no name of a label"),
        ("job/a/__name__/c", "no name of a label"),
        ("job/a/b/c/b/d", "twice"),
        ("job/a/b@base64/%%%", "no base64"),
        ("job/a/b@base64/_w", "no base64"),
        ("job/a" + "".join(f"/l{n}/x" for n in range(20)), "more than 20 labels"),
    ],
)
def test_what_is_wrong_is_said(path: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        group_in_path(path)

    assert words in str(caught.value.mistakes[0])


@given(st.text(alphabet="job/@base64=é%_A", max_size=60))
def test_nothing_but_our_own_error_comes_out_of_any_path(path: str) -> None:
    with contextlib.suppress(DocumentError):
        assert job_of(group_in_path(path))
