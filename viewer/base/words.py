"""Messages in the user's language. English is the message id; Thai is the default catalog.

Translate when drawing, never at import: ``words.say("Sign in")`` inside the function that draws.
Grammar that a catalog cannot hold (dates, doses, ages) lives in view/wording.
"""

import gettext
from dataclasses import dataclass, field

from viewer.base.resources import translation

LANGUAGES = ("th", "en")


@dataclass(slots=True)
class Words:
    """One language's catalog. Built once in app (or a command) and handed to whoever draws."""

    language: str = "th"
    _catalog: gettext.NullTranslations = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.speak(self.language)

    def speak(self, language: str) -> None:
        """Change the language; what is drawn from now on uses it. An unknown one reads as English."""
        self.language = language
        try:
            with translation(language, "LC_MESSAGES", "prawat.mo").open("rb") as file:
                self._catalog = gettext.GNUTranslations(file)
        except FileNotFoundError:
            self._catalog = gettext.NullTranslations()

    def say(self, message: str, **values: object) -> str:
        """The message in this language with its named placeholders filled: ``say("{n} rows", n=3)``."""
        text = self._catalog.gettext(message)
        return text.format(**values) if values else text
