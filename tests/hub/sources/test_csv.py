"""CSV as people export it: from spreadsheets, shops and programs; by address or from a folder."""

from __future__ import annotations

import csv
import io
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.sources.csv_file import MAX_BYTES, file_content
from displayd.hub.sources.csv_source import CsvReader
from displayd.hub.sources.csv_table import table_of
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers
from tests.hub.outgoing.strangers import Said, stranger
from tests.hub.walls import mistakes, wall

NOW = time.time()


class Folder:
    """A data folder, and what metrics make of its files."""

    def __init__(self, path: Path) -> None:
        self.path = path / "data"
        self.path.mkdir()
        self.reader = CsvReader()

    def all(self, metrics: str) -> Answers:
        """What becomes of the metrics of a wall."""
        rest = "".join(
            f"{name}: {{}}\n" for name in ("orders", "errors", "latency") if f"\n{name}:" not in f"\n{metrics}"
        )
        found = wall({"metrics.yaml": metrics + rest, "hub.yaml": f"data_folder: {self.path}\n"})
        self.reader._known.clear()
        return self.reader.read(asked_of(SOURCES["csv"], found.metrics), found.office, NOW)

    def read(self, wishes: str, data: str | bytes | None = None, name: str = "a.csv") -> Reading | SourceError:
        """What becomes of one metric, of a file that has `data`."""
        if data is not None:
            (self.path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        self.reader._shared.clear()
        return self.all(f"orders: {{csv: {{file: {name}, {wishes}}}}}\n")["orders"]

    def good(self, wishes: str, data: str | bytes | None = None) -> Reading:
        """The same, and no error."""
        answer = self.read(wishes, data)
        assert isinstance(answer, Reading), answer
        return answer


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


GERMAN = 'Datum;Region;Umsatz\r\n25.11.2026;Nord;"1.234,50 €"\r\n26.11.2026;Süd;980,00 €\r\n27.11.2026;Nord;7,25 €\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_german_spreadsheet_in_every_encoding_it_is_saved_in(folder: Folder, encoding: str) -> None:
    data = GERMAN.encode(encoding)

    assert folder.good("column: Umsatz, reduce: sum", data).value == pytest.approx(2221.75)
    assert folder.good("column: umsatz, group_by: Region").items == [
        Item(label="Nord", value=1241.75),
        Item(label="Süd", value=980.0),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_also_behind_quotation_marks(folder: Folder, delimiter: str) -> None:
    text = io.StringIO()
    rows = [["Name, first; last", "To|tal"], ["Doe, Jane\nand Co; x", "12.5"], ['"Q"', "3"]]
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)

    assert folder.good("column: 2, reduce: sum", text.getvalue()).value == 15.5
    assert folder.good("column: 'To|tal', reduce: last").value == 3.0


def test_excel_says_itself_what_its_delimiter_is(folder: Folder) -> None:
    assert folder.good("column: b", "sep=,\r\na;x,b\r\n1,2\r\n").value == 2.0


@pytest.mark.parametrize(
    ("reduce", "value"),
    [("last", 4.0), ("first", 1.5), ("sum", 8.0), ("mean", 8 / 3), ("min", 1.5), ("max", 4.0), ("count", 3.0)],
)
def test_rows_become_one_figure(folder: Folder, reduce: str, value: float) -> None:
    assert folder.good(f"column: n, reduce: {reduce}", "n,x\n1.5,a\n,b\n2.5,a\n4,c\n").value == pytest.approx(value)


def test_only_the_rows_that_are_wanted_count(folder: Folder) -> None:
    text = "state,n,who\nopen,1,a\nOpen ,2,b\nclosed,4,a\n"

    assert folder.good("column: n, reduce: sum, where: {state: open}", text).value == 3.0
    assert folder.good("column: n, reduce: sum, where: {state: [open, closed], who: a}").value == 5.0
    assert folder.good("reduce: count, where: {state: open}").value == 2.0
    assert folder.good("reduce: count, group_by: state").items == [
        Item(label="open", value=1.0),
        Item(label="Open", value=1.0),
        Item(label="closed", value=1.0),
    ]


@pytest.mark.parametrize("reduce", ["last", "sum", "mean", "count"])
def test_no_row_is_no_data_and_never_nought(folder: Folder, reduce: str) -> None:
    text = "state,n\nopen,1\nopen,\n"

    assert folder.good(f"column: n, reduce: {reduce}, where: {{state: lost}}", text).value is None
    assert folder.good("column: n").value is None


def test_a_column_of_times_makes_a_line(folder: Folder) -> None:
    text = "day,n\n27/11/2026,3\n25/11/2026,1\n26/11/2026,\n25/11/2026,5\n"
    reading = folder.good("column: n, time: day, reduce: sum", text)

    assert [value for _, value in reading.history or ()] == [6.0, None, 3.0]
    assert reading.value == 9.0
    last = folder.good("column: n, time: day")
    assert (last.value, last.value_at) == (3.0, (reading.history or [])[-1][0])


def test_rows_are_a_table_with_figures_where_a_column_has_them(folder: Folder) -> None:
    text = "id;who;sum;day\n007;Jane;1.234,5;2026-11-27\n008;Joe;;2026-11-28\n"

    assert folder.good("rows: [id, who, sum, 4]", text).rows == [
        ["007", "Jane", 1234.5, "2026-11-27"],
        ["008", "Joe", None, "2026-11-28"],
    ]


def test_a_table_without_header_and_one_with_words_above_it(folder: Folder) -> None:
    assert folder.good("column: 2, header: false", "a,1\nb,2\n").value == 2.0
    assert folder.good("column: n, header: 3", "Report of November\n\nwho,n\na,1\nb,5\n").value == 5.0


@pytest.mark.parametrize(
    ("wishes", "text", "words"),
    [
        ("column: Totl", "Name,Total\na,1\n", "there is no column `Totl`"),
        ("column: 3", "Name,Total\na,1\n", "there is no column 3: it has 2"),
        ("column: Name", "Name,Total\na,1\n", "`a` in row 1 of `Name` is no number"),
        ("column: n", "n\n1.234\n2.000\n", "numbers such as `1.234` can be read in two ways"),
        ("column: n, time: t", "n,t\n1,03/04/2026\n", "dates such as `03/04/2026` can be read as two days"),
        ("column: n, time: t", "n,t\n1,soon\n", "`soon` in row 1 of `t` is no time"),
        ("column: n", "", "there is nothing in it"),
        ("column: n", "<!DOCTYPE html><html></html>", "a page and no CSV"),
        ("column: n", b"n\n\xff\xfe\x81\n", "is no number|it is not utf-8"),
        ("column: n, encoding: utf-8", b"n\n\xff\n", "it is not utf-8"),
        ("rows: [n]", "n\n" + "1\n" * 300, "the table has 300 rows, and a tile shows 200"),
        ("column: n, group_by: n", "n\n" + "".join(f"{n}\n" for n in range(300)), "the list has 300 lines"),
    ],
)
def test_what_is_not_what_was_said_is_told(folder: Folder, wishes: str, text: str | bytes, words: str) -> None:
    answer = folder.read(wishes, text)

    assert isinstance(answer, SourceError)
    assert re.search(words, answer.message), answer.message


def test_what_can_be_read_in_two_ways_is_read_as_is_said(folder: Folder) -> None:
    assert folder.good("column: n, decimal: ','", "n\n1.234\n").value == 1234.0
    assert folder.good("column: n, decimal: '.'").value == 1.234


@given(
    st.lists(
        st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), st.integers(-999, 999)),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_whatever_a_program_writes_comes_back(rows: list[tuple[str, int]], delimiter: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("name", "n"), *rows])
    table = table_of(text.getvalue().encode(), delimiter=None, encoding=None, header=1)

    assert [(name, int(n)) for name, n in table.rows] == [(name.replace("\r", "\r"), n) for name, n in rows]


@given(st.binary(max_size=300))
def test_no_bytes_are_a_fault_of_ours(data: bytes) -> None:
    try:
        table_of(data, delimiter=None, encoding=None, header=1)
    except SourceError:
        return


def test_a_file_is_as_old_as_its_last_change(folder: Folder) -> None:
    folder.good("column: n", "n\n1\n")
    os.utime(folder.path / "a.csv", (NOW - 5000, NOW - 5000))

    assert folder.good("column: n").as_of == pytest.approx(NOW - 5000)


def test_no_file_outside_of_the_folder_is_read(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("n\n1\n")
    (folder.path / "out.csv").symlink_to(tmp_path / "secret.csv")
    (folder.path / "up").symlink_to(tmp_path)
    (folder.path / "round").symlink_to(folder.path / "round")
    (folder.path / "in.csv").symlink_to("real.csv")
    (folder.path / "real.csv").write_text("n\n5\n")
    (folder.path / "sub").mkdir()
    os.mkfifo(folder.path / "pipe")
    (folder.path / "large.csv").write_text("n\n1\n")
    os.truncate(folder.path / "large.csv", MAX_BYTES + 1)

    said = {
        name: str(folder.read("column: n", name=name))
        for name in ("out.csv", "up/secret.csv", "round", "sub", "pipe", "none.csv", "large.csv")
    }
    inside = folder.read("column: n", name="in.csv")

    assert "leads out of the data folder" in said["out.csv"]
    assert "leads out of the data folder" in said["up/secret.csv"]
    assert "none.csv: No such file" in said["none.csv"]
    assert "is no plain file" in said["pipe"]
    assert "larger than 16 MB" in said["large.csv"]
    for name in ("a\0b", "\ud800.csv"):
        with pytest.raises(SourceError, match="letters that no file has"):
            file_content(str(folder.path), name)
    assert all("Reading" not in words for words in said.values())
    assert isinstance(inside, Reading)
    assert inside.value == 5.0


def test_a_folder_that_is_away_is_told(folder: Folder) -> None:
    folder.path.rmdir()
    answer = folder.read("column: n")

    assert isinstance(answer, PartnerError)
    assert "No such file" in answer.message


def test_an_address_is_asked_once_for_all_metrics_of_it() -> None:
    with stranger(lambda _: Said(GERMAN.encode("utf-16"), 200, {"Content-Type": "text/csv"})) as shop:
        hub = f"outgoing: [127.0.0.1]\nservers: {{shop: {{url: '{shop.url}', title: Shop}}}}\n"
        metrics = "".join(
            f"{name}: {{csv: {{server: shop, url: export.csv, column: Umsatz, reduce: {how}}}}}\n"
            for name, how in (("orders", "sum"), ("errors", "max"), ("latency", "last"))
        )
        found = wall({"metrics.yaml": metrics, "hub.yaml": hub})
        answers = CsvReader().read(asked_of(SOURCES["csv"], found.metrics), found.office, NOW)

    assert [one.value for one in answers.values() if isinstance(one, Reading)] == [2221.75, 1234.5, 7.25]
    assert len(shop.asked) == 1


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("{column: n}", "says neither `url` nor `file`"),
        ("{url: 'https://ok.example.org/a', file: a.csv, column: n}", "cannot stand together"),
        ("{url: 'https://crm.example.org/a', column: n}", "the hub may not ask crm.example.org"),
        ("{file: a.csv, column: n}", "hub.yaml names no `data_folder`"),
        ("{file: ../a.csv, column: n}", "a file is below `data_folder`"),
        ("{file: /etc/passwd, column: 1}", "a file is below `data_folder`"),
        ("{url: 'https://ok.example.org/a'}", "says nothing of where the figures are"),
        ("{url: 'https://ok.example.org/a', rows: [a], column: b}", "a table has no `column`"),
        ("{url: 'https://ok.example.org/a', column: b, time: t, group_by: g}", "are a list (`group_by`) or a line"),
        ("{url: 'https://ok.example.org/a', column: b, delimiter: ';;'}", "`delimiter`"),
    ],
)
def test_what_cannot_be_is_a_mistake_with_its_line(origin: str, words: str) -> None:
    text = f"orders:\n  csv: {origin}\nerrors: {{}}\nlatency: {{}}\n"
    said = mistakes({"metrics.yaml": text, "hub.yaml": "outgoing: [ok.example.org]\n"})

    assert len(said) == 1
    assert said[0].startswith("metrics.yaml:2: ")
    assert words in said[0]


PAGE = Path(__file__).parents[3] / "docs" / "data" / "json-and-csv.md"


def test_the_example_of_the_page_is_read(folder: Folder) -> None:
    page = PAGE.read_text()
    (metrics,) = re.findall(r"```yaml\n# metrics\.yaml: CSV\n(.*?)```", page, re.DOTALL)
    (text,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    (folder.path / "sales.csv").write_text(text)
    answers = folder.all(metrics)

    readings = {name: one for name, one in answers.items() if isinstance(one, Reading)}
    assert set(readings) == set(answers)
    assert readings["sales.total"].value == pytest.approx(2222.25)
    assert readings["sales.by-region"].items == [Item(label="North", value=1242.0), Item(label="South", value=980.25)]
    assert len(readings["sales.by-day"].history or ()) == 2
    assert readings["sales.latest"].rows == [["South", 980.25], ["North", 7.5]]
