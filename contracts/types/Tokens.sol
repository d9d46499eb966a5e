// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a deployment of the token fixes.
/// @param currency ISO 4217 code of the money behind the token, for example NOK.
/// @param mintLimit Most that single treasurers may mint together within the window, token units; governance may change it.
/// @param mintWindowS Length of that window, seconds.
/// @param redemptionPeriodS How long a redemption waits for its pay-out before anybody may return it, seconds.
struct TokenTerms {
    string currency;
    uint128 mintLimit;
    uint48 mintWindowS;
    uint48 redemptionPeriodS;
}

/// @notice A mint that a quorum of treasurers signs.
/// @param paymentReference Hash of the payment at the bank; mints once.
/// @param deadlineS Last second at which it is accepted.
struct MintOrder {
    address to;
    uint256 amount;
    bytes32 paymentReference;
    uint48 deadlineS;
}

/// @notice Money held, as a quorum of treasurers signs it.
/// @param amount Money in the bank, token units.
/// @param asOfS When it was read; later than that of the attestation before.
/// @param reportHash Hash of the report that shows it.
/// @param deadlineS Last second at which it is accepted.
struct ReserveAttestation {
    uint256 amount;
    uint48 asOfS;
    bytes32 reportHash;
    uint48 deadlineS;
}

/// @notice A redemption that a holder signs and anybody relays.
/// @param payoutHash Salted hash of where the money is to go, which the treasurer knows off chain.
/// @param nonce The holder's next nonce, shared with its permits.
/// @param deadlineS Last second at which it is accepted.
struct RedeemOrder {
    address holder;
    uint256 amount;
    bytes32 payoutHash;
    uint256 nonce;
    uint48 deadlineS;
}

/// @notice Signatures of treasurers over one EIP-712 digest.
/// @param signers ERC-7913 signer bytes, each once; cheapest in the order of their keccak-256 hashes.
/// @param signatures One for each signer, in the same order.
struct Quorum {
    bytes[] signers;
    bytes[] signatures;
}

/// @notice How far a redemption is. `None` marks an unknown one; `PaidOut` and `Returned` are final.
enum RedemptionStatus {
    None,
    Pending,
    PaidOut,
    Returned
}

/// @notice Tokens that a holder gave back for money.
/// @param holder Who gave them, and whom they are returned to.
/// @param dueAtS Last second at which nobody but the treasurer can end it.
/// @param payoutHash What the holder stated as the place where the money is to go.
struct Redemption {
    // slot 0
    address holder;
    uint48 dueAtS;
    RedemptionStatus status;
    // slots 1 and 2
    uint256 amount;
    bytes32 payoutHash;
}

/// @notice Whether the money covers the tokens.
/// @param supply Tokens in being, pending redemptions among them.
/// @param reserves Latest attested money.
/// @param shortfall What the reserves lack; zero if they suffice.
/// @param asOfS When the reserves were read; zero before the first attestation.
struct ReserveStatus {
    uint256 supply;
    uint256 reserves;
    uint256 shortfall;
    uint48 asOfS;
}
