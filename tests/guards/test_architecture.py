"""The layers: imports point one way, each outside library has one home, and the device stays light."""

from __future__ import annotations

import functools
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.tile.widget import Widget
from displayd.widgets import WIDGETS
from tests.support.imports import HUB_ORDER, MODULES, PACKAGES, imports, reachable

ROOT = Path(__file__).parent.parent.parent

# Library: the modules that may import it.
HOMES = {
    "alembic": ["hub.storage"],
    "cryptography": ["hub.own_certificate"],
    "yaml": ["validation.yaml_source"],
    "cairo": ["paint"],
    "gi": ["paint.text"],
    "h11": ["hub.connections"],
    "feedparser": ["hub.sources.feed_entries"],
    "icalendar": ["hub.sources.calendar_events"],
    "jmespath": ["hub.sources.json_paths"],
    "recurring_ical_events": ["hub.sources.calendar_events"],
    "PIL": ["paint.pictures", "hub.screen_picture", "hub.pictures.developing"],
    "pygame": ["device.display.sdl_screen"],
    "pyphen": ["text.hyphenation"],
    "requests": ["device.network.http_library"],
    "segno": ["drawing.marks.qr_code"],
    "urllib3": ["device.network.http_library"],
    "systemd": ["device.system.systemd"],
    "chdb": ["hub.kpis.running.chdb_engine"],
    "duckdb": ["hub.kpis.running.embedded"],
    "sqlalchemy": ["hub.storage", "hub.kpis.running.server"],
    "sqlglot": ["hub.kpis.statements"],
    "sqlite3": ["hub.storage"],
    "psutil": ["hub.machine"],
    "starlette": ["hub"],
    "uvicorn": ["hub"],
    "zeroconf": ["hub.announcer"],
}

EVERYWHERE = {"msgspec"}


def place_of(module: str) -> int:
    """Where the package of `module` stands in the order; the top, which has the version only, stands before all."""
    package = module.split(".", maxsplit=1)[0]
    return PACKAGES.index("cli" if package == "__main__" else package) if module else -1


def is_below(module: str, home: str) -> bool:
    return module == home or module.startswith(f"{home}.")


def imports_of_modules() -> Iterator[tuple[str, str]]:
    """Every module of the package with each of the names that it imports."""
    return ((module, name) for module, path in MODULES.items() for name, _ in imports(path))


def test_imports_point_to_the_left() -> None:
    for module, name in imports_of_modules():
        if name != "displayd" and not name.startswith("displayd."):
            continue
        target = name.removeprefix("displayd").removeprefix(".")
        assert place_of(target) <= place_of(module), f"{module} imports {target}"
        pair = {module.split(".", maxsplit=1)[0], target.split(".")[0]}
        assert pair != {"device", "hub"}, f"{module} imports {target}"


@functools.cache
def neighbours() -> dict[str, dict[tuple[str, str], str]]:
    """By package, which of its children import from which, and for each pair one import that makes it so."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for module, path in MODULES.items():
        for name, _ in imports(path):
            ours, theirs = module.split("."), name.removeprefix("displayd.").split(".")
            while ours and theirs and ours[0] == theirs[0]:
                ours, theirs = ours[1:], theirs[1:]
            if name.startswith("displayd.") and ours and theirs:
                parent = module.removesuffix(".".join(ours)).removesuffix(".")
                found.setdefault(parent, {})[ours[0], theirs[0]] = f"{module} imports {name}"
    return found


def test_what_is_in_a_package_imports_each_other_without_cycles() -> None:
    for pairs in neighbours().values():
        ways = reachable(pairs)

        assert not [why for (ours, theirs), why in pairs.items() if (theirs, ours) in ways]


def test_imports_inside_the_hub_point_to_the_left() -> None:
    order = HUB_ORDER.split()

    assert {name for pair in neighbours()["hub"] for name in pair} == set(order)
    for (ours, theirs), why in neighbours()["hub"].items():
        assert order.index(theirs) < order.index(ours), why


DRAWS = ("drawing", "compose", "paint")


def test_hub_never_draws() -> None:
    for module in MODULES:
        if is_below(module, "hub"):
            packages = {name.removeprefix("displayd.").split(".")[0] for name, _ in imports(MODULES[module])}
            assert packages.isdisjoint(DRAWS), module


def test_page_loads_the_drawing_of_its_own_widgets_only() -> None:
    script = """
import sys
from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import decode
from displayd.document.schedule import showing_at
from tests.support.fakes_fonts import FixedFonts
document = decode(b'{"format": 1, "screen": "s", "pages": [{"widgets": {"one": {"type": "number", "value": 1}}}]}')
compose(PageContext(document, (1920, 1080), FixedFonts()), showing_at(document, 0.0), 0.0)
print(*(name for name in sys.modules if name.startswith("displayd.widgets.") and name.endswith(".drawing")))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.split() == ["displayd.widgets.number.drawing"]


def test_hub_serves_a_wall_without_what_draws_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.guards.serve_sample_office"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded = {name.removeprefix("displayd.") for name in done.stdout.split()}

    parts = {part for widget in WIDGET_PACKAGES for part in parts_that_draw(widget)}
    assert parts
    assert loaded.isdisjoint(parts | {"cairo", "gi", "PIL", "pygame", "segno"})
    assert loaded.isdisjoint({"duckdb", "sqlglot"}), "a wall without KPIs needs neither"
    assert not [name for name in loaded if name.split(".")[0] in DRAWS]


WIDGET_PACKAGES = sorted({module.split(".")[1] for module in MODULES if module.startswith("widgets.")})


def widget_modules(widget: str) -> list[str]:
    return [module for module in MODULES if is_below(module, f"widgets.{widget}")]


def parts_that_draw(widget: str) -> set[str]:
    """The modules of a widget but the first and what that one imports."""
    first = next(one for one in (f"widgets.{widget}.widget", f"widgets.{widget}") if one in MODULES)
    known, found = {f"widgets.{widget}"}, [first]
    while found:
        module = found.pop()
        known.add(module)
        ours = {name.removeprefix("displayd.") for name, is_at_import in imports(MODULES[module]) if is_at_import}
        found += [one for one in ours - known if is_below(one, f"widgets.{widget}")]
    return set(widget_modules(widget)) - known


@pytest.mark.parametrize("widget", WIDGET_PACKAGES)
def test_widget_imports_no_other_widget(widget: str) -> None:
    for module in widget_modules(widget):
        for name, _ in imports(MODULES[module]):
            target = name.removeprefix("displayd.")
            assert not is_below(target, "widgets") or is_below(target, f"widgets.{widget}"), f"{module} imports {name}"


def test_parts_of_a_widget_are_its_own() -> None:
    for module, name in imports_of_modules():
        target = name.removeprefix("displayd.")
        is_first = target == "widgets" or target.endswith(".widget") or target.count(".") == 1
        is_own = is_below(module, "widgets")
        assert is_own or not is_below(target, "widgets") or is_first, f"{module} imports {name}"


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: str(kind.__struct_config__.tag))
def test_drawing_of_a_widget_is_what_is_asked_for(kind: type[Widget]) -> None:
    if not kind.PACKAGE:
        assert kind.draw is not Widget.draw
        return
    drawing = importlib.import_module(f"{kind.PACKAGE}.drawing")
    answers = {"draw": "list[Op]", "wanted_height": "float", "explained_height": "float"}

    assert kind.__module__ == f"{kind.PACKAGE}.widget"
    assert not {"draw", "wanted_height", "explained_height"} & vars(kind).keys()
    assert "draw" in drawing.__all__
    for name, answer in answers.items():
        function = getattr(drawing, name, None)
        if function is not None:
            taken = {"widget": kind.__name__, "frame": "Frame", "return": answer}
            assert (list(function.__annotations__.items()), name in drawing.__all__) == (list(taken.items()), True), (
                name
            )


def test_library_is_imported_only_in_its_home() -> None:
    for module, name in imports_of_modules():
        library = name.split(".")[0]
        if library in HOMES:
            assert any(is_below(module, home) for home in HOMES[library]), f"{module} imports {library}"
        elif library not in EVERYWHERE and library != "displayd":
            assert library in sys.stdlib_module_names, f"{module} imports {library}, which has no home"


def test_modules_import_each_other_without_cycles() -> None:
    edges = {
        module: {
            name.removeprefix("displayd").removeprefix(".")
            for name, is_at_import in imports(path)
            if is_at_import and name.split(".")[0] == "displayd"
        }
        for module, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way, module))
        if module in done or module not in edges:
            return
        for target in edges[module] - {module, ""}:
            visit(target, (*way, module))
        done.add(module)

    for module in edges:
        visit(module, ())


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(name for name, module in sys.modules.items() if module))"
    # What counts the lines that ran would load libraries of its own.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, env=unmeasured
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def test_device_loads_nothing_heavy() -> None:
    loaded = loaded_after(
        "import displayd.device.startup, displayd.device.loop\n"
        "import displayd.device.network.poller, displayd.device.network.reporter\n"
        "from displayd.device.display.sdl_screen import import_pygame\nimport_pygame()"
    )

    assert loaded.isdisjoint({"numpy", "pkg_resources", "babel", "starlette", "uvicorn", "psutil", "sqlite3"})


def test_first_picture_needs_neither_hub_nor_network() -> None:
    script = "import sys, displayd.cli.main, displayd.device.startup; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())

    assert "displayd.device.loop" in loaded
    assert not [name for name in loaded if name.startswith("displayd.hub")]
    assert loaded.isdisjoint({"numpy", "pygame", "requests", "segno", "PIL"})


def test_a_screen_checks_and_draws_a_wall_without_the_libraries_of_a_hub() -> None:
    loaded = loaded_after("import displayd.tools.readability, displayd.tools.render, displayd.tools.wall_check")

    assert loaded.isdisjoint({"sqlalchemy", "alembic", "starlette", "uvicorn", "psutil"})


def test_core_loads_no_outside_library_but_msgspec_and_yaml() -> None:
    loaded = loaded_after("import displayd.compose.page, displayd.document.schedule, displayd.tools.gallery")

    assert loaded.isdisjoint({"pygame", "requests", "systemd", "numpy", "babel"})


def run_module(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, cwd=ROOT, check=False)


def test_linter_finds_nothing() -> None:
    done = run_module("ruff", "check", ".")

    assert done.returncode == 0, done.stdout


def test_formatter_finds_nothing() -> None:
    done = run_module("ruff", "format", "--check", ".")

    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_types_are_right() -> None:
    done = run_module("mypy")

    assert done.returncode == 0, done.stdout
