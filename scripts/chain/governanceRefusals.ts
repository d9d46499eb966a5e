const LOOK = "Look at it with wattproof consortium show.";
const LOOK_NODES = "Look at the nodes with wattproof consortium nodes.";
const LOOK_MEMBERS = "Look at the members with wattproof consortium members.";
const VOTE = "Have the members decide on it (wattproof consortium propose).";
const CEREMONY = "Ask the node's organisation for the file that network keygen wrote, unchanged.";

/** Errors of what a consortium governs itself by, by name, for people. */
export const GOVERNANCE_REFUSALS = {
  ConsortiumGovernorInvalidDescription: {
    message: "A proposal has 1 to 2048 bytes of words, with the two lines that say when and by whom it was made",
    next: "Shorten --text.",
  },
  ConsortiumGovernorInvalidTerms: {
    message: "A consortium is founded with a share for each kind of proposal, and periods that are not zero",
    next: "Correct the founding's terms.",
  },
  GovernorAlreadyCastVote: {
    message: "The account has voted on this proposal, and a vote stays",
    next: "There is nothing to do.",
  },
  GovernorAlreadyQueuedProposal: { message: "The proposal is queued already", next: LOOK },
  GovernorInsufficientProposerVotes: {
    message: "Only members propose",
    next: "Send from a member's account; wattproof consortium members names them.",
  },
  GovernorInvalidProposalLength: {
    message: "A proposal makes one call at least, and each call has a contract and a value",
    next: "Name what the proposal is to do.",
  },
  GovernorInvalidVoteType: { message: "A vote is against, for or abstain", next: "Vote one of these." },
  GovernorNonexistentProposal: {
    message: "There is no such proposal",
    next: "Look at what was proposed with wattproof consortium proposals.",
  },
  GovernorOnlyExecutor: { message: "Only what the members decided does this", next: VOTE },
  GovernorRestrictedProposer: {
    message: "The proposal's words name another account as its proposer",
    next: "Leave the line that begins with #proposer= out of --text.",
  },
  GovernorUnableToCancel: {
    message: "Only its proposer cancels a proposal, in the second in which it is made",
    next: "Vote against it.",
  },
  GovernorUnexpectedProposalState: { message: "The proposal is not in a state that allows this", next: LOOK },
  TimelockUnexpectedOperationState: {
    message: "The timelock does not hold this decision in the state that it takes: most often, its delay is not over",
    next: `Wait until it is due. ${LOOK}`,
  },
  TimelockInsufficientDelay: {
    message: "The timelock's delay is longer than what was asked for",
    next: "Ask for the timelock's delay at least.",
  },
  TimelockUnauthorizedCaller: {
    message: "Only the timelock itself does this, by a decision of the members",
    next: VOTE,
  },
  TimelockUnexecutedPredecessor: {
    message: "Something else has to be executed before",
    next: "Execute what comes first.",
  },
  TimelockInvalidOperationLength: {
    message: "Contracts, values and calls of a decision are not equally many",
    next: "Propose it anew.",
  },
  MembershipNotMember: { message: "The account is no member", next: LOOK_MEMBERS },
  MembershipLastMember: {
    message: "It is the last member, and without members nobody could ever decide anything again",
    next: "Admit another member first.",
  },
  MembershipSoulbound: {
    message: "A member's vote belongs to its organisation for good",
    next: "Have the other account admitted, and this one expelled.",
  },
  MembershipNotDelegable: {
    message: "A member's vote is exercised by the member itself",
    next: "Vote from the member's own account.",
  },
  GenesisValidatorsNotFounder: {
    message: "Only accounts that founded the chain confirm its registry of nodes",
    next: "Send from the voting account that stands in the founding's consortium.json.",
  },
  GenesisValidatorsAlreadyFollowing: {
    message: "All founders have confirmed a registry of nodes, and the chain follows it",
    next: "There is nothing to confirm; the members move on to another by vote.",
  },
  GenesisValidatorsNotAdministrator: {
    message: "Only the members move on to another registry of nodes, by vote",
    next: "Propose the call to them: wattproof consortium propose call.",
  },
  GenesisValidatorsUnfit: {
    message:
      "The registry of nodes does not name the validators that the chain began with, or nobody, or somebody twice",
    next: "Compare wattproof consortium nodes with the founding's consortium.json.",
  },
  NodeRegistryInvalidId: { message: "A node's id is its public key of 64 bytes", next: CEREMONY },
  NodeRegistryInvalidEndpoint: {
    message: "A node is reached at an IPv4 address and a port",
    next: "Give both in decimal digits, such as 10.0.0.1:30303.",
  },
  NodeRegistryInvalidName: { message: "A node has a name of 1 to 64 bytes", next: "Give another." },
  NodeRegistryInvalidSpacing: {
    message: "Between two changes of the set of validators are at most a day of blocks of a second each",
    next: "Agree on fewer blocks.",
  },
  NodeRegistryProofsMissing: { message: "Each node of a founding has a proof of its own", next: CEREMONY },
  NodeRegistryNotMember: {
    message: "Only members run nodes",
    next: "Have the organisation admitted first (wattproof consortium propose admit-member).",
  },
  NodeRegistryAlreadyRegistered: { message: "The node is registered already", next: LOOK_NODES },
  NodeRegistryNameTaken: {
    message: "Another node has this name",
    next: "Choose another name, which the node signs for anew.",
  },
  NodeRegistryCertificateMissing: { message: "A certificate has a hash that is not zero", next: CEREMONY },
  NodeRegistryCertificateTaken: {
    message: "Another node shows this certificate",
    next: "Issue the node a certificate of its own.",
  },
  NodeRegistryCertificateRevoked: {
    message: "The certificate is on the revocation list",
    next: "Have it reinstated (wattproof consortium propose reinstate-certificate), or issue another.",
  },
  NodeRegistryNotRevoked: { message: "The certificate is not on the revocation list", next: "There is nothing to do." },
  NodeRegistryInvalidProof: {
    message: "The node's key did not sign this for this chain, or not with the node's next nonce",
    next: "Have the node sign anew; a node that was registered before counts on from its last signature.",
  },
  NodeRegistryUnknownNode: { message: "No such node is registered", next: LOOK_NODES },
  NodeRegistryNotOrganisation: {
    message: "Only the member that runs the node does this",
    next: "Send from its account (wattproof consortium nodes).",
  },
  NodeRegistryLastSafeValidator: {
    message: "Without this node there would be fewer validators than bear one that fails",
    next: "Admit a further validator first: four bear one, and a chain always keeps its last.",
  },
  NodeRegistryChangedRecently: {
    message: "The set of validators changed a moment ago, and changes one node at a time",
    next: "Repeat it from that block on.",
  },
  DirectoryUnknownName: { message: "The Directory never had this name", next: "Check how it is written." },
  DirectoryRetired: {
    message: "The contract behind this name is out of use, and there is no other",
    next: "Have the members put another in its place (wattproof consortium propose set-contract).",
  },
  DirectoryNotAContract: {
    message: "No contract stands at this address",
    next: "Check the address, and that the contract is deployed on this chain.",
  },
  AccessManagerUnauthorizedAccount: {
    message: "Only an administrator of the deployment does this",
    next: "Have the members decide on it; wattproof role list names the administrators.",
  },
  AccessManagerLockedRole: {
    message: "This role is everybody's, or the administrators' own",
    next: "Name another role (wattproof role list).",
  },
  ExpectedPause: { message: "The token is not paused", next: "There is nothing to do." },
  MultiSignerERC7913AlreadyExists: {
    message: "The account signs in the token's quorums already",
    next: "Leave it out of --add.",
  },
  MultiSignerERC7913InvalidSigner: {
    message: "A treasurer is a wallet's address or a P-256 key",
    next: "Correct its signer bytes.",
  },
  MultiSignerERC7913NonexistentSigner: {
    message: "The account does not sign in the token's quorums",
    next: "Leave it out of --remove.",
  },
  MultiSignerERC7913UnreachableThreshold: {
    message: "More would have to sign than there are treasurers",
    next: "Lower --threshold, or name more treasurers.",
  },
  MultiSignerERC7913ZeroThreshold: {
    message: "One treasurer at least signs in a quorum",
    next: "Give a --threshold of one or more.",
  },
} as const;

export type GovernanceRefusalCode = keyof typeof GOVERNANCE_REFUSALS;
