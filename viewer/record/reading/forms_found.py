"""The table, second half: what was found, feared or told about the person, their devices, kin and papers."""

from viewer.record.reading.forms import Form, form, nest

FINDINGS: tuple[Form, ...] = (
    form("Flag", "code category", "period", "kind=category author", sources="author"),
    form(
        "DetectedIssue",
        "code detail",
        "identified[x]",
        "severity detail for=implicated author",
        (
            nest("evidence", "evidence", "code detail", "detail"),
            nest("mitigation", "mitigation", "action", "author", when="date"),
        ),
        sources="author",
    ),
    form(
        "RiskAssessment",
        "code condition prediction.outcome method",
        "occurrence[x]",
        "problem=condition method performer reason basis mitigation",
        (
            nest(
                "prediction",
                "prediction",
                "outcome",
                "probability=probability[x] risk=qualitativeRisk relative-risk=relativeRisk period=when[x] "
                "reason=rationale",
            ),
        ),
        sources="performer",
    ),
    form(
        "AdverseEvent",
        "event resultingCondition category",
        "date detected recordedDate",
        "kind=category seriousness severity outcome problem=resultingCondition place recorder contributor",
        (nest("suspect", "suspectEntity", "instance", "causality=causality.assessment,causality.method"),),
        status="actuality",
        sources="recorder location",
    ),
    form(
        "ClinicalImpression",
        "summary description code problem",
        "effective[x] date",
        "kind=code description status-reason performer=assessor problem "
        "prognosis=prognosisCodeableConcept,prognosisReference protocol basis=supportingInfo previous",
        (
            nest("investigation", "investigation", "code", "detail=item"),
            nest("finding", "finding", "itemCodeableConcept itemReference", "basis"),
        ),
        sources="assessor",
    ),
    form(
        "FamilyMemberHistory",
        "relationship name",
        "date",
        "who=name sex born=born[x] age=age[x] deceased=deceased[x] absent=dataAbsentReason reason",
        (
            nest(
                "condition",
                "condition",
                "code",
                "onset=onset[x] outcome contributed=contributedToDeath note=note.text",
            ),
        ),
    ),
    form(
        "Specimen",
        "type",
        "collection.collected[x] receivedTime",
        "site=collection.bodySite method=collection.method amount=collection.quantity performer=collection.collector "
        "fasting=collection.fastingStatus[x] state=condition received=receivedTime number=accessionIdentifier "
        "container=container.type,container.description asked-for=request from=parent",
        (nest("processing", "processing", "procedure description", "additive", when="time[x]"),),
        sources="collection.collector",
    ),
    form(
        "ImagingStudy",
        "description procedureCode series.description series.modality",
        "started",
        "procedure=procedureCode,procedureReference modality reason images=numberOfInstances "
        "series=numberOfSeries performer=interpreter requester=referrer place asked-for",
        (
            nest(
                "series",
                "series",
                "description modality",
                "modality site side=laterality images=numberOfInstances performer=performer.actor",
                when="started",
            ),
        ),
        sources="location interpreter referrer",
    ),
    form(
        "Media",
        "content.title type view",
        "created[x] issued",
        "kind=type,modality view site reason=reasonCode performer=operator device=device,deviceName "
        "document=content status-reason",
        sources="operator",
    ),
    form(
        "Device",
        "deviceName.name type modelNumber",
        "",
        "kind=type maker=manufacturer model=modelNumber lot=lotNumber serial=serialNumber made=manufactureDate "
        "expires=expirationDate udi=udiCarrier.carrierHRF,udiCarrier.deviceIdentifier safety status-reason "
        "organization=owner place",
        sources="owner",
    ),
    form(
        "DeviceUseStatement",
        "device",
        "timing[x] recordedOn",
        "period=timing[x] reason site source basis=derivedFrom",
        sources="source",
    ),
    form(
        "QuestionnaireResponse",
        "questionnaire",
        "authored",
        "author source asked-for",
        (
            nest(
                "item",
                "item",
                "text definition linkId",
                "answer=answer.value[x]",
                inner="item answer.item",
            ),
        ),
        sources="author source",
    ),
    form(
        "RelatedPerson",
        "name relationship",
        "period",
        "relationship phone sex=gender born=birthDate address valid=active",
        status="",
    ),
    form(
        "ImmunizationRecommendation",
        "recommendation.vaccineCode",
        "date",
        "forbidden=recommendation.contraindicatedVaccineCode author=authority",
        (
            nest(
                "vaccine",
                "recommendation",
                "vaccineCode targetDisease",
                "disease=targetDisease forbidden=contraindicatedVaccineCode state=forecastStatus dose=doseNumber[x] "
                "doses=seriesDoses[x] series reason=forecastReason description",
                within=(nest("criterion", "dateCriterion", "code", "date=value"),),
            ),
        ),
        status="",
        sources="authority",
    ),
    form(
        "ImmunizationEvaluation",
        "targetDisease",
        "date",
        "outcome=doseStatus reason=doseStatusReason dose=doseNumber[x] doses=seriesDoses[x] series "
        "for=immunizationEvent description author=authority",
        sources="authority",
    ),
    form(
        "List",
        "title code",
        "date",
        "kind=code mode source order=orderedBy empty=emptyReason",
        (nest("entry", "entry", "item", "flag", when="date", status="deleted"),),
        sources="source",
    ),
    form(
        "Linkage",
        "item.resource",
        "",
        "author valid=active",
        (nest("linked", "item", "resource", "link=type"),),
        status="",
        sources="author",
    ),
    form(
        "Provenance",
        "activity reason",
        "occurred[x] recorded",
        "for=target reason recorded place",
        (
            nest("agent", "agent", "who", "role=type,role on-behalf=onBehalfOf"),
            nest("source", "entity", "what", "role"),
        ),
        status="",
        sources="agent.who agent.onBehalfOf",
    ),
    form(
        "BodyStructure",
        "location morphology description",
        "",
        "kind=morphology site=location side=locationQualifier description valid=active",
        status="",
    ),
    form(
        "Substance",
        "code description",
        "",
        "kind=category description",
    ),
)  # fmt: skip

_ANY_WORDS = (
    "title name code[x] code type vaccineCode topic category[x] category scope serviceType productCode item[x] "
    "description summary disposition comment subType use purpose"
)
_ANY_WHEN = (
    "date dateTime created authoredOn authored occurrence[x] effective[x] performed[x] occurred[x] identified[x] "
    "period servicedPeriod servicePeriod billablePeriod serviced[x] enteredDate issued recorded recordedDate sent "
    "received start timestamp time[x] time statusDate dateAsserted dateRecorded applies lastModified approvalDate "
    "paymentDate lastReviewDate effectivePeriod expirationDate"
)
_ANY_LINES = (
    "kind=type,category,category[x] code=code[x] use intent priority state=businessStatus,outcome,result description "
    "reason problem=diagnosis.diagnosis[x],condition[x],condition,addresses "
    "status-reason performer=performer.actor,performer author requester owner provider insurer payor "
    "organization=managingOrganization,organization issuer recorder source publisher for=focus,target value=value[x] "
    "amount=quantity[x],quantity,total,totalNet,totalGross,paymentAmount,amount site "
    "message=payload.content[x] disposition comment purpose document=content,source[x] version valid=active"
)
_ANY_SOURCES = (
    "requester author recorder performer.actor performer provider organization managingOrganization source"
)
ANY = form("", _ANY_WORDS, _ANY_WHEN, _ANY_LINES, sources=_ANY_SOURCES, forbids="doNotPerform")
