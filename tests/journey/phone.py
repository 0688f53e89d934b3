"""The patient: reads the real pages of the sandbox's phone and presses its real buttons."""

import ssl
from urllib.parse import urljoin

import httpx
from sandbox_process import Form, forms

from viewer.base.opaque import Opaque

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # knows nobody: only loopback is spoken to, and reading
# the system's certificates for each page takes longer than the page


class Phone:
    """Somebody's phone. ``page`` is what it showed last."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._letter = ""  # where the request stands, once it was opened
        self.page = ""

    async def scans(self, link: Opaque) -> None:
        """Open what the QR code leads to."""
        await self._show("GET", link.reveal())
        self._letter = link.reveal()

    async def types_code(self, code: str) -> None:
        """Open the request by its six digits."""
        self._letter = await self._show("POST", self._address, {"code": code})

    async def allows(self, *, but_not: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> None:
        """Take the ticks from these facilities (hcodes), or from all but these, and press "allow"."""
        await self._answers("approve", but_not, only)

    async def refuses(self) -> None:
        """Press "do not allow"."""
        await self._answers("refuse")

    async def withdraws(self) -> None:
        """Press "withdraw"."""
        await self._show("GET", self._letter)
        await self._answers("withdraw")

    async def _answers(self, answer: str, but_not: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> None:
        form = self._form()
        name, value = form.button(answer)
        ticked = [box for name, box, on in form.boxes if name == "facility" and on and box not in but_not]
        ticked = [box for box in ticked if not only or box in only]
        await self._show("POST", self._letter, {**form.fields, "facility": ticked, name: value})

    def _form(self) -> Form:
        found = forms(self.page)
        assert found, "the phone shows nothing to answer"
        return found[0]

    async def _show(self, method: str, address: str, form: dict[str, object] | None = None) -> str:
        """Go there, follow redirects; the address of what is shown."""
        async with httpx.AsyncClient(trust_env=False, timeout=30, verify=_NO_TLS) as http:
            answer = await http.request(method, address, data=form)
            while answer.is_redirect:
                answer = await http.get(urljoin(str(answer.url), answer.headers["location"]))
        assert answer.is_success, f"the phone shows an error: {answer.status_code}"
        self.page = answer.text
        return str(answer.url)
