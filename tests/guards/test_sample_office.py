"""The sample office: the wall of the story, whole, and fit to be copied."""

from __future__ import annotations

from displayd.document.model import decode
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.publish.publisher import Publisher
from displayd.hub.sources.calendar_source import CalendarOrigin
from displayd.hub.sources.host import Host
from displayd.hub.sources.people_source import PeopleOrigin
from displayd.hub.sources.sample_spec import SampleSpec
from displayd.hub.sources.slides import Slides
from displayd.hub.sources.timetable_source import TimetableOrigin
from displayd.hub.wall import shipped
from displayd.validation.yaml_source import parse
from tests.support.sample_pages import NOW, sample_metrics, sample_wall

OF_FILES = (CalendarOrigin, PeopleOrigin, TimetableOrigin, Slides)

SAMPLE_OFFICE = shipped.sample_wall_folder()


def raw_screens() -> dict[str, dict[str, object]]:
    """The screens as they are written down."""
    text = (SAMPLE_OFFICE / "screens.yaml").read_text("utf-8")
    screens: dict[str, dict[str, object]] = parse("screens.yaml", text).data["screens"]
    return screens


def test_fourteen_screens() -> None:
    assert len(sample_wall().screens) == 14


def test_two_pairs_of_mirrors_one_of_them_in_two_orientations() -> None:
    screens = sample_wall().screens
    pairs = [(screens[spec.mirror], spec) for spec in screens.values() if spec.mirror]

    assert [(first.name, second.name) for first, second in pairs] == [
        ("dev-left", "dev-right"),
        ("support-hall", "support-desk"),
    ]
    assert [first.settings.rotate == second.settings.rotate for first, second in pairs] == [True, False]


def test_at_least_three_screens_are_portrait_in_both_ways_of_hanging() -> None:
    turns = [spec.settings.rotate for spec in sample_wall().screens.values() if spec.settings.rotate in (90, 270)]

    assert len(turns) >= 3
    assert {90, 270} <= set(turns)


def test_sales_loops_sales_and_customer_service() -> None:
    assert sample_wall().screens["sales"].show == ("sales", "customer-service")


def test_ceo_shows_every_dashboard_of_the_wall() -> None:
    wall = sample_wall()

    assert raw_screens()["ceo"]["show"] == "all"
    assert set(wall.screens["ceo"].show) == set(wall.layouts)


def test_a_screen_has_the_colours_and_the_sign_of_the_company() -> None:
    wall = sample_wall()
    branded = [spec for spec in wall.screens.values() if spec.palette]

    assert [spec.settings.theme for spec in branded] == ["larkspur"]
    assert branded[0].logo.source == wall.pictures["flower.png"].source


def test_no_screen_is_claimed_or_ever_dark() -> None:
    screens = sample_wall().screens.values()

    assert [spec.device for spec in screens] == [None] * len(screens)
    assert {spec.settings.on for spec in screens} == {""}


def test_every_metric_is_on_a_dashboard() -> None:
    wall = sample_wall()
    used = {metric for layout in wall.layouts.values() for page in layout.pages for metric in page.metrics}

    assert used == set(wall.metrics)


def test_every_metric_is_defined_in_words() -> None:
    for name, entry in sample_wall().metrics.items():
        assert entry.title, name
        assert entry.about, name


def test_every_number_has_a_unit_and_thresholds_on_the_right_sides() -> None:
    for name, entry in sample_wall().metrics.items():
        assert entry.unit or _is_words(entry), name
        if entry.amber is not None and entry.red is not None:
            assert (entry.red < entry.amber) == (entry.direction == "up"), name


def _is_words(entry: MetricEntry) -> bool:
    """True for rows of a table, and for items that are names, moments, places and pictures alone."""
    sample = entry.origin
    return isinstance(sample, OF_FILES) or (
        isinstance(sample, SampleSpec)
        and bool(sample.rows or (sample.items and all(item.between is None for item in sample.items)))
    )


def test_what_does_not_come_from_the_machine_is_marked_as_made_up() -> None:
    for name, entry in sample_wall().metrics.items():
        assert entry.origin.is_made_up or isinstance(entry.origin, (Host, *OF_FILES)), name


def test_what_comes_from_files_of_the_folder_is_no_figure() -> None:
    metrics = sample_metrics()
    of_files = [name for name, entry in sample_wall().metrics.items() if isinstance(entry.origin, OF_FILES)]

    # Meetings, departures, people and pictures: nobody takes them for numbers of a company.
    assert len(of_files) >= 5
    for name in of_files:
        reading = metrics.reading(name)
        assert reading is not None
        assert reading.value is None
        assert reading.items, name


def test_the_wall_lives_but_is_not_nervous() -> None:
    wall = sample_wall()
    paces = [entry.origin.seconds for entry in wall.metrics.values() if isinstance(entry.origin, SampleSpec)]

    assert wall.settings.host_seconds == 2
    assert 5 <= min(paces) <= max(paces) <= 60


def test_no_number_grows_old_while_its_source_is_well() -> None:
    wall = sample_wall()
    for name, entry in wall.metrics.items():
        pace = entry.origin.seconds if isinstance(entry.origin, SampleSpec) else wall.settings.host_seconds
        # An unchanged number is told to the screens again after a minute, or after a quarter of its life if measured.
        renewed = pace + (60 if isinstance(entry.origin, SampleSpec) else (entry.expire_after or 0) / 4)

        if isinstance(entry.origin, Slides):
            # A picture is as good on the second day as on the first.
            continue
        if isinstance(entry.origin, OF_FILES):
            # Read anew every five minutes.
            renewed = 300 + 60
        assert entry.expire_after is not None, name
        assert renewed < entry.expire_after / 2, name


def test_hub_listens_on_this_machine_only() -> None:
    assert sample_wall().settings.listen == "127.0.0.1:8070"


def test_every_picture_is_shown_and_small() -> None:
    wall = sample_wall()
    used = "".join(path.read_text("utf-8") for path in SAMPLE_OFFICE.glob("**/*.yaml"))

    assert wall.pictures
    for name, picture in wall.pictures.items():
        folder = f"folder: pictures/{name.rpartition('/')[0]}"
        assert f"source: {name}" in used or f"logo: {name}" in used or ("/" in name and folder in used)
        assert len(picture.data) < 100_000


def test_every_screen_gets_a_document_and_mirrors_the_same_pages() -> None:
    wall, publisher = sample_wall(), Publisher()

    publisher.publish(wall, sample_metrics(), NOW)

    documents = {}
    for name in wall.screens:
        issue = publisher.issue(name)
        assert issue is not None
        documents[name] = decode(issue.body, name)
    assert documents["dev-left"].pages == documents["dev-right"].pages
    assert documents["support-hall"].revision == documents["support-desk"].revision
    assert len(documents["ceo"].pages) == sum(len(layout.pages) for layout in wall.layouts.values())
