"""Facilities that write in the style of the MOPH personal health record, with the defects seen in its payloads.

identifier.type is a bare string, the family name holds the whole name and the suffix the family, birth dates are
dateTimes, local times carry a "Z", an open visit ends in year 0, a code system is misspelt, every diagnosis is
"Severe", the medicine's code is a filler and names have trailing spaces. None of it is an accident here.
"""

from viewer.sandbox.world.chart import Chart, Pen, Systems, opaque
from viewer.sandbox.world.days import Moment
from viewer.sandbox.world.lines import MedicineRow
from viewer.sandbox.world.shape import SNOMED, concept, split_name
from viewer.sandbox.world.values import Resource

_TRAIL = "   "
_YEAR_ZERO = "0000-00-00T00:00:00.000Z"
_BROKEN_SNOMED = "http://http://snomed.info/sct"


class Phr:
    """The dialect PHR."""

    systems = Systems(
        cid="https://www.dopa.go.th",
        hcode="https://bps.moph.go.th/hcode/5",
        icd10="http://hl7.org/fhir/sid/icd-10",
        icd9="http://hl7.org/fhir/sid/icd-9-cm",
        drug="https://www.this.or.th/tmt/gp",
    )

    def row_id(self, chart: Chart, tag: str, count: int) -> str:
        """``{hcode}-{opaque}-{tag}-{n}``."""
        person = opaque(chart.seed, "phr", chart.human.number, length=10)
        return f"{chart.facility.hcode}-{person}-{tag}-{count}"

    def moment(self, moment: Moment, salt: str) -> str:
        """Local time wearing a Z; a bare day gets an office hour of its own."""
        if len(moment.day) < len("2026-11-23"):
            return moment.day
        hour = 8 + int(opaque(0, "hour", salt, length=4), 16) % 8
        return f"{moment.day}T{moment.clock or f'{hour:02d}:15'}:00.000Z"

    def patient(self, pen: Pen) -> Resource:
        """The name three ways wrong, the birth date as a dateTime (unless the story gives it verbatim)."""
        chart = pen.chart
        prefix, given, family = split_name(chart.name)
        birth = chart.here.birth or f"{chart.human.birth}T00:00:00.000Z"
        whole = " ".join([*given, family])
        return {
            "identifier": [*self._ids(chart)],
            "active": True,
            "name": [
                {
                    "use": "official",
                    "text": chart.name + _TRAIL,
                    "languageCode": "TH",
                    "family": whole,
                    "given": given,
                    "prefix": [prefix],
                    "suffix": [family],
                    "period": {"start": "2022-02-25T00:00:00.000Z"},
                }
            ],
            "gender": chart.human.gender,
            "birthDate": birth,
            "deceasedBoolean": False,
            **({"telecom": [_mobile(chart.here.phone)]} if chart.here.phone else {}),
            **({"contact": [_contact(*chart.contact)]} if chart.contact is not None else {}),
        }

    def _ids(self, chart: Chart) -> list[Resource]:
        hn = {
            "use": "official",
            "system": "https://sil-th.org/hn",
            "type": "HN",
            "value": chart.hn(),
            "period": {"start": "2022"},
        }
        if not chart.human.cid:
            return [{"use": "official", "system": s, "value": v} for s, v in chart.human.other_ids] + [hn]
        cid = {
            "use": "official",
            "system": self.systems.cid,
            "type": "CID",
            "value": chart.human.cid,
            "period": {"start": chart.human.birth[:4]},
        }
        return [cid, hn]

    def medication(self, pen: Pen, drug: str, resource: Resource) -> None:
        """A contained Medication with the filler code and the form "02", whatever the form."""
        resource["contained"] = [
            {
                "resourceType": "Medication",
                "id": "m1",
                "code": {
                    "coding": [{"system": self.systems.drug, "code": "00000", "display": drug}],
                    "text": drug + _TRAIL,
                },
                "form": concept(SNOMED, "732937005", "02"),
            }
        ]
        resource["medicationReference"] = {"reference": "#m1"}

    def supply(self, row: MedicineRow) -> str:
        """What was handed over."""
        return "dispense"

    def practitioner(self, pen: Pen, by: str) -> Resource:
        """A licence where a reference should be."""
        name, _, licence = by.partition("|")
        return {"reference": licence or name, "display": name + _TRAIL}

    def finish(self, pen: Pen, resource: Resource) -> None:
        """The defects that sit on rows."""
        if resource["resourceType"] == "Organization":
            system = {"system": self.systems.hcode, "value": pen.chart.facility.hcode}
            resource["identifier"] = [{"use": "official", **system}]
            return
        for role in ("subject", "patient"):
            if role in resource:
                resource[role] = resource[role] | {"display": pen.chart.name + _TRAIL}
        defect = {
            "Condition": _diagnosis,
            "Encounter": _endless,
            "MedicationDispense": _oral,
            "MedicationStatement": _oral,
        }.get(resource["resourceType"])
        if defect:
            defect(resource)


def _mobile(phone: str) -> Resource:
    return {"system": "phone", "value": phone, "use": "mobile", "rank": "1"}


def _contact(who: str, name: str, phone: str) -> Resource:
    """The relation as a bare string, the name with its trailing spaces, the telephone under no system."""
    made: Resource = {"relationship": who, "name": {"use": "official", "text": name + _TRAIL}}
    return made | {"telecom": [{"value": phone, "rank": "1"}]} if phone else made


def _diagnosis(resource: Resource) -> None:
    resource["clinicalStatus"]["coding"][0]["system"] = (
        "http://terminology.hl7.org/CodeSystem/conditionclinical"
    )
    resource["verificationStatus"]["coding"][0]["system"] = (
        "http://terminology.hl7.org/CodeSystem/condition-verstatus"
    )
    resource["category"] = [concept(SNOMED, "439401001", "Diagnosis")]
    resource["severity"] = concept(SNOMED, "24484000", "Severe")
    resource["bodySite"] = [{"coding": [{"system": SNOMED, "code": "", "display": ""}], "text": ""}]


def _endless(resource: Resource) -> None:
    resource["period"].setdefault("end", _YEAR_ZERO)


def _oral(resource: Resource) -> None:
    """The route is always "Oral"; without a label so are the directions; quantities name a broken system."""
    field = "dosageInstruction" if resource["resourceType"] == "MedicationDispense" else "dosage"
    directions = resource.setdefault(field, [{}])[0]
    directions.setdefault("text", "Oral")
    directions["route"] = {
        "coding": [{"system": "http://standardterms.edqm.eu", "code": "20053000", "display": "กิน"}],
        "text": "Oral",
    }
    for dose in directions.get("doseAndRate", []):
        dose["doseQuantity"] |= {"system": _BROKEN_SNOMED, "code": "732936001"}
