"""A page of the preview is as wide as was wished, or as there is room; in far less room it is scrolled sideways."""

from collections.abc import Callable
from typing import Any

import pytest
from form_samples import FORMS, Told
from paper_samples import thai
from pytestqt.qtbot import QtBot

from viewer.paper.form import form_pdf
from viewer.screen.look import Theme
from viewer.screen.widgets.paper_view import PaperView


@pytest.mark.parametrize(("wide", "sideways"), [(1200, False), (790, False), (700, False), (500, True)])
def test_a_page_fits_its_room(
    wide: int, sideways: bool, theme: Theme, qtbot: QtBot, run: Callable[..., Any]
) -> None:
    words = thai()
    pdf = form_pdf(FORMS["referral-b"](Told(1, words)), words)
    view = PaperView(theme, words, "ใบส่งต่อ", 760)
    qtbot.addWidget(view)
    view.resize(wide, 600)
    with qtbot.waitExposed(view):
        view.show()
    asked: list[int] = []
    view.fits_otherwise.connect(lambda: asked.append(view.width()))

    async def story() -> None:
        assert await view.show_pdf(pdf) > 1
        qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
        assert (view.horizontalScrollBar().maximum() > 0) is sideways
        view.resize(wide - 4, 600)
        assert set(asked) == (set() if wide in (1200, 500) else {wide - 4}), (
            "it is drawn anew only for another width"
        )
        view.resize(wide, 600)

    run(story())
