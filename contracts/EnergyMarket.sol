// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {AdvertBoard} from "./AdvertBoard.sol";
import {IEnergyMarket} from "./interfaces/IEnergyMarket.sol";
import {ISupplyAgreements} from "./interfaces/ISupplyAgreements.sol";
import {PartySignature} from "./libraries/PartySignature.sol";
import {Agreement} from "./types/Agreements.sol";
import {Advert, AdvertTerms} from "./types/Market.sol";

/// @title EnergyMarket
/// @notice See `IEnergyMarket`.
contract EnergyMarket is AdvertBoard, EIP712, Nonces {
    bytes32 private constant ADVERTISEMENT_TYPEHASH = keccak256(
        "Advertisement(bytes32 exportMeter,uint48 startS,uint48 endS,uint32 settlementPeriodS,uint32 noticeS,"
        "uint32 exportRatedW,uint8 energySource,bool withCertificates,uint64 pricePerKWh,uint64 quantityWh,"
        "uint64 minPartWh,uint64 escrowPerKWh,uint256 nonce,uint48 deadlineS)"
    );
    bytes32 private constant REPRICING_TYPEHASH = keccak256(
        "Repricing(uint32 number,uint64 pricePerKWh,uint256 nonce,uint48 deadlineS)"
    );
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(uint32 number,uint256 nonce,uint48 deadlineS)"
    );
    /// @dev Periods that `SupplyAgreements` supports.
    uint32 private constant MIN_PERIOD_S = 15 minutes;
    uint256 private constant WH_PER_KWH = 1000;
    uint256 private constant HOUR_S = 3600;

    /// @inheritdoc IEnergyMarket
    ISupplyAgreements public immutable AGREEMENTS;

    /// @inheritdoc IEnergyMarket
    mapping(bytes32 agreement => uint32 number) public advertOfAgreement;

    constructor(ISupplyAgreements agreements) AdvertBoard(agreements.DEVICES()) EIP712("Wattproof EnergyMarket", "1") {
        AGREEMENTS = agreements;
    }

    /// @inheritdoc IEnergyMarket
    function advertise(AdvertTerms calldata terms) external returns (uint32 number) {
        return _advertise(terms, msg.sender);
    }

    /// @inheritdoc IEnergyMarket
    function advertiseBySignature(
        AdvertTerms calldata terms,
        uint48 deadlineS,
        bytes calldata signature
    ) external returns (uint32 number) {
        address owner = DEVICES.ownerOf(terms.exportMeter);
        bytes32 structHash = keccak256(abi.encode(ADVERTISEMENT_TYPEHASH, terms, _useNonce(owner), deadlineS));
        _requireSigned(owner, structHash, deadlineS, signature);
        return _advertise(terms, owner);
    }

    /// @inheritdoc IEnergyMarket
    function reprice(uint32 number, uint64 pricePerKWh) external {
        _requireOwner(number, msg.sender);
        _reprice(number, pricePerKWh);
    }

    /// @inheritdoc IEnergyMarket
    function repriceBySignature(
        uint32 number,
        uint64 pricePerKWh,
        uint48 deadlineS,
        bytes calldata signature
    ) external {
        address owner = _ownerOf(number);
        bytes32 structHash = keccak256(
            abi.encode(REPRICING_TYPEHASH, number, pricePerKWh, _useNonce(owner), deadlineS)
        );
        _requireSigned(owner, structHash, deadlineS, signature);
        _reprice(number, pricePerKWh);
    }

    /// @inheritdoc IEnergyMarket
    function withdraw(uint32 number) external {
        _requireOwner(number, msg.sender);
        _withdraw(number);
    }

    /// @inheritdoc IEnergyMarket
    function withdrawBySignature(uint32 number, uint48 deadlineS, bytes calldata signature) external {
        address owner = _ownerOf(number);
        bytes32 structHash = keccak256(abi.encode(WITHDRAWAL_TYPEHASH, number, _useNonce(owner), deadlineS));
        _requireSigned(owner, structHash, deadlineS, signature);
        _withdraw(number);
    }

    /// @inheritdoc IEnergyMarket
    function accept(
        uint32 number,
        Agreement calldata agreement,
        bytes calldata consumerSignature,
        bytes calldata supplierSignature
    ) external returns (bytes32 id) {
        _requireFits(number, agreement);
        id = AGREEMENTS.idOf(agreement);
        address consumer = agreement.consumer;
        // Not left to the agreements: they would take the market's word for whoever made it an operator.
        require(
            msg.sender == consumer || PartySignature.isSigned(id, consumer, consumerSignature),
            EnergyMarketNotConsumer(id, consumer)
        );

        advertOfAgreement[id] = number;
        uint64 remainingWh = _take(number, agreement.capWh);
        emit AdvertAccepted(number, id, consumer, agreement.capWh, agreement.pricePerKWh, remainingWh);

        AGREEMENTS.register(agreement, consumerSignature, supplierSignature);
    }

    /// @inheritdoc IEnergyMarket
    function restore(bytes32 agreement) external {
        uint32 number = advertOfAgreement[agreement];
        require(number != 0, EnergyMarketNotSold(agreement));
        Agreement memory a = AGREEMENTS.agreementOf(agreement);
        require(a.endS == a.startS, EnergyMarketStillBinding(agreement));

        advertOfAgreement[agreement] = 0;
        uint64 remainingWh = _giveBack(number, a.capWh);
        emit AdvertRestored(number, agreement, a.capWh, remainingWh);
    }

    function _advertise(AdvertTerms calldata t, address owner) private returns (uint32) {
        require(_isMeterOf(t.exportMeter, owner), EnergyMarketNotMeterOwner(t.exportMeter, owner));
        _requireWindow(t);
        _requirePrice(t.pricePerKWh);
        require(
            t.exportRatedW != 0 && t.minPartWh != 0 && t.minPartWh <= t.quantityWh,
            EnergyMarketInvalidTerms(t.exportMeter)
        );
        return _place(t, owner);
    }

    function _reprice(uint32 number, uint64 pricePerKWh) private {
        _openAdvert(number);
        _requirePrice(pricePerKWh);

        _setPrice(number, pricePerKWh);
    }

    function _requireWindow(AdvertTerms calldata t) private view {
        uint32 period = t.settlementPeriodS;
        require(
            period >= MIN_PERIOD_S &&
                1 days % period == 0 &&
                t.startS % period == 0 &&
                t.endS % period == 0 &&
                t.startS >= block.timestamp &&
                t.endS > t.startS &&
                t.endS <= block.timestamp + MAX_AHEAD_S,
            EnergyMarketInvalidWindow(t.startS, t.endS, period)
        );
    }

    function _requirePrice(uint64 pricePerKWh) private view {
        uint64 maximum = AGREEMENTS.MAX_PRICE_PER_KWH();
        require(pricePerKWh != 0 && pricePerKWh <= maximum, EnergyMarketInvalidPrice(pricePerKWh, maximum));
    }

    function _requireOwner(uint32 number, address account) private view {
        require(_ownerOf(number) == account, EnergyMarketNotOwner(number, account));
    }

    /// @dev An agreement that the advert's owner agrees to.
    function _requireFits(uint32 number, Agreement calldata a) private view {
        Advert memory advert = _openAdvert(number);
        AdvertTerms memory t = advert.terms;
        require(a.pricePerKWh == t.pricePerKWh, EnergyMarketPriceChanged(number, t.pricePerKWh, a.pricePerKWh));
        require(
            a.exportMeter == t.exportMeter &&
                a.supplier == advert.owner &&
                a.settlementPeriodS == t.settlementPeriodS &&
                a.noticeS == t.noticeS &&
                a.exportRatedW == t.exportRatedW &&
                a.withCertificates == t.withCertificates,
            EnergyMarketTermsMismatch(number)
        );
        require(
            a.startS >= block.timestamp && a.startS >= t.startS && a.endS > a.startS && a.endS <= t.endS,
            EnergyMarketOutsideWindow(number, a.startS, a.endS)
        );
        uint64 remainingWh = t.quantityWh - advert.acceptedWh;
        require(a.capWh <= remainingWh, EnergyMarketNotEnough(number, a.capWh, remainingWh));
        require(
            a.capWh >= t.minPartWh || a.capWh == remainingWh,
            EnergyMarketPartTooSmall(number, a.capWh, t.minPartWh)
        );
        _requireCarried(a);
        uint256 escrow = Math.ceilDiv(uint256(a.capWh) * t.escrowPerKWh, WH_PER_KWH);
        require(a.escrow >= escrow, EnergyMarketEscrowTooLow(number, escrow, a.escrow));
    }

    /// @dev Nobody reserves more than both connections can carry: it would only keep it from others.
    function _requireCarried(Agreement calldata a) private pure {
        uint256 ratedW = Math.min(a.importRatedW, a.exportRatedW);
        uint256 limitWh = (ratedW * (a.endS - a.startS)) / HOUR_S;
        require(a.capWh <= limitWh, EnergyMarketImplausible(a.exportMeter, a.capWh, limitWh));
    }

    function _requireSigned(
        address account,
        bytes32 structHash,
        uint48 deadlineS,
        bytes calldata signature
    ) private view {
        require(block.timestamp <= deadlineS, EnergyMarketSignatureExpired(deadlineS));
        require(
            PartySignature.isSigned(_hashTypedDataV4(structHash), account, signature),
            EnergyMarketInvalidSignature(account)
        );
    }
}
