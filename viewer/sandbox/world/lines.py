"""One line of a story: a diagnosis, a medicine, a result … in the words of those who review it.

Days count from D (``days``), doses use a short notation (``dosing``), laboratory rows are named by their short name
(``labs.json``). An unknown field is an error, never ignored.
"""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """Anything told in a story."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Told):
    """What every row may say.

    Attributes:
        day: when it was recorded; "" when the source does not say.
        labels: security labels sent with it ("R", "HIV").
        note: free text of the source.
        by: who did it, "name" or "name|licence".
        every, times: the row repeats backwards from its day, so many times, so many days apart.
    """

    day: str = ""
    every: int = 0
    times: int = 1
    labels: tuple[str, ...] = ()
    note: str = ""
    by: str = ""


class ProblemRow(Row):
    """A diagnosis. ``icd`` exactly as that facility writes it ("E112")."""

    icd: str = ""
    words: str
    since: str = ""
    until: str = ""
    clinical: str = "active"
    sure: str = "confirmed"


class AllergyRow(Row):
    """An allergy row, whatever it truly says. Numbers are the Thai national codes (THCC)."""

    what: str
    code: tuple[str, str, str] | None = None  # system, code, display
    kind: str = "allergy"
    of: str = "medication"
    sure: str = "confirmed"
    clinical: str = "active"
    risk: str = ""
    reaction: str = ""
    reaction_icd: str = ""
    severity: str = ""
    certainty: int = 0
    seriousness: int = 0
    informant: int = 0
    said_by: str = ""
    onset: str = ""


class MedicineRow(Row):
    """A medicine as prescribed, dispensed, taken or given.

    Attributes:
        drug: its name exactly as sent.
        label: the label's text; "" when the source sends no directions.
        dose: structured directions in the notation of ``dosing``; "" when none are sent.
        how: "statement", "dispense", "request" or "given"; "" is what the dialect uses for a supply.
        days: days of supply.
        why: reason for its status.
    """

    drug: str
    label: str = ""
    dose: str = ""
    qty: float | None = None
    unit: str = ""
    days: int | None = None
    how: str = ""
    status: str = ""
    why: str = ""
    category: str = "outpatient"
    route: str = ""


class Series(Told):
    """Values of one analyte at even distances, the newest on ``day``.

    They go from ``first`` (the oldest) to ``last``, each but these two swaying by at most ``sway``.
    """

    day: str
    every: int
    times: int
    first: float
    last: float
    sway: float = 0
    digits: int = 1


class ResultRow(Told):
    """One analyte over time: day to value, or a series.

    A value is a number, "<20" (a number with a comparator), or words. ``flags`` maps a day to the source's
    interpretation code, ``range`` is the source's reference range ("0.9-1.1"): both usually absent.
    """

    lab: str
    at: Mapping[str, float | str] = {}
    series: Series | None = None
    flags: Mapping[str, str] = {}
    range: str = ""
    words: str = ""
    unit: str = ""
    specimen: str = ""
    method: str = ""
    note: str = ""
    labels: tuple[str, ...] = ()


class VitalsRow(Row):
    """Vital signs of one moment; each becomes its own Observation. Degrees Celsius, kg, cm, mmHg, %.

    In a row that repeats, ``sway`` says by how much each sign moves around its value.
    """

    bp: str = ""
    weight: float | None = None
    height: float | None = None
    temp: float | None = None
    pulse: float | None = None
    spo2: float | None = None
    spo2_exertion: float | None = None
    rr: float | None = None
    sway: Mapping[str, float] = {}


class VisitRow(Row):
    """A visit. ``until`` is a day, or a time of the same day ("10:40"); ``diagnoses`` are ICD codes of problems told
    for the same facility, principal first."""

    kind: str = "AMB"
    department: str = ""
    reason: str = ""
    diagnoses: tuple[str, ...] = ()
    until: str = ""
    status: str = "finished"


class VaccineRow(Row):
    """One dose of a vaccine. ``reported`` is true when it is not from the giver's own record."""

    vaccine: str
    dose: str = ""
    lot: str = ""
    status: str = "completed"
    why: str = ""
    reported: bool = False


class DocumentRow(Row):
    """A document. ``page`` is the Latin text drawn on its PDF page, ``text`` a plain text file instead."""

    title: str
    type: tuple[str, str] = ("", "")  # LOINC code and display
    page: str = ""
    text: str = ""


class ProcedureRow(Row):
    """A procedure, ICD-9-CM where coded."""

    icd9: str = ""
    words: str
    site: str = ""
    until: str = ""
    status: str = "completed"


class ReportRow(Row):
    """A diagnostic report: words, and the laboratory rows of the same day it stands for."""

    words: str
    code: str = ""  # LOINC
    category: str = "LAB"
    conclusion: str = ""
    labs: tuple[str, ...] = ()
