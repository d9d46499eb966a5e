export { type Book, readBook } from "./book.js";
export { type CallValue, type DecodedCall, decodeCall } from "./calls/decodeCall.js";
export { type Call, type DescribedCall, type DescribedProposalCall, describeCall } from "./calls/describeCall.js";
export { interfaceOf } from "./calls/interfaces.js";
export { certificateText } from "./calls/sentences.js";
export * from "./errors.js";
export { type Consortium, openConsortium, openNodeRegistry } from "./openConsortium.js";
export { descriptionFor, wordsOf } from "./proposals/description.js";
export { latestProposal, proposalIds } from "./proposals/proposalIds.js";
export {
  type Proposal,
  type ProposalVotes,
  readProposal,
  readProposals,
} from "./proposals/readProposal.js";
export { readVoters, type Voters } from "./proposals/readVoters.js";
export { type NamedContract, readContracts } from "./readContracts.js";
export { accountsCalled, type Member, readMembers } from "./readMembers.js";
export { type RegisteredNode, readNodes } from "./readNodes.js";
export { isCodeOf } from "./verify/isCodeOf.js";
export type { Artifact, Known, Plan, PlannedCall, PlannedCreation, PlannedPlace } from "./verify/plan.js";
export type { ArtifactOf } from "./verify/standingContracts.js";
export {
  CHECKS,
  type Check,
  type CheckName,
  type Finding,
  type FindingCode,
  type LaterChange,
  type Note,
  type Verification,
} from "./verify/verification.js";
export { type VerifyOptions, verifyFounding } from "./verify/verifyFounding.js";
