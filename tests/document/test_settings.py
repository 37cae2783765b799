"""Laws of every screen setting: written once, it is everywhere where a setting belongs."""

from __future__ import annotations

import typing
from typing import Any, Literal

import msgspec
import pytest
from msgspec import Meta

from displayd.document.model import Document, decode
from displayd.document.settings import OF_THE_TV, SETTINGS, ScreenSettings, tv_settings
from displayd.errors import ConfigError
from displayd.hub.metrics.live import Metrics
from displayd.hub.publish.plan_base import base_of
from displayd.hub.publish.publisher import Publisher
from displayd.hub.publish.wall_diff import differences
from displayd.hub.wall.json_schema import schemas
from displayd.hub.wall.loader import Wall
from displayd.validation.yaml_source import dump
from tests.hub.walls import NOON, wall

HINTS = typing.get_type_hints(ScreenSettings, include_extras=True)


def meta_of(name: str) -> Meta:
    """What the field says of itself."""
    (meta,) = HINTS[name].__metadata__
    assert isinstance(meta, Meta)
    return meta


def another(name: str) -> Any:
    """A value of the setting `name` that is not its default."""
    default, kind = getattr(ScreenSettings(), name), HINTS[name].__origin__
    if typing.get_origin(kind) is Literal:
        return next(value for value in typing.get_args(kind) if value != default)
    if kind is bool:
        return not default
    return next(value for value in meta_of(name).examples or () if value != default)


def office(defaults: dict[str, Any], **screens: dict[str, Any]) -> Wall:
    """A wall with these defaults and screens."""
    return wall({"screens.yaml": dump({"defaults": defaults, "screens": screens})})


def documents(found: Wall) -> dict[str, Document]:
    """What every screen of it gets."""
    metrics, publisher = Metrics(), Publisher()
    metrics.define(found.metrics)
    publisher.publish(found, metrics, NOON)
    issues = {name: publisher.issue(name) for name in found.screens}
    return {name: decode(issue.body) for name, issue in issues.items() if issue is not None}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_of_all_screens_or_of_one_reaches_its_document(name: str) -> None:
    value = another(name)

    of_all = documents(office({name: value}, left={"show": ["team"]}))
    of_one = documents(office({}, left={"show": ["team"], name: value}, other={"show": ["team"]}))

    assert getattr(of_all["left"], name) == getattr(of_one["left"], name) == value
    assert getattr(of_one["other"], name) == getattr(ScreenSettings(), name)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_mirror_has_the_settings_of_the_tv_and_takes_those_of_the_picture(name: str) -> None:
    value = another(name)
    plain = documents(office({}, left={"show": ["team"]}, right={"mirror": "left"}))

    led = documents(office({}, left={"show": ["team"], name: value}, right={"mirror": "left"}))
    is_own = name in OF_THE_TV

    assert (getattr(led["right"], name) == value) is not is_own
    assert (led["left"].revision == plain["left"].revision) is is_own
    if is_own:
        own = documents(office({}, left={"show": ["team"]}, right={"mirror": "left", name: value}))
        assert (getattr(own["right"], name), own["right"].revision) == (value, own["left"].revision)
        return
    with pytest.raises(ConfigError) as failure:
        office({}, left={"show": ["team"]}, right={"mirror": "left", name: value})
    assert f"`{name}` and `mirror` cannot stand together" in failure.value.mistakes[0].reason


@pytest.mark.parametrize("name", SETTINGS)
def test_a_plan_tells_of_a_setting_by_its_name(name: str) -> None:
    before = base_of(office({}, left={"show": ["team"]}))
    after = base_of(office({}, left={"show": ["team"], name: another(name)}))

    (found,) = differences(before, after)

    (line,) = found.changes
    assert line.startswith(f"{name} ")


@pytest.mark.parametrize("name", SETTINGS)
def test_editors_know_every_setting_with_its_meaning(name: str) -> None:
    definitions = schemas()["screens"]["$defs"]
    document = msgspec.json.schema(Document)["$defs"]["Document"]

    for found in (definitions["Defaults"], definitions["ScreenEntry"], document):
        assert found["properties"][name]["description"] == meta_of(name).description


def test_what_a_mirror_has_of_its_own_is_of_the_tv() -> None:
    names = {"rotate", "diagonal_in", "viewing_m", "safe_area_percent"}

    assert names == OF_THE_TV == set(tv_settings(ScreenSettings()))
