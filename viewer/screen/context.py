"""What a page is given when it is built: the visit, the words, the look, and whom to ask for everything else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from viewer.base.clock import Clock
from viewer.base.settings import Profile
from viewer.base.words import Words
from viewer.identity.citizen import CitizenId
from viewer.screen.errands import Errands
from viewer.screen.look import Theme
from viewer.screen.widgets.notices import NoticeStack
from viewer.signin.people import Post
from viewer.view.sheet import Band, LedgerBar, Letter, Sheet, Timeline
from viewer.visit.states import Candidate, Open, State


class Visit(Protocol):
    """The visit as the window sees it (visit/journey). Coroutines end when their move is made."""

    @property
    def state(self) -> State: ...
    @property
    def profile(self) -> Profile: ...
    @property
    def clock(self) -> Clock: ...

    def watch(self, on_change: Callable[[State], None]) -> Callable[[], None]: ...
    async def sign_in(self) -> None: ...
    def cancel_sign_in(self) -> None: ...
    async def choose_post(self, post: Post) -> None: ...
    async def find(self, typed: str) -> None: ...
    async def confirm(self, candidate: Candidate) -> None: ...
    async def back(self) -> None: ...
    async def ask_again(self) -> None: ...
    async def open_page(self, name: str) -> None: ...
    def citizen_id(self) -> CitizenId | None: ...
    async def reveal_id(self) -> CitizenId | None: ...
    def stop(self, hcode: str) -> None: ...
    def retry(self, hcode: str) -> None: ...
    def retry_all(self) -> None: ...
    async def close(self) -> None: ...
    async def sign_out(self) -> None: ...
    async def letter(self) -> Letter: ...
    async def letter_pdf(self) -> bytes: ...
    async def printed(self, what: str) -> None: ...
    def as_sent(self, fact: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Composer:
    """What view makes of an open record, in the language of the words. Pure functions; called in the GUI thread."""

    band: Callable[[Open], Band]
    ledger: Callable[[Open], LedgerBar]
    sheet: Callable[[Open, str], Sheet]
    timeline: Callable[[Open], Timeline]
    candidate: Callable[[Candidate], str]  # ชาย · 66 ปี 8 เดือน · เกิด 14 มี.ค. 2503


@dataclass(frozen=True, slots=True)
class PageContext:
    """Handed to every page factory. ``errands`` belong to the window and end when the record closes."""

    visit: Visit
    words: Words
    theme: Theme
    errands: Errands
    notices: NoticeStack
    composer: Composer
    window: QWidget  # parent of dialogs


class RecordPage(Protocol):
    """A page of the open record: a QWidget that draws a state. ``focus_first`` takes the keyboard when it opens."""

    def show_state(self, open_state: Open) -> None:
        """Draw this state; called again with every arrival, and with the same state after the page is opened."""
        ...


PageFactory = Callable[[PageContext], QWidget]
RecordPages = Mapping[str, PageFactory]
