"""Facilities that write the Health Link profiles of 2022-04-05 (FHIR R4).

Every row carries the facility's own code as an identifier; a supply is a MedicationStatement whose quantity is an
extension and which often has no directions; results have neither range nor flag. Row ids hold the citizen id, as in
the real feeds: whoever logs one leaks a person.
"""

from viewer.sandbox.world.chart import Chart, Pen, Systems, opaque
from viewer.sandbox.world.days import Moment
from viewer.sandbox.world.lines import MedicineRow
from viewer.sandbox.world.shape import split_name
from viewer.sandbox.world.values import Resource

_PROFILES = "https://www.healthlink.go.th/fhir/StructureDefinition/HealthLink"
_PROFILED = {
    "AllergyIntolerance",
    "Condition",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "Immunization",
    "MedicationStatement",
    "Observation",
    "Organization",
    "Patient",
    "Procedure",
}
_UNIDENTIFIED = {"Patient", "Practitioner", "Binary", "Provenance", "Linkage"}


class HealthLink:
    """The dialect HL."""

    systems = Systems(
        cid="http://dopa.go.th",
        hcode="http://203.157.10.8/hcode_2020/query_set.php",
        icd10="http://thcc.or.th/ICD-10TM/",
        icd9="https://www.cdc.gov/nchs/icd/icd9.htm",
        drug="https://healthlink.go.th/tmt/tpu",
    )

    def row_id(self, chart: Chart, tag: str, count: int) -> str:
        """``{hcode}-{citizen id}-{tag}-{n}``, or the passport number of someone who has no citizen id."""
        person = chart.human.cid or chart.human.other_ids[0][1]
        return f"{chart.facility.hcode}-{person}-{tag}-{count}"

    def moment(self, moment: Moment, salt: str) -> str:
        """A date, or a local time with its offset."""
        return f"{moment.day}T{moment.clock}:00+07:00" if moment.clock else moment.day

    def patient(self, pen: Pen) -> Resource:
        """HealthLinkPatient: one citizen id, active, one name in parts."""
        chart = pen.chart
        prefix, given, family = split_name(chart.name)
        ids = [{"use": "official", "system": self.systems.cid, "value": chart.human.cid}]
        if not chart.human.cid:
            ids = [{"use": "official", "system": s, "value": v} for s, v in _own_ids(chart)]
        made: Resource = {
            "identifier": ids,
            "active": True,
            "name": [
                {"use": "official", "text": chart.name, "family": family, "given": given, "prefix": [prefix]}
            ],
            "gender": chart.human.gender,
            "birthDate": chart.here.birth or chart.human.birth,
        }
        if chart.here.phone:
            made["telecom"] = [{"system": "phone", "value": chart.here.phone, "use": "mobile"}]
        return made

    def medication(self, pen: Pen, drug: str, resource: Resource) -> None:
        """A concept with one TMT coding. Sandbox codes are invented and begin with 99."""
        code = f"99{int(opaque(0, 'tmt', drug, length=8), 16) % 100_000:05d}"
        resource["medicationCodeableConcept"] = {
            "coding": [{"system": self.systems.drug, "code": code, "display": drug}],
            "text": drug,
        }

    def supply(self, row: MedicineRow) -> str:
        """The profiles know only MedicationStatement."""
        return "statement"

    def practitioner(self, pen: Pen, by: str) -> Resource:
        """Only a name: the profiles have no Practitioner."""
        return {"display": by.partition("|")[0]}

    def finish(self, pen: Pen, resource: Resource) -> None:
        """identifier[mdp] and the profile."""
        kind = resource["resourceType"]
        if kind in _PROFILED:
            resource["meta"]["profile"] = [_PROFILES + kind]
        if kind in _UNIDENTIFIED:
            return
        own = {"use": "official", "system": self.systems.hcode, "value": pen.chart.facility.hcode}
        if kind in {"Composition", "QuestionnaireResponse"}:
            resource["identifier"] = own
        else:
            resource["identifier"] = [own, *resource.get("identifier", [])]


def _own_ids(chart: Chart) -> tuple[tuple[str, str], ...]:
    return chart.here.ids or chart.human.other_ids
