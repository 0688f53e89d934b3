"""The systems of the three Thai families are aliases of one another, http or https, whatever their case and slashes."""

import json
from datetime import date
from typing import Any

import pytest
from msgspec import Raw

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.codes import code_system, identifier_kind, identifier_kind_of_type, thai_label, thai_words
from viewer.record.facts import Person
from viewer.record.reading.terms import Terms
from viewer.record.restricted import standard_rules

SIL = "https://terms.sil-th.org/"
CORE = f"{SIL}core/CodeSystem/"


@pytest.mark.parametrize(
    ("kind", "systems"),
    [
        ("cid", ("http://dopa.go.th", "https://www.dopa.go.th", f"{SIL}id/th-cid")),
        ("hcode", ("http://203.157.10.8/hcode_2020/query_set.php", "https://bps.moph.go.th/hcode/5",
                   f"{SIL}id/th-moph-hcode")),
        ("hn", ("https://sil-th.org/hn", "https://sil-th.org/CSOP/hn", "https://sil-th.org/fhir/Id/hn",
                f"{SIL}hcode/5/99004/HN", f"{SIL}hcode/9/990040001/HN")),
        ("vn", ("https://bps.moph.go.th/vn", f"{SIL}hcode/5/99004/VN", f"{SIL}hcode/9/990040001/VN")),
        ("an", ("https://bps.moph.go.th/an", f"{SIL}hcode/5/99004/AN", f"{SIL}hcode/9/990040001/AN")),
        ("pid", (f"{SIL}hcode/5/99004/PID",)),
        ("house", (f"{SIL}hcode/5/99004/HouseId",)),
        ("passport", ("http://hl7.org/fhir/sid/passport-THA", "http://hl7.org/fhir/sid/passport-GBR",
                      f"{SIL}id/passport", f"{SIL}id/passport-number")),
        ("refer", (f"{SIL}hcode/5/99004/Refer", f"{SIL}50/Refer", f"{SIL}id/th-refer-code")),
        ("refer-document", (f"{SIL}hcode/5/99004/ReferDoc",)),
        ("work-permit", (f"{SIL}id/th-mol-wp", f"{SIL}id/th-molwp")),
        ("disability", (f"{SIL}id/th-disability-no",)),
        ("claim-code", ("https://www.nhso.go.th/authcode", "https://www.nhso.go.th/certificate",
                        f"{SIL}id/th-nhso-claim-code")),
        ("village", (f"{SIL}id/th-dopa-village-no", f"{SIL}th-dopa-village-no")),
        ("doctor", (f"{SIL}id/th-doctor-id",)),
        ("nurse", (f"{SIL}id/th-nurse-id",)),
        ("pharmacist", (f"{SIL}id/th-pharmacist-id",)),
        ("dentist", (f"{SIL}id/th-dentist-id",)),
        ("medtech", (f"{SIL}id/th-medtech-id",)),
        ("physio", (f"{SIL}id/th-physio-id",)),
        ("vet", (f"{SIL}id/th-vet-id",)),
        ("volunteer", (f"{SIL}id/th-hvolunteer",)),
    ],
)  # fmt: skip
def test_identifiers(kind: str, systems: tuple[str, ...]) -> None:
    for system in systems:
        rest = system.partition("://")[2]
        spellings = (system, f"http://{rest}", f"https://{rest}", f"{system}/", f" {system} ", system.upper())
        assert {identifier_kind(spelling) for spelling in spellings} == {kind}, system


@pytest.mark.parametrize(
    "system",
    ["", "http://example.org/mrn", "https://evil.example/dopa.go.th", "https://dopa.go.th.example",
     f"{SIL}hcode/5/990/HN", f"{SIL}hcode/7/99004/HN", f"{SIL}hcode/5/99004/XX", "http://hl7.org/fhir/sid/passport-"],
)  # fmt: skip
def test_what_only_looks_like_one(system: str) -> None:
    assert identifier_kind(system) == ""


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("cid", ("NI", "CID", "cid")), ("hn", ("MR", "HN", "localHn")), ("vn", ("VN", "localVn")),
        ("an", ("AN", "localAn")), ("passport", ("PPN",)), ("work-permit", ("WP", "wp")), ("hcode", ("hcode",)),
        ("pid", ("localPid",)), ("house", ("houseNo", "localHouse")), ("village", ("villageNo",)),
        ("disability", ("disability",)), ("claim-code", ("claimCode",)),
        ("refer", ("referCode", "localReferNo", "localReferPro")), ("refer-document", ("localReferDoc",)),
        ("doctor", ("MD", "proDoc")), ("dentist", ("DDS", "proDent")), ("pharmacist", ("RPH", "proPharm")),
        ("nurse", ("RN", "proNurse")), ("medtech", ("proMedtech",)), ("physio", ("proPhysio",)), ("vet", ("proVet",)),
        ("volunteer", ("healthVolun",)), ("", ("", "localLabTest", "XX")),
    ],
)  # fmt: skip
def test_types_of_identifiers(kind: str, codes: tuple[str, ...]) -> None:
    assert {identifier_kind_of_type(code) for code in codes} == {kind}


@pytest.mark.parametrize(
    ("name", "systems"),
    [
        ("icd10", ("http://thcc.or.th/ICD-10TM/", "http://hl7.org/fhir/sid/icd-10", f"{CORE}cs-th-icd10tm",
                   f"{SIL}CodeSystem/cs-th-icd10tm")),
        ("icd9cm", ("https://www.cdc.gov/nchs/icd/icd9.htm", "http://terminology.hl7.org/CodeSystem/icd9cm",
                    "http://hl7.org/fhir/sid/icd-9-cm")),
        ("tmt", ("https://healthlink.go.th/tmt/tpu", "https://healthlink.go.th/tmt/gpu",
                 "http://www.this.or.th/tmt_download.php", "https://www.this.or.th/tmt/gp", f"{CORE}cs-th-tmt")),
        ("loinc", ("http://loinc.org", "https://loinc.org/")),
        ("snomed", ("http://snomed.info/sct", "http://http://snomed.info/sct")),
        ("tmlt", (f"{CORE}cs-th-tmlt",)),
        ("drug24", (f"{CORE}cs-th-24drug",)),
        ("local", (f"{CORE}cs-th-local-drug-code", f"{CORE}cs-th-local-procedure-code")),
        ("atc", ("http://www.whocc.no/atc",)),
        ("", ("", "http://example.org/codes")),
    ],
)  # fmt: skip
def test_code_systems(name: str, systems: tuple[str, ...]) -> None:
    assert {code_system(system) for system in systems} == {name}


def concept(system: str, code: str, display: str = "") -> str:
    """The words a reader gets for one coding."""
    raw = json.dumps(
        {"coding": [{"system": system, "code": code} | ({"display": display} if display else {})]}
    )
    return Terms(date(2026, 11, 23), standard_rules()).term(Raw(raw.encode())).words


@pytest.mark.parametrize(
    ("system", "code", "words"),
    [
        ("cs-43plus-encounter-diagnosis-role", "1", "โรคหลัก"),
        ("cs-43plus-encounter-diagnosis-role", "5", "สาเหตุภายนอก"),
        ("cs-thcc-admit-source", "4", "นำส่งโดย EMS"),
        ("cs-thcc-discharge-status", "5", "เสียชีวิตก่อนมาถึงสถานพยาบาล"),
        ("cs-thcc-discharge-status", "7", "ปฏิเสธการรักษา"),
        ("cs-th-coverage-type", "SP", "ไม่ใช้สิทธิ์"),
        ("cs-thcc-allergy-certainty", "2", "probable"),
        ("cs-thcc-allergy-severity", "3", "ร้ายแรง: อันตรายถึงชีวิต"),
        ("cs-thcc-allergy-assert-type", "4", "สถานพยาบาลแห่งนี้เป็นผู้พบการแพ้ยาเอง"),
        ("cs-thcc-allergy-manifest", "27", "Allergic urticaria (L50.0)"),
        ("cs-thcc-qualification-issuer", "03", "สภาเภสัชกรรม"),
        ("cs-43file-refer-special-disease", "02", "Stroke"),
        ("cs-std15-medication-source", "2", "ยาที่ใช้ระหว่างการส่งต่อ"),
    ],
)
def test_a_bare_thai_code_is_told_in_words(system: str, code: str, words: str) -> None:
    assert concept(CORE + system, code) == words
    assert concept(CORE + system, code, "คำของต้นทาง") == "คำของต้นทาง"  # the source's own words stay


@pytest.mark.parametrize(
    ("system", "words"),
    [
        ("cs-43plus-refer-reason", "ส่งกลับไปยังสถานพยาบาลที่ส่งมา [43 แฟ้มพลัส]"),
        ("cs-std15-refer-reason", "เพื่อหัตถการหรือตรวจทางห้องปฏิบัติการเฉพาะเรื่อง [Std15]"),
        ("cs-thcc-refer-in-reason", "6"),  # THCC has no 6: never another system's
    ],
)
def test_a_reason_for_referral_is_told_with_its_system(system: str, words: str) -> None:
    assert concept(CORE + system, "6") == words


def test_words_of_the_source_get_their_system_too() -> None:
    assert (
        concept(CORE + "cs-eclaim-refer-reason-eclaim", "1100", "วินิจฉัย และรักษา") == "วินิจฉัย และรักษา [e-Claim]"
    )
    assert thai_label("cs-thcc-discharge-status") == ""
    assert thai_words("http://example.org/cs-nothing", "1") == ""


def person(patient: dict[str, Any]) -> Person:
    binder = Binder(date(2026, 11, 23), None)
    binder.add(json.dumps({"resourceType": "Patient", "id": "p", **patient}).encode(), UNKNOWN)
    return binder.record().persons[0]


def test_a_type_as_a_bare_string_names_the_identifier() -> None:
    found = person(
        {"identifier": [{"type": "CID", "value": "9660487647597"}, {"type": "HN", "value": "123"}]}
    )
    assert [identifier.kind for identifier in found.identifiers] == ["cid", "hn"]
    assert "9660487647597" not in repr(found)


def test_the_system_beats_the_type() -> None:
    found = person({"identifier": [{"system": "https://sil-th.org/hn", "type": "CID", "value": "123"}]})
    assert [identifier.kind for identifier in found.identifiers] == ["hn"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("003", "นาย"),
        ("004", "น.ส."),
        ("120", "ม.จ."),
        ("135", "พญ."),
        ("นาย", "นาย"),
        ("998", "998"),
        ("Mr", "Mr"),
    ],
)
def test_a_prefix_of_the_civil_registry(sent: str, told: str) -> None:
    found = person({"name": [{"prefix": [sent], "given": ["ทดสอบ"], "family": "ระบบ"}]})
    assert found.names[0].prefix == told
