// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {NegotiationState} from "../types/Deals.sol";
import {
    DeliveryInfo,
    DeliveryPlan,
    DeliverySettlement,
    DeliveryState,
    MilestoneInfo,
    OpenedTerms,
    Outcome,
    RoutePoint
} from "../types/Deliveries.sol";
import {IConditionWatch} from "./IConditionWatch.sol";
import {ILots} from "./ILots.sol";
import {INegotiation} from "./INegotiation.sol";

/// @title IDeliveryMonitor
/// @notice Deliveries of accepted negotiations: sensors watch the conditions of the terms, every violation is kept, goods change
/// hands on the record, and the seller is paid with the buyer's confirmation. Steps may be put together with `multicall`.
/// @dev Must always hold:
/// 1. A negotiation has one delivery at most; its id is the EIP-712 digest of the plan that both parties signed, in the domain
///    `Wattproof DeliveryMonitor`, version 1: `DeliveryPlan(bytes32 negotiation,uint48 startS,uint48 endS,address custodian,
///    address arbiter,uint32 heartbeatS,uint32 confirmWithinS,bool paysInTokens,Watch[] watches,Milestone[] milestones,
///    bytes12[] lots,bytes32 salt)Milestone(bytes32 name,uint48 plannedAtS)Watch(bytes32 field,bytes32 sensor,
///    uint64 warnMarginMilli)`.
/// 2. What was paid in for a delivery is paid out once: to the seller, to the buyer, or to both in parts that sum up to it.
/// 3. Whoever agrees to something names how many violations there may be, so that nobody agrees to one more that came a block
///    before. Nothing is confirmed while one is open, or counted by a sensor but not recorded; see `IConditionWatch`.
/// 4. Time pays the seller only what it earned: the goods arrived, every violation is waived, none is unreported, and the
///    evidence is whole, see `IConditionWatch.isWhole`. Only the buyer's own word confirms.
/// 5. Nothing hangs for ever: what is earned and nobody disputes in time is released, what did not arrive in time is reclaimed,
///    and a dispute that nobody decides within `DISPUTE_PERIOD_S` is decided by the record. What arrived and is not earned
///    either party may dispute at any time.
/// 6. No money is held on evidence that nobody but the buyer could give: else there is an arbiter.
/// Parties settle by `DeliverySettlement(bytes32 delivery,uint128 toSeller,uint32 violations,uint48 deadlineS)` in the same domain.
/// The route is chained from zero as `keccak256(abi.encode(head, step))` with `keccak256(abi.encode(custodian, point))` or, for
/// a hand-over at block time, `keccak256(abi.encode(from, to, atS))` as the step.
/// Trust: sensors for what they measure and their clocks, so each party for its own sensors; anchored readings for having been
/// signed while their sensor was active; who has the goods for when they arrived. Everything here is readable by every member, the
/// terms included except item and target.
/// Errors are listed in the order in which they are checked. Payments revert, if anything is held, with `EnforcedPause` while the
/// token is paused; what moves lots, with `AccessManagedUnauthorized` unless this contract has the role `CARRIER`.
interface IDeliveryMonitor {
    /// @notice The delivery of the plan's negotiation began; `held` token units were paid in.
    event DeliveryOpened(
        bytes32 indexed delivery,
        address indexed buyer,
        address indexed seller,
        DeliveryPlan plan,
        OpenedTerms terms,
        uint128 held
    );
    /// @notice The custodian says where the goods were.
    event RoutePointAdded(bytes32 indexed delivery, address indexed custodian, RoutePoint point);
    /// @notice `from` offered custody to `to`.
    event CustodyOffered(bytes32 indexed delivery, address indexed from, address indexed to);
    /// @notice The offer was withdrawn.
    event CustodyOfferWithdrawn(bytes32 indexed delivery, address indexed from);
    /// @notice `to` has the goods from now on.
    event CustodyAccepted(bytes32 indexed delivery, address indexed from, address indexed to);
    /// @notice A milestone was reached, `deviationS` after its planned time.
    event MilestoneReached(bytes32 indexed delivery, uint256 milestone, address indexed by, int64 deviationS);
    /// @notice The goods arrived, as `by` says.
    event DeliveryArrived(bytes32 indexed delivery, address indexed by);
    /// @notice The buyer accepts the violations up to this number.
    event ViolationsWaived(bytes32 indexed delivery, uint32 violations);
    /// @notice A party disputes the delivery. What it says is behind the hash.
    event DeliveryDisputed(bytes32 indexed delivery, address indexed by, bytes32 statementHash);
    /// @notice The delivery ended, and all that was held was paid out.
    event DeliveryClosed(bytes32 indexed delivery, DeliveryState indexed state, uint128 toSeller, uint128 toBuyer);

    /// @notice Only an accepted negotiation is delivered.
    error DeliveryMonitorNotAccepted(bytes32 negotiation, NegotiationState state);
    /// @notice The negotiation has its delivery.
    error DeliveryMonitorAlreadyOpened(bytes32 negotiation, bytes32 delivery);
    /// @notice These are not the terms that were accepted.
    error DeliveryMonitorWrongTerms(bytes32 negotiation, bytes32 termsHash, bytes32 given);
    /// @notice The terms, sealed until now, name other parties than the negotiation.
    error DeliveryMonitorWrongParties(bytes32 negotiation, address buyer, address seller);
    /// @notice A delivery starts now or later but within a year, and ends after that, within a year again.
    error DeliveryMonitorInvalidWindow(uint48 startS, uint48 endS);
    /// @notice Less than `MIN_CONFIRM_S` or more than `MAX_CONFIRM_S`.
    error DeliveryMonitorInvalidPeriod(uint32 confirmWithinS);
    /// @notice No party is arbiter in its own case.
    error DeliveryMonitorInvalidArbiter(address arbiter);
    /// @notice Only members have goods on the way.
    error DeliveryMonitorNotMember(address account);
    /// @notice More watches, milestones or lots than a delivery has.
    error DeliveryMonitorTooMany(uint256 count, uint256 maximum);
    /// @notice A plan's lots are strictly ascending, so that none comes twice.
    error DeliveryMonitorUnsortedLot(bytes12 lot);
    /// @notice Money is held that nobody could decide about: there is no arbiter, and sensors that are not the buyer's do not
    /// watch each condition and their own silence.
    error DeliveryMonitorNeedsArbiter(bytes32 delivery);
    /// @notice The terms are in another currency than the token.
    error DeliveryMonitorWrongCurrency(string currency);
    /// @notice There is no such sum.
    error DeliveryMonitorTotalTooLarge(uint256 total);
    /// @notice The account did not sign this.
    error DeliveryMonitorInvalidSignature(bytes32 delivery, address account);
    /// @notice The delivery is not in a state that allows this; `None` for one that nobody opened.
    error DeliveryMonitorUnexpectedState(bytes32 delivery, DeliveryState state);
    /// @notice Only the buyer may.
    error DeliveryMonitorNotBuyer(bytes32 delivery, address account);
    /// @notice Only buyer and seller may.
    error DeliveryMonitorNotParty(bytes32 delivery, address account);
    /// @notice Only who has the goods may.
    error DeliveryMonitorNotCustodian(bytes32 delivery, address account);
    /// @notice Only the seller and who has the goods may.
    error DeliveryMonitorNotSellerOrCustodian(bytes32 delivery, address account);
    /// @notice Only the plan's arbiter may.
    error DeliveryMonitorNotArbiter(bytes32 delivery, address account);
    /// @notice The buyer gets the goods by their arrival, not by custody.
    error DeliveryMonitorOfferedToBuyer(bytes32 delivery, address buyer);
    /// @notice The account has the goods.
    error DeliveryMonitorOfferedToCustodian(bytes32 delivery, address custodian);
    /// @notice Custody was not offered to the account.
    error DeliveryMonitorNotOffered(bytes32 delivery, address account);
    /// @notice No such place on Earth, or a time to come.
    error DeliveryMonitorInvalidRoutePoint(int32 latitudeE7, int32 longitudeE7, uint48 atS);
    /// @notice The plan has no such milestone.
    error DeliveryMonitorUnknownMilestone(bytes32 delivery, uint256 milestone);
    /// @notice The milestone was reached before.
    error DeliveryMonitorAlreadyReached(bytes32 delivery, uint256 milestone);
    /// @notice This can be done from `fromS` on.
    error DeliveryMonitorTooEarly(bytes32 delivery, uint48 fromS);
    /// @notice This could be done until `untilS`.
    error DeliveryMonitorTooLate(bytes32 delivery, uint48 untilS);
    /// @notice There are more violations than the caller knew of.
    error DeliveryMonitorViolationsChanged(bytes32 delivery, uint32 violations, uint32 given);
    /// @notice The buyer did not accept all violations.
    error DeliveryMonitorOpenViolations(bytes32 delivery, uint32 open);
    /// @notice Sensors counted violations that nobody recorded.
    error DeliveryMonitorUnreportedViolations(bytes32 delivery, uint256 unreported);
    /// @notice A condition was not heard of, a sensor was silent for too long, or is not as it was at the opening.
    error DeliveryMonitorNotWhole(bytes32 delivery);
    /// @notice The seller cannot get more than is held.
    error DeliveryMonitorTooMuch(bytes32 delivery, uint128 held, uint128 toSeller);

    /// @notice Opens the delivery of an accepted negotiation, to which both parties agree: each by its signature over the
    /// delivery's id, or as the caller. Anyone may relay. Takes the total due from the buyer, price × quantity ÷ 1000 rounded
    /// down, if the plan pays in tokens.
    /// @dev Every condition needs a watch, and sensors are active and of the buyer, the seller or the plan's custodian. The seller
    /// has the goods, and offers custody to the plan's custodian if that is another.
    /// Reverts with `DeliveryMonitorNotAccepted`, `DeliveryMonitorAlreadyOpened`, `DeliveryMonitorWrongTerms`,
    /// `DeliveryMonitorWrongParties`; of each condition `ConditionUnknownField`, `ConditionUnsorted`, `ConditionInvalidRange`;
    /// `DeliveryMonitorInvalidWindow`, `DeliveryMonitorInvalidPeriod`, `DeliveryMonitorInvalidArbiter`,
    /// `DeliveryMonitorNotMember` of the plan's custodian, `DeliveryMonitorTooMany`, `DeliveryMonitorUnsortedLot`,
    /// `DeliveryMonitorInvalidSignature`; if it pays in tokens `DeliveryMonitorWrongCurrency`, `DeliveryMonitorTotalTooLarge`;
    /// as `IConditionWatch.bind`; `DeliveryMonitorNeedsArbiter`; of each lot `LotsInPackage`, `LotsNotOfDelivery` or
    /// `LotsUnexpectedState`, `LotsNotCustodian`; `DeliveryMonitorOfferedToBuyer` if the plan's custodian is the buyer; if
    /// anything is due `ERC20InsufficientAllowance`, `EnforcedPause`, `ERC20InsufficientBalance`.
    /// @param plan How the delivery is watched, carried and paid.
    /// @param terms The accepted terms; they become readable by everyone, except item and target.
    /// @param buyerSignature The buyer's over `idOf(plan)` (ERC-1271 counts); not looked at if the buyer calls.
    /// @param sellerSignature The same of the seller.
    /// @return delivery `idOf(plan)`.
    function open(
        DeliveryPlan calldata plan,
        OpenedTerms calldata terms,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external returns (bytes32 delivery);

    /// @notice Notes where the goods were. Custodian only, before the arrival.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotCustodian`, `DeliveryMonitorInvalidRoutePoint`.
    /// @param delivery Id of the delivery.
    /// @param point A place on Earth, and when the goods were there: now or earlier.
    function addRoutePoint(bytes32 delivery, RoutePoint calldata point) external;

    /// @notice Offers custody to `to` in the place of any offer before. Custodian only, before the arrival; never to the buyer.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotCustodian`, `DeliveryMonitorOfferedToBuyer`,
    /// `DeliveryMonitorOfferedToCustodian`, `DeliveryMonitorNotMember`.
    /// @param delivery Id of the delivery.
    /// @param to A member; zero withdraws the offer.
    function offerCustody(bytes32 delivery, address to) external;

    /// @notice Accepts custody that was offered to the caller, a member, before the arrival. The lots go with it.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotOffered`, `DeliveryMonitorNotMember`.
    /// @param delivery Id of the delivery.
    function acceptCustody(bytes32 delivery) external;

    /// @notice Marks a milestone as reached now. Seller and custodian only, until the delivery is closed.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotSellerOrCustodian`,
    /// `DeliveryMonitorUnknownMilestone`, `DeliveryMonitorAlreadyReached`.
    /// @param delivery Id of the delivery.
    /// @param milestone Position in the plan, from zero.
    function reachMilestone(bytes32 delivery, uint256 milestone) external;

    /// @notice Says that the goods arrived now; the lots are the buyer's. By who has the goods, from the start on, until
    /// `confirmWithinS` after the end. What is disputed stays so.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, also if they arrived before, `DeliveryMonitorNotCustodian`,
    /// `DeliveryMonitorTooEarly`, `DeliveryMonitorTooLate`.
    /// @param delivery Id of the delivery.
    function deliver(bytes32 delivery) external;

    /// @notice Confirms the quality of what arrived, disputed or not, and pays the seller. Buyer only, no violation open or
    /// unreported. Also says that the goods arrived, if nobody did.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotBuyer`, `DeliveryMonitorViolationsChanged`,
    /// `DeliveryMonitorOpenViolations`, `DeliveryMonitorUnreportedViolations`, and as payments do.
    /// @param delivery Id of the delivery.
    /// @param violations How many may be recorded, all of them waived.
    function confirm(bytes32 delivery, uint32 violations) external;

    /// @notice Accepts the violations up to this number, or all if there are fewer. Buyer only, until the delivery is closed.
    /// What was accepted before stays so.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotBuyer`.
    /// @param delivery Id of the delivery.
    /// @param violations Number of the last one that it accepts, from 1.
    function waive(bytes32 delivery, uint32 violations) external;

    /// @notice Disputes what arrived, within `confirmWithinS` or, while it is not earned, at any time; or what did not arrive,
    /// within `confirmWithinS` after the end. Buyer and seller only, once.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotParty`, `DeliveryMonitorTooEarly`,
    /// `DeliveryMonitorTooLate`.
    /// @param delivery Id of the delivery.
    /// @param statementHash Hash of what the party has to say.
    function dispute(bytes32 delivery, bytes32 statementHash) external;

    /// @notice Ends a delivery as both parties agree, each by its signature or as the caller, until the settlement's deadline.
    /// Anyone may relay.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorTooLate`, `DeliveryMonitorViolationsChanged`,
    /// `DeliveryMonitorTooMuch`, `DeliveryMonitorInvalidSignature`, and as payments do.
    /// @param settlement What they agree to; sums in token units.
    /// @param buyerSignature The buyer's over `digestOf(settlement)` (ERC-1271 counts); not looked at if the buyer calls.
    /// @param sellerSignature The same of the seller.
    function settle(
        DeliverySettlement calldata settlement,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external;

    /// @notice Decides a dispute. The plan's arbiter only.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorNotArbiter`, `DeliveryMonitorTooMuch`, and as
    /// payments do.
    /// @param delivery Id of the delivery.
    /// @param toSeller What the seller gets, token units; the rest returns to the buyer.
    function decide(bytes32 delivery, uint128 toSeller) external;

    /// @notice Ends a dispute by the record, later than `DISPUTE_PERIOD_S` after it began: pays the seller if it earned it,
    /// otherwise the buyer. Anyone may.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorTooEarly`, and as payments do.
    /// @param delivery Id of the delivery.
    function lapse(bytes32 delivery) external;

    /// @notice Pays the seller for what arrived and the buyer neither confirmed nor disputed within `confirmWithinS`, if it
    /// is earned. Anyone may.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, `DeliveryMonitorTooEarly`, `DeliveryMonitorOpenViolations`,
    /// `DeliveryMonitorUnreportedViolations`, `DeliveryMonitorNotWhole`, and as payments do.
    /// @param delivery Id of the delivery.
    function release(bytes32 delivery) external;

    /// @notice Returns what is held to the buyer if nothing arrived until `confirmWithinS` after the end. Anyone may.
    /// @dev Reverts with `DeliveryMonitorUnexpectedState`, also if it is disputed, `DeliveryMonitorTooEarly`, and as payments do.
    /// @param delivery Id of the delivery.
    function reclaim(bytes32 delivery) external;

    /// @notice EIP-712 digest of a plan: the id of its delivery, which both parties sign.
    /// @param plan Whole, as it is signed.
    function idOf(DeliveryPlan calldata plan) external view returns (bytes32 delivery);

    /// @notice EIP-712 digest of a settlement: what both of its parties sign.
    /// @param settlement Whole, as it is signed.
    function digestOf(DeliverySettlement calldata settlement) external view returns (bytes32);

    /// @notice The negotiation's delivery, or zero.
    /// @param negotiation Id of the negotiation.
    function deliveryOf(bytes32 negotiation) external view returns (bytes32 delivery);

    /// @notice The delivery; all zero and state `None` for an unknown one.
    /// @param delivery Id of the delivery.
    function infoOf(bytes32 delivery) external view returns (DeliveryInfo memory);

    /// @notice What became of the delivery, as far as it is known now; all zero and state `None` for an unknown one.
    /// @dev Conditions are counted as by `IConditionWatch.conditionsOf`.
    /// @param delivery Id of the delivery.
    function outcomeOf(bytes32 delivery) external view returns (Outcome memory);

    /// @notice The delivery's milestones, as in the plan; none of an unknown one. How late one is grows until the close.
    /// @param delivery Id of the delivery.
    function milestonesOf(bytes32 delivery) external view returns (MilestoneInfo[] memory);

    /// @notice The delivery's lots, as in the plan; none of an unknown one.
    /// @param delivery Id of the delivery.
    function lotsOf(bytes32 delivery) external view returns (bytes12[] memory);

    /// @notice Whose accepted terms are delivered.
    function NEGOTIATION() external view returns (INegotiation);

    /// @notice What is delivered.
    function LOTS() external view returns (ILots);

    /// @notice What sensors say of the conditions; created with this contract.
    function WATCH() external view returns (IConditionWatch);

    /// @notice What is paid with.
    function TOKEN() external view returns (IERC20);

    /// @notice Most watches, most milestones and most lots of a delivery.
    function MAX_ITEMS() external view returns (uint256);

    /// @notice Longest delivery, and how far ahead one may start, s.
    function MAX_WINDOW_S() external view returns (uint48);

    /// @notice Least time to confirm, s.
    function MIN_CONFIRM_S() external view returns (uint32);

    /// @notice Most time to confirm, s.
    function MAX_CONFIRM_S() external view returns (uint32);

    /// @notice How long a dispute stands before the record decides it, s.
    function DISPUTE_PERIOD_S() external view returns (uint48);
}
