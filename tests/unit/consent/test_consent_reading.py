"""What a Consent permits: both shapes, and that everything not understood permits nothing."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.consent.grant import Consented, NotConsented, Reading
from viewer.consent.moments import begins, ends
from viewer.consent.reading import read
from viewer.consent.shape import Consent
from viewer.consent.weighing import Context
from viewer.exchange.directory import Facility
from viewer.exchange.shapes import fit
from viewer.signin.people import Post

Json = dict[str, Any]
NOW = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)
UNTIL = datetime(2026, 11, 23, 17, tzinfo=BANGKOK)
POST = Post(Opaque("role-1"), "doctor", "99004", "คลินิก", organization="org-4")
WANTED = frozenset({"Patient", "Condition", "Observation"})
PLACES = {f"org-{n}": Facility(f"9900{n}", f"รพ. {n}", organization=f"org-{n}") for n in range(1, 5)}
CONTEXT = Context(Opaque("p"), POST, WANTED, PLACES, NOW, UNTIL)
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
TYPES = "http://hl7.org/fhir/resource-types"


def actor(role: str, reference: str, **more: object) -> Json:
    return {
        "role": {"coding": [{"system": PARTICIPATION, "code": role}]},
        "reference": {"reference": reference, **more},
    }


def nested(place: int, kind: str = "permit", **more: object) -> Json:
    """One facility's provision, as the exchange writes it."""
    return {
        "type": kind,
        "period": {"start": "2026-11-23T09:00:00+07:00", "end": "2026-11-23T17:00:00+07:00"},
        "actor": [
            actor("IRCP", "PractitionerRole/role-1"),
            actor("IRCP", "Organization/org-4"),
            actor("CST", f"Organization/org-{place}", display=f"รพ. {place}"),
        ],
        "purpose": [{"system": REASON, "code": "TREAT"}],
        "class": [{"system": TYPES, "code": type_} for type_ in sorted(WANTED)],
        **more,
    }


def ours(*provisions: Json, **more: object) -> Json:
    scope = {
        "coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
        ]
    }
    return {
        "resourceType": "Consent",
        "id": "c1",
        "status": "active",
        "scope": scope,
        "patient": {"reference": "Patient/p"},
        "policy": [{"uri": "https://prawat.example/policy"}],
        "verification": [{"verified": True}],
        "provision": {"type": "deny", "provision": list(provisions)},
        **more,
    }


def pcf(*denies: Json, **root: object) -> Json:
    """As IHE's Privacy Consent on FHIR writes it: the root permits, nested provisions take away."""
    provision: Json = {
        "type": "permit",
        "purpose": [{"system": REASON, "code": "TREAT"}, {"system": REASON, "code": "HPAYMT"}],
        **root,
    }
    if denies:
        provision["provision"] = list(denies)
    organization = [{"reference": "Organization/org-1"}, {"reference": "Organization/org-2"}]
    return ours(organization=organization, provision=provision)


def judged(document: Json, context: Context = CONTEXT) -> Reading:
    consent = fit(json.dumps(document).encode(), Consent)
    return read(consent, context) if consent is not None else NotConsented(("not-understood",))


def permitted(document: Json, context: Context = CONTEXT) -> dict[str, frozenset[str]]:
    reading = judged(document, context)
    assert isinstance(reading, Consented), reading
    return {grant.hcode: grant.types for grant in reading.grants if grant.permitted}


# --- ours ---------------------------------------------------------------------------------------------------------


def test_every_facility_in_order_permitted_or_not() -> None:
    reading = judged(ours(nested(2), nested(1, "deny"), nested(3)))
    assert isinstance(reading, Consented)
    assert [(g.hcode, g.name, g.permitted, g.types) for g in reading.grants] == [
        ("99002", "รพ. 2", True, WANTED),
        ("99001", "รพ. 1", False, frozenset()),
        ("99003", "รพ. 3", True, WANTED),
    ]
    assert (reading.until, reading.types, reading.narrowed) == (UNTIL, WANTED, True)


def test_all_as_asked_is_not_narrowed() -> None:
    reading = judged(ours(nested(1), nested(2)))
    assert isinstance(reading, Consented)
    assert not reading.narrowed


@pytest.mark.parametrize(
    "change",
    [
        {"class": [{"system": TYPES, "code": "Condition"}]},
        {"period": {"end": "2026-11-23T12:00:00+07:00"}},
        {"dataPeriod": {"start": "2025-01-01"}},
    ],
    ids=["types", "time", "dates"],
)
def test_less_than_asked_is_narrowed_and_obeyed(change: Json) -> None:
    reading = judged(ours(nested(1), nested(2, **change)))
    assert isinstance(reading, Consented)
    assert reading.narrowed
    second = reading.grants[1]
    if "class" in change:
        assert second.types == {"Condition"}
    elif "period" in change:
        assert reading.until == datetime(2026, 11, 23, 12, tzinfo=BANGKOK)
    else:
        assert second.data_since == datetime(2025, 1, 1, tzinfo=BANGKOK)


def test_no_class_is_every_type_that_was_asked_for() -> None:
    provision = nested(1)
    del provision["class"]
    reading = judged(ours(provision))
    assert isinstance(reading, Consented)
    assert (reading.grants[0].types, reading.types) == (frozenset(), WANTED)


def test_a_deny_beats_a_permit() -> None:
    assert permitted(ours(nested(1), nested(2), nested(1, "deny"))) == {"99002": WANTED}
    partly = nested(1, "deny", **{"class": [{"system": TYPES, "code": "Observation"}]})
    assert permitted(ours(nested(1), partly)) == {"99001": WANTED - {"Observation"}}


def test_a_deny_of_somebody_else_is_not_ours() -> None:
    other = nested(
        1, "deny", actor=[actor("IRCP", "PractitionerRole/other"), actor("CST", "Organization/org-1")]
    )
    assert permitted(ours(nested(1), other)) == {"99001": WANTED}


@pytest.mark.parametrize(
    "recipients",
    [
        [actor("IRCP", "Practitioner/perhaps-me"), actor("CST", "Organization/org-1")],
        [
            actor("IRCP", "PractitionerRole/other"),
            actor("IRCP", "Organization/org-4"),
            actor("CST", "Organization/org-1"),
        ],
        [actor("CST", "Organization/org-1")],
    ],
    ids=["a practitioner", "my facility", "everybody"],
)
def test_a_deny_that_may_mean_us_counts(recipients: list[Json]) -> None:
    assert permitted(ours(nested(1), nested(2), nested(1, "deny", actor=recipients))) == {"99002": WANTED}


def without(document: Json, *path: str | int) -> Json:
    document = copy.deepcopy(document)
    spot: Any = document
    for step in path[:-1]:
        spot = spot[step]
    del spot[path[-1]]
    return document


NOT_UNDERSTOOD: dict[str, Json] = {
    "modifier-extension": {"modifierExtension": [{"url": "x"}]},
    "security-label": {"securityLabel": [{"code": "R"}]},
    "code": {"code": [{"text": "x"}]},
    "data": {"data": [{"meaning": "instance"}]},
    "nested-too-deep": {"provision": [{"type": "deny"}]},
    "class-not-a-type": {"class": [{"system": "http://hl7.org/fhir/consent-content-class", "code": "x"}]},
    "action": {"action": [{"coding": [{"code": "correct"}]}]},
    "purpose": {"purpose": [{"system": REASON, "code": "HRESCH"}]},
    "past": {"period": {"end": "2026-11-23T08:59:59+07:00"}},
    "not-yet": {"period": {"start": "2026-11-24"}},
    "period-unreadable": {"period": {"end": "soon"}},
    "data-period-unreadable": {"dataPeriod": {"start": "2025-13", "end": "2026"}},
    "recipient-not-stated": {"actor": [actor("CST", "Organization/org-1")]},
    "recipient": {"actor": [actor("IRCP", "PractitionerRole/other"), actor("CST", "Organization/org-1")]},
    "actor-role": {"actor": [*nested(1)["actor"], {"role": {"text": "?"}, "reference": {"reference": "x"}}]},
    "type-of-provision": {"type": "perhaps"},
}


@pytest.mark.parametrize("reason", NOT_UNDERSTOOD)
def test_a_permit_not_understood_permits_nothing_and_leaves_the_others(reason: str) -> None:
    odd = nested(1) | NOT_UNDERSTOOD[reason]
    alone = judged(ours(odd))
    assert isinstance(alone, NotConsented)
    assert alone.reasons[0] == reason
    beside = judged(ours(odd, nested(2)))
    assert isinstance(beside, Consented)
    assert [(g.hcode, g.permitted) for g in beside.grants] == [("99001", False), ("99002", True)]
    assert beside.reasons == (reason,)
    assert beside.narrowed


@pytest.mark.parametrize(
    "reason", ["modifier-extension", "security-label", "code", "data", "nested-too-deep"]
)
def test_a_deny_not_understood_denies_all_of_its_place(reason: str) -> None:
    assert permitted(ours(nested(1), nested(2), nested(1, "deny") | NOT_UNDERSTOOD[reason])) == {
        "99002": WANTED
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "proposed"}, "status-proposed"),
        ({"status": "inactive"}, "status-inactive"),
        ({"modifierExtension": [{"url": "x"}]}, "modifier-extension"),
        ({"implicitRules": "https://x.example"}, "implicit-rules"),
        ({"scope": {"coding": [{"system": "x", "code": "research"}]}}, "scope"),
        ({"patient": {"reference": "Patient/q"}}, "another-patient"),
        ({"provision": None}, "no-provision"),
        ({"provision": {"type": "?"}}, "root-neither-permits-nor-denies"),
        ({"provision": {"provision": [nested(1)]}}, "root-neither-permits-nor-denies"),
        ({"provision": {"type": "deny"}}, "no-facility-named"),
        ({"provision": {"type": "deny", "surprise": 1, "provision": [nested(1)]}}, "not-understood"),
        ({"provision": {"type": "deny", "securityLabel": [{}], "provision": [nested(1)]}}, "security-label"),
        (
            {"provision": {"type": "deny", "period": {"end": "2026-11-22"}, "provision": [nested(1)]}},
            "past",
        ),
    ],
)
def test_a_consent_not_understood_is_none(change: Json, reason: str) -> None:
    reading = judged(ours(nested(1)) | change)
    assert isinstance(reading, NotConsented)
    assert reading.reasons[0] == reason


def test_a_member_nobody_knows_makes_the_whole_unreadable() -> None:
    assert judged(ours(nested(1, onlyOnTuesdays=True))) == NotConsented(("not-understood",))


def test_all_that_know_me_without_names_cannot_be_asked() -> None:
    provision = nested(1)
    provision["actor"] = provision["actor"][:2]
    assert judged(ours(provision)) == NotConsented(("no-facility-named",))


def test_a_facility_outside_the_directory_keeps_its_name_and_its_place() -> None:
    unknown = nested(1)
    unknown["actor"][2] = actor("CST", "Organization/org-9", display="คลินิกใหม่")
    told = nested(1)
    told["actor"][2] = actor(
        "CST", "Organization/x", identifier={"system": "https://bps.moph.go.th/hcode/5", "value": "01381"}
    )
    reading = judged(ours(unknown, told))
    assert isinstance(reading, Consented)
    assert [(g.hcode, g.name) for g in reading.grants] == [("?org-9", "คลินิกใหม่"), ("01381", "")]


def test_our_facility_alone_may_be_the_recipient() -> None:
    mine = nested(1, actor=[actor("IRCP", "Organization/org-4"), actor("CST", "Organization/org-1")])
    theirs = nested(1, actor=[actor("IRCP", "Organization/org-3"), actor("CST", "Organization/org-1")])
    assert permitted(ours(mine)) == {"99001": WANTED}
    assert isinstance(judged(ours(theirs)), NotConsented)
    nowhere = replace(CONTEXT, post=replace(POST, organization=""))
    assert isinstance(judged(ours(mine), nowhere), NotConsented)


def test_without_an_end_it_lasts_a_day() -> None:
    reading = judged(ours(without(nested(1), "period")))
    assert isinstance(reading, Consented)
    assert reading.until == datetime(2026, 11, 24, 9, tzinfo=BANGKOK)


# --- IHE PCF ------------------------------------------------------------------------------------------------------


def test_a_permitting_root_is_for_who_keeps_the_consent() -> None:
    assert permitted(pcf()) == {"99001": frozenset(), "99002": frozenset()}


def test_a_permitting_root_names_its_places_recipients_types_and_time() -> None:
    root = nested(3)
    assert permitted(pcf(**{k: v for k, v in root.items() if k != "type"})) == {"99003": WANTED}


def test_nested_denies_take_away() -> None:
    deny: Json = {"type": "deny", "actor": [actor("CST", "Organization/org-2")]}
    assert permitted(pcf(deny)) == {"99001": frozenset()}
    types: Json = {"type": "deny", "class": [{"system": TYPES, "code": "Observation"}]}
    assert permitted(pcf(types)) == dict.fromkeys(("99001", "99002"), WANTED - {"Observation"})
    assert isinstance(judged(pcf({"type": "deny"})), NotConsented)


@pytest.mark.parametrize(
    "reason", ["modifier-extension", "security-label", "code", "data", "nested-too-deep"]
)
def test_a_residual_that_we_do_not_weigh_makes_it_none(reason: str) -> None:
    odd: Json = {"type": "deny", **NOT_UNDERSTOOD[reason]}
    assert judged(pcf(odd)) == NotConsented((reason,))
    assert judged(pcf(**NOT_UNDERSTOOD[reason])) != judged(pcf())


def test_a_permit_inside_a_permit_is_not_understood() -> None:
    assert judged(pcf(nested(1))) == NotConsented(("nested-permit",))


def test_a_root_for_another_purpose_or_person_is_not_ours() -> None:
    assert judged(pcf(purpose=[{"system": REASON, "code": "HRESCH"}])) == NotConsented(("purpose",))
    assert judged(pcf(actor=[actor("IRCP", "PractitionerRole/other")])) == NotConsented(("recipient",))


def test_a_rejecting_root_is_no() -> None:
    assert isinstance(judged(pcf(type="deny")), NotConsented)


# --- covers, moments ----------------------------------------------------------------------------------------------


def consented(*provisions: Json) -> Consented:
    reading = judged(ours(*provisions))
    assert isinstance(reading, Consented)
    return reading


ONE_TYPE: Json = {"class": [{"system": TYPES, "code": "Condition"}]}
SMALLER: list[Callable[[], Consented]] = [
    lambda: consented(nested(1)),
    lambda: consented(nested(1), nested(2, "deny")),
    lambda: consented(nested(1), nested(2, **ONE_TYPE)),
    lambda: consented(nested(1), nested(2, period={"end": "2026-11-23T16:59:00+07:00"})),
    lambda: consented(nested(1), nested(2, dataPeriod={"start": "2025"})),
]


@pytest.mark.parametrize("smaller", SMALLER)
def test_covers_tells_when_something_was_taken_away(smaller: Callable[[], Consented]) -> None:
    whole = consented(nested(1), nested(2))
    assert whole.covers(whole)
    assert consented(nested(3), nested(2), nested(1)).covers(whole)
    assert not smaller().covers(whole)


def hour(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026", (2026, 1, 1), (2027, 1, 1)),
        ("2026-12", (2026, 12, 1), (2027, 1, 1)),
        ("2024-02", (2024, 2, 1), (2024, 3, 1)),
        ("2026-11-30", (2026, 11, 30), (2026, 12, 1)),
        ("2026-11-23T17:00:00+07:00", (2026, 11, 23, 17), (2026, 11, 23, 17)),
        ("2026-11-23T10:00:00Z", (2026, 11, 23, 17), (2026, 11, 23, 17)),
        ("2026-11-23T17:00:00", (2026, 11, 23, 17), (2026, 11, 23, 17)),
    ],
)
def test_moments(text: str, first: tuple[int, ...], after: tuple[int, ...]) -> None:
    assert begins(text) == hour(*first)
    assert ends(text) == hour(*after)


@pytest.mark.parametrize(
    "text",
    [
        "9999",
        "9999-12",
        "9999-12-31",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_for_ever_is_a_moment_that_every_clock_can_show(text: str) -> None:
    for moment in (begins(text), ends(text)):
        assert moment is not None
        assert moment.astimezone(BANGKOK).year == 9999
        assert moment.astimezone(UTC).year >= 9998
    reading = judged(ours(nested(1, period={"end": text})))
    assert isinstance(reading, Consented)
    assert reading.until == ends(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "0000-00-00T00:00:00.000Z", "2026-13", "2026-02-30", "20261123", "2026-W48"]
)
def test_what_is_no_moment(text: str) -> None:
    assert begins(text) is None
    assert ends(text) is None
