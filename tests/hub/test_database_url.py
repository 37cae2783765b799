"""`database:` of hub.yaml."""

from __future__ import annotations

import pytest

from displayd.hub.database_url import EXAMPLE, Database
from displayd.hub.secret import Secret
from displayd.hub.settings import settings_of
from tests.hub.walls import HUB, mistakes, wall


def test_without_it_there_is_none() -> None:
    assert wall().settings.database is None


@pytest.mark.parametrize(
    ("line", "database"),
    [
        (EXAMPLE, EXAMPLE),
        ("postgresql:///displayd?host=/var/run/postgresql", "postgresql:///displayd?host=/var/run/postgresql"),
        (
            "{url: 'postgresql://db/displayd?sslmode=verify-full', password: {credential: database}}",
            Database(url="postgresql://db/displayd?sslmode=verify-full", password=Secret(credential="database")),
        ),
    ],
)
def test_it_is_an_address_with_or_without_a_password(line: str, database: str | Database) -> None:
    assert wall({"hub.yaml": f"{HUB}database: {line}\n"}).settings.database == database


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("postgresql://displayd:hunter2@db/displayd", ["a password in an address", "password: {file: "]),
        ("{url: 'postgresql://d:hunter2@db/displayd'}", ["a password in an address", "password: {file: "]),
        ("postgresql://db/displayd?password=hunter2", ["`password` in an address", "password: {file: "]),
        ("{url: 'postgresql://db/d', password: hunter2}", ["`password` is a mapping", "write where it is"]),
        ("mysql://db/hunter2", ["`mysql` is no database that the hub can use", EXAMPLE]),
        ("postgresql://db.example.org", ["names no database of the server", EXAMPLE]),
        ("'postgresql://db:port/hunter2'", ["no address of a database", EXAMPLE]),
        ("hunter2.sqlite3", ["this is no address", EXAMPLE]),
    ],
)
def test_what_is_wrong_with_it_is_said_with_its_line_and_without_the_password(line: str, words: list[str]) -> None:
    (found,) = mistakes({"hub.yaml": f"database: {line}\n"})

    assert found.startswith("hub.yaml:1: ")
    assert all(word in found for word in words)
    assert "hunter2" not in found


def test_wrong_address_leaves_the_hub_its_other_settings() -> None:
    settings, faults = settings_of({"title": "Office", "database": "nothing"})

    assert (settings.title, len(faults)) == ("Office", 1)
