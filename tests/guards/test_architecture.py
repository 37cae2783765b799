"""The layers: imports point one way, each outside library has one home, and the device stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "displayd"

# From the left to the right: a package imports from itself and from those before it; `device` and `hub` never meet.
ORDER = "errors protocol text validation scene tile drawing widgets document compose paint device hub tools cli"

# Library: the modules that may import it.
HOMES = {
    "yaml": ["validation.yaml_source"],
    "cairo": ["paint"],
    "gi": ["paint.text"],
    "PIL": ["paint.pictures"],
    "pygame": ["device.display.sdl_screen"],
    "requests": ["device.network.http_library"],
    "segno": ["widgets.qr"],
    "urllib3": ["device.network.http_library"],
    "systemd": ["device.system.systemd"],
    "sqlite3": ["hub.storage.database"],
    "psutil": ["hub.sources.host"],
    "starlette": ["hub"],
    "uvicorn": ["hub"],
    "watchfiles": ["hub"],
}

EVERYWHERE = {"msgspec"}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Names imported by a module, and whether that happens when it is itself imported."""
    tree = ast.parse(path.read_text())
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) not in inner
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = whole.removeprefix("displayd.") in MODULES
                yield whole if is_module else node.module, id(node) not in inner


def place_of(module: str) -> int:
    """Where the package of `module` stands in `ORDER`; the top, which has the version only, stands before all."""
    package = module.split(".")[0]
    return ORDER.split().index("cli" if package == "__main__" else package) if module else -1


def is_below(module: str, home: str) -> bool:
    return module == home or module.startswith(f"{home}.")


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_to_the_left(module: str) -> None:
    for name, _ in imports(MODULES[module]):
        if name != "displayd" and not name.startswith("displayd."):
            continue
        target = name.removeprefix("displayd").removeprefix(".")
        assert place_of(target) <= place_of(module), f"{module} imports {target}"
        pair = {module.split(".")[0], target.split(".")[0]}
        assert pair != {"device", "hub"}, f"{module} imports {target}"


@pytest.mark.parametrize("module", MODULES)
def test_library_is_imported_only_in_its_home(module: str) -> None:
    for name, _ in imports(MODULES[module]):
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
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_device_loads_nothing_heavy() -> None:
    loaded = loaded_after(
        "import displayd.device.startup, displayd.device.loop\n"
        "import displayd.device.network.poller, displayd.device.network.reporter\n"
        "from displayd.device.display.sdl_screen import import_pygame\nimport_pygame()"
    )

    assert loaded.isdisjoint({"numpy", "pkg_resources", "babel", "starlette", "uvicorn", "psutil", "sqlite3"})


def test_first_picture_needs_neither_hub_nor_network() -> None:
    script = "import sys, displayd.cli, displayd.device.startup; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())

    assert "displayd.device.loop" in loaded
    assert not [name for name in loaded if name.startswith("displayd.hub")]
    assert loaded.isdisjoint({"numpy", "pygame", "requests", "segno", "PIL"})


def test_core_loads_no_outside_library_but_msgspec_and_yaml() -> None:
    loaded = loaded_after("import displayd.compose.page, displayd.document.schedule, displayd.tools.gallery")

    assert loaded.isdisjoint({"pygame", "requests", "systemd", "numpy", "babel"})


def test_linter_finds_nothing() -> None:
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "."], capture_output=True, text=True, cwd=ROOT)

    assert done.returncode == 0, done.stdout


def test_formatter_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--check", "."], capture_output=True, text=True, cwd=ROOT
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_types_are_right() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy"], capture_output=True, text=True, cwd=ROOT)

    assert done.returncode == 0, done.stdout
