"""Where the clinician acts today: one big choice per post."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.front import Front
from viewer.screen.role_names import role_name
from viewer.screen.widgets.cards import line
from viewer.screen.widgets.choices import Choice
from viewer.screen.widgets.labels import Label
from viewer.signin.people import Post
from viewer.visit.states import ChoosingPost, State

_WIDE = 560
_KEYED = 9  # Alt+1 … Alt+9


def post_line(words: Words, post: Post) -> str:
    """แพทย์ · ผู้ป่วยนอก · รหัส 99002."""
    code = words.say("code {code}", code=post.hcode) if post.hcode else ""
    return " · ".join(filter(None, (role_name(words, post.role), post.specialty, code)))


class PostCard(QFrame):
    """The posts as choices; choosing one moves the visit on."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._front = front
        self._posts: tuple[Post, ...] = ()
        self._choices: list[Choice] = []
        self.setProperty("role", "card")
        theme, words = front.theme, front.words
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(16) for _ in range(4)))
        whole.setSpacing(theme.px(8))
        head = line(spacing=theme.px(10))
        head.addWidget(Label(theme, words.say("Today you act at"), size="lead", weight=600))
        note = words.say("every access is written down in its name")
        head.addWidget(Label(theme, note, size="small", tone="ink2", elide=True, right=True), 1)
        whole.addLayout(head)
        self._rows = whole
        self._group = QButtonGroup(self)

    def show_posts(self, posts: tuple[Post, ...], chosen: Post | None) -> None:
        """Offer these; the chosen one is marked."""
        if posts != self._posts:
            for choice in self._choices:
                self._group.removeButton(choice)
                choice.deleteLater()
            self._choices = []
            for at, post in enumerate(posts):
                key = f"Alt+{at + 1}" if len(posts) > 1 and at < _KEYED else ""
                choice = Choice(self._front.theme, post.facility, post_line(self._front.words, post), key=key)
                choice.clicked.connect(lambda _=False, post=post: self._choose(post))
                self._group.addButton(choice)
                self._rows.addWidget(choice)
                self._choices.append(choice)
            self._posts = posts
        for post, choice in zip(posts, self._choices, strict=True):
            choice.setChecked(post == chosen)

    def focus_first(self) -> None:
        """Keyboard to the first choice."""
        if self._choices:
            self._choices[0].setFocus()

    def _choose(self, post: Post) -> None:
        self._front.errands.start("choose-post", self._front.visit.choose_post(post))


class PostPage(QWidget):
    """Shown while ChoosingPost."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        theme, words = front.theme, front.words
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        stack = QVBoxLayout()
        stack.setSpacing(theme.px(12))
        self._greeting = Label(theme, "", size="title")
        stack.addWidget(self._greeting)
        self._card = PostCard(front)
        self._card.setFixedWidth(theme.px(_WIDE))
        stack.addWidget(self._card)
        note = words.say(
            "Patients see the name of this facility when they are asked. You can change it later"
        )
        stack.addWidget(Label(theme, note, size="small", tone="ink2", wrap=True))
        middle.addLayout(stack)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(3)

    def show_state(self, state: State) -> None:
        """The posts of whoever signed in."""
        if isinstance(state, ChoosingPost):
            self._greeting.setText(state.clinician.name)
            self._card.show_posts(state.posts, None)
            self._card.focus_first()
