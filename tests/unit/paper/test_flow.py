"""Parts on pages: nothing is lost, what holds to what follows stays with it, nothing ends or begins with one line."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.paper.flow import Drawing, Gap, Part, in_company, paginate
from viewer.paper.furniture import in_lines, running_head
from viewer.paper.inline import Span, Style
from viewer.paper.table import Table, TableRow
from viewer.paper.text import Lines, Setter

PAGE = 300.0
LINE = 16.5


def drawing(height: float, *, keep: bool = False) -> Drawing:
    return Drawing(height, lambda pen, x, top: None, keep)


def lines(count: int) -> Lines:
    return Setter().lines("\n".join(f"บรรทัด {n}" for n in range(count)), _body(), 400)


def _body() -> Style:
    from viewer.paper.look import BODY

    return BODY


def table(rows: int, setter: Setter | None = None) -> Table:
    from viewer.paper.ruled import ruled_table
    from viewer.view.sheet import Cell, Row, Section

    made = tuple(Row(f"r{n}", (Cell(f"แถว {n}"), Cell("x"))) for n in range(rows))
    found = ruled_table(setter or Setter(), Section("t", "t", ("ก", "ข"), made), PAGE)
    assert isinstance(found, Table)
    return found


def heights(parts: Sequence[Part]) -> list[list[float]]:
    return [[part.height for _, part in page] for page in paginate(parts, 0, 0, PAGE)]


def test_a_signature_takes_the_end_of_a_table_along() -> None:
    rows = table(12)
    sign = drawing(100)
    pages = paginate([*in_company([rows, Gap(10)]), sign], 0, 0, rows.height + 50)
    assert len(pages) == 2
    tail = pages[1][0][1]
    assert isinstance(tail, Table)
    first = pages[0][0][1]
    assert isinstance(first, Table)
    assert len(tail.rows) >= 2
    assert [row for part in (first, tail) for row in part.rows] == list(rows.rows)
    assert pages[1][-1][1] is sign


def test_a_signature_takes_the_lines_before_it_along() -> None:
    pages = paginate(
        [*in_company([drawing(150), lines(1), lines(1), lines(1), Gap(10)]), drawing(120)], 0, 0, PAGE
    )
    assert [len(page) for page in pages] == [1, 5]


def test_where_there_is_room_nothing_moves() -> None:
    parts = [*in_company([drawing(100), lines(2), Gap(10)]), drawing(100)]
    assert len(paginate(parts, 0, 0, PAGE)) == 1


def test_a_long_table_before_a_signature_begins_where_it_would_have_begun() -> None:
    """It is held to what follows by its end alone: no page stays empty for it."""
    rows = table(60)
    pages = paginate([drawing(60, keep=True), *in_company([rows, Gap(10)]), drawing(100)], 0, 0, PAGE)
    assert len(pages[0]) == 2
    assert all(page for page in pages)


@pytest.mark.parametrize("count", [3, 4, 5, 9])
def test_no_last_line_stands_alone(count: int) -> None:
    room = (count - 1) * LINE + 1
    above, below = lines(count).split(room)
    assert above is not None
    assert below is not None
    assert len(below.lines) == (2 if count > 3 else 1)
    assert len(above.lines) >= 2


def test_no_last_row_stands_alone_and_no_first_one() -> None:
    rows = table(8)
    above, below = rows.split(rows.height - 1)
    assert above is not None
    assert below is not None
    assert (len(above.rows), len(below.rows)) == (6, 2)
    head, first = rows.head, rows.rows[0]
    assert isinstance(head, TableRow)
    assert rows.least == pytest.approx(head.height + 2 * first.height)


@given(st.lists(st.tuples(st.sampled_from("dlt"), st.integers(1, 30), st.booleans()), max_size=8))
def test_nothing_is_lost_and_every_page_has_something(shape: list[tuple[str, int, bool]]) -> None:
    setter, parts = Setter(), []
    for kind, size, keep in shape:
        part = drawing(size * 9) if kind == "d" else lines(size) if kind == "l" else table(size, setter)
        parts += [Gap(4), part.kept() if keep else part]
    pages = paginate(parts, 0, 0, PAGE)
    assert all(page for page in pages) or not shape
    placed = [part for page in pages for _, part in page]
    for made in (Lines, Table):
        whole = [line for part in parts if isinstance(part, made) for line in _inside(part)]
        assert [line for part in placed if isinstance(part, made) for line in _inside(part)] == whole
    assert sum(isinstance(part, Drawing) for part in placed) == sum(kind == "d" for kind, _, _ in shape)


def _inside(part: Part) -> tuple[object, ...]:
    return part.lines if isinstance(part, Lines) else part.rows if isinstance(part, Table) else ()


def test_a_tall_last_row_may_stand_alone_below_its_head() -> None:
    from viewer.paper.ruled import ruled_table
    from viewer.view.sheet import Cell, Row, Section

    made = tuple(Row(f"r{n}", (Cell("\n".join(["แถว"] * 4)), Cell("x"))) for n in range(5))
    rows = ruled_table(Setter(), Section("t", "t", ("ก", "ข"), made), PAGE)
    above, below = rows.split(rows.height - 1)
    assert above is not None
    assert below is not None
    assert (len(above.rows), len(below.rows)) == (4, 1)


def test_what_stays_whole_goes_to_the_next_line() -> None:
    setter, label = Setter(), "เรียกเก็บเงินไปที่"
    lead = Span("หน่วยบริการประจำ รพ.บ้านเหนือคลอง ")
    width = setter.prepare([lead, Span(label)], _body()).widest - 10
    for whole, ends in ((False, False), (True, True)):
        first = setter.lines([lead, Span(label, whole=whole)], _body(), width).lines[0]
        text = "".join(item.run.shaped.text for item in first.items if item.run is not None)
        assert (text.strip() == lead.text.strip()) is ends


@pytest.mark.parametrize("name", ["นายบุญมี สมมติวงศ์", "นางสาวชื่อยาวมากจริง ๆ นามสกุลก็ยาวมากเช่นกัน"])
def test_no_line_of_the_running_head_ends_in_a_dot(name: str) -> None:
    from paper_samples import thai

    told = f"{name} · ชาย · 66 ปี 8 เดือน · เกิด 14 มี.ค. 2503 · 9-6604-87647-59-7 · เลขที่ 45/2570"
    for width in range(120, 480, 20):
        made = Setter().lines(in_lines(Setter(), told.split(" · "), width), _body(), width)
        lines = ["".join(item.run.shaped.text for item in line.items if item.run) for line in made.lines]
        assert not [line for line in lines if line.strip().endswith("·") or line.strip().startswith("·")]
        assert "".join("".join(lines).split()).replace("·", "") == "".join(told.split()).replace("·", "")
    assert running_head(Setter(), thai(), told, synthetic=True).height > 0
