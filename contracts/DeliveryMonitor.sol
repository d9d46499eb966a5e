// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ConditionWatch} from "./ConditionWatch.sol";
import {DeliveryBook} from "./DeliveryBook.sol";
import {DeliveryRoute} from "./DeliveryRoute.sol";
import {IConditionWatch} from "./interfaces/IConditionWatch.sol";
import {IDeliveryMonitor} from "./interfaces/IDeliveryMonitor.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergyToken} from "./interfaces/IEnergyToken.sol";
import {ILots} from "./interfaces/ILots.sol";
import {INegotiation} from "./interfaces/INegotiation.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {ConditionCheck} from "./libraries/ConditionCheck.sol";
import {DeliveryHash} from "./libraries/DeliveryHash.sol";
import {PartySignature} from "./libraries/PartySignature.sol";
import {NegotiationInfo, NegotiationState} from "./types/Deals.sol";
import {
    DeliveryInfo,
    DeliveryPlan,
    DeliverySettlement,
    DeliveryState,
    OpenedTerms,
    Outcome
} from "./types/Deliveries.sol";
import {WatchTerms} from "./types/Watches.sol";

/// @title DeliveryMonitor
/// @notice See `IDeliveryMonitor`. Here a delivery opens, arrives and ends.
contract DeliveryMonitor is DeliveryRoute, EIP712, Multicall {
    using DeliveryHash for DeliveryPlan;
    using DeliveryHash for DeliverySettlement;
    using DeliveryHash for OpenedTerms;
    using SafeERC20 for IERC20;

    uint256 private constant MILLI = 1000;

    /// @inheritdoc IDeliveryMonitor
    uint256 public constant MAX_ITEMS = 32;
    /// @inheritdoc IDeliveryMonitor
    uint48 public constant MAX_WINDOW_S = 365 days;
    /// @inheritdoc IDeliveryMonitor
    uint32 public constant MIN_CONFIRM_S = 1 hours;
    /// @inheritdoc IDeliveryMonitor
    uint32 public constant MAX_CONFIRM_S = 365 days;
    /// @inheritdoc IDeliveryMonitor
    uint48 public constant DISPUTE_PERIOD_S = 180 days;

    /// @inheritdoc IDeliveryMonitor
    IConditionWatch public immutable WATCH;
    /// @inheritdoc IDeliveryMonitor
    IERC20 public immutable TOKEN;

    /// @inheritdoc IDeliveryMonitor
    mapping(bytes32 negotiation => bytes32 delivery) public deliveryOf;

    constructor(
        INegotiation negotiation,
        ILots lots,
        IDeviceRegistry devices,
        IRecordAnchor anchor,
        IERC20 token
    ) DeliveryBook(negotiation, lots) EIP712("Wattproof DeliveryMonitor", "1") {
        WATCH = new ConditionWatch(devices, anchor);
        TOKEN = token;
    }

    /// @inheritdoc IDeliveryMonitor
    function open(
        DeliveryPlan calldata plan,
        OpenedTerms calldata terms,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external returns (bytes32 delivery) {
        delivery = idOf(plan);
        _requireTerms(plan.negotiation, terms);
        _requirePlan(plan, terms);
        _requireAgreed(delivery, delivery, terms.buyer, buyerSignature);
        _requireAgreed(delivery, delivery, terms.seller, sellerSignature);
        uint128 due = plan.paysInTokens ? _totalDue(terms) : 0;

        deliveryOf[plan.negotiation] = delivery;
        DeliveryInfo storage d = _deliveries[delivery];
        (d.buyer, d.startS, d.endS) = (terms.buyer, plan.startS, plan.endS);
        (d.seller, d.custodian, d.arbiter) = (terms.seller, terms.seller, plan.arbiter);
        (d.state, d.confirmWithinS) = (DeliveryState.Underway, plan.confirmWithinS);
        (d.held, d.negotiation) = (due, plan.negotiation);
        _setMilestones(delivery, plan.milestones);
        _setLots(delivery, plan.lots);
        emit DeliveryOpened(delivery, terms.buyer, terms.seller, plan, terms, due);
        _watch(delivery, plan, terms);
        _carry(delivery, terms.seller, terms.seller);
        if (plan.custodian != terms.seller) _offer(delivery, d, plan.custodian);
        if (due != 0) TOKEN.safeTransferFrom(terms.buyer, address(this), due);
    }

    /// @inheritdoc IDeliveryMonitor
    function deliver(bytes32 delivery) external {
        DeliveryInfo storage d = _requireCustodian(delivery);
        require(block.timestamp >= d.startS, DeliveryMonitorTooEarly(delivery, d.startS));
        _requireUntil(delivery, _lastToConfirmS(d));

        if (d.state == DeliveryState.Underway) d.state = DeliveryState.Delivered;
        _arrive(delivery, d);
    }

    /// @inheritdoc IDeliveryMonitor
    function confirm(bytes32 delivery, uint32 violations) external {
        DeliveryInfo storage d = _requireOpen(delivery);
        _requireBuyer(delivery, d);
        _requireAtMost(delivery, violations);
        _requireClean(delivery, d);

        if (d.arrivedAtS == 0) _arrive(delivery, d);
        _close(delivery, d, DeliveryState.Confirmed, d.held);
    }

    /// @inheritdoc IDeliveryMonitor
    function waive(bytes32 delivery, uint32 violations) external {
        DeliveryInfo storage d = _requireOpen(delivery);
        _requireBuyer(delivery, d);
        (uint32 recorded, ) = WATCH.standingOf(delivery);
        // What was waived stays so.
        uint32 waived = uint32(Math.max(d.waived, Math.min(violations, recorded)));

        d.waived = waived;
        emit ViolationsWaived(delivery, waived);
    }

    /// @inheritdoc IDeliveryMonitor
    function dispute(bytes32 delivery, bytes32 statementHash) external {
        DeliveryInfo storage d = _deliveries[delivery];
        bool hasArrived = d.state == DeliveryState.Delivered;
        require(hasArrived || d.state == DeliveryState.Underway, DeliveryMonitorUnexpectedState(delivery, d.state));
        require(msg.sender == d.buyer || msg.sender == d.seller, DeliveryMonitorNotParty(delivery, msg.sender));
        require(hasArrived || block.timestamp > d.endS, DeliveryMonitorTooEarly(delivery, d.endS + 1));
        // What is not earned time does not decide, however much of it passes.
        if (!hasArrived || _isEarned(delivery, d)) _requireUntil(delivery, _lastToConfirmS(d));

        (d.state, d.disputedAtS) = (DeliveryState.Disputed, uint48(block.timestamp));
        emit DeliveryDisputed(delivery, msg.sender, statementHash);
    }

    /// @inheritdoc IDeliveryMonitor
    function settle(
        DeliverySettlement calldata settlement,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external {
        bytes32 delivery = settlement.delivery;
        DeliveryInfo storage d = _requireOpen(delivery);
        _requireUntil(delivery, settlement.deadlineS);
        _requireAtMost(delivery, settlement.violations);
        _requireHeld(delivery, d, settlement.toSeller);
        bytes32 digest = digestOf(settlement);
        _requireAgreed(delivery, digest, d.buyer, buyerSignature);
        _requireAgreed(delivery, digest, d.seller, sellerSignature);

        _close(delivery, d, DeliveryState.Settled, settlement.toSeller);
    }

    /// @inheritdoc IDeliveryMonitor
    function decide(bytes32 delivery, uint128 toSeller) external {
        DeliveryInfo storage d = _requireState(delivery, DeliveryState.Disputed);
        require(msg.sender == d.arbiter, DeliveryMonitorNotArbiter(delivery, msg.sender));
        _requireHeld(delivery, d, toSeller);

        _close(delivery, d, DeliveryState.Settled, toSeller);
    }

    /// @inheritdoc IDeliveryMonitor
    function lapse(bytes32 delivery) external {
        DeliveryInfo storage d = _requireState(delivery, DeliveryState.Disputed);
        _requirePast(delivery, d.disputedAtS + DISPUTE_PERIOD_S);

        _close(delivery, d, DeliveryState.Settled, _isEarned(delivery, d) ? d.held : 0);
    }

    /// @inheritdoc IDeliveryMonitor
    function release(bytes32 delivery) external {
        DeliveryInfo storage d = _requireState(delivery, DeliveryState.Delivered);
        _requirePast(delivery, _lastToConfirmS(d));
        _requireClean(delivery, d);
        require(WATCH.isWhole(delivery, _lastToConfirmS(d)), DeliveryMonitorNotWhole(delivery));

        _close(delivery, d, DeliveryState.Settled, d.held);
    }

    /// @inheritdoc IDeliveryMonitor
    function reclaim(bytes32 delivery) external {
        DeliveryInfo storage d = _requireState(delivery, DeliveryState.Underway);
        _requirePast(delivery, _lastToConfirmS(d));

        _close(delivery, d, DeliveryState.Failed, 0);
    }

    /// @inheritdoc IDeliveryMonitor
    function outcomeOf(bytes32 delivery) external view returns (Outcome memory o) {
        DeliveryInfo storage d = _deliveries[delivery];
        (o.buyer, o.seller, o.state) = (d.buyer, d.seller, d.state);
        (o.arrivedAtS, o.closedAtS) = (d.arrivedAtS, d.closedAtS);
        (o.keptConditions, o.brokenConditions, o.unprovenConditions) = WATCH.conditionsOf(delivery);
    }

    /// @inheritdoc IDeliveryMonitor
    function idOf(DeliveryPlan calldata plan) public view returns (bytes32 delivery) {
        return _hashTypedDataV4(plan.hash());
    }

    /// @inheritdoc IDeliveryMonitor
    function digestOf(DeliverySettlement calldata settlement) public view returns (bytes32) {
        return _hashTypedDataV4(settlement.hash());
    }

    /// @dev The goods are the buyer's, and no later reading counts.
    function _arrive(bytes32 delivery, DeliveryInfo storage d) private {
        d.arrivedAtS = uint48(block.timestamp);
        emit DeliveryArrived(delivery, msg.sender);
        WATCH.stop(delivery);
        _unload(delivery, d.buyer);
    }

    /// @dev All that was held goes out, and the delivery is over.
    function _close(bytes32 delivery, DeliveryInfo storage d, DeliveryState state, uint128 toSeller) private {
        uint128 toBuyer = d.held - toSeller;
        (d.state, d.closedAtS, d.held) = (state, uint48(block.timestamp), 0);
        emit DeliveryClosed(delivery, state, toSeller, toBuyer);
        WATCH.close(delivery);
        if (d.arrivedAtS == 0) _unload(delivery, d.custodian);
        if (toSeller != 0) TOKEN.safeTransfer(d.seller, toSeller);
        if (toBuyer != 0) TOKEN.safeTransfer(d.buyer, toBuyer);
    }

    function _totalDue(OpenedTerms calldata terms) private view returns (uint128) {
        string memory currency = IEnergyToken(address(TOKEN)).currency();
        require(Strings.equal(terms.currency, currency), DeliveryMonitorWrongCurrency(terms.currency));
        uint256 total = (uint256(terms.priceMicro) * terms.quantityMilli) / MILLI;
        require(total <= type(uint128).max, DeliveryMonitorTotalTooLarge(total));
        return uint128(total);
    }

    function _watch(bytes32 delivery, DeliveryPlan calldata plan, OpenedTerms calldata terms) private {
        WatchTerms memory w = WatchTerms({
            buyer: terms.buyer,
            seller: terms.seller,
            custodian: plan.custodian,
            startS: plan.startS,
            endS: plan.endS,
            heartbeatS: plan.heartbeatS
        });
        bool isProvable = WATCH.bind(delivery, w, terms.conditions, plan.watches);
        // Else an arrival that the buyer disputes, and that nothing speaks for, would pay.
        require(isProvable || !plan.paysInTokens || plan.arbiter != address(0), DeliveryMonitorNeedsArbiter(delivery));
    }

    /// @dev The goods arrived, nothing that was recorded or counted stands against payment, and nothing is missing of what the
    /// sensors were to say.
    function _isEarned(bytes32 delivery, DeliveryInfo storage d) private view returns (bool) {
        (uint32 violations, uint256 unreported) = WATCH.standingOf(delivery);
        if (d.arrivedAtS == 0 || violations != d.waived || unreported != 0) return false;
        return WATCH.isWhole(delivery, _lastToConfirmS(d));
    }

    /// @dev The buyer's last second to confirm or dispute, and before the arrival the seller's to be late.
    function _lastToConfirmS(DeliveryInfo storage d) private view returns (uint48) {
        return (d.arrivedAtS == 0 ? d.endS : d.arrivedAtS) + d.confirmWithinS;
    }

    /// @dev Terms that were sealed were not looked at when they were accepted.
    function _requireTerms(bytes32 negotiation, OpenedTerms calldata terms) private view {
        NegotiationInfo memory n = NEGOTIATION.negotiationOf(negotiation);
        require(n.state == NegotiationState.Accepted, DeliveryMonitorNotAccepted(negotiation, n.state));
        bytes32 opened = deliveryOf[negotiation];
        require(opened == 0, DeliveryMonitorAlreadyOpened(negotiation, opened));
        bytes32 termsHash = terms.hash();
        require(n.termsHash == termsHash, DeliveryMonitorWrongTerms(negotiation, n.termsHash, termsHash));
        require(
            terms.buyer == n.buyer && terms.seller == n.seller,
            DeliveryMonitorWrongParties(negotiation, terms.buyer, terms.seller)
        );
        ConditionCheck.requireSound(terms.conditions);
    }

    function _requirePlan(DeliveryPlan calldata p, OpenedTerms calldata terms) private view {
        (uint48 startS, uint48 endS) = (p.startS, p.endS);
        require(
            startS < endS &&
                startS >= block.timestamp &&
                endS - startS <= MAX_WINDOW_S &&
                startS <= block.timestamp + MAX_WINDOW_S,
            DeliveryMonitorInvalidWindow(startS, endS)
        );
        require(
            p.confirmWithinS >= MIN_CONFIRM_S && p.confirmWithinS <= MAX_CONFIRM_S,
            DeliveryMonitorInvalidPeriod(p.confirmWithinS)
        );
        require(p.arbiter != terms.buyer && p.arbiter != terms.seller, DeliveryMonitorInvalidArbiter(p.arbiter));
        _requireMember(p.custodian);
        _requireFew(p.watches.length);
        _requireFew(p.milestones.length);
        _requireFew(p.lots.length);
        bytes12 last;
        for (uint256 i = 0; i < p.lots.length; ++i) {
            // One that came twice could be unloaded only once, and so nothing could end the delivery.
            require(p.lots[i] > last, DeliveryMonitorUnsortedLot(p.lots[i]));
            last = p.lots[i];
        }
    }

    function _requireFew(uint256 count) private pure {
        require(count <= MAX_ITEMS, DeliveryMonitorTooMany(count, MAX_ITEMS));
    }

    /// @dev Time has passed `lastS`.
    function _requirePast(bytes32 delivery, uint48 lastS) private view {
        require(block.timestamp > lastS, DeliveryMonitorTooEarly(delivery, lastS + 1));
    }

    function _requireUntil(bytes32 delivery, uint48 untilS) private view {
        require(block.timestamp <= untilS, DeliveryMonitorTooLate(delivery, untilS));
    }

    function _requireHeld(bytes32 delivery, DeliveryInfo storage d, uint128 toSeller) private view {
        require(toSeller <= d.held, DeliveryMonitorTooMuch(delivery, d.held, toSeller));
    }

    function _requireAtMost(bytes32 delivery, uint32 given) private view {
        (uint32 violations, ) = WATCH.standingOf(delivery);
        require(violations <= given, DeliveryMonitorViolationsChanged(delivery, violations, given));
    }

    function _requireClean(bytes32 delivery, DeliveryInfo storage d) private view {
        (uint32 violations, uint256 unreported) = WATCH.standingOf(delivery);
        uint32 openOnes = violations - d.waived;
        require(openOnes == 0, DeliveryMonitorOpenViolations(delivery, openOnes));
        require(unreported == 0, DeliveryMonitorUnreportedViolations(delivery, unreported));
    }

    /// @dev Who sends the call itself agrees to it.
    function _requireAgreed(bytes32 delivery, bytes32 digest, address party, bytes calldata signature) private view {
        if (party == msg.sender) return;
        require(PartySignature.isSigned(digest, party, signature), DeliveryMonitorInvalidSignature(delivery, party));
    }
}
