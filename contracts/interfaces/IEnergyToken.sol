// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    MintOrder,
    Quorum,
    RedeemOrder,
    Redemption,
    RedemptionStatus,
    ReserveAttestation,
    ReserveStatus
} from "../types/Tokens.sol";

/// @title IEnergyToken
/// @notice ERC-20 with permit, pegged to money: minted against a payment, redeemed for a pay-out, never minted above the
/// latest attestation of reserves.
/// @dev Trust: the token cannot see a bank account. A quorum of treasurers (k of n) says what is in it, and mints what is
/// above the limit; below it, any account with the treasurer's role mints alone. Who is a treasurer, k, the limit and the
/// pause are governance's.
/// Must always hold: no mint lifts the supply above the latest attestation; each reference of a payment, in or out, counts
/// once; the supply is the sum of all balances, where this contract's own balance is what is pending; a redemption ends
/// exactly once.
interface IEnergyToken {
    /// @notice `amount` was minted to `to` for the payment `paymentReference`.
    event Minted(address indexed to, uint256 amount, bytes32 indexed paymentReference);
    /// @notice `amount` of money was attested, as read at `asOfS` in the report `reportHash`.
    event ReservesAttested(uint256 amount, uint48 asOfS, bytes32 reportHash);
    /// @notice The attestation is below the supply: nothing is minted until the money covers it again.
    event ReservesShort(uint256 supply, uint256 reserves);
    /// @notice `holder` gave `amount` back and is to be paid by `dueAtS`.
    event RedemptionRequested(
        uint256 indexed id,
        address indexed holder,
        uint256 amount,
        bytes32 payoutHash,
        uint48 dueAtS
    );
    /// @notice The money of a redemption was paid; its tokens are gone.
    event RedemptionPaidOut(uint256 indexed id, bytes32 indexed bankReference);
    /// @notice The tokens of a redemption went back to its holder.
    event RedemptionReturned(uint256 indexed id);
    /// @notice Single treasurers may mint `limit` within a window from now on.
    event MintLimitSet(uint128 limit);

    /// @notice A window or a period that the token cannot live with.
    error EnergyTokenInvalidTerms(uint48 mintWindowS, uint48 redemptionPeriodS);
    /// @notice A treasurer is a wallet's address or a P-256 key of the deployment's verifier.
    error EnergyTokenInvalidTreasurer(bytes signer);
    /// @notice The payment was minted for, or paid out, before.
    error EnergyTokenReferenceUsed(bytes32 paymentReference);
    /// @notice A mint needs an amount and a reference.
    error EnergyTokenInvalidMint(uint256 amount, bytes32 paymentReference);
    /// @notice The mint would lift the supply above the attested reserves.
    error EnergyTokenReservesExceeded(uint256 supply, uint256 reserves);
    /// @notice Single treasurers may mint no more than `available` now: a quorum may.
    error EnergyTokenMintLimitExceeded(uint256 amount, uint256 available);
    /// @notice An attestation is newer than the last and not of the future.
    error EnergyTokenInvalidAttestation(uint48 asOfS);
    /// @notice What was signed is no longer accepted.
    error EnergyTokenExpired(uint48 deadlineS);
    /// @notice Too few treasurers, or others, signed this digest.
    error EnergyTokenInvalidQuorum(bytes32 digest);
    /// @notice A redemption needs an amount and says where the money is to go.
    error EnergyTokenInvalidRedemption(uint256 amount, bytes32 payoutHash);
    /// @notice The holder did not sign this redemption.
    error EnergyTokenInvalidSignature(address holder);
    /// @notice A pay-out has a reference of the bank.
    error EnergyTokenInvalidPayout(uint256 id);
    /// @notice The redemption is unknown or has ended.
    error EnergyTokenNotPending(uint256 id, RedemptionStatus status);
    /// @notice The treasurer still has time to pay.
    error EnergyTokenNotDue(uint256 id, uint48 dueAtS);

    /// @notice Mints against a payment within the limit. Treasurer's role only; not while paused.
    function mint(address to, uint256 amount, bytes32 paymentReference) external;

    /// @notice Mints any amount against a payment, signed by a quorum of treasurers. Anyone may relay; not while paused.
    function mintByQuorum(MintOrder calldata order, Quorum calldata quorum) external;

    /// @notice Records the money held, signed by a quorum of treasurers. Anyone may relay. An amount below the supply is
    /// recorded, emits `ReservesShort` and stops minting.
    function attestReserves(ReserveAttestation calldata attestation, Quorum calldata quorum) external;

    /// @notice Gives the caller's tokens back for money. At any time, also while paused.
    /// @param payoutHash Salted hash of where the money is to go, which the treasurer learns off chain.
    /// @return id Of the redemption; counted from 1.
    function redeem(uint256 amount, bytes32 payoutHash) external returns (uint256 id);

    /// @notice As `redeem`, signed by the holder, be it a key or an ERC-1271 wallet. Anyone may relay. Reverts with
    /// `InvalidAccountNonce` if the nonce is not the holder's next.
    function redeemFor(RedeemOrder calldata order, bytes calldata signature) external returns (uint256 id);

    /// @notice Records that the bank paid a redemption, and burns its tokens. Treasurer's role only; also after the
    /// deadline, as long as nobody returned the tokens: what was paid must not be returned as well.
    function confirmPayout(uint256 id, bytes32 bankReference) external;

    /// @notice Returns the tokens of a redemption that was not confirmed in time to its holder. Anyone, also while paused.
    function returnRedemption(uint256 id) external;

    /// @notice Changes the treasurers and how many of them make a quorum. Governance only.
    /// @param added ERC-7913 signer bytes: a wallet's 20-byte address, or the deployment's P-256 verifier ‖ x ‖ y.
    function setTreasurers(bytes[] calldata added, bytes[] calldata removed, uint64 threshold) external;

    /// @notice Changes what single treasurers may mint within a window; zero leaves all minting to quorums. Governance only.
    function setMintLimit(uint128 limit) external;

    /// @notice Stops transfers and mints, never redemptions. Governance only.
    function pause() external;

    /// @notice Ends a pause. Governance only.
    function unpause() external;

    /// @notice Whether the money covers the tokens.
    function reserveStatus() external view returns (ReserveStatus memory);

    /// @notice The redemption; its status is `None` if there is none.
    function redemptionOf(uint256 id) external view returns (Redemption memory);

    /// @notice How many redemptions there ever were; the last one's id.
    function redemptionCount() external view returns (uint256);

    /// @notice What single treasurers may mint now before a quorum is needed, token units.
    function mintableAlone() external view returns (uint256);

    /// @notice Most that single treasurers may mint together within the window, token units.
    function mintLimit() external view returns (uint128);

    /// @notice Whether a payment was minted for or paid out.
    function isReferenceUsed(bytes32 paymentReference) external view returns (bool);

    /// @notice Latest attested money, in token units.
    function attestedReserves() external view returns (uint256);

    /// @notice When the latest attestation was read.
    function attestedAtS() external view returns (uint48);

    /// @notice ISO 4217 code of the money behind the token.
    function currency() external view returns (string memory);

    /// @notice The only ERC-7913 verifier that a treasurer may name.
    function P256_VERIFIER() external view returns (address);

    /// @notice Window of the mint limit, s. It rolls: no such stretch of time ever holds more than the limit.
    function MINT_WINDOW_S() external view returns (uint48);

    /// @notice How long a redemption waits for its pay-out before anybody may return it, s.
    function REDEMPTION_PERIOD_S() external view returns (uint48);

    /// @notice Longest that a deployment may let holders wait for a pay-out, s.
    function MAX_REDEMPTION_PERIOD_S() external view returns (uint48);
}
