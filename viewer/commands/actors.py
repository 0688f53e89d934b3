"""People of the demo who are not the program: a clinician at the browser, a patient at the phone. Both read the
sandbox's real pages and press its real buttons."""

import threading
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

_TIMEOUT = 30


@dataclass
class Form:
    """A form of a page: where it goes, what it carries, which boxes are ticked."""

    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
        elif tag == "input" and self.forms and told.get("name"):
            kind = told.get("type", "text")
            if kind == "hidden" or (kind in ("checkbox", "radio") and "checked" in told):
                self.forms[-1].fields.append((told["name"], told.get("value", "on")))


def press(address: str, name: str, value: str) -> None:
    """Open a page, and press the button ``name`` = ``value`` of its first form, whatever is ticked staying ticked.

    Raises:
        OSError: the page or its answer did not come.
        LookupError: there is no form on it.
    """
    visitor = _visitor()
    with visitor.open(address, timeout=_TIMEOUT) as page:
        read = _Forms()
        read.feed(page.read().decode("utf-8", "replace"))
        here = page.url
    if not read.forms:
        raise LookupError("the page has no form")
    form = read.forms[0]
    body = urlencode([*form.fields, (name, value)]).encode()
    visitor.open(urljoin(here, form.action or here), data=body, timeout=_TIMEOUT).close()


class Browser:
    """Called with an address like ``webbrowser.open``; signs in on a thread of its own, as a person would."""

    def __init__(self, who: str) -> None:
        self._who = who

    def __call__(self, address: str) -> bool:
        """Open the sign-in page and choose the person."""
        threading.Thread(target=press, args=(address, "who", self._who), daemon=True).start()
        return True


def _visitor() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
