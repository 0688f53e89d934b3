"""Sarabun, shipped with us: the desk's own fonts draw Thai marks in many ways, and some not at all."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from viewer.base.errors import PrawatError
from viewer.base.resources import resource
from viewer.screen.look import FAMILY, Theme

FACES = ("Regular", "Italic", "Medium", "SemiBold", "Bold", "BoldItalic")


class FontUnreadable(PrawatError):
    """A font file we ship could not be loaded: the installation is damaged."""

    code = "font-unreadable"


def load_fonts() -> None:
    """Make the shipped faces known to Qt; needs a QApplication. Loading them twice does no harm.

    Raises:
        FontUnreadable: Qt refuses a face.
    """
    if FAMILY in QFontDatabase.families():
        return
    for face in FACES:
        if QFontDatabase.addApplicationFont(str(resource("fonts", f"{FAMILY}-{face}.ttf"))) < 0:
            raise FontUnreadable(face)


def dress(application: QApplication, theme: Theme) -> None:
    """Give the application the theme's font, palette and stylesheet; also used when the text size changes."""
    application.setFont(theme.font())
    application.setPalette(theme.palette())
    application.setStyleSheet(theme.stylesheet())
