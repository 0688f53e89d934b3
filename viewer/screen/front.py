"""What pages before the record are given, and what they may change of this desk: language and text size."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from viewer.base.words import Words
from viewer.screen.errands import Errands
from viewer.screen.look import Theme
from viewer.screen.readiness import Check
from viewer.visit.journey import Visit

SCALES = (80, 90, 100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Front:
    """Handed to sign-in, post, identify and consent. ``speak`` and ``resize`` rebuild the window at once."""

    visit: Visit
    words: Words
    theme: Theme
    errands: Errands
    check: Check
    speak: Callable[[str], None]
    resize: Callable[[int], None]
    window: QWidget
    version: str
    help: Callable[[], None]
