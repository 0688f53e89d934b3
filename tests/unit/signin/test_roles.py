"""The role table: least by role, union at sign-in, and what a token really grants."""

import pytest

from viewer.signin.roles import (
    ALLERGY_CARD,
    CONSENT,
    CONSENT_HISTORY,
    DIRECTORY_TYPES,
    DOCTOR,
    LABEL,
    MEDICINE_LIST,
    PHARMACIST,
    RECONCILIATION,
    REFERRAL,
    REFERRAL_B,
    REFERRAL_C,
    REFERRAL_CLERK,
    REFERRAL_NURSE,
    REPLY,
    RESTRICTED,
    ROLES,
    Role,
    changeable,
    creatable,
    narrowed,
    readable,
    scopes,
)

PAGES = ("summary", "timeline", "medicines", "results", "allergies", "documents", "referral")


@pytest.mark.parametrize("role", ROLES.values(), ids=list(ROLES))
def test_every_role_stands_on_its_own_feet(role: Role) -> None:
    assert ROLES[role.code] is role
    assert role.lands_on in role.pages
    assert [page for page in PAGES if page in role.pages] == list(
        role.pages
    )  # Ctrl+1 … Ctrl+7 keep their order
    assert ("referral" in role.pages) == ("referral" in role.forms)
    assert {"Patient", "AllergyIntolerance"} <= role.types  # nobody treats or refers without the allergies
    assert role.restricted <= RESTRICTED
    assert role.requests_restricted or not role.restricted
    assert not role.types & DIRECTORY_TYPES


def test_each_lands_where_the_work_is() -> None:
    assert {code: role.lands_on for code, role in ROLES.items()} == {
        "doctor": "summary",
        "pharmacist": "medicines",
        "referral-nurse": "summary",
        "referral-clerk": "referral",
    }


def test_a_pharmacist_reads_no_notes_and_no_pictures() -> None:
    assert not PHARMACIST.types & {"DocumentReference", "Composition", "Binary", "Media", "ImagingStudy"}
    assert not {"documents", "referral"} & set(PHARMACIST.pages)
    assert {"MedicationDispense", "Condition", "Observation", "Immunization"} <= PHARMACIST.types


def test_a_clerk_sees_the_letter_and_nothing_restricted() -> None:
    assert REFERRAL_CLERK.pages == ("summary", "documents", "referral")
    assert not REFERRAL_CLERK.requests_restricted
    assert REFERRAL_CLERK.types < REFERRAL_NURSE.types
    assert DOCTOR.restricted == RESTRICTED


def test_the_union_is_asked_once_each() -> None:
    asked = scopes()
    assert len(asked) == len(set(asked))
    assert {"openid", "fhirUser", "user/Consent.crus", "user/AuditEvent.cu", "user/Composition.rs"} <= set(
        asked
    )
    assert "online_access" in asked
    assert "offline_access" not in asked
    assert "offline_access" in scopes(offline=True)
    assert "user/Composition.rs" not in scopes([PHARMACIST])
    assert not any("*" in scope for scope in asked)


def test_what_was_asked_is_enough_to_read_it_all() -> None:
    for role in ROLES.values():
        assert readable(role, scopes()) == role.types | DIRECTORY_TYPES
        assert narrowed(role, scopes()) == frozenset()


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ("user/Observation.rs", {"Observation"}),
        ("user/Observation.s", {"Observation"}),
        ("user/Observation.r", set()),  # can be opened by id, but not searched
        ("user/Medication.r", {"Medication"}),  # is only ever opened by reference
        ("user/Observation.read", {"Observation"}),  # SMART 1
        ("user/Observation.write", set()),
        ("user/Observation.*", {"Observation"}),
        ("user/Observation.cruds", {"Observation"}),
        ("user/Observation.cud", set()),
        ("user/Observation.sr", set()),  # letters have an order: this is no scope
        ("user/Observation.", set()),
        ("patient/Observation.rs", set()),
        ("system/Observation.rs", set()),
        ("user/Group.rs", set()),  # granted, but not for this role
        ("openid", set()),
        ("USER/Observation.rs", set()),
    ],
)
def test_scopes_are_read_as_smart_writes_them(granted: str, expected: set[str]) -> None:
    assert readable(DOCTOR, [granted]) == expected


@pytest.mark.parametrize("everything", ["user/*.rs", "user/*.read", "user/*.cruds"])
def test_a_wildcard_opens_what_the_role_may_read_and_no_more(everything: str) -> None:
    assert readable(PHARMACIST, [everything]) == PHARMACIST.types | DIRECTORY_TYPES


def test_a_narrowed_scope_is_known_to_be_partial() -> None:
    part = "user/Observation.rs?category=laboratory"
    assert readable(DOCTOR, [part]) == {"Observation"}
    assert narrowed(DOCTOR, [part]) == {"Observation"}
    assert narrowed(DOCTOR, [part, "user/*.rs"]) == frozenset()


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ("user/List.c", {"List"}),
        ("user/List.crs", {"List"}),
        ("user/List.write", {"List"}),
        ("user/*.cruds", {"*"}),
        ("user/List.rs", set()),
        ("user/List.c?code=x", set()),  # narrowed: not any list may be made
    ],
)
def test_what_a_token_may_create(granted: str, expected: set[str]) -> None:
    assert creatable([granted]) == expected


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ("user/List.u", {"List"}),
        ("user/List.crus", {"List"}),
        ("user/List.write", {"List"}),
        ("user/List.c", set()),
    ],
)
def test_what_a_token_may_change(granted: str, expected: set[str]) -> None:
    assert changeable([granted]) == expected


def test_only_a_form_whose_versions_replace_each_other_asks_to_change_what_stands() -> None:
    asked = {scope for scope in DOCTOR.scopes if scope.endswith(".u")}
    assert asked == {"user/List.u", "user/MedicationStatement.u"}


def test_a_form_that_is_sent_asks_for_what_it_is_sent_as() -> None:
    assert {"user/List.c", "user/MedicationStatement.c"} <= set(PHARMACIST.scopes)
    digests = [scope for scope in REFERRAL_CLERK.scopes if scope.endswith(".c")]
    assert digests == ["user/DocumentReference.c"], "of the papers they print; nothing of medicines"
    assert "user/DocumentReference.c" in PHARMACIST.scopes
    assert "user/DocumentReference.rs" not in PHARMACIST.scopes, (
        "they register a paper, and read none of the patient's"
    )


def test_each_role_signs_what_is_its_own_word() -> None:
    of_referral = {REFERRAL, REFERRAL_B, REFERRAL_C, REPLY}
    assert of_referral | {RECONCILIATION, ALLERGY_CARD} <= DOCTOR.signs
    assert PHARMACIST.signs == {RECONCILIATION, MEDICINE_LIST, ALLERGY_CARD}
    assert REFERRAL_NURSE.signs & of_referral == {REFERRAL_C}, "never in the place of the sending physician"
    assert not REFERRAL_CLERK.signs
    for role in ROLES.values():
        assert role.signs <= role.forms
        assert not role.signs & {CONSENT, CONSENT_HISTORY, LABEL}, "nobody signs these"
