export * from "./archive.js";
export * from "./archiveJson.js";
export * from "./canonicalJson.js";
export * from "./certificates/accreditation.js";
export * from "./certificates/certificateId.js";
export * from "./channels/close.js";
export * from "./channels/documents.js";
export * from "./channels/domain.js";
export * from "./channels/payments.js";
export * from "./channels/terms.js";
export * from "./channels/voucher.js";
export * from "./deals/asciiWord.js";
export * from "./deals/contributions.js";
export * from "./deals/counterJson.js";
export * from "./deals/dataGrants.js";
export { decimalOf, decimalText } from "./deals/decimals.js";
export * from "./deals/difference.js";
export { type EdgeDecision, EdgeRule, type WatchedCondition } from "./deals/edgeRule.js";
export {
  CounterOfferEmpty,
  CounterOfferForeign,
  CounterOfferUnreadable,
  OfferUnreadable,
  type TermsFault,
  type TermsFaultCode,
} from "./deals/errors.js";
export * from "./deals/hashes.js";
export * from "./deals/limits.js";
export * from "./deals/lots.js";
export * from "./deals/offerJson.js";
export { conditionJson, milliText } from "./deals/offerReaders.js";
export * from "./deals/plan.js";
export * from "./deals/planFault.js";
export * from "./deals/planJson.js";
export { QUOTATION_STATES, type QuotationState, requestIdOf } from "./deals/quotations.js";
export * from "./deals/ratings.js";
export { anchoredReports, directReport, type SensorReport } from "./deals/sensorReports.js";
export * from "./deals/signedStep.js";
export * from "./deals/summary.js";
export * from "./deals/terms.js";
export { termsFault } from "./deals/termsFault.js";
export * from "./eip712/digest.js";
export * from "./eip712/domain.js";
export * from "./energySources.js";
export * from "./errors.js";
export * from "./evidence/build.js";
export {
  type BatchReference,
  type ChainFacts,
  EVIDENCE_SCHEMA,
  EVIDENCE_SCOPES,
  type EvidenceBundle,
  type EvidenceHead,
  type EvidenceScope,
  EvidenceUnreadable,
  evidenceText,
  type Inclusion,
  type ProvenEntry,
  type ProvenGap,
  type ProvenRecord,
  serializeEvidence,
} from "./evidence/bundle.js";
export { MOST_RECORDS, parseEvidence } from "./evidence/bundleJson.js";
export { RootsContradictory, requireConsistent } from "./evidence/contradictions.js";
export { EVIDENCE_FAULTS, type EvidenceFault, type EvidenceFaultCode, MOST_FAULTS } from "./evidence/faults.js";
export * from "./evidence/file/errors.js";
export { blobFile, chunksOf, type EvidenceFile } from "./evidence/file/evidenceFile.js";
export { type EvidenceProgress, EvidenceReader, type EvidenceSink } from "./evidence/file/readEvidence.js";
export { type EvidenceScan, scanEvidence } from "./evidence/file/scanEvidence.js";
export { type FileCheck, verifyFile } from "./evidence/file/verifyFile.js";
export * from "./evidence/heldAt.js";
export * from "./evidence/partOf.js";
export {
  BatteryStatus,
  Continuity,
  type OperatingLimits,
  type PassportFacts,
  passportFactsOf,
} from "./evidence/passport.js";
export * from "./evidence/report.js";
export * from "./evidence/roots.js";
export * from "./evidence/rootsJson.js";
export * from "./evidence/verifier.js";
export * from "./evidence/verify.js";
export * from "./fields.js";
export * from "./governance/errors.js";
export * from "./governance/proposalKinds.js";
export * from "./governance/terms.js";
export * from "./hex.js";
export * from "./ids.js";
export { type ParseOptions, SchemaUnsupported } from "./json/document.js";
export { UnexpectedValue } from "./json/readers.js";
export { readDeviceRecord } from "./json/records.js";
export * from "./market/index.js";
export * from "./merkle/leaf.js";
export * from "./merkle/proof.js";
export * from "./merkle/tree.js";
export * from "./nodes/admission.js";
export * from "./nodes/nodeId.js";
export * from "./nodes/renewal.js";
export * from "./records/agreement.js";
export * from "./records/chargeCycle.js";
export * from "./records/countersSalt.js";
export * from "./records/deviceReplacement.js";
export * from "./records/enrolment.js";
export * from "./records/enrolmentHash.js";
export * from "./records/firmwareConfirmation.js";
export * from "./records/gap.js";
export * from "./records/header.js";
export * from "./records/incident.js";
export * from "./records/keyRotation.js";
export * from "./records/link.js";
export * from "./records/meterReading.js";
export * from "./records/record.js";
export * from "./records/sensorReading.js";
export * from "./records/structHash.js";
export * from "./records/tokenOrders.js";
export * from "./salt.js";
export * from "./settlement/index.js";
export * from "./signatures/nativeSecp256k1.js";
export * from "./signatures/nativeVerifier.js";
export * from "./signatures/signer.js";
export * from "./signatures/verify.js";
export * from "./states.js";
export * from "./value/index.js";
