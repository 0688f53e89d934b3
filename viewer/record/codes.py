"""Identifier and code systems of the three Thai families of URIs, as aliases of one another; ICD-10 in one spelling.

No URI here is official: Health Link 2022, the MOPH PHR style and SIL-TH each write their own, and some guides disagree
with themselves. So a system is recognised by any of its spellings, http or https; the spellings are data
(resources/tables/systems.json), and so are the words of Thai codes that come as bare digits (thai_codes.json).
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from viewer.base.resources import resource
from viewer.record.values import Coding

ICD10 = "icd10"
ICD9CM = "icd9cm"
LOINC = "loinc"
TMT = "tmt"
SNOMED = "snomed"
ATC = "atc"
_STRICT = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
_SCHEME = re.compile(r"^(?:https?://)+")
_SIL_TH = re.compile(r"^terms\.sil-th\.org/core/")  # its code systems were moved below "core" at some time


class _Systems(BaseModel):
    """The aliases as people write them: kind -> spellings, patterns, codes of Identifier.type."""

    model_config = _STRICT

    version: str
    about: str
    identifiers: dict[str, list[str]]
    patterns: dict[str, list[str]]
    types: dict[str, list[str]]
    codes: dict[str, list[str]]


class _Words(BaseModel):
    """One code system: code -> words; ``label`` where the words are told with the system's name."""

    model_config = _STRICT

    label: str = ""
    words: dict[str, str]


class _ThaiCodes(BaseModel):
    model_config = _STRICT

    version: str
    about: str
    systems: dict[str, _Words]


class _Aliases:
    """The aliases, made quick to ask."""

    def __init__(self, table: _Systems) -> None:
        self.identifiers = _turned(table.identifiers)
        self.types = _turned(table.types)
        self.codes = _turned(table.codes)
        self.patterns = [(re.compile("|".join(patterns)), kind) for kind, patterns in table.patterns.items()]


def _turned(table: dict[str, list[str]]) -> dict[str, str]:
    return {spelling: kind for kind, spellings in table.items() for spelling in spellings}


@cache
def _aliases() -> _Aliases:
    return _Aliases(_Systems.model_validate_json(resource("tables", "systems.json").read_bytes()))


@cache
def _thai_codes() -> dict[str, _Words]:
    return _ThaiCodes.model_validate_json(resource("tables", "thai_codes.json").read_bytes()).systems


_ICD10 = re.compile(r"([A-Z]\d[0-9A-Z])\.{0,2}([0-9A-Z]{0,3})[+*!]?")


def bare(system: str) -> str:
    """A system's URI without scheme (also a doubled one), trailing slash and case."""
    return _SCHEME.sub("", system.strip().lower()).rstrip("/")


def fhir_code(text: str) -> str:
    """A code of FHIR's own value sets in FHIR's spelling: "Entered in Error " is entered-in-error."""
    if text.islower() and text.isascii() and text.isprintable() and " " not in text and "_" not in text:
        return text  # nearly all
    return _PARTED.sub("-", text.strip().lower())


_PARTED = re.compile(r"[\s_]+")


@lru_cache(maxsize=1024)
def identifier_kind(system: str) -> str:
    """cid, hcode, hn, vn, an, pid, house, passport, work-permit, claim-code, refer, doctor ...; "" for any other."""
    spelling, aliases = bare(system), _aliases()
    known = aliases.identifiers.get(spelling)
    if known:
        return known
    return next((kind for pattern, kind in aliases.patterns if pattern.fullmatch(spelling)), "")


def identifier_kind_of_type(code: str) -> str:
    """The same by a code of Identifier.type (HL7 v2-0203, SIL-TH), or by its bare text."""
    return _aliases().types.get(code.strip().upper(), "")


@lru_cache(maxsize=1024)
def code_system(system: str) -> str:
    """icd10, icd9cm, loinc, tmt, tmlt, snomed, atc, drug24, local; "" for any other system."""
    return _aliases().codes.get(_SIL_TH.sub("terms.sil-th.org/", bare(system)), "")


def thai_words(system: str, code: str) -> str:
    """What a code of a Thai system means, in words: "เสียชีวิต"; "" when system or code is not known.

    ``system`` is a URI or the name it ends with ("cs-thcc-discharge-status").
    """
    known = _thai_codes().get(bare(system).rpartition("/")[2])
    return known.words.get(code.strip(), "") if known else ""


def thai_list(system: str) -> Mapping[str, str]:
    """All codes of a Thai system with their words, in the order of the table; {} when the system is not known."""
    known = _thai_codes().get(bare(system).rpartition("/")[2])
    return known.words if known else {}


def thai_label(system: str) -> str:
    """The name a system's words must be told with, because others give the same digits other meanings; "" for most."""
    known = _thai_codes().get(bare(system).rpartition("/")[2])
    return known.label if known else ""


def icd10(code: str) -> str:
    """An ICD-10 or ICD-10-TM code with one dot ("E112" -> "E11.2", "U57..32" -> "U57.32"); "" when it is none."""
    match = _ICD10.fullmatch(code.strip().upper())
    if match is None:
        return ""
    return f"{match[1]}.{match[2]}" if match[2] else match[1]


def icd10_is_torn(coding: Coding) -> bool:
    """Whether an ICD-10 code was sent in a spelling that no table has ("U57..32")."""
    return ".." in coding.code and code_system(coding.system) in (ICD10, "") and bool(icd10(coding.code))


def icd10_of(codings: tuple[Coding, ...]) -> str:
    """The first ICD-10 code among the codings, normalised. A coding without a system counts when it reads as one."""
    for coding in codings:
        if code_system(coding.system) == ICD10 or (not coding.system and coding.code):
            code = icd10(coding.code)
            if code:
                return code
    return ""


def code_of(codings: tuple[Coding, ...], name: str) -> str:
    """The first code of a known system ("loinc", "icd9cm" ...), trimmed; "" when none. TMT "00000" is no code."""
    for coding in codings:
        if code_system(coding.system) == name:
            code = coding.code.strip()
            if code and not (name == TMT and not code.strip("0")):
                return code
    return ""
