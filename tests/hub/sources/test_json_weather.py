"""The weather in the JSON of services: Open-Meteo and OpenWeather, each by one path."""

from __future__ import annotations

import datetime
import json
import re
import zoneinfo
from pathlib import Path
from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading, Weather
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.web_json import JsonReader
from displayd.tile.sky import Sky
from tests.hub.outgoing.strangers import Said, stranger
from tests.hub.walls import eventually, serving, wall, write_wall

NOW = 1_795_788_000.0
PAGE = Path(__file__).parents[3] / "docs" / "data" / "office.md"
BARE = "".join(f"{name}: {{}}\n" for name in ("orders", "errors", "latency"))


def midnight(day: int) -> float:
    return datetime.datetime(2026, 11, day, tzinfo=zoneinfo.ZoneInfo("Europe/London")).timestamp()


def example(name: str) -> tuple[str, Any]:
    """The metrics and the answer of an example of the page."""
    page = PAGE.read_text()
    (metrics,) = re.findall(rf"```yaml\n# metrics\.yaml: {name}\n(.*?)```", page, re.DOTALL)
    (body,) = re.findall(rf"What {name} answers.*?```json\n(.*?)```", page, re.DOTALL)
    return metrics, json.loads(body)


def answers(metrics: str, body: Any) -> dict[str, Any]:
    with stranger(lambda _: Said(json.dumps(body).encode())) as service:
        hub = f"outgoing: [127.0.0.1]\nservers: {{weather: {{url: '{service.url}'}}}}\n"
        found = wall({"metrics.yaml": metrics + BARE, "hub.yaml": hub})
        return JsonReader().read(asked_of(SOURCES["json"], found.metrics), found.office, NOW)


def weather(path: str, body: Any) -> Weather | SourceError | None:
    answer = answers(f'here: {{json: {{server: weather, url: /x, weather: "{path}"}}}}\n', body)["here"]
    return answer.weather if isinstance(answer, Reading) else answer


def test_open_meteo_has_lists_beside_each_other() -> None:
    metrics, body = example("Open-Meteo")

    (answer,) = answers(metrics, body).values()

    assert answer.weather.now == Sky(code=61, temperature=8.4, feels=5.2, wind=24.1, is_night=True)
    assert [(day.time, day.code, day.temperature, day.low, day.chance) for day in answer.weather.days] == [
        (midnight(27), 61, 9.1, 4.0, 70),
        (midnight(28), 2, 7.3, 1.2, 10),
        (midnight(29), 0, 4.0, -2.4, 0),
    ]


def test_openweather_has_codes_of_its_own() -> None:
    metrics, body = example("OpenWeather")

    (answer,) = answers(metrics, body).values()

    assert answer.weather.now == Sky(code=61, temperature=8.4, feels=5.2, wind=6.7, is_night=True)
    assert [(day.code, day.temperature, day.low, day.chance) for day in answer.weather.days] == [
        (3, 9.1, 4.0, 70),
        (73, 0.3, -5.0, 100),
    ]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [(200, 95), (232, 95), (321, 53), (500, 61), (522, 82), (601, 73), (741, 45), (800, 0), (804, 3), (999, None)],
)
def test_codes_of_openweather(theirs: int, ours: int | None) -> None:
    found = weather("{openweather: id, temperature: `1`}", {"id": theirs})

    assert isinstance(found, Weather)
    assert found.now is not None
    assert found.now.code == ours


def test_nothing_there_is_no_weather() -> None:
    assert weather("no.such.path", {}) is None
    assert weather("{temperature: a.b, code: c}", {}) == Weather()


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("@", [1], "`weather` is no object"),
        ("@", {"temperature": "warm"}, "`weather.temperature` is `warm`, and a figure is a number"),
        ("@", {"temperatur": 1}, "`weather` has `temperatur`"),
        ("@", {"temperature": 100_000}, "`weather.temperature` is 100,000, and no temperature"),
        ("@", {"days": 3}, "`weather.days` is no list"),
        ("@", {"days": [3]}, "`weather.days[0]` is no object"),
        ("@", {"days": {"time": 3}}, "`weather.days` is no list"),
        ("@", {"days": [{"time": "tomorrow"}]}, "`weather.days[0].time` is `tomorrow`, and no time"),
    ],
)
def test_what_is_not_what_was_said_is_told(path: str, body: Any, words: str) -> None:
    found = weather(path, body)

    assert isinstance(found, SourceError)
    assert words in found.message


def test_whatever_a_service_answers_is_weather_or_told() -> None:
    odd: list[Any] = [
        None,
        True,
        0,
        "",
        [],
        {},
        [[]],
        {"days": {}},
        {"days": [{}]},
        {"code": 1e9},
        {"code": "61"},
        {"is_day": "x"},
    ]
    for one in odd:
        assert isinstance(weather("@", one), Weather | SourceError | None)


LAYOUT = """
title: Outside
pages:
  - title: Outside
    landscape: ["now"]
    widgets:
      now: {type: weather, metric: weather.here}
"""


def test_the_weather_of_a_service_is_on_the_screens_of_a_real_hub(tmp_path: Path) -> None:
    metrics, body = example("Open-Meteo")
    with stranger(lambda _: Said(json.dumps(body).encode())) as service:
        hub = f"outgoing: [127.0.0.1]\nservers: {{weather: {{url: '{service.url}'}}}}\n"
        changes = {"hub.yaml": hub, "metrics.yaml": metrics + BARE, "layouts/team.yaml": LAYOUT}
        folder = write_wall(tmp_path / "wall", changes)
        with serving(folder, tmp_path / "state") as caller:

            def shown() -> Any:
                return caller.screen("left").json()["pages"][0]["widgets"]["now"].get("now", {}).get("temperature")

            assert eventually(lambda: shown() == 8.4)
