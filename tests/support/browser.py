"""A real browser that a test drives: it goes to addresses, types and presses keys.

Chromium is spoken to through a pipe (https://chromedevtools.github.io/devtools-protocol/), so nothing listens anywhere.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["CHROMIUM", "OPTIONS", "QUIET", "Browser", "browser", "violations"]

CHROMIUM = shutil.which("chromium")

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox, as tests may run as root, and no traffic of its own."""

OPTIONS = ("--headless", *QUIET, "--hide-scrollbars", "--enable-logging=stderr")


class GoneError(Exception):
    """The page that was asked has made way for another."""


class Browser:
    """One page of a running browser."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to = os.fdopen(to_browser, "wb", buffering=0)
        self._from = os.fdopen(from_browser, "rb")
        self._number = 0
        self._session = ""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def go(self, address: str, *, has_scripts: bool = True) -> None:
        """Open `address`, and wait until it is there."""
        self._call("Emulation.setScriptExecutionDisabled", value=not has_scripts)
        self._call("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def show_as(self, width: int, height: int, scheme: str = "light", *, is_still: bool = False) -> None:
        """Be a window of so many px, of somebody who prefers `scheme` (`light` or `dark`), and who wants no motion."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        motion = "reduce" if is_still else "no-preference"
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]
        self._call("Emulation.setEmulatedMedia", features=features)

    def speak(self, locale: str) -> None:
        """Ask every address for `locale` first, and English after it."""
        self._call("Network.enable")
        self._call("Network.setExtraHTTPHeaders", headers={"Accept-Language": f"{locale},en;q=0.5"})

    def picture(self, *, is_whole: bool = False) -> bytes:
        """What is in the window as a PNG; all of the page where `is_whole`."""
        told = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=is_whole)
        return base64.b64decode(told["data"])

    def type(self, text: str) -> None:
        """Type `text` where the cursor is."""
        self._call("Input.insertText", text=text)

    def press(self, key: str, code: int) -> None:
        """Press a key, named as in DOM events, with its number (`Enter`, 13)."""
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            event = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
            self._call("Input.dispatchKeyEvent", **event, **(text if kind == "keyDown" else {}))

    def value(self, expression: str) -> Any:
        """What `expression` is on the page."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 60.0) -> None:
        """Wait until `expression` holds on the page.

        Raises:
            AssertionError: it never did.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            # A page that makes way for another answers nothing; the next one does.
            with contextlib.suppress(GoneError):
                if self.value(expression) is True:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{expression} did not come true on: {self.value('document.body.innerText')}")

    def cookies(self) -> list[dict[str, Any]]:
        """Every cookie that the browser keeps."""
        found: list[dict[str, Any]] = self._call("Network.getAllCookies")["cookies"]
        return found

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        self._to.write(json.dumps(asked).encode() + b"\0")
        while True:
            told = json.loads(self._message())
            if told.get("id") == self._number:
                if "navigated" in told.get("error", {}).get("message", ""):
                    raise GoneError
                assert "error" not in told, told
                result: dict[str, Any] = told["result"]
                return result

    def _message(self) -> bytes:
        message = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            assert byte, "the browser has ended"
            message += byte
        return bytes(message)


@contextmanager
def browser(folder: Path, *more: str) -> Iterator[Browser]:
    """A browser with a profile of its own in `folder` and with `more` options, ended at the end."""
    assert CHROMIUM is not None
    theirs_in, to_browser = os.pipe()
    from_browser, theirs_out = os.pipe()
    # The numbers that Chromium expects, whatever ours are; taken by copies first, so that none is closed by another.
    command = f'exec 8<&{theirs_in} 9>&{theirs_out}; exec 3<&8 4>&9; exec "$@"'
    words = [*OPTIONS, *more, "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"]
    process = subprocess.Popen(
        ["/bin/bash", "-c", command, "bash", CHROMIUM, *words],
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(to_browser, from_browser)
    finally:
        process.terminate()
        process.wait(30)


def violations(page: Browser) -> list[str]:
    """What axe-core finds on the page: each violation of WCAG 2.1 A and AA, and of what is good practice."""
    spec = find_spec("axe_core_python")
    assert spec is not None
    assert spec.origin is not None
    page.value(f"{(Path(spec.origin).parent / 'axe.min.js').read_text('utf-8')}; delete window.found")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    page.value(f"axe.run(document, {{runOnly: {json.dumps(rules)}}}).then((told) => {{ window.found = told; }}); 0")
    page.wait_for("window.found !== undefined")
    told = "window.found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' '))"
    assert page.value("window.found.passes.length") > 10
    return list(page.value(told))
