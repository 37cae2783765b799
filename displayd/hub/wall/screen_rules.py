"""What can be wrong between screens: a TV claimed twice, mirrors in a circle, a dashboard that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from displayd.hub.wall.screens_file import ALL, BESIDE_MIRROR, Entries, ScreenEntry
from displayd.protocol.fingerprint import normalised
from displayd.validation.faults import Fault, suggestion
from displayd.validation.file_names import file_suggestion
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["screens_faults"]


def screens_faults(text: YamlText, entries: Entries, known: list[str]) -> Iterator[Fault]:
    """What is wrong between the screens, paths from `screens`.

    Args:
        text: the file, for the line of the other one of two.
        known: names of all dashboards there are.
    """
    yield from _device_faults(text, entries)
    yield from _mirror_faults(entries)
    yield from _show_faults(entries, known)


def _device_faults(text: YamlText, entries: Entries) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for name, entry in entries.screens.items():
        if not entry.device:
            continue
        fingerprint = normalised(entry.device)
        if fingerprint is None:
            hint = "sixteen letters and digits as the TV shows them, for example `K7QF-2MXD-6TBA-W3EN`"
            yield Fault((name, "device"), f"`{entry.device}` is not a fingerprint", hint)
        elif fingerprint in owners:
            owner = owners[fingerprint]
            other = text.where(("screens", owner, "device"))
            hint = f"for two TVs that show the same, write `mirror: {owner}` and the second TV's own device"
            yield Fault((name, "device"), f"`{fingerprint}` is already the device of `{owner}` ({other})", hint)
        else:
            owners[fingerprint] = name


def _mirror_faults(entries: Entries) -> Iterator[Fault]:
    screens = entries.screens
    for name, entry in screens.items():
        if entry.mirror is None:
            continue
        for other in ScreenEntry.__struct_fields__:
            if other != "mirror" and other not in BESIDE_MIRROR and getattr(entry, other) is not None:
                reason = f"`{other}` and `mirror` cannot stand together: a mirror does as `{entry.mirror}` does"
                yield Fault((name, other), reason, f"leave out `{other}`, or `mirror`")
        if entry.mirror not in screens:
            hint = suggestion(entry.mirror, [one for one in screens if one != name])
            yield Fault((name, "mirror"), f"there is no screen `{entry.mirror}` to mirror", hint)
            continue
        chain = [name]
        while (following := screens[chain[-1]].mirror) in screens and chain[-1] not in chain[:-1]:
            chain.append(str(following))
        if chain[-1] == name:
            circle = " -> ".join(f"`{one}`" for one in chain)
            reason = f"`{name}` mirrors itself" if len(chain) == 2 else f"mirrors in a circle: {circle}"
            yield Fault((name, "mirror"), reason, "give one of them `show` instead of `mirror`")
        elif len(chain) > 2 and chain[-1] not in chain[:-1]:
            reason = f"`{entry.mirror}` is itself a mirror, of `{chain[2]}`"
            yield Fault((name, "mirror"), reason, f"write `mirror: {chain[-1]}`")


def _show_faults(entries: Entries, known: list[str]) -> Iterator[Fault]:
    for name, entry in entries.screens.items():
        if entry.mirror is not None or name in entries.unreadable:
            continue
        if entry.show is None:
            yield Fault((name,), "has neither `show` nor `mirror`", "for example `show: [devops]`")
        elif not entry.show:
            yield Fault((name, "show"), "shows nothing", "name a dashboard, or leave the screen out")
        for index, dashboard in enumerate(entry.dashboards):
            if dashboard and dashboard not in known:
                path: Path = (name, "show", index) if isinstance(entry.show, list) else (name, "show")
                hint = file_suggestion(dashboard, [*known, ALL])
                yield Fault(path, f"there is no dashboard `{dashboard}`", hint)
