"""Every mistake that one can make in a wall folder, with its place and a way out."""

from __future__ import annotations

import pytest

from tests.hub.viewers import PASSWORD_HASH
from tests.hub.walls import mistakes, png

SAMPLE = "orders: {}\nerrors: {}\nlatency:\n  sample:\n"
LAYOUT_HEAD = "title: Team\npages:\n  - title: Now\n"


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        pytest.param(
            {"screens.yaml": "screens:\n  a: {show: [team]}\n  b: {mirror: a}\n  c: {mirror: b}\n"},
            "screens.yaml:4",
            ["`b` is itself a mirror", "`a`", "write `mirror: a`"],
            id="mirror of a mirror",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {mirror: b}\n  b: {mirror: a}\n"},
            "screens.yaml:2",
            ["mirrors in a circle", "`a` -> `b` -> `a`"],
            id="mirror cycle",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {mirror: a}\n"},
            "screens.yaml:2",
            ["mirrors itself"],
            id="mirror of itself",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  lobby: {show: [team]}\n  b: {mirror: loby}\n"},
            "screens.yaml:3",
            ["no screen `loby`", "did you mean `lobby`?"],
            id="mirror of an unknown screen",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {show: [team]}\n  b:\n    mirror: a\n    show: [team]\n"},
            "screens.yaml:5",
            ["`show` and `mirror` cannot stand together"],
            id="mirror and show",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {show: [team]}\n  b:\n    mirror: a\n    theme: light\n"},
            "screens.yaml:5",
            ["`theme` and `mirror`"],
            id="mirror and theme",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a:\n    show:\n      - team\n      - slaes\n"},
            "screens.yaml:5",
            ["no dashboard `slaes`", "did you mean `sales`?"],
            id="unknown dashboard",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {device: LEFT, show: [team]}\n  b: {device: LEFT, show: [team]}\n"},
            "screens.yaml:3",
            ["already the device of `a` (screens.yaml:2)"],
            id="two screens with one device",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a:\n    device: K7QF-2MXD\n    show: [team]\n"},
            "screens.yaml:3",
            ["`K7QF-2MXD` is not a fingerprint", "K7QF-2MXD-6TBA-W3EN"],
            id="malformed fingerprint",
        ),
        pytest.param(
            {
                "layouts/team.yaml": LAYOUT_HEAD
                + '    landscape: ["a b", "b a"]\n    widgets: {a: {type: text}, b: {type: text}}\n'
            },
            "layouts/team.yaml:4",
            ["is not one rectangle"],
            id="area that is no rectangle",
        ),
        pytest.param(
            {"layouts/team.yaml": LAYOUT_HEAD + '    landscape: ["a oops"]\n    widgets: {a: {type: text}}\n'},
            "layouts/team.yaml:4",
            ["`oops` is not a widget"],
            id="area without a widget",
        ),
        pytest.param(
            {
                "layouts/team.yaml": LAYOUT_HEAD
                + '    portrait: ["a"]\n    widgets: {a: {type: text}, b: {type: text}}\n'
            },
            "layouts/team.yaml:4",
            ["`b` has no place"],
            id="widget without an area",
        ),
        pytest.param(
            {"layouts/team.yaml": LAYOUT_HEAD + "    widgets:\n      a: {type: number, metric: order}\n"},
            "layouts/team.yaml:5",
            ["unknown metric `order`", "did you mean `orders`?"],
            id="unknown metric",
        ),
        pytest.param(
            {
                "layouts/team.yaml": LAYOUT_HEAD
                + "    widgets:\n      a:\n        type: bar\n        bars:\n"
                + "          - metric: orders\n          - metric: nothing\n"
            },
            "layouts/team.yaml:9",
            ["unknown metric `nothing`"],
            id="unknown metric inside an item",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a:\n    show: [team]\n    theme: drak\n"},
            "screens.yaml:4",
            ["unknown theme `drak`", "did you mean `dark`?"],
            id="unknown theme",
        ),
        pytest.param(
            {"screens.yaml": "defaults:\n  timezone: Europe/Londn\nscreens: {a: {show: [team]}}\n"},
            "screens.yaml:2",
            ["unknown time zone `Europe/Londn`", "did you mean `Europe/London`?"],
            id="unknown time zone",
        ),
        pytest.param(
            {"layouts/team.yaml": LAYOUT_HEAD + "    widgets:\n      a: {type: clock, timezone: Mars/Base}\n"},
            "layouts/team.yaml:5",
            ["unknown time zone `Mars/Base`"],
            id="unknown time zone in a layout",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nlatency: {}\nerrors:\n  unit: percntunit\n"},
            "metrics.yaml:4",
            ["unknown unit `percntunit`", "did you mean `percentunit`?"],
            id="unknown unit",
        ),
        pytest.param(
            {"layouts/team.yaml": LAYOUT_HEAD + "    widgets:\n      a: {type: number, value: 1, unit: parsecs}\n"},
            "layouts/team.yaml:5",
            ["unknown unit `parsecs`"],
            id="unknown unit in a layout",
        ),
        pytest.param(
            {"screens.yaml": 'screens:\n  a:\n    show: [team]\n    on: "Mon-Fri early"\n'},
            "screens.yaml:4",
            ["`mon-fri early` is not a time of opening", "Mon-Fri 08:00-19:00"],
            id="opening hours that are none",
        ),
        pytest.param(
            {"screens.yaml": 'screens:\n  a:\n    show: [team]\n    on: "08:00-08:00"\n'},
            "screens.yaml:4",
            ["`08:00-08:00` begins and ends at the same time", "for all day, write `00:00-24:00`"],
            id="opening hours that begin and end at the same time",
        ),
        pytest.param(
            {"screens.yaml": 'defaults:\n  updates: "2-4am"\nscreens:\n  a:\n    show: [team]\n'},
            "screens.yaml:2",
            ["`2-4am` says am or pm of one time only"],
            id="quiet hours that are none",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {show: [team]}\n  a: {show: [sales]}\n"},
            "screens.yaml:3",
            ["`a` stands here twice"],
            id="duplicate key",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a:\n    show: [team]\n    rotat: 90\n"},
            "screens.yaml:4",
            ["unknown field `rotat`", "did you mean `rotate`?"],
            id="unknown key",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {show: [team]}\nscreen: {}\n"},
            "screens.yaml:3",
            ["unknown field `screen`", "did you mean `screens`?"],
            id="unknown key at the root",
        ),
        pytest.param(
            {"hub.yaml": "title: Office\nlissen: 127.0.0.1:80\n"},
            "hub.yaml:2",
            ["unknown field `lissen`", "did you mean `listen`?"],
            id="unknown key in hub.yaml",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency:\n  titel: Latency\n"},
            "metrics.yaml:4",
            ["unknown field `titel`", "did you mean `title`?"],
            id="unknown key in metrics.yaml",
        ),
        pytest.param(
            {"layouts/team.yaml": LAYOUT_HEAD + "    widgets:\n      a: {type: number, valeu: 1}\n"},
            "layouts/team.yaml:5",
            ["unknown field `valeu`", "did you mean `value`?"],
            id="unknown key in a widget",
        ),
        pytest.param(
            {"layouts/team.yaml": LAYOUT_HEAD + "    widgets:\n      a: {type: numbr}\n"},
            "layouts/team.yaml:5",
            ["unknown type `numbr`", "did you mean `number`?"],
            id="unknown widget",
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a:\n    show: []\n"}, "screens.yaml:3", ["shows nothing"], id="empty show"
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a: {}\n"}, "screens.yaml:2", ["neither `show` nor `mirror`"], id="no show"
        ),
        pytest.param({"screens.yaml": "screens:\n"}, "screens.yaml:1", ["there are no screens"], id="no screens"),
        pytest.param({"screens.yaml": ""}, "screens.yaml", ["there are no screens"], id="empty file"),
        pytest.param(
            {"screens.yaml": "screens:\n  - hall: {show: [team]}\n"},
            "screens.yaml:1",
            ["`screens` is a mapping, not a list", "for example `lobby: {show: [devops]}`"],
            id="list of screens",
        ),
        pytest.param({"screens.yaml": None}, "screens.yaml", ["is missing"], id="missing file"),
        pytest.param({"screens.yaml": "- a\n- b\n"}, "screens.yaml:1", ["is no mapping"], id="list for a mapping"),
        pytest.param({"screens.yaml": "screens:\n  a: [\n"}, "screens.yaml:2", ["the `[` has no `]`"], id="no YAML"),
        pytest.param(
            {"screens.yaml": b"screens:\n  a: {title: \xff}\n"}, "screens.yaml:2", ["is not UTF-8"], id="not UTF-8"
        ),
        pytest.param(
            {"screens.yaml": "screens:\n  a b: {show: [team]}\n"}, "screens.yaml:2", ["the name `a b`"], id="bad name"
        ),
        pytest.param(
            {
                "layouts/team.yaml": LAYOUT_HEAD
                + "    widgets:\n      a:\n        type: picture\n        source: lgo.png\n",
                "pictures/logo.png": png(),
            },
            "layouts/team.yaml:7",
            ["there is no picture `lgo.png`", "did you mean `logo.png`?"],
            id="picture that is not there",
        ),
        pytest.param({"pictures/logo.png": b"<svg/>"}, "pictures/logo.png", ["neither PNG"], id="picture that is none"),
        pytest.param({"pictures/logo.png": png()[:20]}, "pictures/logo.png", ["cut off"], id="picture that is cut off"),
        pytest.param(
            {"layouts/team.yml": "pages: []"}, "layouts/team.yml", ["is not read", "team.yaml"], id="wrong ending"
        ),
        pytest.param(
            {"metrics/sales.yml": "deals: {}"},
            "metrics/sales.yml",
            ["is not read", "sales.yaml"],
            id="wrong ending of metrics",
        ),
        pytest.param(
            {"metrics/sales.yaml": "deals: {}\norders:\n  title: Orders\n"},
            "metrics/sales.yaml:2",
            ["`orders` is already defined in metrics.yaml:1", "keep one"],
            id="metric in two files",
        ),
        pytest.param(
            {"metrics/b.yaml": "deals: {}\n", "metrics/a.yaml": "# none\ndeals: {}\n"},
            "metrics/b.yaml:1",
            ["already defined in metrics/a.yaml:2"],
            id="metric in two files of the folder",
        ),
        pytest.param(
            {"metrics/sales.yaml": "deals: {}\n\nwon: {unit: parsecs}\n"},
            "metrics/sales.yaml:3",
            ["parsecs"],
            id="mistake in a file of the folder",
        ),
        pytest.param(
            {"metrics/sales.yaml": "- deals\n"},
            "metrics/sales.yaml:1",
            ["no mapping"],
            id="metrics file that is a list",
        ),
        pytest.param(
            {"layouts/all.yaml": "pages: []"}, "layouts/all.yaml", ["already means every"], id="layout called all"
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency:\n  host: laod1\n"},
            "metrics.yaml:4",
            ["no figure `laod1`", "did you mean `load1`?"],
            id="unknown figure",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency:\n  host: load1\n  sample: {}\n"},
            "metrics.yaml:5",
            ["`host` and `sample`"],
            id="two sources",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency:\n  sample: {between: [5, 1]}\n"},
            "metrics.yaml:4",
            ["smallest value is larger"],
            id="range the wrong way round",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency: {compare_line: true, compare_hours: 0}\n"},
            "metrics.yaml:3",
            ["no line before", "how many hours"],
            id="line before without a time before",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency: {minimum: 100, maximum: 0}\n"},
            "metrics.yaml:3",
            ["not more than", "least"],
            id="scale the wrong way round",
        ),
        pytest.param(
            {"metrics.yaml": SAMPLE + "    items:\n      - {label: Oslo, lat: 59.9}\n"},
            "metrics.yaml:6",
            ["one place", "give both"],
            id="half a place",
        ),
        pytest.param(
            {"metrics.yaml": SAMPLE + "    rows:\n      - [a, {}]\n"},
            "metrics.yaml:6",
            ["not one of a date, a range and a formula", "`{days: 12}`"],
            id="empty cell",
        ),
        pytest.param(
            {"metrics.yaml": SAMPLE + "    rows:\n      - [a, {days: 1, between: [1, 2]}]\n"},
            "metrics.yaml:6",
            ["not one of a date, a range and a formula"],
            id="cell of two kinds",
        ),
        pytest.param(
            {"metrics.yaml": SAMPLE + "    rows:\n      - [a, {between: [2, 1]}]\n"},
            "metrics.yaml:6",
            ["smallest value is larger"],
            id="range of a cell upside down",
        ),
        pytest.param(
            {"metrics.yaml": SAMPLE + "    rows:\n      - [a, .nan]\n"},
            "metrics.yaml:6",
            ["`rows[0][1]` is a number, and this is none"],
            id="cell that is no number",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency:\n  sample: {trend: 2}\n"},
            "metrics.yaml:4",
            ["`trend` is at most 0.2, not `2`"],
            id="trend out of all proportion",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency: {period: fortnight}\n"},
            "metrics.yaml:3",
            ["fortnight"],
            id="unknown period",
        ),
        pytest.param(
            {"metrics.yaml": "orders: {}\nerrors: {}\nlatency: {}\nBig Id: {}\n"},
            "metrics.yaml:4",
            ["the id `Big Id`"],
            id="bad metric id",
        ),
        pytest.param(
            {"hub.yaml": "keys:\n  a: {sha256: secret, metrics: ['*']}\n"},
            "hub.yaml:2",
            ["`sha256` has another form", "sha256sum"],
            id="key that is not hashed",
        ),
        pytest.param(
            {"hub.yaml": "viewers:\n  office: {password: open sesame}\n"},
            "hub.yaml:2",
            ["`password` has another form", "never the password itself", "displayd hub viewer office --password"],
            id="password that is not hashed",
        ),
        pytest.param(
            {"hub.yaml": "viewers:\n  office: {}\n"},
            "hub.yaml:2",
            ["needs `password` or `sha256`", "displayd hub viewer office"],
            id="viewer without a secret",
        ),
        pytest.param(
            {"hub.yaml": f"viewers:\n  a: {{sha256: {'a' * 64}, password: '{PASSWORD_HASH}'}}\n"},
            "hub.yaml:2",
            ["has both"],
            id="viewer with two secrets",
        ),
        pytest.param(
            {"hub.yaml": "title: Office\nviewers: everybody\n"},
            "hub.yaml:2",
            ["`viewers: public`", "displayd hub viewer NAME"],
            id="viewers that are none",
        ),
        pytest.param(
            {"hub.yaml": "hosts:\n  - good.example\n  - https://dash.example.org/\n"},
            "hub.yaml:3",
            ["without scheme, port or path"],
            id="host with a scheme",
        ),
    ],
)
def test_every_mistake_is_told_with_its_place_and_a_way_out(
    changes: dict[str, str | bytes | None], where: str, words: list[str]
) -> None:
    found = mistakes(changes)

    assert any(line.startswith(f"{where}: ") and all(word in line for word in words) for line in found), found
