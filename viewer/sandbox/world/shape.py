"""Small FHIR R4 shapes that every dialect uses."""

import base64
import re

from viewer.sandbox.world.dosing import number
from viewer.sandbox.world.values import Resource

HL7 = "http://terminology.hl7.org/CodeSystem/"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
LOCAL = "https://prawat.example/local/"
"""Codes that mean something only inside one facility."""

_COMPARED = re.compile(r"([<>]=?)\s*([\d,]+(?:\.\d+)?)")
_GUARDIAN = re.compile(r"(.+) \((.+)\)")
_PREFIXES = ("นางสาว", "น.ส.", "ด.ช.", "ด.ญ.", "นาย", "นาง", "Mr ", "Mrs ", "Ms ")


def coding(system: str, code: str, display: str = "") -> Resource:
    """A Coding."""
    made = {"system": system, "code": code}
    return made | {"display": display} if display else made


def concept(system: str, code: str, display: str = "", text: str = "") -> Resource:
    """A CodeableConcept of one coding."""
    made: Resource = {"coding": [coding(system, code, display)]}
    return made | {"text": text} if text else made


def hl7(system: str, code: str, display: str = "") -> Resource:
    """A CodeableConcept of one HL7 terminology coding."""
    return concept(HL7 + system, code, display)


def quantity(value: float, unit: str, ucum: str = "") -> Resource:
    """A Quantity, with its UCUM code when there is one."""
    made: Resource = {"value": number(str(value)), "unit": unit}
    return made | {"system": UCUM, "code": ucum} if ucum else made


def result_value(value: float | str, unit: str, ucum: str) -> Resource:
    """The value[x] of an Observation: a number, "<20" with its comparator, a date "@2026-05-12", or words."""
    if not isinstance(value, str):
        return {"valueQuantity": quantity(value, unit, ucum)}
    if value.startswith("@"):
        return {"valueDateTime": value[1:]}
    if unit and (compared := _COMPARED.fullmatch(value)):
        found = quantity(float(compared[2].replace(",", "")), unit, ucum)
        return {"valueQuantity": {"value": found.pop("value"), "comparator": compared[1], **found}}
    return {"valueString": value}


def split_name(name: str) -> tuple[str, list[str], str]:
    """Prefix, given names, family name."""
    prefix = next((p for p in _PREFIXES if name.startswith(p)), "")
    *given, family = name.removeprefix(prefix).split()
    return prefix.strip(), given, family


def split_guardian(told: str) -> tuple[str, str]:
    """Who they are to the person, and their name, of "น.ส.มาลี ตัวอย่างดี (มารดา)"."""
    found = _GUARDIAN.fullmatch(told)
    return (found[2], found[1]) if found else ("", told)


def contact(relationship: Resource, name: Resource, phone: str) -> Resource:
    """A Patient.contact."""
    made: Resource = {"relationship": [relationship], "name": name}
    return made | {"telecom": [{"system": "phone", "value": phone}]} if phone else made


def page(words: str) -> bytes:
    """A one-page PDF with a few lines of Latin text in a standard font: enough to be opened and read."""
    lines = [f"({_escaped(line)}) Tj T*" for line in words.split("\n")]
    text = "\n".join(["BT /F1 12 Tf 16 TL 56 780 Td", *lines, "ET"])
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = "%PDF-1.4\n", []
    for count, told in enumerate(objects, 1):
        places.append(len(body))
        body += f"{count} 0 obj\n{told}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode("ascii")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def inline(data: bytes) -> str:
    """base64Binary."""
    return base64.b64encode(data).decode("ascii")
