"""The sandbox as its own process, and a browser that reads pages as a script does: for journeys and peers.

with start() as sandbox:
    browser = ScriptedBrowser(who="on-anong")
    session = await sign_in(sandbox.profile(), http, sandbox.clock(), browser.open)
    await browser.done()
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from viewer.base.clock import MachineClock
from viewer.base.settings import Profile

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = ROOT / "resources" / "people"
SIGNERS = ("on-anong", "theeradet", "siriporn", "jiraporn", "sudarat", "wasan")
_PATIENCE = 60.0  # seconds for a process to start on a busy machine


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The line a sandbox prints when it is ready."""

    base: str
    issuer: str
    phone: str
    verify: str
    links: str
    control: str
    now: datetime
    people: int
    facilities: int
    process: "subprocess.Popen[str]" = field(repr=False, compare=False)

    @property
    def origin(self) -> str:
        """Scheme, host and port of everything it serves."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    def profile(self, **changes: object) -> Profile:
        """A site's profile for it; ``changes`` replace fields."""
        fields: dict[str, object] = {
            "name": "sandbox",
            "title": "ข้อมูลจำลอง",
            "base": self.base,
            "issuer": self.issuer,
            "client_id": "prawat-desktop",
            "origins": (self.origin,),
            "sandbox": True,
            "verify": self.verify,
            "health_links": self.links,
        }
        return Profile.model_validate(fields | changes)

    def clock(self) -> MachineClock:
        """A clock that runs with the sandbox's own; made when it has just started."""
        return MachineClock(self.now - MachineClock().now())

    def control_state(self) -> dict[str, object]:
        """What ``GET {control}`` says."""
        answer = httpx.get(self.control, trust_env=False)
        answer.raise_for_status()
        state: dict[str, object] = answer.json()
        return state

    def tell(self, path: str, **body: object) -> httpx.Response:
        """``POST {control}/{path}``: faults, consents/{code}, clock, reset."""
        answer = httpx.post(f"{self.control}/{path}", json=body, trust_env=False)
        answer.raise_for_status()
        return answer


@contextmanager
def start(
    *,
    people: Path = PEOPLE,
    port: int | None = None,
    seed: int | None = None,
    facilities: int | None = None,
    state: Path | None = None,
    latency: float | None = None,
) -> Iterator[Sandbox]:
    """Run ``python -m viewer.sandbox`` until the block is left; raises AssertionError with its words if it dies."""
    options = {"port": port, "seed": seed, "facilities": facilities, "state": state, "latency": latency}
    command = [sys.executable, "-m", "viewer.sandbox", "--people", str(people), "--until-stdin-closes"]
    for name, value in options.items():
        if value is not None:
            command += [f"--{name}", str(value)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        )
        try:
            line = first_line(process)
            if not line:
                end(process)
                complaints.seek(0)
                raise AssertionError(f"the sandbox did not start:\n{complaints.read()}")
            yield _read(json.loads(line), process)
        finally:
            end(process)


def _read(said: dict[str, Any], process: "subprocess.Popen[str]") -> Sandbox:
    return Sandbox(
        base=said["base"],
        issuer=said["issuer"],
        phone=said["phone"],
        verify=said["verify"],
        links=said["links"],
        control=said["control"],
        now=datetime.fromisoformat(said["now"]),
        people=said["people"],
        facilities=said["facilities"],
        process=process,
    )


def first_line(process: "subprocess.Popen[str]", patience: float = _PATIENCE) -> str:
    """The first line of a child's standard output, "" when it ends or keeps silent for ``patience`` seconds."""
    too_long = threading.Timer(patience, process.kill)
    too_long.start()
    try:
        return process.stdout.readline() if process.stdout else ""
    finally:
        too_long.cancel()
        too_long.join()


def end(process: "subprocess.Popen[str]", patience: float = 10.0) -> None:
    """Close its standard input and wait; then ask; then make it."""
    if process.stdin:
        process.stdin.close()
    for insist in (process.terminate, process.kill, process.kill):
        try:
            process.wait(patience)
            break
        except subprocess.TimeoutExpired:
            insist()
    if process.stdout:
        process.stdout.close()


@dataclass(slots=True)
class Form:
    """A form as a browser would send it: its hidden fields, and the buttons that could be pressed."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    boxes: list[tuple[str, str, bool]] = field(default_factory=list)  # name, value, ticked
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def button(self, value: str) -> tuple[str, str]:
        """The button that sends this value; fails the test when the page has none."""
        found = [button for button in self.buttons if button[1] == value]
        assert found, f"no button sends {value!r}: {[sent for _, sent in self.buttons]}"
        return found[0]


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.found and given.get("name"):
            self._field(self.found[-1], tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value, kind = given["name"], given.get("value", ""), given.get("type", "text")
        if tag == "button" or (tag == "input" and kind == "submit"):
            form.buttons.append((name, value))
        elif tag == "input" and kind in ("checkbox", "radio"):
            form.boxes.append((name, value or "on", "checked" in given))
        elif tag == "input":
            form.fields[name] = value


def forms(html: str) -> list[Form]:
    """Every form of a page."""
    return _Forms(html).found


class ScriptedBrowser:
    """The system's browser, in the hands of a script: ``open`` is what a sign-in is given.

    It follows redirects as a browser does, presses the button that sends ``who`` on each page that has a form, and
    ends at the loopback, whose page is kept in ``page``.
    """

    def __init__(self, who: str) -> None:
        self.who = who
        self.page = ""  # the last page shown
        self.visited: list[str] = []  # origins and paths, in order, without their queries
        self._errand: asyncio.Task[None] | None = None

    def open(self, url: str) -> None:
        """Start browsing in the running loop."""
        self._errand = asyncio.get_running_loop().create_task(self.browse(url), name="scripted-browser")

    async def done(self) -> None:
        """Wait until the last page is shown; what went wrong on the way is raised here."""
        assert self._errand is not None, "no browser was opened"
        await self._errand

    async def browse(self, url: str) -> None:
        """Go there, and press on until a page has no form any more."""
        async with httpx.AsyncClient(trust_env=False, timeout=_PATIENCE) as http:
            shown = await self._follow(http, await http.get(url))
            while found := forms(shown.text):
                shown = await self._follow(http, await self.fill(http, str(shown.url), found[0]))
            self.page = shown.text

    async def fill(self, http: httpx.AsyncClient, where: str, form: Form) -> httpx.Response:
        """Answer one form. Another kind of page is another subclass."""
        name, value = form.button(self.who)
        return await http.post(urljoin(where, form.action), data={**form.fields, name: value})

    async def _follow(self, http: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
        for _ in range(10):
            self.visited.append(f"{answer.url.scheme}://{answer.url.netloc.decode()}{answer.url.path}")
            if not answer.is_redirect:
                return answer
            answer = await http.get(urljoin(str(answer.url), answer.headers["location"]))
        raise AssertionError("redirected in a circle")
