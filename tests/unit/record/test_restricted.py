"""What is hidden until opened, and what must stay in sight."""

import pytest

from viewer.record.restricted import standard_rules
from viewer.record.values import Coding, Concept

ICD = "http://hl7.org/fhir/sid/icd-10"
LOINC = "http://loinc.org"


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("B20", "hiv"), ("B24", "hiv"), ("Z21", "hiv"), ("R75", "hiv"), ("A539", "sti"), ("A64", "sti"),
        ("F10.2", "substance"), ("F16", "substance"), ("F19.1", "substance"), ("F20.0", "psychiatric"),
        ("F41.9", "psychiatric"), ("F48", "psychiatric"), ("O04.9", "abortion"), ("O07", "abortion"),
        ("T74.1", "abuse"), ("Y05", "abuse"), ("Y07.9", "abuse"), ("G10", "genetic"), ("Z15.0", "genetic"),
        # must be seen
        ("F00.1", ""), ("F03", ""), ("F05.9", ""), ("F09", ""), ("F17.2", ""), ("F51.0", ""), ("A49", ""),
        ("F02.0", ""), ("F02", ""), ("O98.0", ""), ("O98.8", ""), ("Z30.0", ""), ("Z50.1", ""), ("Z71.6", ""),
        ("Z72.0", ""), ("F70", ""), ("F84.0", ""), ("K70.3", ""), ("D80.0", ""), ("X61", ""),
        ("A65", ""), ("B25", ""), ("O03", ""), ("O08", ""), ("O80.9", ""), ("Z20.3", ""), ("A15.0", ""),
    ],
)  # fmt: skip
def test_diagnoses(code: str, category: str) -> None:
    assert standard_rules().of_concept(Concept("", (Coding(ICD, code),))) == category


@pytest.mark.parametrize(
    ("system", "code", "category"),
    [
        ("http://www.whocc.no/atc", "J05AR10", "hiv"), ("http://www.whocc.no/atc", "j05ag03", "hiv"),
        ("http://www.whocc.no/atc", "J05AE03", "hiv"), ("http://www.whocc.no/atc", "N07BC02", "substance"),
        ("http://www.whocc.no/atc", "G03XB01", "abortion"),
        ("ICD10", "B24", "hiv"), ("urn:oid:2.16.840.1.113883.6.3", "B24", "hiv"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "T74.11XA", "abuse"), ("http://hl7.org/fhir/sid/icd-10-cm", "B20", "hiv"),
        ("urn:oid:2.16.840.1.113883.6.1", "56888-1", "hiv"), ("http://snomed.info/sct", "58214004", "psychiatric"),
        # must be seen: hepatitis B, COVID-19, pain; and a local code that only looks like a diagnosis
        ("http://www.whocc.no/atc", "J05AF05", ""), ("http://www.whocc.no/atc", "J05AF07", ""),
        ("http://www.whocc.no/atc", "J05AE30", ""), ("http://www.whocc.no/atc", "N02AE01", ""),
        ("https://hospital.example/ward", "B24", ""), ("http://hl7.org/fhir/sid/icd-10-cm", "B25.9", ""),
    ],
)  # fmt: skip
def test_codes_of_any_system(system: str, code: str, category: str) -> None:
    assert standard_rules().of_concept(Concept("", (Coding(system, code),))) == category


@pytest.mark.parametrize(
    ("loinc", "category"),
    [
        ("24467-3", "hiv"),
        ("20447-9", "hiv"),
        ("5292-8", "sti"),
        ("2160-0", ""),
        ("5196-1", ""),
        ("16128-1", ""),
    ],
)
def test_tests_by_loinc(loinc: str, category: str) -> None:
    assert standard_rules().of_concept(Concept("", (Coding(LOINC, loinc),))) == category


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("Anti-HIV (Ag/Ab)", "hiv"), ("ผลเลือดเอชไอวี เป็นลบ", "hiv"), ("CD4 count", "hiv"), ("HIV-1 viral load", "hiv"),
        ("ritonavir 100 mg tab", "hiv"), ("tenofovir DF 300 mg + emtricitabine 200 mg tab", "hiv"),
        ("RPR titer", "sti"), ("VDRL", "sti"), ("TPHA", "sti"), ("ซิฟิลิส", "sti"), ("โรคซึมเศร้า", "psychiatric"),
        ("GPO-VIR Z 250", "hiv"), ("Teevir tab", "hiv"), ("Teno-EM", "hiv"), ("TLD 300/300/50", "hiv"),
        ("AZT syr", "hiv"), ("3TC 150 mg", "hiv"), ("TDF/FTC", "hiv"), ("LPV/r 200/50", "hiv"),
        ("Stocrin 600 mg", "hiv"),
        ("tenofovir disoproxil 300 mg + lamivudine 300 mg + dolutegravir 50 mg tab", "hiv"),
        ("ยาต้านไวรัส", "hiv"), ("ยาเอฟฟาไวเรนซ์ 600 มก.", "hiv"), ("ไม่พบ CD4", "hiv"),
        ("Chlamydia trachomatis PCR", "sti"), ("หนองในแท้", "sti"), ("หนองใน", "sti"),
        ("methadone 10 mg/ml syr", "substance"), ("buprenorphine 8 mg + naloxone 2 mg SL", "substance"),
        ("Methamphetamine urine: negative", "substance"), ("disulfiram 250 mg", "substance"),
        ("ยุติการตั้งครรภ์ด้วยยา", "abortion"), ("ยุติการตั้งครรภ์ด้วยการผ่าตัดคลอด", ""),
        ("severe preeclampsia ยุติการตั้งครรภ์โดยการชักนำการคลอด", ""),  # a delivery, as obstetricians write it
        ("DDI: warfarin + metronidazole", ""),  # a drug-drug interaction, not didanosine
        ("mifepristone 200 mg", "abortion"), ("schizophrenia", "psychiatric"),
        ("Schizoid personality", "psychiatric"),
        ("B24", "hiv"), ("u/d B24", "hiv"), ("เอช ไอ วี", "hiv"), ("AntiHIV", "hiv"), ("HIVAb", "hiv"), ("PLHIV", "hiv"),
        ("H.I.V.", "hiv"), ("CD 4 = 200", "hiv"), ("ผู้ป่วยเอดส์", "hiv"), ("nPEP", "hiv"), ("ไบโพล่าร์", "psychiatric"),
        ("Alcoholism", "substance"), ("ติดเหล้า", "substance"), ("เมธาโดน", "substance"), ("กระทำชำเรา", "abuse"),
        ("Criminal abortion", "abortion"),
        ("HLA-B*24", ""), ("HLA-B24", ""), ("เตียง B24", ""), ("bed B20", ""), ("B240", ""), ("vitamin B12", ""),
        ("shivering", ""), ("archive", ""),
        # must be seen: what only sounds alike
        ("nirmatrelvir 150 mg + ritonavir 100 mg tab", ""), ("Plasmodium falciparum schizont", ""),
        ("CMV viral load", ""), ("EBV viral load", ""), ("SARS-CoV-2 viral load", ""), ("ฝีหนองในตับ", ""),
        ("หนองในช่องเยื่อหุ้มปอด", ""), ("ภูมิคุ้มกันบกพร่องแต่กำเนิด", ""), ("hearing aids", ""),
        ("ยาต้านไวรัสตับอักเสบบี", ""), ("ยาต้านไวรัส favipiravir", ""), ("buprenorphine 5 mcg/h patch", ""),
        ("misoprostol 200 mcg", ""), ("aztreonam 1 g", ""), ("sertraline 50 mg tab", ""),
        ("naloxone 0.4 mg inj", ""), ("ARVC", ""), ("Ricovir 300 mg", ""),
        # must be seen: hepatitis B treatment, COVID drugs, other viral loads, lookalike words
        ("tenofovir DF 300 mg tab", ""), ("lamivudine 150 mg tab", ""), ("favipiravir 200 mg tab", ""),
        ("HBV viral load", ""), ("HBsAg", ""), ("dementia", ""), ("HLA-B*58:01", ""),
        ("CD45", ""), ("metformin 500 mg tab", ""),
    ],
)  # fmt: skip
def test_words(words: str, category: str) -> None:
    assert standard_rules().of_concept(Concept(words)) == category


@pytest.mark.parametrize(
    ("label", "category"),
    [
        (b'[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]', "label"),
        (b'[{"code":"V"}]', "label"),
        (b'[{"code":"R"},{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]', "hiv"),
        (b'[{"coding":[{"code":"PSY"}]}]', "psychiatric"),
        (b'[{"code":"N"}]', ""),
        (b'[{"code":"ETH"}]', "substance"),
        (b'{"code":"R"}', "label"),
        (b'["R"]', "label"),
    ],
)
def test_labels_however_they_are_shaped(label: bytes, category: str) -> None:
    assert standard_rules().of_labels(label) == category


def test_a_telling_category_wins_over_a_bare_label() -> None:
    assert standard_rules().of_labels(b'[{"code":"R"}]', "hiv") == "hiv"


def test_a_clinics_name_gives_the_reason_away() -> None:
    assert standard_rules().of_place("คลินิกนภา ชั้น 3") == "hiv"
    assert standard_rules().of_place("อายุรกรรม") == ""


@pytest.mark.parametrize(
    ("code", "words", "category"),
    [
        ("F05.1", "Delirium with psychosis", ""),
        ("F03", "ภาวะสมองเสื่อมร่วมกับโรคซึมเศร้า", ""),
        ("F17.2", "ติดบุหรี่ ร่วมกับติดสุรา", ""),
        ("F02.8", "Dementia in HIV disease", "hiv"),  # what its words tell beyond the mind stays hidden
        ("R44.0", "psychosis, cause not known", "psychiatric"),
    ],
)
def test_dementia_and_tobacco_are_seen_whatever_words_stand_beside_them(
    code: str, words: str, category: str
) -> None:
    assert standard_rules().of_concept(Concept(words, (Coding(ICD, code),))) == category


def test_the_list_has_a_version_and_no_entry_twice() -> None:
    import json

    from viewer.base.resources import resource

    table = json.loads(resource("tables", "restricted.json").read_bytes())
    assert standard_rules().version == table["version"]
    for part in ("labels", "icd10", "icd9cm", "loinc", "snomed", "atc", "drugs", "words", "places"):
        entries = [entry for found in table[part].values() for entry in found]
        assert len(entries) == len(set(entries)), part
