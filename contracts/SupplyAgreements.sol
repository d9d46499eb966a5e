// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {AgreementBook} from "./AgreementBook.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {ISupplyAgreements} from "./interfaces/ISupplyAgreements.sol";
import {Agreement} from "./types/Agreements.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";

/// @title SupplyAgreements
/// @notice See `ISupplyAgreements`.
contract SupplyAgreements is AgreementBook, EIP712 {
    bytes32 private constant AGREEMENT_TYPEHASH = keccak256(
        "Agreement(bytes32 importMeter,bytes32 exportMeter,address consumer,uint48 startS,uint48 endS,address supplier,"
        "uint32 settlementPeriodS,uint32 noticeS,uint32 importRatedW,address token,uint32 exportRatedW,"
        "bool withCertificates,uint64 pricePerKWh,uint64 capWh,uint128 escrow,bytes32 salt)"
    );
    bytes32 private constant AGREEMENT_END_TYPEHASH = keccak256("AgreementEnd(bytes32 agreement,uint48 endS)");
    uint32 private constant MIN_PERIOD_S = 15 minutes;
    uint32 private constant MAX_PERIOD_S = 1 days;

    /// @dev Time that is left for settling once intervals may close with registers missing.
    uint48 private constant SETTLING_TIME_S = 30 days;

    /// @inheritdoc ISupplyAgreements
    uint64 public constant MAX_PRICE_PER_KWH = 1e10;

    mapping(uint32 number => bool) private _released;
    mapping(address account => mapping(address operator => bool allowed)) private _operators;

    constructor(
        IDeviceRegistry devices,
        IEnergySettlement settlement
    ) EIP712("Wattproof SupplyAgreements", "1") AgreementBook(devices, settlement) {}

    /// @inheritdoc ISupplyAgreements
    function register(
        Agreement calldata a,
        bytes calldata consumerSignature,
        bytes calldata supplierSignature
    ) external returns (bytes32 id) {
        id = idOf(a);
        require(!_isRegistered(id), SupplyAgreementsAlreadyRegistered(id));
        _requireTerms(a);
        _requireMeter(a.importMeter, a.consumer);
        if (!_isGrid(a)) _requireMeter(a.exportMeter, a.supplier);
        _requireConsent(id, a.consumer, consumerSignature);
        _requireConsent(id, a.supplier, supplierSignature);

        uint32 number = _add(id, a);
        emit AgreementRegistered(id, a.importMeter, a.exportMeter, number, a);
        SETTLEMENT.agreementRegistered(a);
    }

    /// @inheritdoc ISupplyAgreements
    function end(bytes32 id, uint48 endS, bytes calldata consumerSignature, bytes calldata supplierSignature) external {
        uint32 number = _requireNumber(id);
        Agreement memory a = _agreements[number];
        uint48 newEndS = endS < a.startS ? a.startS : endS;
        require(newEndS < a.endS && endS % a.settlementPeriodS == 0, SupplyAgreementsInvalidEnd(id, endS));
        // Intervals of the future do not settle, so no end from now on reaches back into what is settled.
        uint256 earliestS = block.timestamp;
        if (!_bothEnd(id, endS, a, consumerSignature, supplierSignature)) earliestS += a.noticeS;
        require(endS >= earliestS, SupplyAgreementsNotice(id, earliestS));

        _shorten(number, newEndS);
        emit AgreementEnded(id, newEndS);
        if (a.exportMeter != 0) SETTLEMENT.agreementEnded(a.exportMeter);
    }

    /// @inheritdoc ISupplyAgreements
    function release(bytes32 id) external {
        uint32 number = _requireNumber(id);
        Agreement storage a = _agreements[number];
        require(!_released[number] && _isOver(a), SupplyAgreementsNotReleasable(id));

        _released[number] = true;
        emit EscrowReleased(id, a.escrow);
        SETTLEMENT.unlock(a.consumer, a.escrow);
    }

    /// @inheritdoc ISupplyAgreements
    function setOperator(address operator, bool allowed) external {
        _operators[msg.sender][operator] = allowed;
        emit OperatorSet(msg.sender, operator, allowed);
    }

    /// @inheritdoc ISupplyAgreements
    function isOperator(address account, address operator) external view returns (bool) {
        return _operators[account][operator];
    }

    /// @inheritdoc ISupplyAgreements
    function idOf(Agreement calldata a) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(AGREEMENT_TYPEHASH, a)));
    }

    /// @inheritdoc ISupplyAgreements
    function RELEASE_DELAY_S() public view returns (uint48) {
        return SETTLEMENT.CLOSING_DELAY_S() + SETTLING_TIME_S;
    }

    /// @dev Whether both parties agree that the agreement ends, rather than one.
    function _bothEnd(
        bytes32 id,
        uint48 endS,
        Agreement memory a,
        bytes calldata consumerSignature,
        bytes calldata supplierSignature
    ) private view returns (bool) {
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(AGREEMENT_END_TYPEHASH, id, endS)));
        bool consumerEnds = _ends(id, digest, a.consumer, consumerSignature);
        bool supplierEnds = _ends(id, digest, a.supplier, supplierSignature);
        require(consumerEnds || supplierEnds, SupplyAgreementsNotParty(id, msg.sender));
        return consumerEnds && supplierEnds;
    }

    function _ends(bytes32 id, bytes32 digest, address account, bytes calldata signature) private view returns (bool) {
        if (msg.sender == account) return true;
        if (signature.length == 0) return false;
        require(
            SignatureChecker.isValidSignatureNow(account, digest, signature),
            SupplyAgreementsInvalidSignature(id, account)
        );
        return true;
    }

    /// @dev Whether nothing can be owed any more, or nobody cared to settle it. One that was cancelled is over at once.
    function _isOver(Agreement storage a) private view returns (bool) {
        if (a.startS == a.endS || block.timestamp >= a.endS + RELEASE_DELAY_S()) return true;
        return a.exportMeter != 0 && SETTLEMENT.settledUntil(a.exportMeter) >= a.endS;
    }

    function _isGrid(Agreement calldata a) private pure returns (bool) {
        return a.exportMeter == 0;
    }

    function _requireTerms(Agreement calldata a) private view {
        uint32 period = a.settlementPeriodS;
        require(
            period >= MIN_PERIOD_S &&
                period <= MAX_PERIOD_S &&
                1 days % period == 0 &&
                a.startS < a.endS &&
                a.startS % period == 0 &&
                a.endS % period == 0,
            SupplyAgreementsInvalidWindow(a.startS, a.endS, period)
        );
        bool fits =
            _isGrid(a)
                ? a.exportRatedW == 0 && a.capWh == type(uint64).max && !a.withCertificates && a.supplier != a.consumer
                : a.exportRatedW != 0 && a.capWh != 0 && a.importMeter != a.exportMeter;
        require(fits && a.importRatedW != 0, SupplyAgreementsInvalidTerms(a.importMeter, a.exportMeter));
        require(
            a.pricePerKWh != 0 && a.pricePerKWh <= MAX_PRICE_PER_KWH,
            SupplyAgreementsInvalidPrice(a.pricePerKWh, MAX_PRICE_PER_KWH)
        );
        address token = address(SETTLEMENT.TOKEN());
        require(a.token == token, SupplyAgreementsWrongToken(a.token, token));
    }

    function _requireMeter(bytes32 meter, address owner) private view {
        Device memory d = DEVICES.deviceOf(meter);
        require(
            d.kind == DeviceKind.Meter && d.status == DeviceStatus.Active && d.owner == owner,
            SupplyAgreementsNotMeterOwner(meter, owner)
        );
    }

    function _requireConsent(bytes32 id, address account, bytes calldata signature) private view {
        require(
            msg.sender == account ||
                _operators[account][msg.sender] ||
                SignatureChecker.isValidSignatureNow(account, id, signature),
            SupplyAgreementsInvalidSignature(id, account)
        );
    }
}
