/** Errors of `DeliveryMonitor` and `ConditionWatch`, by name, for people. */
export const DELIVERY_REFUSALS = {
  DeliveryMonitorNotAccepted: {
    message: "The negotiation is not accepted",
    next: "Open a delivery when both agreed.",
  },
  DeliveryMonitorAlreadyOpened: {
    message: "The negotiation has its delivery",
    next: "Go on with it (wattproof delivery show).",
  },
  DeliveryMonitorWrongTerms: {
    message: "These are not the terms that were accepted",
    next: "Give the accepted terms, hidden texts by the hash of their bytes.",
  },
  DeliveryMonitorWrongParties: {
    message: "Terms that were sealed name other parties than the negotiation",
    next: "Negotiate anew: such terms cannot be delivered.",
  },
  DeliveryMonitorInvalidWindow: {
    message:
      "The delivery was to have started, runs backward, lasts longer than a year or starts more than a year ahead",
    next: "Plan another window.",
  },
  DeliveryMonitorInvalidPeriod: {
    message: "Less than an hour or more than a year to confirm",
    next: "Plan another period.",
  },
  DeliveryMonitorInvalidArbiter: {
    message: "A party is to be arbiter in its own case",
    next: "Name somebody else, or nobody.",
  },
  DeliveryMonitorNotMember: {
    message: "Who is to have the goods is no member",
    next: "Name a member.",
  },
  DeliveryMonitorTooMany: {
    message: "More than 32 watches, milestones or lots",
    next: "Plan fewer, or deliver in parts.",
  },
  DeliveryMonitorUnsortedLot: {
    message: "The plan's lots are not strictly ascending, or one comes twice",
    next: "Sort them, and name each once.",
  },
  DeliveryMonitorNeedsArbiter: {
    message: "Money would be held that nobody could decide about",
    next: "Name an arbiter, or a heartbeat and for each condition a sensor that is not the buyer's.",
  },
  DeliveryMonitorWrongCurrency: {
    message: "The terms are not in the token's currency",
    next: "Pay otherwise, or agree in that currency.",
  },
  DeliveryMonitorTotalTooLarge: {
    message: "Price times quantity is no sum of money",
    next: "Look at the terms again.",
  },
  DeliveryMonitorInvalidSignature: {
    message: "The party did not sign this plan or settlement",
    next: "Have it sign for this contract and chain.",
  },
  DeliveryMonitorUnexpectedState: {
    message: "The delivery's state does not allow this step, or there is none",
    next: "Look at the delivery; docs/deliveries.md has the states.",
  },
  DeliveryMonitorNotBuyer: {
    message: "Only the buyer may",
    next: "Send from the buyer's account.",
  },
  DeliveryMonitorNotParty: {
    message: "Only buyer and seller may",
    next: "Send from a party's account.",
  },
  DeliveryMonitorNotCustodian: {
    message: "Only who has the goods may",
    next: "Send from the custodian's account.",
  },
  DeliveryMonitorNotSellerOrCustodian: {
    message: "Only the seller and who has the goods may",
    next: "Send from one of these accounts.",
  },
  DeliveryMonitorNotArbiter: {
    message: "Only the plan's arbiter may",
    next: "Send from the arbiter's account.",
  },
  DeliveryMonitorOfferedToBuyer: {
    message: "The buyer gets the goods by their arrival, not by custody",
    next: "Say that they arrived (delivery arrive), or offer them to a carrier.",
  },
  DeliveryMonitorOfferedToCustodian: {
    message: "The account has the goods already",
    next: "Offer custody to another member.",
  },
  DeliveryMonitorNotOffered: {
    message: "Custody was not offered to the account",
    next: "Ask the custodian to offer it.",
  },
  DeliveryMonitorInvalidRoutePoint: {
    message: "No such place on Earth, or a time to come",
    next: "Give degrees times 10⁷, and when it was.",
  },
  DeliveryMonitorUnknownMilestone: {
    message: "The plan has no such milestone",
    next: "Look at the milestones with wattproof delivery show.",
  },
  DeliveryMonitorAlreadyReached: {
    message: "The milestone was reached before",
    next: "Nothing.",
  },
  DeliveryMonitorTooEarly: {
    message: "The time for this has not come",
    next: "Wait until the time named.",
  },
  DeliveryMonitorTooLate: {
    message: "The time for this is over",
    next: "Look at release and reclaim; a settlement has a deadline of its own: have it signed anew.",
  },
  DeliveryMonitorViolationsChanged: {
    message: "More violations are recorded than were named",
    next: "Look at it, then name the new number.",
  },
  DeliveryMonitorOpenViolations: {
    message: "The buyer did not accept all violations",
    next: "Look at them with wattproof delivery show; the buyer accepts them with delivery waive, or go on with delivery dispute or delivery settle.",
  },
  DeliveryMonitorUnreportedViolations: {
    message: "Sensors counted violations that nobody recorded",
    next: "Have their readings reported (wattproof delivery report), or go on with delivery dispute or delivery settle.",
  },
  DeliveryMonitorNotWhole: {
    message:
      "A sensor that is not the buyer's was never heard, was silent for too long, or is not as it was at the opening",
    next: "Have what sensors said reported (wattproof delivery report), or go on with delivery confirm, delivery dispute or delivery settle.",
  },
  DeliveryMonitorTooMuch: {
    message: "The seller cannot get more than is held",
    next: "Give a smaller share.",
  },
  ConditionWatchNotMonitor: {
    message: "Only the delivery monitor says when readings count",
    next: "Open, deliver and close there.",
  },
  ConditionWatchNotOpen: {
    message: "Nobody opened the delivery, or it is closed",
    next: "Nothing: its readings count no more.",
  },
  ConditionWatchUnwatchedCondition: {
    message: "No sensor watches the condition",
    next: "Plan a watch of the field.",
  },
  ConditionWatchNoSuchCondition: {
    message: "A watch is over a field of which the terms say nothing",
    next: "Take it out of the plan.",
  },
  ConditionWatchDuplicateWatch: {
    message: "The sensor watches the field twice",
    next: "Plan it once.",
  },
  ConditionWatchNotSensor: {
    message: "The device is not an active sensor",
    next: "Look at device show.",
  },
  ConditionWatchForeignSensor: {
    message: "The sensor is of another party than buyer, seller and first custodian",
    next: "Use a sensor of one of these.",
  },
  ConditionWatchEmptyReport: {
    message: "The report has no readings",
    next: "Report at least one.",
  },
  ConditionWatchUnknownWatch: {
    message: "The sensor does not watch the field in this delivery",
    next: "Look at the delivery's watches.",
  },
  ConditionWatchOutsideWindow: {
    message: "The reading is of before the start, after the end or after the arrival",
    next: "Leave it out: it does not count.",
  },
  ConditionWatchInFuture: {
    message: "The reading or summary is dated later than the block",
    next: "Report it when its time has come; look after the sensor's clock.",
  },
  ConditionWatchUnknownSilence: {
    message: "The delivery has no such silence, or it was filled",
    next: "See which there are (delivery show).",
  },
  ConditionWatchOutsideSilence: {
    message: "The reading is not of the sensor and field that were silent, or not of that time",
    next: "Fill the silence with a reading between its two ends.",
  },
  ConditionWatchInvalidProof: {
    message: "The proof does not lead to the batch's root",
    next: "Fetch the proof of this reading again.",
  },
  ConditionWatchInvalidSummary: {
    message:
      "The summary counts no readings or more violations than readings, or its least value is above its greatest",
    next: "Look after the sensor.",
  },
  ConditionWatchSummaryNotNewer: {
    message: "A summary up to this sequence or a later one is recorded",
    next: "Nothing, or bring a newer one.",
  },
  ConditionWatchSummaryOutrun: {
    message: "A violation after what the summary covers is recorded",
    next: "Bring the sensor's next summary.",
  },
  ConditionWatchCountFell: {
    message: "The summary counts less than one before it",
    next: "Look after the sensor: it forgot.",
  },
  ConditionWatchExtremeFell: {
    message: "The summary takes a least or greatest value back",
    next: "Look after the sensor: it forgot.",
  },
} as const;

export type DeliveryRefusalCode = keyof typeof DELIVERY_REFUSALS;
