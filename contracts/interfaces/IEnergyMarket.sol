// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Agreement} from "../types/Agreements.sol";
import {Advert, AdvertQuery, AdvertState, AdvertTerms, ListedAdvert} from "../types/Market.sol";
import {IDeviceRegistry} from "./IDeviceRegistry.sol";
import {ISupplyAgreements} from "./ISupplyAgreements.sol";

/// @title IEnergyMarket
/// @notice Prosumers advertise surplus; consumers accept a part of it, which makes a supply agreement of the two.
/// @dev Must always hold: what was accepted of an advert is never more than what it offered; nobody is bound to a price that
/// it did not name; an expired advert is never accepted. Nobody has a role here and no money passes through.
/// A supplier agrees to what the market registers by `AGREEMENTS.setOperator(market, true)`, or by signing each agreement. A
/// consumer always agrees to the very agreement, as the caller or by its signature: that it made the market its operator,
/// as a supplier does, lets nobody buy for it.
/// What an account signs instead of calling is an EIP-712 struct in the domain `Wattproof EnergyMarket`, version 1, with the
/// account's next nonce: `Advertisement(bytes32 exportMeter,uint48 startS,uint48 endS,uint32 settlementPeriodS,
/// uint32 noticeS,uint32 exportRatedW,uint8 energySource,bool withCertificates,uint64 pricePerKWh,uint64 quantityWh,
/// uint64 minPartWh,uint64 escrowPerKWh,uint256 nonce,uint48 deadlineS)`,
/// `Repricing(uint32 number,uint64 pricePerKWh,uint256 nonce,uint48 deadlineS)` and
/// `Withdrawal(uint32 number,uint256 nonce,uint48 deadlineS)`.
interface IEnergyMarket {
    /// @notice `owner` offers the surplus of `exportMeter`.
    event AdvertPlaced(uint32 indexed number, bytes32 indexed exportMeter, address indexed owner, AdvertTerms terms);
    /// @notice What is left of the advert has another price.
    event AdvertRepriced(uint32 indexed number, uint64 pricePerKWh);
    /// @notice What is left of the advert is no longer offered.
    event AdvertWithdrawn(uint32 indexed number, uint64 remainingWh);
    /// @notice `consumer` accepted a part, which is the agreement `agreement` now.
    event AdvertAccepted(
        uint32 indexed number,
        bytes32 indexed agreement,
        address indexed consumer,
        uint64 partWh,
        uint64 pricePerKWh,
        uint64 remainingWh
    );

    /// @notice An agreement ended before it began: its part is for sale again.
    event AdvertRestored(uint32 indexed number, bytes32 indexed agreement, uint64 partWh, uint64 remainingWh);

    /// @notice The device is not an active meter of this account.
    error EnergyMarketNotMeterOwner(bytes32 exportMeter, address account);
    /// @notice A window lies ahead, within `MAX_AHEAD_S`, on the boundaries of a period that agreements support.
    error EnergyMarketInvalidWindow(uint48 startS, uint48 endS, uint32 settlementPeriodS);
    /// @notice An advert needs a rating, and a smallest part that is above zero and no more than the quantity.
    error EnergyMarketInvalidTerms(bytes32 exportMeter);
    /// @notice A price is above zero and at most `maximum`.
    error EnergyMarketInvalidPrice(uint64 pricePerKWh, uint64 maximum);
    /// @notice More is promised for a stretch of time than the connections can carry in it.
    error EnergyMarketImplausible(bytes32 exportMeter, uint256 promisedWh, uint256 limitWh);
    /// @notice The meter has as many adverts as it may have at a time.
    error EnergyMarketTooManyAdverts(bytes32 exportMeter);
    /// @notice The advert's meter is not this account's.
    error EnergyMarketNotOwner(uint32 number, address account);
    /// @notice The advert is not open.
    error EnergyMarketNotOpen(uint32 number, AdvertState state);
    /// @notice The account did not sign this, or signed it with another nonce.
    error EnergyMarketInvalidSignature(address account);
    /// @notice What was signed counted until `deadlineS`.
    error EnergyMarketSignatureExpired(uint48 deadlineS);
    /// @notice The consumer neither calls nor signed the agreement.
    error EnergyMarketNotConsumer(bytes32 agreement, address consumer);
    /// @notice The price is not the one that the consumer named.
    error EnergyMarketPriceChanged(uint32 number, uint64 pricePerKWh, uint64 named);
    /// @notice The agreement's meter, supplier, period, notice, rating or certificates are not the advert's.
    error EnergyMarketTermsMismatch(uint32 number);
    /// @notice The agreement begins in the past, or its window is not within the advert's.
    error EnergyMarketOutsideWindow(uint32 number, uint48 startS, uint48 endS);
    /// @notice The part is larger than what is left.
    error EnergyMarketNotEnough(uint32 number, uint64 partWh, uint64 remainingWh);
    /// @notice The part is smaller than the smallest that is sold.
    error EnergyMarketPartTooSmall(uint32 number, uint64 partWh, uint64 minPartWh);
    /// @notice The agreement locks less than the advert asks for.
    error EnergyMarketEscrowTooLow(uint32 number, uint256 needed, uint128 given);
    /// @notice The agreement is of no advert, or its part was restored.
    error EnergyMarketNotSold(bytes32 agreement);
    /// @notice The agreement is in force, or was for a while.
    error EnergyMarketStillBinding(bytes32 agreement);

    /// @notice Offers the surplus of one of the caller's meters.
    /// @return number The advert's, counted over all adverts from 1.
    function advertise(AdvertTerms calldata terms) external returns (uint32 number);

    /// @notice As `advertise`, for the meter's owner, who signed an `Advertisement`. Anyone may relay.
    function advertiseBySignature(
        AdvertTerms calldata terms,
        uint48 deadlineS,
        bytes calldata signature
    ) external returns (uint32 number);

    /// @notice Gives what is left of an advert another price. Caller: the meter's owner.
    function reprice(uint32 number, uint64 pricePerKWh) external;

    /// @notice As `reprice`, for the meter's owner, who signed a `Repricing`. Anyone may relay.
    function repriceBySignature(uint32 number, uint64 pricePerKWh, uint48 deadlineS, bytes calldata signature) external;

    /// @notice Takes back what is left of an advert; the agreements stand. Caller: the meter's owner.
    function withdraw(uint32 number) external;

    /// @notice As `withdraw`, for the meter's owner, who signed a `Withdrawal`. Anyone may relay.
    function withdrawBySignature(uint32 number, uint48 deadlineS, bytes calldata signature) external;

    /// @notice Accepts `agreement.capWh` of an advert and registers the agreement. Anyone may call with the consumer's
    /// signature over the agreement (`AGREEMENTS.idOf`); a consumer that made the market its operator calls without. Its price is the advert's; its window lies ahead and
    /// within the advert's; it locks at least `escrowPerKWh` for each kWh, rounded up. Reverts also with what
    /// `AGREEMENTS.register` refuses.
    /// @param supplierSignature Empty if the supplier made the market its operator.
    /// @return id Of the agreement.
    function accept(
        uint32 number,
        Agreement calldata agreement,
        bytes calldata consumerSignature,
        bytes calldata supplierSignature
    ) external returns (bytes32 id);

    /// @notice Puts up for sale again what was sold by an agreement that ended before it began. Anyone may call.
    function restore(bytes32 agreement) external;

    /// @notice Number of the advert that the agreement is of; zero if it is of none, or its part was restored.
    function advertOfAgreement(bytes32 agreement) external view returns (uint32);

    /// @notice The advert. Reverts with `EnergyMarketNotOpen` and state `Unknown` if there is none.
    function advertOf(uint32 number) external view returns (Advert memory);

    /// @notice What became of the advert.
    function stateOf(uint32 number) external view returns (AdvertState);

    /// @notice Adverts so far.
    function advertCount() external view returns (uint32);

    /// @notice Numbers of a meter's adverts that still promise something: zero where its next advert finds a place.
    function advertsOf(bytes32 exportMeter) external view returns (uint32[16] memory numbers);

    /// @notice Open adverts, by the day of their end. Looks at no more than `query.limit` adverts and `MAX_PAGE`, and at none
    /// that ended before today, however many there were. In order of nothing else: sort what all pages give, read at one
    /// block.
    /// @return page What was found among them.
    /// @return nextDay With `nextIndex`, where to go on; zero at the end.
    function openAdverts(
        AdvertQuery calldata query
    ) external view returns (ListedAdvert[] memory page, uint32 nextDay, uint32 nextIndex);

    /// @notice Whose meters are advertised.
    function DEVICES() external view returns (IDeviceRegistry);

    /// @notice Where agreements are registered.
    function AGREEMENTS() external view returns (ISupplyAgreements);

    /// @notice Most adverts of one meter that promise something at a time.
    function MAX_ADVERTS() external view returns (uint256);

    /// @notice Most adverts that one call of `openAdverts` looks at.
    function MAX_PAGE() external view returns (uint256);

    /// @notice How far ahead a window may end, s.
    function MAX_AHEAD_S() external view returns (uint48);
}
