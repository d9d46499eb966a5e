// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {MultiSignerERC7913} from "@openzeppelin/contracts/utils/cryptography/signers/MultiSignerERC7913.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IEnergyToken} from "./interfaces/IEnergyToken.sol";
import {RollingSum} from "./libraries/RollingSum.sol";
import {TokenHash} from "./libraries/TokenHash.sol";
import {
    MintOrder,
    Quorum,
    RedeemOrder,
    Redemption,
    RedemptionStatus,
    ReserveAttestation,
    ReserveStatus,
    TokenTerms
} from "./types/Tokens.sol";

/// @title EnergyToken
/// @notice See `IEnergyToken`.
contract EnergyToken is IEnergyToken, ERC20Permit, MultiSignerERC7913, AccessManaged, Pausable {
    using RollingSum for Checkpoints.Trace208;
    using TokenHash for MintOrder;
    using TokenHash for RedeemOrder;
    using TokenHash for ReserveAttestation;

    uint8 private constant DECIMALS = 6;
    uint256 private constant WALLET_LENGTH = 20;
    uint256 private constant P256_LENGTH = 84;

    /// @inheritdoc IEnergyToken
    uint48 public constant MAX_REDEMPTION_PERIOD_S = 30 days;

    /// @inheritdoc IEnergyToken
    address public immutable P256_VERIFIER;
    /// @inheritdoc IEnergyToken
    uint48 public immutable MINT_WINDOW_S;
    /// @inheritdoc IEnergyToken
    uint48 public immutable REDEMPTION_PERIOD_S;

    /// @inheritdoc IEnergyToken
    string public currency;
    /// @inheritdoc IEnergyToken
    uint256 public attestedReserves;
    /// @inheritdoc IEnergyToken
    uint256 public redemptionCount;
    // one slot
    /// @inheritdoc IEnergyToken
    uint48 public attestedAtS;
    /// @inheritdoc IEnergyToken
    uint128 public mintLimit;

    Checkpoints.Trace208 private _mintedAlone;
    mapping(bytes32 paymentReference => bool used) private _referenceUsed;
    mapping(uint256 id => Redemption) private _redemptions;

    /// @param authority `AccessManager` that says who has the treasurer's role, and whose administrator governs.
    /// @param p256Verifier The only ERC-7913 verifier that a treasurer may name.
    /// @param treasurers ERC-7913 signer bytes of the first treasurers.
    /// @param threshold_ How many of them make a quorum.
    constructor(
        address authority,
        address p256Verifier,
        TokenTerms memory terms,
        bytes[] memory treasurers,
        uint64 threshold_
    )
        ERC20(string.concat("Wattproof ", terms.currency), string.concat("w", terms.currency))
        ERC20Permit(string.concat("Wattproof ", terms.currency))
        MultiSignerERC7913(treasurers, threshold_)
        AccessManaged(authority)
    {
        require(
            terms.mintWindowS != 0 &&
                terms.redemptionPeriodS != 0 &&
                terms.redemptionPeriodS <= MAX_REDEMPTION_PERIOD_S,
            EnergyTokenInvalidTerms(terms.mintWindowS, terms.redemptionPeriodS)
        );
        P256_VERIFIER = p256Verifier;
        MINT_WINDOW_S = terms.mintWindowS;
        REDEMPTION_PERIOD_S = terms.redemptionPeriodS;
        currency = terms.currency;
        _requireTreasurers(treasurers, p256Verifier);
        _setMintLimit(terms.mintLimit);
    }

    /// @inheritdoc IEnergyToken
    function mint(address to, uint256 amount, bytes32 paymentReference) external restricted {
        uint256 available = mintableAlone();
        require(amount <= available, EnergyTokenMintLimitExceeded(amount, available));

        // The limit is a uint128, and the amount within it.
        _mintedAlone.add(uint128(amount));
        _mintFor(to, amount, paymentReference);
    }

    /// @inheritdoc IEnergyToken
    function mintByQuorum(MintOrder calldata o, Quorum calldata quorum) external {
        _requireInTime(o.deadlineS);
        _requireQuorum(o.hash(), quorum);

        _mintFor(o.to, o.amount, o.paymentReference);
    }

    /// @inheritdoc IEnergyToken
    function attestReserves(ReserveAttestation calldata a, Quorum calldata quorum) external {
        _requireInTime(a.deadlineS);
        require(a.asOfS > attestedAtS && a.asOfS <= block.timestamp, EnergyTokenInvalidAttestation(a.asOfS));
        _requireQuorum(a.hash(), quorum);

        attestedReserves = a.amount;
        attestedAtS = a.asOfS;
        emit ReservesAttested(a.amount, a.asOfS, a.reportHash);
        if (a.amount < totalSupply()) emit ReservesShort(totalSupply(), a.amount);
    }

    /// @inheritdoc IEnergyToken
    function redeem(uint256 amount, bytes32 payoutHash) external returns (uint256) {
        return _redeem(msg.sender, amount, payoutHash);
    }

    /// @inheritdoc IEnergyToken
    function redeemFor(RedeemOrder calldata o, bytes calldata signature) external returns (uint256) {
        _requireInTime(o.deadlineS);
        require(
            SignatureChecker.isValidSignatureNowCalldata(o.holder, _hashTypedDataV4(o.hash()), signature),
            EnergyTokenInvalidSignature(o.holder)
        );

        _useCheckedNonce(o.holder, o.nonce);
        return _redeem(o.holder, o.amount, o.payoutHash);
    }

    /// @inheritdoc IEnergyToken
    function confirmPayout(uint256 id, bytes32 bankReference) external restricted {
        Redemption storage r = _requirePending(id);
        require(bankReference != 0, EnergyTokenInvalidPayout(id));

        _useReference(bankReference);
        r.status = RedemptionStatus.PaidOut;
        super._update(address(this), address(0), r.amount);
        emit RedemptionPaidOut(id, bankReference);
    }

    /// @inheritdoc IEnergyToken
    function returnRedemption(uint256 id) external {
        Redemption storage r = _requirePending(id);
        require(block.timestamp > r.dueAtS, EnergyTokenNotDue(id, r.dueAtS));

        r.status = RedemptionStatus.Returned;
        super._update(address(this), r.holder, r.amount);
        emit RedemptionReturned(id);
    }

    /// @inheritdoc IEnergyToken
    function setTreasurers(bytes[] calldata added, bytes[] calldata removed, uint64 threshold_) external restricted {
        _requireTreasurers(added, P256_VERIFIER);

        // In this order a quorum is within reach at every step, if it is in the end.
        _addSigners(added);
        _setThreshold(threshold_);
        _removeSigners(removed);
    }

    /// @inheritdoc IEnergyToken
    function setMintLimit(uint128 limit) external restricted {
        _setMintLimit(limit);
    }

    /// @inheritdoc IEnergyToken
    function pause() external restricted {
        _pause();
    }

    /// @inheritdoc IEnergyToken
    function unpause() external restricted {
        _unpause();
    }

    /// @inheritdoc IEnergyToken
    function reserveStatus() external view returns (ReserveStatus memory) {
        uint256 supply = totalSupply();
        return ReserveStatus(supply, attestedReserves, Math.saturatingSub(supply, attestedReserves), attestedAtS);
    }

    /// @inheritdoc IEnergyToken
    function redemptionOf(uint256 id) external view returns (Redemption memory) {
        return _redemptions[id];
    }

    /// @inheritdoc IEnergyToken
    function isReferenceUsed(bytes32 paymentReference) external view returns (bool) {
        return _referenceUsed[paymentReference];
    }

    /// @inheritdoc IEnergyToken
    function mintableAlone() public view returns (uint256) {
        return Math.saturatingSub(mintLimit, _mintedAlone.within(MINT_WINDOW_S));
    }

    /// @notice Six: what a thousandth of a coin per kWh costs for one Wh is still a whole unit.
    function decimals() public pure override returns (uint8) {
        return DECIMALS;
    }

    /// @dev Transfers and mints. Redemptions move tokens past it: a pause does not stop them, and what this contract holds
    /// is theirs alone.
    function _update(address from, address to, uint256 amount) internal override whenNotPaused {
        require(to != address(this), ERC20InvalidReceiver(to));
        super._update(from, to, amount);
    }

    function _mintFor(address to, uint256 amount, bytes32 paymentReference) private {
        require(amount != 0 && paymentReference != 0, EnergyTokenInvalidMint(amount, paymentReference));
        // A sum beyond 256 bits is above any reserves.
        uint256 supply = Math.saturatingAdd(totalSupply(), amount);
        require(supply <= attestedReserves, EnergyTokenReservesExceeded(supply, attestedReserves));

        _useReference(paymentReference);
        _mint(to, amount);
        emit Minted(to, amount, paymentReference);
    }

    function _redeem(address holder, uint256 amount, bytes32 payoutHash) private returns (uint256 id) {
        require(amount != 0 && payoutHash != 0, EnergyTokenInvalidRedemption(amount, payoutHash));

        uint48 dueAtS = uint48(block.timestamp) + REDEMPTION_PERIOD_S;
        id = ++redemptionCount;
        _redemptions[id] = Redemption(holder, dueAtS, RedemptionStatus.Pending, amount, payoutHash);
        super._update(holder, address(this), amount);
        emit RedemptionRequested(id, holder, amount, payoutHash, dueAtS);
    }

    function _useReference(bytes32 paymentReference) private {
        require(!_referenceUsed[paymentReference], EnergyTokenReferenceUsed(paymentReference));
        _referenceUsed[paymentReference] = true;
    }

    function _setMintLimit(uint128 limit) private {
        mintLimit = limit;
        emit MintLimitSet(limit);
    }

    function _requirePending(uint256 id) private view returns (Redemption storage r) {
        r = _redemptions[id];
        require(r.status == RedemptionStatus.Pending, EnergyTokenNotPending(id, r.status));
    }

    function _requireInTime(uint48 deadlineS) private view {
        require(block.timestamp <= deadlineS, EnergyTokenExpired(deadlineS));
    }

    function _requireQuorum(bytes32 structHash, Quorum calldata q) private view {
        bytes32 digest = _hashTypedDataV4(structHash);
        require(
            _validateThreshold(q.signers) && _validateSignatures(digest, q.signers, q.signatures),
            EnergyTokenInvalidQuorum(digest)
        );
    }

    /// @dev A treasurer that brings its own verifier could answer yes to everything.
    function _requireTreasurers(bytes[] memory signers, address p256Verifier) private pure {
        for (uint256 i = 0; i < signers.length; ++i) {
            bytes memory signer = signers[i];
            bool fits = false;
            if (signer.length == WALLET_LENGTH) {
                fits = address(bytes20(signer)) != address(0);
            } else if (signer.length == P256_LENGTH && address(bytes20(signer)) == p256Verifier) {
                (bytes32 x, bytes32 y) = abi.decode(Bytes.slice(signer, WALLET_LENGTH), (bytes32, bytes32));
                fits = P256.isValidPublicKey(x, y);
            }
            require(fits, EnergyTokenInvalidTreasurer(signer));
        }
    }
}
