"""Builds the sandbox: every part once, joined here."""

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.control import Control
from viewer.sandbox.fhir.audit import AuditBook
from viewer.sandbox.fhir.callers import Door
from viewer.sandbox.fhir.consent_desk import ConsentDesk
from viewer.sandbox.fhir.consents import Consents
from viewer.sandbox.fhir.cursors import Cursors
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.exchange import Exchange
from viewer.sandbox.fhir.facility import Facilities
from viewer.sandbox.fhir.lookup import Lookup
from viewer.sandbox.fhir.papers import Papers
from viewer.sandbox.fhir.people import People
from viewer.sandbox.fhir.proof_desk import ProofDesk
from viewer.sandbox.fhir.proofs import Proofs
from viewer.sandbox.fhir.writing_desk import WritingDesk
from viewer.sandbox.links import Links
from viewer.sandbox.lots import Lots
from viewer.sandbox.oidc.grants import Grants
from viewer.sandbox.oidc.keys import Keys
from viewer.sandbox.oidc.provider import Provider
from viewer.sandbox.oidc.requests import Waiting
from viewer.sandbox.phone.desk import Phone
from viewer.sandbox.places import Places
from viewer.sandbox.store import Store
from viewer.sandbox.weather import Weather
from viewer.sandbox.web import Dated, gone
from viewer.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox without its server: the application and what a caller may want to reach."""

    app: Starlette
    places: Places
    clock: SandboxClock
    store: Store
    weather: Weather
    world: World


def build(
    world: World,
    origin: str,
    *,
    clock: SandboxClock,
    store: Store,
    weather: Weather,
    keys: Keys,
    seed: int = 1,
) -> Sandbox:
    """Join the parts. ``origin`` is where the server will stand: ``http://127.0.0.1:PORT``."""
    places, lots = Places(origin), Lots(seed, store)
    papers = Papers(store, lots, clock)
    people = People(world, papers.facilities)
    clock.catch_up(store.latest())
    grants = Grants(store, clock)
    directory, door = Directory(world, places), Door(world, grants)
    consents = Consents(store, lots, clock, places, directory, people)
    audit = AuditBook(store, lots, clock)
    lookup = Lookup(directory, places, weather)
    parts = (
        Provider(world, places, clock, Waiting(store, lots, clock), grants, keys),
        ConsentDesk(places, clock, door, directory, people, consents),
        WritingDesk(places, door, directory, people, consents, papers),
        ProofDesk(places, clock, door, Proofs(store, lots, clock, directory)),
        Links(places, clock, door, store),
        Exchange(places, clock, door, directory, lookup, people, audit),
        Facilities(
            world, places, clock, door, consents, Cursors(store, lots, clock), weather, People(world), papers
        ),
        Phone(places, clock, consents, directory),
        Control(world, places, clock, store, weather, consents, audit),
    )
    app = Starlette(routes=[route for part in parts for route in part.routes()])
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_middleware(Dated, clock=clock)
    return Sandbox(app, places, clock, store, weather, world)
