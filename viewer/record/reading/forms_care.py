"""The table, first half: plans, orders, messages and what is done for the person (FHIR R4, each type's page)."""

from viewer.record.reading.forms import Form, form, nest

PLANS: tuple[Form, ...] = (
    form(
        "Appointment",
        "description serviceType specialty appointmentType reasonCode",
        "start requestedPeriod created",
        "kind=appointmentType service=serviceType specialty reason "
        "status-reason=cancelationReason instruction=patientInstruction comment minutes=minutesDuration "
        "asked-for",
        (nest("participant", "participant", "actor type", "role=type need=required period", status="status"),),
        end="end",
        sources="participant.actor",
        ahead=True,
    ),
    form(
        "AppointmentResponse",
        "comment appointment",
        "start",
        "for=appointment who=actor role=participantType comment",
        end="end",
        status="participantStatus",
        sources="actor",
        ahead=True,
    ),
    form(
        "CarePlan",
        "title description category",
        "period created",
        "intent kind=category description problem=addresses goal author team=careTeam contributor "
        "asked-for replaces",
        (
            nest(
                "activity",
                "activity",
                "detail.code detail.description reference",
                "description=detail.description due=detail.scheduled[x] place=detail.location "
                "performer=detail.performer product=detail.product[x] amount=detail.quantity,detail.dailyAmount "
                "reason=detail.reasonCode,detail.reasonReference status-reason=detail.statusReason "
                "goal=detail.goal outcome=outcomeCodeableConcept,outcomeReference note=progress",
                status="detail.status",
                forbids="detail.doNotPerform",
            ),
        ),
        sources="author custodian",
        ahead=True,
    ),
    form(
        "CareTeam",
        "name category",
        "period",
        "kind=category reason organization=managingOrganization phone",
        (nest("participant", "participant", "member role", "role on-behalf=onBehalfOf period"),),
        sources="managingOrganization",
        ahead=True,
    ),
    form(
        "Goal",
        "description",
        "start[x] statusDate",
        "achieved=achievementStatus kind=category priority start=startCodeableConcept problem=addresses "
        "status-reason changed=statusDate author=expressedBy outcome=outcomeCode,outcomeReference",
        (nest("target", "target", "measure", "target=detail[x] due=due[x]"),),
        status="lifecycleStatus",
        sources="expressedBy",
        ahead=True,
    ),
    form(
        "ServiceRequest",
        "code orderDetail category",
        "authoredOn occurrence[x]",
        "intent priority kind=category detail=orderDetail amount=quantity[x] due=occurrence[x] "
        "as-needed=asNeeded[x] requester performer=performer,performerType place=locationCode,locationReference "
        "reason site specimen instruction=patientInstruction asked-for replaces",
        sources="requester",
        forbids="doNotPerform",
    ),
    form(
        "RequestGroup",
        "code action.title reasonCode",
        "authoredOn",
        "intent priority reason author asked-for replaces",
        (
            nest(
                "activity", "action", "title description code resource", "detail=description due=timing[x]",
                inner="action",
            ),
        ),
        sources="author",
    ),
    form(
        "DeviceRequest",
        "code[x]",
        "authoredOn occurrence[x]",
        "intent priority due=occurrence[x] requester performer=performer,performerType reason",
        (nest("detail", "parameter", "code", "value=value[x]"),),
        sources="requester",
    ),
    form(
        "SupplyRequest",
        "item[x] category",
        "authoredOn occurrence[x]",
        "kind=category priority amount=quantity due=occurrence[x] requester supplier reason",
        sources="requester",
    ),
    form(
        "SupplyDelivery",
        "suppliedItem.item[x] type",
        "occurrence[x]",
        "kind=type amount=suppliedItem.quantity supplier receiver place=destination asked-for",
        sources="supplier",
    ),
    form(
        "VisionPrescription",
        "lensSpecification.product",
        "dateWritten created",
        "prescriber",
        (
            nest(
                "lens",
                "lensSpecification",
                "product",
                "side=eye sphere cylinder axis add power backCurve diameter prism=prism.amount base=prism.base "
                "duration colour=color brand note=note.text",
            ),
        ),
        sources="prescriber",
    ),
    form(
        "NutritionOrder",
        "oralDiet.type enteralFormula.baseFormulaType enteralFormula.baseFormulaProductName supplement.type "
        "supplement.productName oralDiet.instruction",
        "dateTime",
        "intent instruction=oralDiet.instruction,enteralFormula.administrationInstruction due=oralDiet.schedule "
        "fluid=oralDiet.fluidConsistencyType "
        "formula=enteralFormula.baseFormulaType,enteralFormula.baseFormulaProductName "
        "additive=enteralFormula.additiveType,enteralFormula.additiveProductName "
        "energy=enteralFormula.caloricDensity route=enteralFormula.routeofAdministration "
        "most=enteralFormula.maxVolumeToDeliver preference=foodPreferenceModifier excluded=excludeFoodModifier "
        "allergy=allergyIntolerance requester=orderer",
        (
            nest("nutrient", "oralDiet.nutrient", "modifier", "amount"),
            nest("texture", "oralDiet.texture", "modifier", "food=foodType"),
            nest(
                "supplement", "supplement", "type productName",
                "product=productName due=schedule amount=quantity instruction",
            ),
            nest("feeding", "enteralFormula.administration", "", "due=schedule amount=quantity rate=rate[x]"),
        ),
        sources="orderer",
    ),
    form(
        "Task",
        "code description focus",
        "authoredOn lastModified executionPeriod",
        "state=businessStatus intent priority description status-reason requester owner "
        "performer=performerType for=focus reason changed=lastModified "
        "period=executionPeriod due=restriction.period place asked-for",
        (nest("input", "input", "type", "value=value[x]"), nest("output", "output", "type", "value=value[x]")),
        sources="requester",
    ),
    form(
        "Communication",
        "topic payload.contentString reasonCode category",
        "sent received",
        "message=payload.content[x] status-reason kind=category medium sender recipient "
        "reason for=about received asked-for",
        sources="sender",
    ),
    form(
        "CommunicationRequest",
        "payload.contentString reasonCode category",
        "authoredOn occurrence[x]",
        "message=payload.content[x] status-reason kind=category priority medium due=occurrence[x] "
        "requester sender recipient reason for=about",
        sources="requester",
        forbids="doNotPerform",
    ),
    form(
        "EpisodeOfCare",
        "type",
        "period",
        "organization=managingOrganization manager=careManager team asked-for=referralRequest",
        (
            nest("diagnosis", "diagnosis", "condition", "role"),
            nest("history", "statusHistory", "", "period", status="status"),
        ),
        sources="managingOrganization",
        ahead=True,
    ),
    form(
        "Coverage",
        "type class.name payor",
        "period",
        "payor relationship plan-order=order holder=policyHolder",
        (nest("class", "class", "name value", "kind=type value"),),
        ahead=True,
    ),
    form(
        "Consent",
        "category scope",
        "dateTime",
        "decision=provision.type who=provision.actor.reference action=provision.action scope kind=category "
        "agreed-by=performer organization policy=policyRule,policy.uri "
        "purpose=provision.purpose period=provision.period document=source[x] matter=provision.code "
        "matter-kind=provision.class matter-row=provision.data.reference matter-period=provision.dataPeriod",
        (
            nest(
                "exception",
                "provision.provision",
                "",
                "decision=type who=actor.reference action kind=class code purpose period",
                inner="provision",
            ),
            nest("verified", "verification", "verifiedWith", "verified", when="verificationDate"),
        ),
        sources="organization",
    ),
)  # fmt: skip
