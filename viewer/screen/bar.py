"""The navy bar: the name, the stamp of simulated data, the pages with their keys, who acts and where, help. 44 high."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.role_names import role_name
from viewer.screen.typeset import Typeset, advance
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label, Stamp, keycap_width, paint_keycap
from viewer.signin.people import Clinician, Post

HEIGHT = 44


class Room(IntEnum):
    """How much room a tab has."""

    NARROW = 0  # icon and key; the title is in the tooltip
    USUAL = 1  # title and key
    WIDE = 2  # icon, title and key


@dataclass(frozen=True, slots=True)
class PageName:
    """A page of the record: its slug, its Lucide icon, its number (Ctrl+n)."""

    slug: str
    icon: str
    number: int


PAGES = (
    PageName("summary", "layout-dashboard", 1),
    PageName("timeline", "history", 2),
    PageName("medicines", "pill", 3),
    PageName("results", "flask-conical", 4),
    PageName("allergies", "shield-alert", 5),
    PageName("documents", "file-text", 6),
    PageName("referral", "send", 7),
)


def page_title(words: Words, slug: str) -> str:
    """What a page is called on its tab."""
    say = words.say
    return {
        "summary": say("Summary"),
        "timeline": say("History over time"),
        "medicines": say("Medicines"),
        "results": say("Test results"),
        "allergies": say("Allergies/Problems/Vaccines"),
        "documents": say("Documents"),
        "referral": say("Referral"),
    }[slug]


class PageTab(QAbstractButton):
    """One tab. The open one has the colour of the sheet below and joins it."""

    def __init__(self, theme: Theme, page: PageName, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.page, self._room = theme, page, Room.USUAL
        self.setText(title)
        self.setAccessibleName(f"{title} Ctrl+{page.number}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the pointer comes and goes
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def take(self, room: Room) -> None:
        """Use this much room."""
        if room is not self._room:
            self._room = room
            self.setToolTip(self.text() if room is Room.NARROW else "")
            self.updateGeometry()

    def width_in(self, room: Room) -> int:
        """Width it takes with this much room."""
        theme = self._theme
        width = keycap_width(theme, "1") + theme.px(20)
        if room is not Room.NARROW:
            width += advance(theme, self.text(), "base", 600) + theme.px(6)
        return width + (theme.px(24) if room is not Room.USUAL else 0)

    def sizeHint(self) -> QSize:
        """Key cap, with title and icon as there is room."""
        return QSize(self.width_in(self._room), self._theme.px(HEIGHT - 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground when open, icon, title, key cap."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        open_ = self.isChecked()
        if open_:
            path = QPainterPath()
            radius = theme.px(5)
            path.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, radius), radius, radius)
            painter.fillPath(path, theme.colour("surface"))
        ink = "ink" if open_ else "barink" if self.underMouse() else "barink2"
        x, middle = theme.px(10), self.height() / 2
        if self._room is not Room.USUAL:
            side = theme.px(16)
            drawn = icons.pixmap(self.page.icon, theme.colour(ink).name(), side, self.devicePixelRatioF())
            painter.drawPixmap(x, round(middle - side / 2), drawn)
            x += side + theme.px(8)
        if self._room is not Room.NARROW:
            typeset = Typeset(theme, self.text(), weight=600 if open_ else 500)
            typeset.draw(painter, x, middle - typeset.height / 2, ink)
            x += advance(theme, self.text(), "base", 600) + theme.px(6)
        cap, high = keycap_width(theme, "1"), theme.px(18)
        box = QRect(x, round(middle - high / 2), cap, high)
        paint_keycap(painter, box, str(self.page.number), "ink3" if open_ else "barink2", theme)


class TopBar(QFrame):
    """Always on screen after sign-in.

    Signals:
        page_wanted(str): a tab was pressed.
        help_wanted: the question mark was.
    """

    page_wanted = Signal(str)
    help_wanted = Signal()

    def __init__(self, theme: Theme, words: Words, *, simulated: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._tabs: list[PageTab] = []
        self.setProperty("role", "bar")
        self.setFixedHeight(theme.px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(14), 0)
        row.setSpacing(theme.px(12))
        row.addWidget(Label(theme, "ประวัติ", size="name", weight=700, tone="barink"))
        if simulated:
            row.addWidget(Stamp(theme, words.say("Simulated data")))
        self._places = QHBoxLayout()
        self._places.setContentsMargins(0, theme.px(8), 0, 0)
        self._places.setSpacing(0)
        row.addLayout(self._places)
        row.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(0)
        self._name = Label(theme, "", size="caption", weight=500, tone="barink", right=True, elide=True)
        self._place = Label(theme, "", size="caption", tone="barink2", right=True, elide=True)
        who.addStretch(1)
        who.addWidget(self._name)
        who.addWidget(self._place)
        who.addStretch(1)
        row.addLayout(who)
        self._help = Button(theme, "", kind=Kind.BAR, icon="circle-help", name=words.say("Help (F1)"))
        self._help.clicked.connect(self.help_wanted)
        row.addWidget(self._help)

    def show_person(self, clinician: Clinician, post: Post | None) -> None:
        """Who acts, in which role, where."""
        self._name.setText(" · ".join(filter(None, (clinician.name, clinician.licence))))
        self._place.setVisible(post is not None)
        if post is None:
            return
        role = role_name(self._words, post.role)
        self._place.setText(" · ".join(filter(None, (role, post.facility))))

    def show_pages(self, slugs: Sequence[str]) -> None:
        """Tabs for these pages; none while no record is open."""
        if [tab.page.slug for tab in self._tabs] == list(slugs):
            return
        for tab in self._tabs:
            self._places.removeWidget(tab)
            tab.deleteLater()
        self._tabs = []
        for page in PAGES:
            if page.slug in slugs:
                tab = PageTab(self._theme, page, page_title(self._words, page.slug), self)
                tab.clicked.connect(lambda _=False, slug=page.slug: self._wanted(slug))
                self._places.addWidget(tab)
                self._tabs.append(tab)
        self._share_room()

    def show_open(self, slug: str) -> None:
        """Which page is open."""
        for tab in self._tabs:
            tab.setChecked(tab.page.slug == slug)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs use the room there is."""
        super().resizeEvent(event)
        self._share_room()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the window: tabs and names give way."""
        return QSize(self._theme.px(300), self._theme.px(HEIGHT))

    def _share_room(self) -> None:
        left = self._places.geometry().x() or self._theme.px(240)
        least_who = min(
            self._theme.px(200), max(self._name.sizeHint().width(), self._place.sizeHint().width())
        )
        free = self.width() - left - least_who - self._theme.px(72) - self._help.sizeHint().width()
        for room in reversed(Room):
            if room is Room.NARROW or sum(tab.width_in(room) for tab in self._tabs) <= free:
                break
        for tab in self._tabs:
            tab.take(room)

    def _wanted(self, slug: str) -> None:
        # The tab is not open before its view is written down: keep what is open marked as such.
        for tab in self._tabs:
            if tab.page.slug == slug:
                tab.setChecked(False)
        self.page_wanted.emit(slug)
