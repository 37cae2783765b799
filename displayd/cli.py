"""The command `displayd`."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from displayd import __version__
from displayd.errors import ConfigError, DisplaydError, Mistake, MistakesError, StoreError

# Nothing else is imported before it is needed: on a Pi, `displayd run` must not pay for the other commands.

__all__ = ["main"]

DEFAULT_CONFIG = Path("/etc/displayd/displayd.yaml")
DEFAULT_WALL = Path("/etc/displayd/wall")

HUB_LIBRARIES = ("starlette", "uvicorn", "psutil", "watchfiles")

# The start of the year 9000: calendars end with 9999, and a clock looks ahead from its moment.
LAST_MOMENT = 221_845_392_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        0 for success, 1 for an error, 2 for mistakes in files or arguments and for what `check` calls an error, 3 when
        `plan` found changes.
    """
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed) or 0)
    except MistakesError as exc:
        for mistake in exc.mistakes:
            print(f"error: {mistake.where}: {mistake.reason}", file=sys.stderr)
            if mistake.hint:
                print(f"hint: {mistake.hint}", file=sys.stderr)
        return exc.exit_code
    except DisplaydError as exc:
        print(f"error: {exc.message}", file=sys.stderr)
        if exc.hint:
            print(f"hint: {exc.hint}", file=sys.stderr)
        return exc.exit_code
    except ModuleNotFoundError as exc:
        if exc.name and exc.name.split(".")[0] in HUB_LIBRARIES:
            print(f"error: the hub needs `{exc.name}`, which is not installed", file=sys.stderr)
            print("hint: pip install 'displayd[hub]'", file=sys.stderr)
            return 1
        raise
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say, and nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="displayd", description="Dashboards on office TVs.")
    parser.add_argument("--version", action="version", version=f"displayd {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="be the screen of this machine")
    run.add_argument("--config", type=Path, default=DEFAULT_CONFIG, help="default: %(default)s")
    run.add_argument("--state", type=Path, help="folder for the secret and the cache; default: $STATE_DIRECTORY")
    run.add_argument("--hub", help="address of the hub, instead of the one in the configuration")
    run.add_argument("--endpoint", help="address of a screen document on any web server, instead of a hub")
    run.add_argument("--flip-log", type=Path, metavar="FILE", help="append every page flip to FILE as a JSON line")
    run.add_argument(
        "--screen",
        default="television",
        help="`television`, `window`, `memory` or `file:PATH.png`; default: %(default)s",
    )
    run.add_argument("--size", type=_size, help="of a window, of memory or of the file, WxH")
    run.set_defaults(run=_run)

    doctor = commands.add_parser("doctor", help="say what is installed and what works on this machine")
    doctor.add_argument("--config", type=Path, default=DEFAULT_CONFIG)
    doctor.add_argument("--state", type=Path)
    doctor.set_defaults(run=_doctor)

    fingerprint = commands.add_parser("fingerprint", help="print this screen's fingerprint")
    fingerprint.add_argument("--state", type=Path)
    fingerprint.set_defaults(run=_fingerprint)

    render = commands.add_parser("render", help="draw a screen document or a layout into a PNG")
    render.add_argument("source", type=Path, metavar="DOCUMENT-or-LAYOUT", help="a .json document or a .yaml layout")
    render.add_argument("-o", "--output", type=Path, required=True, metavar="PNG")
    render.add_argument("--size", type=_size, default=(1920, 1080), help="of the panel, WxH; default: 1920x1080")
    render.add_argument("--rotate", type=int, choices=(0, 90, 180, 270), help="degrees clockwise")
    render.add_argument("--page", type=int, help="number of the page, from 1; default: the one on show at --at")
    render.add_argument("--at", type=_moment, help="unix time or ISO 8601; default: now")
    render.add_argument("--wall", type=Path, help="wall folder that gives a layout its metrics and pictures")
    render.set_defaults(run=_render)

    _add_check(commands)

    schema = commands.add_parser("schema", help="print a JSON Schema, for editors that complete and check")
    schema.add_argument("kind", nargs="?", default="document", help="document, layout, theme, screens, hub or metrics")
    schema.set_defaults(run=_schema)

    gallery = commands.add_parser("gallery", help="draw every widget and every dashboard into a folder")
    gallery.add_argument("folder", type=Path)
    gallery.set_defaults(run=_gallery)

    demo = commands.add_parser("demo", help="run the sample office on this machine")
    demo.add_argument("--screens", type=int, default=1)
    demo.add_argument("--folder", type=Path, default=Path(".demo"), help="where it keeps its files")
    demo.add_argument(
        "--listen", type=_address, default="127.0.0.1:8070", help="address of the hub; default: %(default)s"
    )
    demo.add_argument("--seconds", type=float, help="end by itself after so many seconds")
    demo.set_defaults(run=_demo)

    _add_hub_commands(commands.add_parser("hub", help="serve screens from a wall folder").add_subparsers(required=True))
    return parser


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="find every mistake in a wall folder, and what is too small to be read")
    check.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL, help="default: %(default)s")
    check.add_argument("--screen", metavar="NAME", help="look at this screen only")
    check.add_argument("--size", type=_size, default=(1920, 1080), help="of the panels, WxH; default: 1920x1080")
    check.add_argument("--state", type=Path, help="state folder of a hub, for the values that were pushed to it")
    check.set_defaults(run=_check)


def _add_hub_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="serve every screen its document")
    serve.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL)
    serve.add_argument("--listen", help="HOST:PORT, instead of the one in hub.yaml")
    serve.add_argument("--state", type=Path, help="folder for history; default: $STATE_DIRECTORY")
    serve.set_defaults(run=_hub_serve)

    _add_check(commands)

    plan = commands.add_parser("plan", help="say which screens a wall folder would change, and how")
    plan.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL)
    plan.add_argument(
        "--hub",
        help="address of the hub to compare with; default: the wall's own, else what was served last",
    )
    plan.add_argument("--state", type=Path)
    plan.set_defaults(run=_hub_plan)

    key = commands.add_parser("key", help="make a key for pushing values, and the lines for hub.yaml")
    key.add_argument("name", help="who will use it, for example `billing`")
    key.add_argument("metrics", nargs="*", default=["*"], help="ids it may write, for example 'sales.*'; default: all")
    key.set_defaults(run=_hub_key)

    show = commands.add_parser("show", help="print the document of one screen")
    show.add_argument("wall", type=Path)
    show.add_argument("screen")
    show.add_argument("--state", type=Path)
    show.set_defaults(run=_hub_show)


def _run(arguments: argparse.Namespace) -> int:
    from displayd.device.startup import Options, run

    return run(
        Options(
            config=arguments.config,
            state=state_folder(arguments.state),
            hub=arguments.hub,
            endpoint=arguments.endpoint,
            screen=arguments.screen,
            size=arguments.size,
            flip_log=arguments.flip_log,
        )
    )


def _doctor(arguments: argparse.Namespace) -> int:
    from displayd.tools.doctor import report

    return report(arguments.config, state_folder(arguments.state))


def _fingerprint(arguments: argparse.Namespace) -> int:
    from displayd.device.state.identity import load_or_create

    print(load_or_create(state_folder(arguments.state)).fingerprint)
    return 0


def _render(arguments: argparse.Namespace) -> int:
    from displayd.tools.render import render

    moment = arguments.at if arguments.at is not None else datetime.datetime.now().timestamp()
    picture = render(arguments.source, arguments.size, arguments.rotate, arguments.page, moment, arguments.wall)
    with _writing(arguments.output):
        arguments.output.write_bytes(picture)
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    if arguments.kind == "document":
        from displayd.document.model import schema

        found = schema()
    else:
        from displayd.hub.wall.json_schema import schemas

        kinds = schemas()
        if arguments.kind not in kinds:
            raise DisplaydError(f"no schema `{arguments.kind}`", f"known: document, {', '.join(sorted(kinds))}")
        found = kinds[arguments.kind]
    print(json.dumps(found, indent=1))
    return 0


def _gallery(arguments: argparse.Namespace) -> int:
    from displayd.tools.gallery import write_gallery
    from displayd.tools.render import SAMPLE_MOMENT, sample_dashboards

    with _writing(arguments.folder):
        dashboards, files = sample_dashboards()
        write_gallery(arguments.folder, dashboards=dashboards, unix_time=SAMPLE_MOMENT, files=files)
    print(arguments.folder / "index.html")
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    from displayd.tools.demo import demo

    return demo(arguments.screens, arguments.folder, arguments.listen, arguments.seconds)


def _hub_serve(arguments: argparse.Namespace) -> int:
    from displayd.hub.process import serve

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    serve(arguments.wall, arguments.listen, state_folder(arguments.state, "displayd-hub"))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    try:
        from displayd.tools.wall_check import inspect
    except (ImportError, ValueError) as exc:
        if getattr(exc, "name", "") in HUB_LIBRARIES:
            raise
        return _check_undrawn(arguments.wall, exc)
    found = inspect(arguments.wall, arguments.screen, arguments.size, arguments.state)
    for remark in found.remarks:
        print(f"{remark.level}: {remark.where}: {remark.reason}", file=sys.stderr)
        print(f"hint: {remark.hint}", file=sys.stderr)
    if found.without_data:
        tiles = ", ".join(found.without_data)
        print(f"note: no data, so not looked at: {tiles}", file=sys.stderr)
        print("hint: give the metric a `sample`, or name the hub's --state folder", file=sys.stderr)
    errors = sum(remark.level == "error" for remark in found.remarks)
    warnings = len(found.remarks) - errors
    counts = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}" if found.remarks else "all can be read"
    pages = _counted(found.page_count, "page")
    print(f"{arguments.wall}: {_counted(len(found.wall.screens), 'screen')}, no mistakes; {pages} drawn, {counts}")
    return 2 if errors else 0


def _check_undrawn(folder: Path, reason: Exception) -> int:
    """The mistakes alone, on a machine without the libraries that draw."""
    from displayd.tools.wall_plan import check

    wall = check(folder)
    print(f"note: nothing can be drawn here ({reason}), so nobody knows what can be read", file=sys.stderr)
    print(f"{folder}: {_counted(len(wall.screens), 'screen')}, no mistakes")
    return 0


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _hub_plan(arguments: argparse.Namespace) -> int:
    from displayd.tools.wall_plan import plan

    usual = state_folder(None, "displayd-hub")
    changes = plan(arguments.wall, hub=arguments.hub, state=arguments.state, usual_state=usual)
    for line in changes:
        print(line)
    print("no screen would change" if not changes else "")
    return 3 if changes else 0


def _hub_key(arguments: argparse.Namespace) -> int:
    from displayd.document.model import Name
    from displayd.hub.http.push import new_key
    from displayd.hub.settings import IngestKey
    from displayd.validation.faults import check
    from displayd.validation.yaml_source import dump

    key, sha256 = new_key()
    keys = {arguments.name: {"sha256": sha256, "metrics": arguments.metrics}}
    _, faults = check(keys, dict[Name, IngestKey])
    if faults:
        # A fault's path is the name, or name, "metrics" and the number of a pattern.
        mistakes = [
            Mistake("METRIC", f"`{arguments.metrics[int(fault.path[2])]}`: {fault.reason}", "for example `sales.*`")
            if len(fault.path) > 2
            else Mistake("NAME", fault.reason, "for example `billing`")
            for fault in faults
        ]
        raise ConfigError("hub key", mistakes)
    print(
        "# The key, for whoever pushes; it is not kept anywhere, and only its hash goes into hub.yaml:", file=sys.stderr
    )
    print(key, file=sys.stderr)
    print(dump({"keys": keys}), end="")
    return 0


def _hub_show(arguments: argparse.Namespace) -> int:
    from displayd.tools.wall_plan import show

    sys.stdout.buffer.write(show(arguments.wall, arguments.screen, state=arguments.state))
    sys.stdout.buffer.write(b"\n")
    return 0


def state_folder(given: Path | None, name: str = "displayd") -> Path:
    """Where files of our own go: as told, as systemd says, or in the user's own state folder."""
    if given is not None:
        return given
    with contextlib.suppress(KeyError):
        return Path(os.environ["STATE_DIRECTORY"].split(":")[0])
    # What the service of this machine uses, for whoever looks after it by hand.
    with contextlib.suppress(OSError):
        if (Path("/var/lib") / name).is_dir():
            return Path("/var/lib") / name
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / name


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 0 < int(width) <= 16384 and 0 < int(height) <= 16384):
        raise argparse.ArgumentTypeError(f"`{text}` is not a size such as 1920x1080")
    return int(width), int(height)


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise argparse.ArgumentTypeError(f"`{text}` is not HOST:PORT, such as 127.0.0.1:8070")
    return text


def _moment(text: str) -> float:
    try:
        moment = float(text)
    except ValueError:
        try:
            moment = datetime.datetime.fromisoformat(text).timestamp()
        except (ValueError, OverflowError) as exc:
            raise argparse.ArgumentTypeError(f"`{text}` is neither a unix time nor ISO 8601") from exc
    if not 0 <= moment <= LAST_MOMENT:
        raise argparse.ArgumentTypeError(f"`{text}` is not between the years 1970 and 9000")
    return moment


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Around the writing of what the user asked for at `path`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as exc:
        where = exc.filename or path
        raise StoreError(f"cannot write {where}: {exc.strerror or exc}", "is its folder there, and yours?") from exc
