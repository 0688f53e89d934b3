"""Names of systems that the exchange itself writes or understands."""

HCODES = {
    "HL": "http://203.157.10.8/hcode_2020/query_set.php",
    "PHR": "https://bps.moph.go.th/hcode/5",
    "SIL": "https://terms.sil-th.org/id/th-moph-hcode",
}
"""The three families of hospital code URIs, by the dialect a facility speaks."""

CITIZEN = ("https://terms.sil-th.org/id/th-cid", "http://dopa.go.th", "https://www.dopa.go.th")
"""Aliases of the citizen id; the first is the one we write."""

ROLE = "https://prawat.example/role"
LICENCES = {
    "ว.": ("https://terms.sil-th.org/id/th-doctor-id", "แพทยสภา"),
    "ภ.": ("https://terms.sil-th.org/id/th-pharmacist-id", "สภาเภสัชกรรม"),
    "ท.": ("https://terms.sil-th.org/id/th-dentist-id", "ทันตแพทยสภา"),
    "": ("https://terms.sil-th.org/id/th-nurse-id", "สภาการพยาบาล"),
}
"""Council and URI of a licence number, by how the number begins."""

CONSENT_CODE = "https://prawat.example/consent-code"
CONSENT_CODE_UNTIL = "https://prawat.example/consent-code-until"
CONSENT_LINK = "https://prawat.example/consent-link"

CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
RESOURCE_TYPES = "http://hl7.org/fhir/resource-types"


def same_system(left: str, right: str) -> bool:
    """Whether two identifier systems are aliases: the citizen id's three, and http or https of one URI."""
    if left in CITIZEN and right in CITIZEN:
        return True
    return left.removeprefix("https:").removeprefix("http:") == right.removeprefix("https:").removeprefix(
        "http:"
    )
