"""The Pi's settings: what may stand in them, and how mistakes are told."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from displayd.device.config import Config, DisplaySettings, Margins, load, parse, read_file
from displayd.device.config_file.machine import NetworkSettings
from displayd.device.config_file.wifi import Enterprise, Wifi
from displayd.errors import ConfigError


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse("displayd.yaml", text)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_one_line_is_enough() -> None:
    settings = parse("displayd.yaml", "hub: https://dashboards.example.org\n")

    assert settings.is_hub
    assert settings.document_url == "https://dashboards.example.org/v1/screen"
    assert settings.rotate is None
    assert settings.edges == Margins(0, 0, 0, 0)


def test_all_keys_together(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    (tmp_path / "displayd.yaml").write_text(
        f"hub: http://hub:8080/tv/\nca: {tmp_path}/ca.pem\nrotate: 270\nmargins: [1, 2, 3.5, 4]\nlog_level: debug\n"
        "wait_seconds: 10\npoll_seconds: 60\npicture_seconds: 0\nscreen: {driver: kmsdrm, width: 1920, height: 1080}\n"
    )

    settings = load(tmp_path / "displayd.yaml")

    assert settings.document_url == "http://hub:8080/tv/v1/screen"
    assert settings.rotate == 270
    assert settings.edges == Margins(top=1, right=2, bottom=3.5, left=4)
    assert settings.screen.driver == "kmsdrm"
    assert settings.picture_seconds == 0


def test_a_plain_web_server_needs_no_hub() -> None:
    settings = parse("displayd.yaml", "endpoint: http://files/screens/lobby.json?v=1\nmargins: 2\n")

    assert not settings.is_hub
    assert settings.document_url == "http://files/screens/lobby.json?v=1"
    assert settings.edges == Margins(2, 2, 2, 2)


def test_all_mistakes_are_told_at_once_with_line_and_suggestion() -> None:
    found = mistakes(
        "hub: http://hub\nrotate: 45\nmargins: 11\nlog_levle: info\npoll_seconds: 1\nscreen:\n  driver: kmsdrn\n"
    )

    assert [line.split(": ")[0] for line in found] == [f"displayd.yaml:{line}" for line in (4, 2, 3, 5, 7)]
    assert "did you mean `log_level`?" in found[0]
    assert "did you mean `kmsdrm`?" in found[4]


@pytest.mark.parametrize("text", ["", "rotate: 90\n", "hub:\n", "# nothing here yet\n"])
def test_without_an_address_the_hub_is_looked_for(text: str) -> None:
    config = parse("displayd.yaml", text)

    assert config.is_hub
    assert (config.hub, config.endpoint, config.document_url) == (None, None, "")


def test_hub_and_endpoint_exclude_each_other() -> None:
    found = mistakes("hub: http://hub\nendpoint: http://files/a.json\n")

    assert found == ["displayd.yaml:2: `hub` and `endpoint` cannot both be given (keep the one that is there)"]


@pytest.mark.parametrize(
    "address",
    ["hub:8080", "ftp://hub", "http://", "http://:80", "http://hub:99999", "http://hub:0", "'http://my hub'", "//hub"],
)
def test_what_is_no_address_is_refused_with_an_example(address: str) -> None:
    assert any("is not an address" in line and "http://" in line for line in mistakes(f"hub: {address}\n"))


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    found = mistakes("endpoint: http://tv:hunter2@files/lobby.json\n")

    assert "a user or a password" in found[0]
    assert "hunter2" not in found[0]


@pytest.mark.parametrize("address", ["http://hub/v1/screen", "http://hub/?a=1", "http://hub/#top"])
def test_more_than_the_address_of_a_hub_is_refused(address: str) -> None:
    assert "leave out" in mistakes(f"hub: {address}\n")[0]


def test_a_ca_file_that_is_missing_is_trouble_of_the_hub_and_no_reason_to_show_nothing() -> None:
    assert parse("displayd.yaml", "hub: https://hub\nca: /nowhere/ca.pem\n").ca == "/nowhere/ca.pem"


def test_width_and_height_belong_together() -> None:
    assert "belong together" in mistakes("hub: http://hub\nscreen: {width: 1920}\n")[0]


@pytest.mark.parametrize("text", ["- hub\n", "just words\n", "hub: [\n", "hub: http://a\nhub: http://b\n", "\t\n"])
def test_what_is_not_a_list_of_settings_is_refused(text: str) -> None:
    assert mistakes(text)[0].startswith("displayd.yaml")


def test_without_a_file_every_setting_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path / "displayd.yaml") == Config()


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_bytes(b"hub: \xff\xfe")

    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "displayd.yaml")


@pytest.mark.parametrize("name", ["displayd.yaml.txt", "displayd.yml", "displayd.txt"])
def test_a_file_that_windows_named_is_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("rotate: 90\n")

    assert load(tmp_path / "displayd.yaml").rotate == 90


def test_two_files_with_settings_are_told(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_text("rotate: 90\n")
    (tmp_path / "displayd.yaml.txt").write_text("rotate: 180\n")

    reading = read_file(tmp_path / "displayd.yaml")

    assert reading.config.rotate == 90
    assert [str(mistake).removeprefix(f"{tmp_path}/") for mistake in reading.mistakes] == [
        (
            "displayd.yaml.txt: is not read, as there is `displayd.yaml` "
            "(keep everything in one of them, and delete the other)"
        )
    ]


def test_a_mistake_names_the_file_that_was_taken(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml.txt").write_text("rotate: 91\n")

    with pytest.raises(ConfigError, match=r"displayd\.yaml\.txt:1"):
        load(tmp_path / "displayd.yaml")


def test_a_mistake_leaves_the_other_settings_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_text("rotate: 90\nwifi: {name: Office}\nlog_level: loud\nmargins: [1, 2\n")

    reading = read_file(tmp_path / "displayd.yaml")

    assert reading.config == Config(rotate=90, wifi=Wifi(name="Office"))
    assert [mistake.where.rpartition(":")[2] for mistake in reading.mistakes] == ["4", "3"]


def test_files_beside_the_settings_become_whole_paths(tmp_path: Path) -> None:
    pem = "-----BEGIN CERTIFICATE-----\n"
    (tmp_path / "Company.CRT").write_text(pem)
    (tmp_path / "radius.pem").write_text(pem)
    login = "{method: peap, identity: tv, password: secret, ca: radius.pem}"
    (tmp_path / "displayd.yaml").write_text(f"ca: company.crt\nwifi: {{name: Office, enterprise: {login}}}\n")

    config = load(tmp_path / "displayd.yaml")

    assert config.ca == str(tmp_path / "Company.CRT")
    assert config.wifi is not None
    assert config.wifi.enterprise is not None
    assert config.wifi.enterprise.ca == str(tmp_path / "radius.pem")


def test_passwords_are_in_no_representation() -> None:
    login = "{method: peap, identity: tv, password: hunter22, ca: system, server: a.example, key_password: x}"
    config = parse("displayd.yaml", "proxy: http://tv:hunter22@proxy:3128\nwifi: {name: Office, password: hunter22}\n")
    with pytest.raises(ConfigError) as caught:
        parse("displayd.yaml", f"wifi: {{name: Office, enterprise: {login}}}\n")

    assert "hunter22" not in repr(config)
    assert "Office" in repr(config)
    assert "hunter22" not in str(caught.value)


def test_every_key_says_what_it_is() -> None:
    for kind in (Config, DisplaySettings, Wifi, Enterprise, NetworkSettings):
        properties = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"]

        assert set(properties) == set(kind.__struct_fields__)
        assert [name for name, one in properties.items() if not one.get("description")] == []


def test_a_proxy_is_an_address_with_its_port_and_its_password_is_never_told() -> None:
    wrong = ["proxy.example.org:3128", "http://proxy.example.org", "socks://p:1", "http://p:1/path", "http://me:pw@p"]

    found = [mistakes(f"hub: http://hub\nproxy: {address}\n") for address in wrong]
    good = parse("displayd.yaml", "hub: http://hub\nproxy: http://me:pw@proxy.example.org:3128/\n")

    assert all(line.startswith("displayd.yaml:2: ") and "address of a proxy" in line for (line,) in found)
    assert "pw" not in str(found)
    assert good.proxy == "http://me:pw@proxy.example.org:3128/"


def test_a_screen_wants_a_name_that_a_screen_can_have() -> None:
    assert parse("displayd.yaml", "hub: http://hub\nname: dev-left\n").name == "dev-left"
    assert len(mistakes("hub: http://hub\nname: dev left\n")) == 1
