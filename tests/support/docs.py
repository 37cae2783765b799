"""The parts of README and docs/ that are made from the code, and the command that renews them.

    make docs

Such a part stands between `<!-- made from the code: NAME -->` and `<!-- end -->`; after the name may come what it is
asked for, as in `fields screens Defaults`. This lies with the tests and not in
the package: a Pi has no use for it, and the wheel has no docs.
"""

from __future__ import annotations

import argparse
import ast
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from displayd.cli import main as cli
from displayd.device.config import Config
from displayd.device.trouble import TROUBLES
from displayd.document.model import Document
from displayd.hub.http.endpoint import REFUSED_BODIES, REFUSED_CALLERS, Caller, Endpoint
from displayd.hub.http.error_answers import BROKEN, ErrorBody, Refusal
from displayd.hub.http.push import Pushed
from displayd.hub.http.routes import ENDPOINTS
from displayd.hub.sources.host_figures import FIGURES
from displayd.hub.wall.json_schema import schemas
from displayd.protocol.status_report import StatusReport
from displayd.validation.yaml_source import dump
from displayd.widgets import WIDGETS
from tests.support.catalogues import language_list
from tests.support.comparison import comparison_rows
from tests.support.docs_units import unit_list
from tests.support.imports import MODULES, PACKAGES, arrows, reduced
from tests.support.kpi_docs import canonical_tables, function_list, kpi_list, wall_file, wall_sources

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))

BLOCK = re.compile(r"(<!-- made from the code: ([a-z-]+)((?: [\w./-]+)*) -->\n).*?(<!-- end -->)", re.DOTALL)

Schema = Mapping[str, Any]


def renewed(text: str) -> str:
    """`text` with every part that is made from the code as the code is now."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found[2]](*found[3].split()).strip()}\n\n{found[4]}", text)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# Types, from their JSON Schemas


def fields_table(definition: Schema, definitions: Schema, leave_out: Iterable[str] = ()) -> str:
    """The fields of one struct as a table."""
    wanted = set(definition.get("required", ()))
    rows = []
    for name, schema in definition["properties"].items():
        if name in leave_out:
            continue
        default = "needed" if name in wanted else _default(schema)
        rows.append((f"`{name}`", _description(schema, definitions), _kind(schema, definitions), default))
    return table(("field", "meaning", "value", "default"), rows)


def _description(schema: Schema, definitions: Schema) -> str:
    if "description" in schema:
        return str(schema["description"])
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if len(options) == 1:
        return _description(options[0], definitions)
    return ""


def _default(schema: Schema) -> str:
    default = schema.get("default")
    if default in (None, "", [], {}) or isinstance(default, dict):
        return ""
    return f"`{default:g}`" if isinstance(default, float) else f"`{_yaml(default)}`"


def _yaml(value: object) -> str:
    return dump(value).strip().removesuffix("...").strip()


def _kind(schema: Schema, definitions: Schema) -> str:
    """What kind of value `schema` takes, in words."""
    if "$ref" in schema:
        return _short(schema["$ref"])
    if "enum" in schema:
        return ", ".join(f"`{_yaml(one)}`" for one in schema["enum"])
    if "anyOf" in schema:
        if "discriminator" in schema:
            return "[a widget](widgets.md)"
        kinds = [
            _kind(one, definitions) for one in schema["anyOf"] if one.get("type") != "null" and not _is_metric(one)
        ]
        return " or ".join(dict.fromkeys(kinds))
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            return f"`[{', '.join(_kind(one, definitions) for one in schema['prefixItems'])}]`"
        case "array":
            return f"list of {_kind(schema.get('items', {}), definitions)}"
        case "object":
            inner = schema.get("additionalProperties")
            return f"by name: {_kind(inner, definitions)}" if isinstance(inner, dict) else "fields"
        case "boolean":
            return "`true`, `false`"
        case "number" | "integer" as kind:
            return ("number" if kind == "number" else "whole number") + _bounds(schema)
        case "string" if schema.get("format") == "date":
            return "date"
        case "string":
            return "text"
    return "anything"


def _short(name: str) -> str:
    """Name of a struct without the module that tells it from others of the same name."""
    return re.split(r"[/.]", name)[-1]


def _is_metric(schema: Schema) -> bool:
    return schema.get("required") == ["metric"]


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above = schema.get("exclusiveMinimum")
    if low is not None and high is not None:
        return "" if abs(high) >= 1e9 else f", {low:,.10g} to {high:,.10g}"
    if above is not None:
        return f" above {above:g}" + (f", up to {high:,.10g}" if high is not None else "")
    return ""


@functools.cache
def schema_of(kind: str) -> Schema:
    """The JSON Schema of one kind of file or body."""
    types = {"document": Document, "displayd": Config, "status": StatusReport, "push": Pushed, "error": ErrorBody}
    return msgspec.json.schema(types[kind]) if kind in types else schemas()[kind]


def fields(kind: str, struct: str) -> str:
    """What the struct called `struct` is, and its fields; `kind` is the file or body that has it."""
    definitions = schema_of(kind)["$defs"]
    about = inspect.cleandoc(definitions[struct].get("description", ""))
    return f"{about}\n\n{fields_table(definitions[struct], definitions)}"


# Widgets


def _tagged() -> list[tuple[str, type[Any]]]:
    return sorted((str(kind.__struct_config__.tag), kind) for kind in WIDGETS)


def _first_line(kind: type[Any]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")


def widgets_index() -> str:
    """Every `type` with what it shows."""
    return table(("`type`", "shows"), ((f"[`{tag}`](#{tag})", _first_line(kind)) for tag, kind in _tagged()))


def common_fields() -> str:
    """The fields that all widgets have, and those of widgets with figures."""
    definitions = msgspec.json.schema(Document)["$defs"]
    number = definitions["Number"]
    common = [name for name in _common() if name in number["properties"]]
    wanted = {"properties": {name: number["properties"][name] for name in common}}
    return fields_table(wanted, definitions)


def _common() -> list[str]:
    """Names of the fields that every widget has, and those with a unit."""
    every = set.intersection(*(set(kind.__struct_fields__) for kind in WIDGETS))
    measured = set.intersection(*(set(kind.__struct_fields__) for kind in WIDGETS if "unit" in kind.__struct_fields__))
    return [name for name in WIDGETS[0].__struct_fields__ if name in every | measured]


def widgets() -> str:
    """A section for every widget: what it is, its own fields, an example, a picture."""
    definitions = msgspec.json.schema(Document)["$defs"]
    by_tag = {
        option: one
        for one in definitions.values()
        for option in one.get("properties", {}).get("type", {}).get("enum", ())
    }
    return "\n\n".join(_widget(tag, kind, by_tag[tag], definitions) for tag, kind in _tagged())


def _widget(tag: str, kind: type[Any], definition: Schema, definitions: Schema) -> str:
    example = next(iter(kind.examples().values()))
    parts = [f"### {tag}", inspect.getdoc(kind) or ""]
    if picture := _picture(tag):
        parts.append(f"![`{tag}`, in several uses]({picture})")
    parts.append(fields_table(definition, definitions, {"type", *_common()}))
    parts += [_inner_fields(one, definitions) for one in _inner(definition, definitions)]
    parts.append(f"```yaml\n{dump({'type': tag, **example}).strip()}\n```")
    return "\n\n".join(parts)


def _inner(definition: Schema, definitions: Schema) -> list[str]:
    """The structs that a widget's fields are made of."""
    found: list[str] = []
    for name in re.findall(r"#/\$defs/([^\"']+)", str(definition["properties"])):
        if name in definitions and name not in found:
            found.append(name)
    return found


def _inner_fields(name: str, definitions: Schema) -> str:
    about = inspect.cleandoc(definitions[name].get("description", ""))
    return f"{_short(name)}: {about}\n\n{fields_table(definitions[name], definitions)}"


def _picture(tag: str) -> str | None:
    """The golden picture of a widget's examples, as seen from docs/."""
    path = ROOT / "tests/widgets/golden" / f"{tag}.png"
    return f"../{path.relative_to(ROOT)}" if path.exists() else None


# Commands, addresses, messages


def commands() -> str:
    """Every command with its arguments."""
    parser = cli.parser()
    rows = [(f"`{name}`", about, arguments) for name, about, arguments in _commands(parser, "displayd")]
    return table(("command", "what it does", "arguments"), rows)


def _commands(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, str, str]]:
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        abouts = {one.dest: one.help or "" for one in action._choices_actions}
        for word, inner in action.choices.items():
            deeper = list(_commands(inner, f"{name} {word}"))
            if deeper:
                yield from deeper
            else:
                yield f"{name} {word}", abouts.get(word, ""), "<br>".join(_arguments(inner))


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        meta = action.metavar if isinstance(action.metavar, str) else None
        word = max(action.option_strings, key=len) if action.option_strings else (meta or action.dest.upper())
        value = f" {meta or action.dest.upper()}" if action.option_strings and action.nargs != 0 else ""
        about = (action.help or "") % {**vars(action), "prog": "displayd"}
        yield f"`{word}{value}`" + (f" {about}" if about else "")


def routes() -> str:
    """Every address of the hub."""
    rows = ((f"`{one.method} {one.path}`", CALLERS[one.caller], one.summary, _answers(one)) for one in ENDPOINTS)
    return table(("address", "who may", "what it is", "answers"), rows)


CALLERS = {
    Caller.ANYONE: "anyone",
    Caller.BROWSER: "anyone, by a name of the hub",
    Caller.VIEWER: "a viewer",
    Caller.SCREEN: "a screen",
    Caller.PUSHER: "whoever has a key",
    Caller.KEY_HOLDER: "any key",
}


def _answers(one: Endpoint) -> str:
    return ", ".join(str(answer.status) for answer in one.answers)


def errors() -> str:
    """Every error that the hub answers with, and who is told it."""
    found = sorted({refusal for one in ENDPOINTS for refusal in one.refusals})
    rows = ((str(one.status), f"`{one.error}`", one.about, _told_to(one)) for one in found)
    return table(("status", "`error`", "meaning", "who is told"), rows)


def _told_to(refusal: Refusal) -> str:
    """Which requests `refusal` may answer."""
    if refusal is BROKEN:
        return "whoever asks"
    if refusal in REFUSED_BODIES:
        return "whoever sends a body"
    callers = [CALLERS[caller] for caller, refusals in REFUSED_CALLERS.items() if refusal in refusals]
    own = [f"`{one.method} {one.path}`" for one in ENDPOINTS if refusal in one.own_refusals]
    return ", ".join([*callers, *own])


def parameters() -> str:
    """Headers and query of the requests that have any."""
    rows = [
        (f"`{one.method} {one.path}`", parameter.place, f"`{parameter.name}`", parameter.about)
        for one in ENDPOINTS
        for parameter in one.parameters
    ]
    return table(("address", "where", "name", "meaning"), rows)


def messages() -> str:
    """What the TV says when the hub cannot be reached."""
    words = {"host": "HUB", "port": "PORT", "where": "ADDRESS", "today": "DATE", "wifi": "NAME"}
    words |= {"said": "", "detail": "hub: https://HUB"}
    rows = ([text.format_map(words) for text in message] for message in TROUBLES.values())
    return table(("on the TV", "means", "do this"), rows)


def host_figures() -> str:
    """Every figure that `host:` takes."""
    return table(
        ("`host:`", "figure", "unit"), ((f"`{name}`", one.about, f"`{one.unit}`") for name, one in FIGURES.items())
    )


# The packages


def graph() -> str:
    """The packages and their imports, as a Mermaid graph."""
    lines = [f"    {source} --> {target}" for source, target in sorted(reduced(arrows()), key=_place)]
    return "```mermaid\ngraph BT\n" + "\n".join(lines) + "\n```"


def _place(arrow: tuple[str, str]) -> tuple[int, int]:
    return PACKAGES.index(arrow[0]), PACKAGES.index(arrow[1])


def packages() -> str:
    """What each package is, and each folder in it; the widgets have a page of their own."""
    rows = []
    for name in PACKAGES:
        folders = [one for one in MODULES if one.startswith(f"{name}.") and MODULES[one].name == "__init__.py"]
        for module in [name, *(folders if name != "widgets" else ())]:
            about = (ast.get_docstring(ast.parse(MODULES[module].read_text())) or "").partition("\n")[0]
            rows.append((f"`{module.replace('.', '/')}`", about))
    return table(("package", "what it is"), rows)


def comparison() -> str:
    """What can be counted on the pages that stand beside Grafana's panels."""
    heads = ["page", "smallest text in arc-minutes, ours / Grafana", "texts below 16 arc-minutes, ours / Grafana"]
    return table(heads, comparison_rows())


BLOCKS: Mapping[str, Callable[..., str]] = {
    "canonical-tables": canonical_tables,
    "commands": commands,
    "common-fields": common_fields,
    "comparison": comparison,
    "errors": errors,
    "fields": fields,
    "functions": function_list,
    "graph": graph,
    "host-figures": host_figures,
    "languages": language_list,
    "kpis": kpi_list,
    "messages": messages,
    "packages": packages,
    "parameters": parameters,
    "routes": routes,
    "sources": wall_sources,
    "units": unit_list,
    "wall-file": wall_file,
    "widgets": widgets,
    "widgets-index": widgets_index,
}


def main() -> None:
    """Renew every page."""
    for page in PAGES:
        if (text := page.read_text()) != (new := renewed(text)):
            page.write_text(new)
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
