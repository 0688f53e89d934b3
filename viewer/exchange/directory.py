"""Facilities as the exchange's directory (mCSD Organization and Endpoint) names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility of the network. ``hcode`` is text of 5 or 9 digits (leading zeros count)."""

    hcode: str
    name: str
    kind: str = ""  # รพศ., รพช., คลินิก, ร้านยา ... as the directory says
    phone: str = ""
    endpoint: str = ""  # FHIR base of its own Endpoint; empty = ask the exchange's base
    organization: str = ""  # id of its Organization on the exchange: what references to it hold


UNKNOWN = Facility("", "")
