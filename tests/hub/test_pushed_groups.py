"""Groups of pushed metrics: what replaces what, what does not fit together, and what is there after a restart."""

from __future__ import annotations

import math

import pytest

from displayd.errors import DocumentError
from displayd.hub.client_states import ClientStates
from displayd.hub.ingest.pushgateway.families import Family, Labels, checked
from displayd.hub.ingest.pushgateway.text_format import families_in_text, text_of
from displayd.hub.pushed_groups import PushedGroups
from tests.hub.walls import NOON

BACKUP: Labels = (("job", "backup"),)
DB: Labels = (("instance", "db"), ("job", "backup"))


def families(text: str) -> dict[str, Family]:
    """The families in `text`."""
    return checked(families_in_text(text.encode()))


def values(groups: PushedGroups, name: str) -> list[tuple[dict[str, str], float]]:
    """Labels and values of the samples called `name`."""
    return [(dict(one.labels), one.value) for one in groups.samples(name)]


def test_put_replaces_the_group_and_post_the_metrics_of_the_same_name() -> None:
    groups = PushedGroups(ClientStates())
    groups.push(BACKUP, families("a 1\nb 2\n"), NOON, replaces_all=True)
    groups.push(DB, families("b 3\n"), NOON, replaces_all=True)

    groups.push(BACKUP, families("b 4\nc 5\n"), NOON + 1, replaces_all=False)
    assert values(groups, "a") == [({"job": "backup"}, 1.0)]
    assert values(groups, "b") == [({"job": "backup"}, 4.0), ({"instance": "db", "job": "backup"}, 3.0)]
    groups.push(BACKUP, families("b 6\n"), NOON + 2, replaces_all=True)
    assert values(groups, "a") == values(groups, "c") == []
    groups.remove(BACKUP)
    assert values(groups, "b") == [({"instance": "db", "job": "backup"}, 3.0)]
    groups.remove(BACKUP)


def test_an_empty_push_sets_the_time_and_an_empty_put_clears_the_group() -> None:
    groups = PushedGroups(ClientStates())
    groups.push(BACKUP, families("a 1\n"), NOON, replaces_all=True)
    groups.push(BACKUP, {}, NOON + 60, replaces_all=False)
    assert [one.at for one in groups.samples("a")] == [NOON]
    assert values(groups, "push_time_seconds") == [({"job": "backup"}, NOON + 60)]

    groups.push(BACKUP, {}, NOON + 90, replaces_all=True)
    assert values(groups, "a") == []
    assert values(groups, "push_time_seconds") == [({"job": "backup"}, NOON + 90)]


def test_labels_of_the_address_go_before_those_of_the_body_and_times_are_the_hubs() -> None:
    groups = PushedGroups(ClientStates())
    groups.push(DB, families('a{job="x",host="h"} 1\npush_time_seconds 5\n'), NOON, replaces_all=True)

    assert values(groups, "a") == [({"job": "backup", "instance": "db", "host": "h"}, 1.0)]
    assert values(groups, "push_time_seconds") == [({"job": "backup", "instance": "db"}, NOON)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# TYPE b counter\nb 1\n", "of the type counter here, and of gauge in the group job=backup"),
        ('# TYPE b gauge\nb{instance="db"} 1\n', "with the same labels is in another group"),
        ('c{instance="x"} 1\nc{instance="y"} 2\n', "differ only in labels"),
        ("displayd_metric_value 1\n", "the hub's own"),
    ],
)
def test_what_does_not_fit_is_refused_whole_and_noted(text: str, words: str) -> None:
    groups = PushedGroups(ClientStates())
    groups.push(BACKUP, families('# TYPE b gauge\nb{instance="db"} 1\n'), NOON, replaces_all=True)
    groups.push(DB, families("d 1\n"), NOON, replaces_all=True)
    with pytest.raises(DocumentError) as caught:
        groups.push(DB, families(text + "e 1\n"), NOON + 5, replaces_all=True)

    assert words in caught.value.mistakes[0].reason
    assert values(groups, "e") == []
    assert [value for _, value in values(groups, "d")] == [1.0]
    assert values(groups, "push_failure_time_seconds") == [(dict(DB), NOON + 5)]
    assert (dict(DB), NOON) in values(groups, "push_time_seconds")


def test_number_of_groups_and_samples_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.pushed_groups.MAX_GROUPS", 2)
    monkeypatch.setattr("displayd.hub.pushed_groups.MAX_SAMPLES", 3)
    groups = PushedGroups(ClientStates())
    groups.push(BACKUP, families("a 1\n"), NOON, replaces_all=True)
    with pytest.raises(DocumentError, match="more than 3 samples"):
        groups.push(DB, families("b 1\nc 1\nd 1\n"), NOON, replaces_all=True)
    groups.push(DB, families("b 1\n"), NOON, replaces_all=True)
    with pytest.raises(DocumentError, match="2 groups already"):
        groups.push((("job", "more"),), families("b 1\n"), NOON, replaces_all=True)
    groups.push(DB, families("b 1\nc 1\n"), NOON, replaces_all=True)


def test_all_is_there_after_a_restart() -> None:
    states = ClientStates()
    groups = PushedGroups(states)
    groups.push(BACKUP, families('# TYPE a counter\na{x="1"} 1\n'), NOON, replaces_all=True)
    groups.push(BACKUP, families('# HELP a A.\n# TYPE a counter\na{x="1"} NaN\n'), NOON + 9, replaces_all=True)

    again = PushedGroups(states)

    (found,) = again.samples("a")
    assert math.isnan(found.value)
    assert (found.kind, found.at, found.before, found.before_at) == ("counter", NOON + 9, 1.0, NOON)
    assert text_of(again.families()) == text_of(groups.families())


@pytest.mark.expects_log
def test_a_group_that_cannot_be_read_counts_as_none() -> None:
    states = ClientStates()
    states.put("pushgateway", "x", b"{")
    groups = PushedGroups(states)
    groups.push(BACKUP, families("a 1\n"), NOON, replaces_all=True)

    assert values(groups, "a") == [({"job": "backup"}, 1.0)]


def test_what_is_scraped_has_an_instance_everywhere() -> None:
    groups = PushedGroups(ClientStates())
    groups.push(BACKUP, families("a 1\n"), NOON, replaces_all=True)
    groups.push(DB, families("a 2\n"), NOON, replaces_all=True)

    text = text_of(groups.families())
    assert 'a{instance="",job="backup"} 1\na{instance="db",job="backup"} 2\n' in text
    assert text.count("# TYPE push_time_seconds gauge\n") == 1
    assert 'push_failure_time_seconds{instance="",job="backup"} 0\n' in text
