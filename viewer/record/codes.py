"""Identifier and code systems of the three Thai families of URIs, as aliases of one another; ICD-10 in one spelling.

No URI here is official: Health Link 2022, the MOPH PHR style and SIL-TH each write their own, and some guides disagree
with themselves. So a system is recognised by any of its spellings, http or https.
"""

import re

from viewer.record.values import Coding

# kind -> spellings, without scheme and without trailing slash
_IDENTIFIERS: dict[str, tuple[str, ...]] = {
    "cid": ("dopa.go.th", "www.dopa.go.th", "terms.sil-th.org/id/th-cid"),
    "hcode": (
        "203.157.10.8/hcode_2020/query_set.php",
        "bps.moph.go.th/hcode/5",
        "bps.moph.go.th/hcode/9",
        "bps.moph.go.th/hcode",
        "terms.sil-th.org/id/th-moph-hcode",
    ),
    "hn": ("sil-th.org/hn", "sil-th.org/csop/hn", "sil-th.org/fhir/id/hn"),
    "vn": ("bps.moph.go.th/vn",),
    "an": ("bps.moph.go.th/an",),
    "passport": ("terms.sil-th.org/id/passport", "terms.sil-th.org/id/passport-number"),
    "work-permit": ("terms.sil-th.org/id/th-mol-wp", "terms.sil-th.org/id/th-molwp"),
    "claim-code": ("www.nhso.go.th/authcode", "terms.sil-th.org/id/th-nhso-claim-code"),
}
_BY_SPELLING = {spelling: kind for kind, spellings in _IDENTIFIERS.items() for spelling in spellings}
_LOCAL = re.compile(r"(?:www\.)?terms\.sil-th\.org/hcode/[59]/\d{5,9}/(hn|vn|an|pid)")
_PASSPORT = re.compile(r"hl7\.org/fhir/sid/passport-[a-z]{3}")
_SCHEME = re.compile(r"^(?:https?://)+")

ICD10 = "icd10"
ICD9CM = "icd9cm"
LOINC = "loinc"
TMT = "tmt"
SNOMED = "snomed"
_CODE_SYSTEMS: dict[str, tuple[str, ...]] = {
    ICD10: (
        "thcc.or.th/icd-10tm",
        "hl7.org/fhir/sid/icd-10",
        "hl7.org/fhir/sid/icd-10-tm",
        "terms.sil-th.org/core/codesystem/cs-th-icd10tm",
        "id.who.int/icd/release/10",
    ),
    ICD9CM: (
        "www.cdc.gov/nchs/icd/icd9.htm",
        "terminology.hl7.org/codesystem/icd9cm",
        "hl7.org/fhir/sid/icd-9-cm",
        "hl7.org/fhir/sid/icd-9-cm/procedure",
    ),
    LOINC: ("loinc.org",),
    SNOMED: ("snomed.info/sct",),
    TMT: (
        "healthlink.go.th/tmt/tpu",
        "healthlink.go.th/tmt/gpu",
        "www.this.or.th/tmt_download.php",
        "www.this.or.th/tmt/gp",
        "www.this.or.th/tmt/gpu",
        "www.this.or.th/tmt/tpu",
        "terms.sil-th.org/core/codesystem/cs-th-tmt",
    ),
}
_CODES_BY_SPELLING = {spelling: name for name, spellings in _CODE_SYSTEMS.items() for spelling in spellings}

_ICD10 = re.compile(r"([A-Z]\d[0-9A-Z])\.{0,2}([0-9A-Z]{0,3})[+*!]?")


def bare(system: str) -> str:
    """A system's URI without scheme (also a doubled one), trailing slash and case."""
    return _SCHEME.sub("", system.strip().lower()).rstrip("/")


def identifier_kind(system: str) -> str:
    """cid, hcode, hn, vn, an, passport, work-permit, claim-code, pid; "" for any other system."""
    spelling = bare(system)
    known = _BY_SPELLING.get(spelling)
    if known:
        return known
    if _PASSPORT.fullmatch(spelling):
        return "passport"
    local = _LOCAL.fullmatch(spelling)
    return local[1] if local else ""


def code_system(system: str) -> str:
    """icd10, icd9cm, loinc, tmt, snomed; "" for any other system."""
    return _CODES_BY_SPELLING.get(bare(system), "")


def icd10(code: str) -> str:
    """An ICD-10 or ICD-10-TM code with one dot ("E112" -> "E11.2", "U57..32" -> "U57.32"); "" when it is none."""
    match = _ICD10.fullmatch(code.strip().upper())
    if match is None:
        return ""
    return f"{match[1]}.{match[2]}" if match[2] else match[1]


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
