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
        ("A65", ""), ("B25", ""), ("O03", ""), ("O08", ""), ("O80.9", ""), ("Z20.3", ""), ("A15.0", ""),
    ],
)  # fmt: skip
def test_diagnoses(code: str, category: str) -> None:
    assert standard_rules().of_concept(Concept("", (Coding(ICD, code),))) == category


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
