"""Passwords, and who repeats them: nobody."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from displayd.device.config import parse
from displayd.device.config_file.wifi import Enterprise, Wifi
from displayd.errors import ConfigError
from tests.support.laws import law

SECRET = "hunter22 Blue*Horse"


def told(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse("displayd.yaml", text)
    return "\n".join(map(str, caught.value.mistakes))


@pytest.mark.parametrize(
    "text",
    [
        f"wifi: {{name: a, password: *{SECRET}}}\n",
        f"wifi:\n  name: a\n  password: !{SECRET}\n",
        f"wifi:\n  name: a\n  password: [{SECRET}]\n",
        f"wifi:\n  name: a\n  pasword: {SECRET}\n",
        f"wifi: {{name: a, password:{SECRET}}}\n",
        f"wifi: {SECRET}\n",
        f'wifi:\n  name: a\n  password: "{SECRET}\n',
        f"wifi:\n  name: a\n  password: {SECRET} # of the guests\n",
        f"wifi:\n  name: a\n  password: {SECRET}: x\n",
        f"wifi_password: {SECRET}\n",
        f"proxy: http://tv:{SECRET.replace(' ', '')}@proxy\n",
        f"proxy: tv:{SECRET.replace(' ', '')}@proxy:3128\n",
        f"hub: http://tv:{SECRET.replace(' ', '')}@hub\n",
    ],
)
def test_no_message_repeats_a_password(text: str) -> None:
    message = told(text)

    assert "hunter22" not in message
    assert "Blue" not in message


@law
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=5, max_size=20))
@example("&anchor9")
@example("%percent")
@example("'quote's'")
def test_no_message_repeats_whatever_stands_for_a_password(password: str) -> None:
    secret = f"Zq7{password}"
    try:
        parse("displayd.yaml", f"wifi:\n  name: a\n  password: {password}{secret}\n  hiden: true\n")
    except ConfigError as exc:
        message = "\n".join(map(str, exc.mistakes))
        assert secret not in message


def test_representations_keep_secrets() -> None:
    login = Enterprise(method="tls", identity="tv", key_password=SECRET, password=SECRET)
    wifi = Wifi(name="Office", password=SECRET, enterprise=login)

    assert SECRET not in repr(wifi)
    assert SECRET not in f"{login}"
    assert "name='Office', password=***" in repr(wifi)
    assert "password=None" in repr(Wifi(name="Open"))
