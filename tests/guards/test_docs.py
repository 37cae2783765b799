"""README and docs/ say what is so: parts made from the code are up to date, links lead somewhere, commands exist."""

from __future__ import annotations

import argparse
import ast
import json
import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from displayd.cli.main import parser
from displayd.document.model import decode
from displayd.hub.wall.json_schema import schemas
from tests.support.docs import PAGES, ROOT, renewed, schema_of
from tests.support.imports import PACKAGES, arrows, reachable

WRITTEN = (*PAGES, ROOT / "CHANGELOG.md", ROOT / "SECURITY.md")
TEXTS = {str(path.relative_to(ROOT)): path.read_text() for path in WRITTEN}

FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def blocks(language: str) -> list[tuple[str, str]]:
    """Page and text of every block of code in `language`."""
    return [
        (page, textwrap.dedent(text))
        for page, whole in TEXTS.items()
        for found, text in FENCE.findall(whole)
        if found == language
    ]


def prose(text: str) -> str:
    """`text` without its blocks of code."""
    return FENCE.sub("", text)


def anchors(text: str) -> set[str]:
    """The anchors of the headings in `text`, as code hosts make them."""
    heads = re.findall(r"^#+ (.*)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def parsers(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command, with the parser of its arguments."""
    deeper = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not deeper:
        yield name, parser
    for action in deeper:
        for word, inner in action.choices.items():
            yield from parsers(inner, f"{name} {word}")


def test_readme_is_short() -> None:
    assert len(TEXTS["README.md"].splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_parts_made_from_the_code_are_as_the_code_is(page: Path) -> None:
    text = page.read_text()

    assert text == renewed(text), "run `make docs`, and look at what it changed"


@pytest.mark.parametrize("page", TEXTS)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(TEXTS[page])):
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), f"{page} leads to {link}"
        if anchor:
            assert anchor in anchors(target.read_text()), f"{page} leads to {link}"


def test_every_page_is_reached_from_the_readme_or_the_index_of_its_folder() -> None:
    linked = set(re.findall(r"\]\(([^)#\s]+)", TEXTS["README.md"]))
    linked |= {f"docs/data/{link}" for link in re.findall(r"\]\(([^)#\s]+)", TEXTS["docs/data/README.md"])}

    assert set(TEXTS) - {"README.md"} <= linked


def test_every_command_is_documented() -> None:
    commands = {name for name, _ in parsers(parser(), "displayd")}

    assert commands == set(re.findall(r"^\| `(displayd [a-z -]+)` \|", TEXTS["docs/commands.md"], re.MULTILINE))


def test_every_argument_says_what_it_is() -> None:
    silent = [
        f"{name} {action.dest}"
        for name, command in parsers(parser(), "displayd")
        for action in command._actions
        if not action.help
    ]

    assert silent == []


def shown_commands() -> Iterator[tuple[str, str]]:
    """Every command line that a page shows, complete with its arguments."""
    for page, text in TEXTS.items():
        for code in re.findall(r"`(displayd [^`\n]+)`", prose(text)):
            if not re.search(r"\[|COMMAND| \.\.\.", code) and " `" not in code:
                yield page, code.partition(" | ")[0]
    for page, text in blocks("sh"):
        for line in text.splitlines():
            if found := re.match(r"(?:\.venv/bin/)?(displayd .*?)\s*(?:#.*)?$", line):
                yield page, found[1].partition(" | ")[0]


@pytest.mark.parametrize(("page", "line"), sorted(set(shown_commands())))
def test_shown_command_is_one(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    command = next(name for name, _ in parsers(parser(), "displayd") if f"{line} ".startswith(f"{name} "))

    if words != command.split()[1:]:
        parser().parse_args(words)


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"make ([a-z-]+)", "".join(code for _, code in blocks("sh")))))
)
def test_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_target_is_explained() -> None:
    (targets,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert set(targets.split()) - {"help"} == set(
        re.findall(r"^\| `make ([a-z-]+)`", TEXTS["CONTRIBUTING.md"], re.MULTILINE)
    )


@pytest.mark.parametrize(("page", "text"), blocks("yaml"))
def test_yaml_is_yaml(page: str, text: str) -> None:
    assert isinstance(yaml.safe_load(text), (dict, list))


@pytest.mark.parametrize(("page", "text"), blocks("python"))
def test_python_is_python(page: str, text: str) -> None:
    ast.parse(text)


def test_document_of_the_page_is_one() -> None:
    (text,) = (text for page, text in blocks("json") if page == "docs/document.md")

    assert decode(text.encode()).pages[0].title == "Production"
    assert json.loads(text)["format"] == 1


@pytest.mark.parametrize("kind", [*schemas(), "displayd", "status", "push", "error"])
def test_every_struct_of_a_file_or_body_has_its_fields_in_a_table(kind: str) -> None:
    shown = set(re.findall(rf"made from the code: fields {kind} (\S+) -->", "".join(TEXTS.values())))
    # A page's fields are those of a document; the fields of widgets have a page of their own.
    elsewhere = {"layout": _structs("document")}.get(kind, set())
    # A secret is the same wherever one stands; its table is that of `hub`.
    lists = {"ScreensFile", "MistakeBody", "Date", *({"Secret"} if kind == "metrics" else ())}

    assert _structs(kind) - elsewhere - lists == shown


def _structs(kind: str) -> set[str]:
    schema: Any = schema_of(kind)
    return {name for name, one in schema["$defs"].items() if "properties" in one}


def test_graph_is_the_tree() -> None:
    drawn = re.findall(r"^    (\w+) --> (\w+)$", TEXTS["docs/architecture.md"], re.MULTILINE)

    assert {name for arrow in drawn for name in arrow} == set(PACKAGES)
    assert set(drawn) <= arrows()
    assert reachable(drawn) >= arrows()
    assert TEXTS["docs/architecture.md"].count("```mermaid") == 1


def test_workflow_and_ci_run_every_test() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())

    assert workflow["jobs"]["test"]["steps"][-1]["run"] == "make test"
    assert workflow["jobs"]["image"]["steps"][-1]["run"] == "make test-appliance"
    assert (ROOT / ".ci/run").read_text().strip().endswith("make test-all")


def test_version_has_its_changes() -> None:
    from displayd import __version__

    heads = re.findall(r"^## \[(.+)\]$", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert heads[0] == "Unreleased"
    assert heads[1] == __version__
