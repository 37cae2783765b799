"""Who imports whom in the package, read from its sources."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent.parent / "displayd"

# From the left to the right: a package imports from itself and from those before it; `device` and `hub` never meet.
ORDER = (
    "errors atomic_files kernel_clock protocol text film validation scene tile drawing widgets document compose paint"
    " device appliance hub tools cli"
)
PACKAGES = ORDER.split()

# The same inside the hub: what a metric is, where values come from, what a wall says, what is served, who does it.
# A line for each, so that two additions do not meet.
HUB_ORDER = """
addresses
framed_process
helper_process
secret
database_url
outgoing
engine_settings
pictures
settings
metrics
ingest
kpis
machine
own_certificate
wall_folders
sources
catalogue
layouts
wall
publish
releases
screen_picture
page_pictures
fleet
mirror_lead
push_keys
rate_limiter
log_limiter
troubles
news
client_states
pushed_groups
event_streams
dashing_widgets
datasets
widget_payloads
viewer_secrets
sessions
log_ins
state
worker_threads
poller
storage
background
connections
http
wall_reloader
announcer
certificate_keeper
fair_selector
garbage
process
"""


def module_name(path: Path) -> str:
    """`hub.http.app` for its file; a package is called as its folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@functools.cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Names imported by a module, and whether that happens when it is itself imported."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
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


def arrows() -> set[tuple[str, str]]:
    """Pairs of packages of which the first imports from the second."""
    found = set()
    for module, path in MODULES.items():
        package = module.split(".")[0]
        for name, _ in imports(path):
            target = name.removeprefix("displayd.").split(".")[0]
            if name.startswith("displayd.") and target != package and package in PACKAGES:
                found.add((package, target))
    return found


def reachable(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """`pairs`, and every pair that follows from them over others."""
    found = set(pairs)
    while more := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= more
    return found


def reduced(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """As few of `pairs` as can be, from which the others follow; there must be no circle among them."""
    found = set(pairs)
    for pair in sorted(found):
        if pair in reachable(found - {pair}):
            found.remove(pair)
    return found
