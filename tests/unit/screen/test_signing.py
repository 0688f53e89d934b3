"""Who signs is who is signed in, and what is signed is what was seen."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import keys_made
import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from viewer.app import _paper
from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.paper.sealing import Key, open_key
from viewer.screen import printout as leaving
from viewer.screen import signing
from viewer.screen.issuing import NewSinceShown
from viewer.screen.pages.record.referral.leaving import Leaving
from viewer.screen.printing.dialog import FormsDialog
from viewer.screen.printout import Printout
from viewer.screen.window import MainWindow
from viewer.visit.states import Open

from .fakes import FakeVisit
from .record_people import state_of, window_on

Run = Callable[..., Any]
OTHERS = "สุดารัตน์ จำลองพยาบาล"


class Desk:
    """A doctor at an open record, with a key in hand and a place to save."""

    def __init__(self, window: MainWindow, visit: FakeVisit, folder: Path) -> None:
        assert window.record is not None
        self.visit, self.context = visit, window.record._context
        self.place = folder / "signed.pdf"
        self.asked: list[str] = []
        self.answer, self.closed = False, 0
        self.meanwhile: Callable[[], None] = lambda: None

    @property
    def state(self) -> Open:
        assert isinstance(self.visit.state, Open)
        return self.visit.state

    @property
    def acts(self) -> list[str]:
        assert self.visit.chart is not None
        return self.visit.chart.acts

    def key(self, name: str = keys_made.NAME, title: str = "") -> Key:
        content = keys_made.key_file(name=name, title=title)
        return replace(open_key(content, keys_made.PASSPHRASE, keys_made.NOW), close=self._close)

    def _close(self) -> None:
        self.closed += 1

    def printouts(self) -> dict[str, Printout]:
        """Of the letter, and of a form of the menu."""
        letter = Leaving(self.context, lambda: self.state)
        menu = FormsDialog(self.context, self.state)
        menu._later.stop()
        menu._choose("summary")
        menu._later.stop()
        return {"referral": letter.printout(), "summary": menu._printout()}

    async def signs(self, form: str, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
        async def in_hand(*_: object) -> Key:
            return key

        async def confirmed(_: object, question: str, explanation: str, **__: object) -> bool:
            self.asked.append(f"{question}\n{explanation}")
            return self.answer

        async def agreed(*_: object) -> bool:
            return True

        async def chosen(*_: object) -> Path:
            self.meanwhile()
            return self.place

        monkeypatch.setattr(signing, "ask_for_key", in_hand)
        monkeypatch.setattr(signing, "confirm", confirmed)
        monkeypatch.setattr(leaving, "leaves_protection", agreed)
        monkeypatch.setattr(leaving, "where_to_save", chosen)
        await signing.sign(self.context, self.printouts()[form], self.state)

    def loses_a_row(self) -> None:
        fewer = replace(self.state.record, supplies=self.state.record.supplies[1:])
        self.visit.become(replace(self.state, record=fewer, revision=self.state.revision + 1))

    def hears_of_a_facility(self) -> None:
        first, *others = self.state.ledger.lines
        lines = (replace(first, state=LineState.TIMED_OUT), *others)
        self.visit.become(replace(self.state, ledger=replace(self.state.ledger, lines=lines)))

    def shows_the_same(self) -> None:
        record = replace(self.state.record)
        self.visit.become(replace(self.state, record=record, revision=self.state.revision + 1))


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    window, visit = window_on(state_of(1), paper=partial(_paper, Words("th")))
    window.show()
    qapp.processEvents()
    yield Desk(window, visit, tmp_path)
    window.hide()
    shiboken6.delete(window)


def test_who_is_signed_in_signs_with_their_own_key(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(desk.signs("summary", desk.key(title="ว.99001"), monkeypatch))
    assert desk.acts == ["sign summary"]
    assert desk.place.exists()
    assert (desk.asked, desk.closed) == ([], 1)


@pytest.mark.parametrize(
    ("name", "title"), [(OTHERS, ""), (keys_made.NAME, "ว.99002"), ("Onanong Tuayang", "ว.99002")]
)
def test_with_the_key_of_another_nothing_is_signed(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, title: str
) -> None:
    run(desk.signs("summary", desk.key(name, title), monkeypatch))
    assert (desk.acts, desk.place.exists(), desk.asked, desk.closed) == ([], False, [], 1)
    said = desk.context.notices.shown[-1].accessibleName()
    assert "ใบรับรองไม่ตรงกับผู้ลงชื่อเข้าใช้ จึงไม่ได้ลงลายมือชื่อ" in said
    assert name in said
    assert desk.state.clinician.name in said


@pytest.mark.parametrize("mine", [True, False])
def test_a_name_in_another_script_is_asked_about(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, *, mine: bool
) -> None:
    desk.answer = mine
    run(desk.signs("summary", desk.key("Onanong Tuayangphaet"), monkeypatch))
    (asked,) = desk.asked
    assert "Onanong Tuayangphaet" in asked
    assert desk.state.clinician.name in asked
    assert desk.acts == (["sign summary"] if mine else [])
    assert desk.closed == 1


@pytest.mark.parametrize("form", ["referral", "summary"])
@pytest.mark.parametrize("news", [Desk.loses_a_row, Desk.hears_of_a_facility])
def test_what_came_since_it_was_seen_is_not_signed_and_nothing_is_exported(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, form: str, news: Callable[[Desk], None]
) -> None:
    desk.meanwhile = partial(news, desk)
    with pytest.raises(NewSinceShown):
        run(desk.signs(form, desk.key(), monkeypatch))
    assert (desk.acts, desk.place.exists(), desk.closed) == ([], False, 1)


@pytest.mark.parametrize("form", ["referral", "summary"])
def test_what_comes_while_it_is_written_down_is_not_signed(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    assert desk.visit.chart is not None
    exported: Callable[..., Awaitable[str]] = desk.visit.chart.exported

    async def meanwhile(*args: Any, **named: Any) -> str:
        reference = await exported(*args, **named)
        desk.loses_a_row()
        return reference

    monkeypatch.setattr(desk.visit.chart, "exported", meanwhile)
    with pytest.raises(NewSinceShown):
        run(desk.signs(form, desk.key(), monkeypatch))
    assert (desk.acts, desk.place.exists()) == ([f"sign {form}"], False)


def test_a_record_that_holds_the_same_is_signed(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.meanwhile = desk.shows_the_same
    run(desk.signs("referral", desk.key(), monkeypatch))
    assert desk.place.exists()
