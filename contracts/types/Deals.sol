// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a field must keep to while goods are on their way, in thousandths of the field's unit. Both ends are
/// allowed: a reading breaks it when it lies strictly outside.
/// @param field ASCII name of a known sensor field, see `SensorFields`.
struct Condition {
    bytes32 field;
    int64 minMilli;
    int64 maxMilli;
}

/// @notice What two parties may agree on, whole.
/// @param buyer Member that pays.
/// @param seller Member that delivers.
/// @param item What is delivered, in the parties' words.
/// @param priceMicro Per unit of quantity, millionths of the currency.
/// @param quantityMilli Thousandths of a unit.
/// @param currency ISO 4217 code of the price.
/// @param conditions At most one per field, sorted by field.
/// @param target Whom the offer was meant for, in the parties' words.
/// @param salt Random where the terms are sealed, so that their hash tells nothing of them.
struct Terms {
    address buyer;
    address seller;
    string item;
    uint128 priceMicro;
    uint64 quantityMilli;
    string currency;
    Condition[] conditions;
    string target;
    bytes32 salt;
}

/// @notice What a party says along with its terms.
/// @param salt Random where the negotiation is sealed, so that the hash of few words does not tell them.
struct Note {
    string text;
    bytes32 salt;
}

/// @notice Whose negotiation it is, and how it is held. Its id is derived of all four.
/// @param isSealed Whether terms and notes are readable by the two parties only.
/// @param salt Tells apart negotiations of the same parties.
struct Opening {
    address buyer;
    address seller;
    bool isSealed;
    bytes32 salt;
}

/// @notice A round of a public negotiation: the complete terms that its proposer would agree to.
/// @param proposer The party that signed it.
/// @param round Position among the negotiation's rounds; the first is 1.
/// @param expiresAtS Last second at which it can be accepted, Unix seconds.
struct Proposal {
    address proposer;
    uint32 round;
    uint48 expiresAtS;
    Terms terms;
    Note note;
}

/// @notice A round of a sealed negotiation.
/// @param termsHash EIP-712 struct hash of the `Terms`.
/// @param noteHash EIP-712 struct hash of the `Note`.
/// @param ciphertext Terms and note, readable by each of the two parties.
struct SealedProposal {
    address proposer;
    uint32 round;
    uint48 expiresAtS;
    bytes32 termsHash;
    bytes32 noteHash;
    bytes ciphertext;
}

/// @notice Where a negotiation is. All but `Open` are final.
enum NegotiationState {
    None,
    Open,
    Accepted,
    Rejected,
    Withdrawn,
    Expired
}

/// @notice A negotiation as the contract keeps it, four slots however many rounds it has.
/// @param round Rounds so far.
/// @param state Where it is; see `stateOf` for one whose time is over.
/// @param isSealed Whether terms and notes are readable by the two parties only.
/// @param buyerProposedLast Whose proposal the last round is.
/// @param expiresAtS Last second at which the last proposal can be accepted.
/// @param changedAtS Block time of the last step.
/// @param termsHash EIP-712 struct hash of the last proposal's terms: those agreed on, once it is accepted.
/// @param head Hash chain of all steps and who signed them: `keccak256(abi.encode(head, digest, signer))`, from zero.
struct NegotiationInfo {
    address buyer;
    uint32 round;
    NegotiationState state;
    bool isSealed;
    bool buyerProposedLast;
    address seller;
    uint48 expiresAtS;
    uint48 changedAtS;
    bytes32 termsHash;
    bytes32 head;
}
