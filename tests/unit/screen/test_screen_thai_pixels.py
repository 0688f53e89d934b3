"""Thai marks that stack high and hang low must be whole in every control, at every size."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from viewer.screen import fonts
from viewer.screen.look import TYPE, Theme
from viewer.screen.typeset import Typeset
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.choices import Choice
from viewer.screen.widgets.columns import Column
from viewer.screen.widgets.labels import Label, Tag
from viewer.screen.widgets.tables import RowTable
from viewer.view.sheet import Cell, Row, Tone

TALL = "ปี่ ป๋ำ ญู้ ฎื่"


def ink_rows(image: QImage, box: QRect | None = None) -> tuple[int, int]:
    """First and last line with anything dark drawn on it."""
    box = (box or image.rect()) & image.rect()
    found = [
        y
        for y in range(box.top(), box.bottom() + 1)
        if any(QColor(image.pixel(x, y)).lightness() < 190 for x in range(box.left(), box.right() + 1))
    ]
    return found[0], found[-1]


def wanted(theme: Theme, size: str, weight: int | None = None) -> int:
    """Height in pixels of the marks when nothing cuts them."""
    font = theme.font(size, weight)
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    painter.drawText(10, 100, TALL)
    painter.end()
    assert QFontMetrics(font).horizontalAdvance(TALL) < 380
    first, last = ink_rows(image)
    return last - first + 1


@pytest.fixture
def on_white(qapp: QApplication) -> Iterator[Callable[[QWidget], QImage]]:
    shown: list[QWidget] = []

    def draw(widget: QWidget) -> QImage:
        shown.append(widget)
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        widget.resize(widget.sizeHint().expandedTo(widget.minimumSizeHint()))
        widget.show()
        qapp.processEvents()
        image = QImage(widget.size(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        widget.render(image)
        return image

    yield draw
    for widget in shown:
        widget.hide()
        widget.deleteLater()


@pytest.mark.parametrize("scale", [80, 100, 125, 150, 200])
@pytest.mark.parametrize("size", [size for size in TYPE if size not in {"keycap", "code", "brand"}])
def test_a_label_shows_every_mark(
    on_white: Callable[[QWidget], QImage], theme: Theme, scale: int, size: str
) -> None:
    big = Theme(scale=scale)
    first, last = ink_rows(on_white(Label(big, TALL, size=size)))
    assert last - first + 1 >= wanted(big, size) - 1
    assert first >= 0


@pytest.mark.parametrize("scale", [80, 100, 150, 200])
def test_wrapped_lines_do_not_cover_each_other(qapp: QApplication, theme: Theme, scale: int) -> None:
    big = Theme(scale=scale)
    typeset = Typeset(big, f"{TALL}\n{TALL}", width=2000)
    image = QImage(500, typeset.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    typeset.draw(painter, 4, 0)
    painter.end()
    line = typeset.height // 2
    tall = wanted(big, "base")
    for half in range(2):
        first, last = ink_rows(image, QRect(0, half * line, image.width(), line))
        assert last - first + 1 >= tall - 1


@pytest.mark.parametrize("scale", [80, 100, 150, 200])
def test_buttons_tags_inputs_and_choices_cut_nothing(
    on_white: Callable[[QWidget], QImage], qapp: QApplication, scale: int
) -> None:
    big = Theme(scale=scale)
    fonts.dress(qapp, big)
    for kind in (Kind.PLAIN, Kind.LINK):
        for step in ("small", "normal", "large"):
            button = Button(big, TALL, kind=kind, size=step)
            image = on_white(button)
            edge = 0 if kind is Kind.LINK else 2
            inside = image.rect().adjusted(edge + 1, edge, -edge - 1, -edge)
            size, weight = (
                {"small": "small", "large": "value"}.get(step, "base"),
                400 if kind is Kind.LINK else 600,
            )
            first, last = ink_rows(image, inside)
            assert last - first + 1 >= wanted(big, size, weight) - 1, (kind, step)
            assert button.height() >= big.px(24)
    for made, size in ((Tag(big, TALL, Tone.STRONG), "caption"), (Choice(big, TALL, ""), "base")):
        image = on_white(made)
        edge = big.px(1)
        inside = QRect(
            big.px(6) if size == "caption" else big.px(40), edge, big.px(70), image.height() - 2 * edge
        )
        first, last = ink_rows(image, inside)
        assert last - first + 1 >= wanted(big, size, 600 if size == "base" else None) - 1, made
    for control in (QLineEdit(TALL), _combo()):
        image = on_white(control)
        inside = QRect(4, 3, min(image.width() - 40, big.px(110)), image.height() - 6)
        first, last = ink_rows(image, inside)
        assert last - first + 1 >= wanted(big, "base") - 1, control


@pytest.mark.parametrize("scale", [80, 100, 150, 200])
def test_a_table_cell_with_two_lines_cuts_nothing(
    on_white: Callable[[QWidget], QImage], qapp: QApplication, scale: int
) -> None:
    big = Theme(scale=scale)
    fonts.dress(qapp, big)
    table = RowTable(big, [Column("", cell=0, weight=600)], name="ยา", head=False)
    table.resize(big.px(300), big.px(120))
    table.show_rows([Row("a", (Cell(TALL, TALL),))])
    table.setMinimumSize(table.size())
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its ring would be taken for ink
    image = on_white(table)
    tall = table.rowHeight(0)
    first, last = ink_rows(image, QRect(big.px(6), 0, big.px(200), tall - big.px(1)))
    assert last < tall - big.px(1)
    assert last - first + 1 >= big.line("base") + wanted(big, "small") - 3
    # The upper line, down to where the lower one begins, has all of its height.
    upper = ink_rows(image, QRect(big.px(6), first, big.px(200), big.line("base")))
    assert upper[1] - upper[0] + 1 >= wanted(big, "base", 600) - 1


def _combo() -> QComboBox:
    box = QComboBox()
    box.addItem(TALL)
    return box
