"""The file on the card, and the examples of its page: each setting in them is right."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from displayd.device.config import Config, parse

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = (ROOT / "provisioning/displayd.yaml").read_bytes().decode("utf-8")
PAGE = (ROOT / "docs/displayd-yaml.md").read_text()
LINES = EXAMPLE.split("\r\n")

# What is for few: a document without a hub, and how the program works.
RARE = {"endpoint", "log_level", "wait_seconds", "poll_seconds", "picture_seconds"}


def settings(mark: str) -> list[str]:
    """The blocks of settings that begin with so many `#`, without them."""
    groups = itertools.groupby(LINES, lambda line: re.match(rf"{mark}(?=[^# ]|  )", line) is not None)
    return ["\n".join(line.removeprefix(mark) for line in lines) + "\n" for is_setting, lines in groups if is_setting]


def test_as_it_is_it_sets_nothing() -> None:
    assert parse("displayd.yaml", EXAMPLE) == Config()


def test_without_the_signs_of_comments_every_setting_is_right() -> None:
    config = parse("displayd.yaml", "".join(settings("#")))

    left = {name for name in Config.__struct_fields__ if getattr(config, name) == getattr(Config(), name)}
    assert left == RARE


@pytest.mark.parametrize("text", settings("##"))
def test_each_other_kind_of_network_is_right(text: str) -> None:
    wifi = parse("displayd.yaml", text).wifi

    assert wifi is not None
    assert wifi.enterprise is not None


def test_old_editors_of_windows_show_its_lines() -> None:
    assert EXAMPLE.count("\r\n") == EXAMPLE.count("\n") > 50
    assert EXAMPLE.isascii()
    assert max(map(len, LINES)) <= 100


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_every_example_of_the_page_is_right(text: str) -> None:
    assert parse("displayd.yaml", text) != Config()
