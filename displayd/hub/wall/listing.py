"""What is in a wall folder now: the files that matter, where they are and what tells them from others.

Links are followed as long as they stay in the folder. A Kubernetes ConfigMap and a release of a git deploy are made of
such links. What leads out of it, or is no plain file, is never opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from displayd.errors import Mistake
from displayd.hub.wall.patience import HangsError
from displayd.hub.wall_folders import PICTURES_FOLDER, VIDEOS_FOLDER
from displayd.protocol.limits import MAX_PICTURE_BYTES, MAX_VIDEO_BYTES
from displayd.validation.file_names import composed

__all__ = [
    "METRICS_FILE",
    "TOP_FILES",
    "Entry",
    "Listing",
    "hangs",
    "is_metrics_file",
    "is_slide",
    "listing",
    "os_mistake",
]

METRICS_FILE = "metrics.yaml"
SCREENS_FILE = "screens.yaml"
TOP_FILES = (SCREENS_FILE, "hub.yaml", METRICS_FILE)

YAML_FOLDERS = ("metrics", "layouts", "themes")
"""Every `*.yaml` in them is read; a `*.yml` too, to be told that it is to be called `.yaml`."""

YAML_ENDINGS = (".yaml", ".yml")

SQL_FOLDERS = ("kpis", "sources")
"""Every `*.sql` in them is read."""

SQL_ENDINGS = (".sql",)

OFFICE_FOLDERS = {"calendars": (".ics",), "people": (".yaml", ".csv"), "timetables": (".yaml", ".csv")}
"""Files that sources read, by folder, with their endings."""

VIDEO_ENDINGS = (".mp4", ".m4v", ".mov", ".webm", ".mkv")

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif")

NOT_SHOWN_ENDINGS = (".svg", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".pdf")
"""Of what people take for pictures; in a folder inside `pictures` they are listed to be told so, and not read."""

# A large office has some 50 kB of YAML.
MAX_YAML_BYTES = 1_000_000

MAX_SCREENS_BYTES = 4_000_000
"""Of `screens.yaml`: a line of 100 bytes for each of 20,000 screens, and as much again."""
MAX_SQL_BYTES = 100_000

MAX_OFFICE_BYTES = 4_000_000
MAX_SLIDE_BYTES = 30_000_000
"""Of a picture in a folder inside `pictures`, which the hub makes smaller before a screen gets it."""

MAX_LOOKED_AT = 20_000
"""Names in the folders that are looked at, whether they matter or not."""

MAX_DEPTH = 8
"""Of folders inside each other in `pictures`."""

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def is_metrics_file(path: str) -> bool:
    """Whether the file at `path` of a wall folder defines metrics."""
    return path == METRICS_FILE or path.startswith("metrics/")


class _Kind(NamedTuple):
    """What of a folder is read."""

    endings: tuple[str, ...]
    limit: int
    """Bytes."""


_PLAIN = {
    **{folder: _Kind(SQL_ENDINGS, MAX_SQL_BYTES) for folder in SQL_FOLDERS},
    **{folder: _Kind(endings, MAX_OFFICE_BYTES) for folder, endings in OFFICE_FOLDERS.items()},
    VIDEOS_FOLDER: _Kind(VIDEO_ENDINGS, MAX_VIDEO_BYTES),
}
"""Folders of which all files with these endings are read."""


class Entry(NamedTuple):
    """A file that matters."""

    name: str
    """Its path inside the folder, in Unicode NFC, for example `layouts/devops.yaml`."""
    path: str
    """Where it is, without links."""
    limit: int
    """The most bytes that it may have."""
    stamp: tuple[int, ...]
    """Changes whenever the file may have changed."""


class Listing(NamedTuple):
    """A wall folder at one moment; two that are equal say that nothing has changed between them."""

    folders: tuple[tuple[int, int], ...] = ()
    """Device and inode of the folder itself and of those in it: others when they are replaced or mounted over."""
    entries: tuple[Entry, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def listing(folder: Path, at: Callable[[str], None] = lambda name: None) -> Listing:
    """What is in the wall folder `folder`, which may be a link itself.

    Args:
        at: called with the name of whatever is looked at next; see `Steps.at`.
    """
    try:
        at(str(folder))
        root = os.path.realpath(folder)
        found = os.stat(root)  # noqa: PTH116 - paths as text: this is done twice a second
        if not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError
        return _Walk(root, at).all(found)
    except HangsError:
        return Listing(mistakes=(hangs(str(folder)),))
    except (FileNotFoundError, NotADirectoryError):
        return Listing(mistakes=(Mistake(str(folder), "there is no such folder", "give the wall folder"),))
    except OSError as exc:
        return Listing(mistakes=(os_mistake(str(folder), exc),))


def is_slide(name: str) -> bool:
    """Whether `name` is a film, or in a folder inside `pictures`: one that cannot be used is left out, and told."""
    return name.startswith(f"{VIDEOS_FOLDER}/") or (name.startswith(f"{PICTURES_FOLDER}/") and name.count("/") > 1)


def hangs(name: str) -> Mistake:
    """The mistake that the file or folder `name` is."""
    return Mistake(name, "does not answer", "is it on a network disk that is away?")


class _Found(NamedTuple):
    """What a name in the folder turned out to be."""

    path: str
    """Without links."""
    stat: os.stat_result

    @property
    def identity(self) -> tuple[int, int]:
        return self.stat.st_dev, self.stat.st_ino

    @property
    def stamp(self) -> tuple[int, ...]:
        found = self.stat
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class _Walk:
    """One look at the folder `root`."""

    def __init__(self, root: str, at: Callable[[str], None]) -> None:
        self._root = root
        self._at = at
        self._looked_at = 0
        self._folders: list[tuple[int, int]] = []
        self._entries: dict[str, Entry] = {}
        self._mistakes: list[Mistake] = []

    def all(self, root: os.stat_result) -> Listing:
        """Everything that matters."""
        self._folders.append((root.st_dev, root.st_ino))
        top = {one.name: one for one in self._listed(self._root, "")}
        for name in TOP_FILES:
            if name in top:
                most = MAX_SCREENS_BYTES if name == SCREENS_FILE else MAX_YAML_BYTES
                self._add_file(name, self._looked(top[name], name), most)
        for name in (*YAML_FOLDERS, *SQL_FOLDERS, *OFFICE_FOLDERS, VIDEOS_FOLDER, PICTURES_FOLDER):
            if name in top:
                self._add_folder(name, self._looked(top[name], name))
        for name in sorted(top):
            meant = _meant(name)
            if meant and meant not in top:
                self._mistakes.append(Mistake(_shown(name), "is not read", f"call it {meant}"))
        entries = (self._entries[name] for name in sorted(self._entries, key=_order))
        return Listing(tuple(self._folders), tuple(entries), tuple(self._mistakes))

    def _add_folder(self, name: str, found: _Found | None) -> None:
        """Add the files in a folder; of `pictures` those in the folders inside it too."""
        if found is None or not self._is_of_kind(name, found, stat.S_ISDIR):
            return
        has_pictures, plain = name.split("/", maxsplit=1)[0] == PICTURES_FOLDER, _PLAIN.get(name)
        self._folders.append(found.identity)
        for one in sorted(self._listed(found.path, name), key=lambda one: one.name):
            # What editors and other systems put beside a file, such as `.#devops.yaml` and `._logo.png`.
            if one.name.startswith("."):
                continue
            below = f"{name}/{one.name}"
            if plain is not None:
                if _has_ending(one.name, plain.endings):
                    self._add_file(below, self._looked(one, below), plain.limit)
            elif not has_pictures:
                if _has_ending(one.name, YAML_ENDINGS):
                    self._add_file(below, self._looked(one, below), MAX_YAML_BYTES)
            elif (
                _has_ending(one.name, (*PICTURE_ENDINGS, *NOT_SHOWN_ENDINGS))
                or one.is_dir(follow_symlinks=False)
                or "." not in one.name
            ):
                self._add_picture(below, self._looked(one, below))

    def _add_picture(self, name: str, found: _Found | None) -> None:
        """Add a picture, or those in a folder of them."""
        if found is not None and stat.S_ISDIR(found.stat.st_mode):
            # A link may lead back to a folder further up.
            if found.identity not in self._folders and name.count("/") < MAX_DEPTH:
                self._add_folder(name, found)
        elif is_slide(name):
            self._add_file(name, found, MAX_SLIDE_BYTES if _has_ending(name, PICTURE_ENDINGS) else 0)
        elif _has_ending(name, PICTURE_ENDINGS):
            self._add_file(name, found, MAX_PICTURE_BYTES)

    def _add_file(self, name: str, found: _Found | None, limit: int) -> None:
        if found is None or not self._is_of_kind(name, found, stat.S_ISREG):
            return
        proper = composed(name)
        if proper in self._entries:
            reason = "two files have this name, each with its own spelling of the accents"
            self._mistakes.append(Mistake(proper, reason, "keep one of the two"))
            return
        self._entries[proper] = Entry(proper, found.path, limit, found.stamp)

    def _is_of_kind(self, name: str, found: _Found, is_kind: Callable[[int], bool]) -> bool:
        """Whether that is so; a mistake if not."""
        mode = found.stat.st_mode
        if not is_kind(mode):
            what = next((words for is_other, words in _KINDS if is_other(mode)), "a file")
            wanted = "a folder" if is_kind is stat.S_ISDIR else "a file"
            self._mistakes.append(Mistake(name, f"is {what}, not {wanted}", "remove it, or give it another name"))
        return is_kind(mode)

    def _listed(self, path: str, name: str) -> Iterator[os.DirEntry[str]]:
        """What is in the folder at `path`; nothing, and a mistake, where that cannot be said."""
        try:
            self._at(f"{name}/" if name else path)
            with os.scandir(path) as found:
                for one in found:
                    self._looked_at += 1
                    if self._looked_at > MAX_LOOKED_AT:
                        reason = f"there are more than {MAX_LOOKED_AT} files in the wall folder"
                        self._mistakes.append(Mistake(f"{name}/" if name else path, reason, "move them elsewhere"))
                        return
                    yield one
        except FileNotFoundError:
            # Gone since a moment ago: as if it had never been there.
            return
        except HangsError as exc:
            self._mistakes.append(hangs(exc.name))
        except OSError as exc:
            self._mistakes.append(os_mistake(f"{name}/" if name else path, exc))

    def _looked(self, one: os.DirEntry[str], name: str) -> _Found | None:
        """What `one` is; None, and a mistake, for what cannot be read."""
        reason, hint = "", ""
        if not _is_utf8(name):
            reason, hint = "the file's name is not UTF-8", "give it another name"
        try:
            self._at(name)
            path = os.path.realpath(one.path) if one.is_symlink() else one.path
            if one.is_symlink() and not self._is_inside(path):
                reason, hint = "is a link that leads out of the wall folder", "put what it leads to in its place"
            elif not reason:
                return _Found(path, os.stat(path))  # noqa: PTH116 - see above
        except HangsError:
            self._mistakes.append(hangs(name))
            return None
        except FileNotFoundError:
            if not one.is_symlink():
                # Gone since a moment ago: as if it had never been there.
                return None
            reason, hint = "is a link to what is not there", "remove it, or mend the link"
        except OSError as exc:
            self._mistakes.append(os_mistake(name, exc))
            return None
        self._mistakes.append(Mistake(_shown(name), reason, hint))
        return None

    def _is_inside(self, path: str) -> bool:
        """Whether the real path `path` is in the wall folder; git's own files, which may hold a password, are not."""
        inside = path.removeprefix(self._root.rstrip("/") + "/")
        return inside != path and ".git" not in inside.split("/")


def _meant(name: str) -> str:
    """The file or folder of a wall that `name` was probably to be; empty for another name altogether."""
    plain = composed(name).casefold()
    for ending, proper in ((".yml", ".yaml"), (".yaml.txt", ".yaml")):
        if plain.endswith(ending):
            plain = plain.removesuffix(ending) + proper
    known = (*TOP_FILES, *YAML_FOLDERS, *SQL_FOLDERS, *OFFICE_FOLDERS, VIDEOS_FOLDER, PICTURES_FOLDER)
    return plain if plain in known and name not in known else ""


def _has_ending(name: str, endings: tuple[str, ...]) -> bool:
    return name.lower().endswith(endings)


def _is_utf8(name: str) -> bool:
    """Whether `name`, as the file system has it, can stand in a document."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(name: str) -> str:
    """`name` as text that can be shown, whatever the file system has."""
    return os.fsencode(name).decode("utf-8", "replace")


def _order(name: str) -> tuple[int, str]:
    """The files at the top, then folder by folder, each by name."""
    places = (*TOP_FILES, *YAML_FOLDERS, *SQL_FOLDERS, *OFFICE_FOLDERS, VIDEOS_FOLDER, PICTURES_FOLDER)
    return places.index(name.split("/", 1)[0]), name


def os_mistake(name: str, exc: OSError) -> Mistake:
    """The mistake that `exc` is, met at `name`."""
    hint = "give the hub's user the right to read it" if isinstance(exc, PermissionError) else ""
    return Mistake(_shown(name), exc.strerror or str(exc), hint)
