"""The sandbox's own switches, JSON: state, weather, clock, scripted patients. No exchange has these."""

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from viewer.sandbox.climate import told_climate
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import AnswerTooLate, FaultUnreadable
from viewer.sandbox.faults import KINDS, read_fault
from viewer.sandbox.fhir.audit import AuditBook
from viewer.sandbox.fhir.consents import Consents, Kept
from viewer.sandbox.places import Places
from viewer.sandbox.rows import Rows
from viewer.sandbox.store import Store
from viewer.sandbox.weather import Weather
from viewer.sandbox.world import World


class Control:
    """Every answer is JSON; a request that does not fit gets 400 with ``error``."""

    def __init__(
        self,
        world: World,
        places: Places,
        clock: SandboxClock,
        store: Store,
        weather: Weather,
        consents: Consents,
        audit: AuditBook,
    ) -> None:
        self._world = world
        self._places = places
        self._clock = clock
        self._store = store
        self._weather = weather
        self._consents = consents
        self._audit = audit
        self._rows = Rows(world)

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = urlsplit(self._places.control).path
        return [
            Route(path, self.state, methods=["GET"]),
            Route(f"{path}/faults", self.fault, methods=["POST"]),
            Route(f"{path}/weather", self.foretell, methods=["POST"]),
            Route(f"{path}/reset", self.reset, methods=["POST"]),
            Route(f"{path}/audit", self.received, methods=["GET"]),
            Route(f"{path}/consents", self.consents, methods=["GET"]),
            Route(f"{path}/consents/{{code}}", self.answer, methods=["POST"]),
            Route(f"{path}/clock", self.move_clock, methods=["POST"]),
            Route(f"{path}/rows", self.change_row, methods=["POST"]),
        ]

    async def state(self, _: Request) -> Response:
        """People, signers, facilities, faults, time."""
        return JSONResponse(
            {
                "now": self._now(),
                "people": [
                    {
                        "n": human.number,
                        "cid": human.cid,
                        "name": human.name,
                        "patient": human.patient_id,
                        "other_ids": [list(pair) for pair in human.other_ids],
                        "named": list(human.named),
                        "refuses": list(human.refuses),
                    }
                    for human in self._world.people
                ],
                "signers": [
                    {
                        "id": signer.id,
                        "name": signer.name,
                        "licence": signer.licence,
                        "posts": [{"role": post.role, "hcode": post.hcode} for post in signer.posts],
                    }
                    for signer in self._world.signers
                ],
                "facilities": [
                    {"key": entry.key, "hcode": entry.hcode, "name": entry.name}
                    for entry in self._world.facilities
                ],
                "faults": self._weather.told(),
                "dealt": self._weather.dealt,
                "kinds": KINDS,
            }
        )

    async def fault(self, request: Request) -> Response:
        """``{"hcode": "99001", "fault": {"kind": "slow", "seconds": 3}}``; ``person`` limits it to one (number)."""
        body = await _json(request)
        try:
            fault = read_fault(body.get("fault"), self._patient(body.get("person")))
            self._weather.set(str(body.get("hcode", "")), fault)
        except FaultUnreadable as error:
            return _no(str(error))
        return JSONResponse({"faults": self._weather.told()})

    async def foretell(self, request: Request) -> Response:
        """``{"weather": {...}, "seed": 7}``: a weather file's content holds from now on. {} is fair weather."""
        body = await _json(request)
        seed = body.get("seed", 1)
        if not isinstance(seed, int) or isinstance(seed, bool):
            return _no("seed must be a whole number")
        try:
            self._weather.foretell(told_climate(body.get("weather")), seed)
        except FaultUnreadable as error:
            return _no(str(error))
        return JSONResponse({"dealt": self._weather.dealt})

    async def reset(self, _: Request) -> Response:
        """As after the start: nobody signed in, no consents, no audit, no faults but the habits."""
        self._store.wipe()
        self._weather.reset()
        self._clock.reset()
        self._rows.reset()
        return JSONResponse({"now": self._now()})

    async def received(self, _: Request) -> Response:
        """The AuditEvents, the first first."""
        return JSONResponse(self._audit.all())

    async def consents(self, _: Request) -> Response:
        """Every consent: code, link, state."""
        rows = self._store.all("select id from consents order by rowid")
        return JSONResponse([self._told(kept) for row in rows if (kept := self._consents.get(row["id"]))])

    async def answer(self, request: Request) -> Response:
        """A scripted patient: ``{"answer": "approve", "facilities": ["99001"]}``; null = as the person would."""
        body = await _json(request)
        kept = self._consents.by_code(request.path_params["code"])
        if kept is None:
            return _no("no consent has this code", 404)
        facilities = body.get("facilities")
        if facilities is not None and not isinstance(facilities, list):
            return _no("facilities must be a list of hcodes, or null")
        try:
            if body.get("answer") == "approve":
                kept = self._consents.approve(kept, facilities)
            elif body.get("answer") == "refuse":
                kept = self._consents.refuse(kept)
            elif body.get("answer") == "withdraw":
                kept = self._consents.withdraw(kept)
            else:
                return _no("answer must be approve, refuse or withdraw")
        except AnswerTooLate as error:
            return _no(str(error), 409)
        return JSONResponse(self._told(kept))

    async def move_clock(self, request: Request) -> Response:
        """``{"advance": seconds}``: time goes ahead, never back."""
        seconds = (await _json(request)).get("advance")
        if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < 1e9:
            return _no("advance must be a number of seconds, not negative")
        self._clock.advance(seconds)
        return JSONResponse({"now": self._now()})

    async def change_row(self, request: Request) -> Response:
        """``{"hcode": "99001", "person": 1, "type": "Condition", "id": "…", "change": {"note": []}}``; a change of null
        removes the row, an id that is not there adds one. Version and time of the change are set here."""
        body = await _json(request)
        change = body.get("change")
        if change is not None and not isinstance(change, dict):
            return _no("change must be an object, or null")
        key = (str(body.get("type", "")), str(body.get("id", "")))
        try:
            patient = self._patient(body.get("person"))
            self._rows.change(str(body.get("hcode", "")), patient, key, change, self._clock.now())
        except FaultUnreadable as error:
            return _no(str(error))
        return JSONResponse({"now": self._now()})

    def _patient(self, number: object) -> str:
        if number is None:
            return ""
        for human in self._world.people:
            if human.number == number:
                return human.patient_id
        raise FaultUnreadable("nobody has this number")

    def _told(self, kept: Kept) -> dict[str, Any]:
        return {
            "id": kept.id,
            "code": kept.code,
            "link": self._places.letter(kept.secret),
            "status": kept.status,
            "version": kept.version,
            "patient": kept.patient,
        }

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _no(error: str, status: int = 400) -> Response:
    return JSONResponse({"error": error}, status_code=status)
