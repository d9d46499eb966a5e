// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Condition} from "./Deals.sol";
import {Watch} from "./Watches.sol";

/// @notice Something that is to have happened by a time.
/// @param name ASCII, padded with zeros.
/// @param plannedAtS Unix seconds.
struct Milestone {
    bytes32 name;
    uint48 plannedAtS;
}

/// @notice What both parties of an accepted negotiation sign: how its delivery is watched, carried and paid.
/// @param startS First second in which readings count, Unix seconds.
/// @param endS Last second in which readings count; the goods are due by then.
/// @param custodian Member to whom the seller offers custody at the opening; the seller itself to keep it.
/// @param arbiter Decides a dispute; zero for nobody.
/// @param heartbeatS Longest that a watch may be silent, s of device time; zero if silence is not watched.
/// @param confirmWithinS How long the buyer has to confirm or dispute what arrived, and the seller to deliver late.
/// @param paysInTokens Whether the buyer pays the total due into the contract at the opening.
/// @param lots Lots that are delivered, strictly ascending, in the seller's custody at the opening.
/// @param salt Random, so that the plan's hash tells nothing before it is opened.
struct DeliveryPlan {
    bytes32 negotiation;
    uint48 startS;
    uint48 endS;
    address custodian;
    address arbiter;
    uint32 heartbeatS;
    uint32 confirmWithinS;
    bool paysInTokens;
    Watch[] watches;
    Milestone[] milestones;
    bytes12[] lots;
    bytes32 salt;
}

/// @notice The accepted `Terms`, whose item and target stay behind their hashes.
/// @param itemHash keccak-256 of the item's UTF-8 bytes.
/// @param targetHash keccak-256 of the target's UTF-8 bytes.
struct OpenedTerms {
    address buyer;
    address seller;
    bytes32 itemHash;
    uint128 priceMicro;
    uint64 quantityMilli;
    string currency;
    Condition[] conditions;
    bytes32 targetHash;
    bytes32 salt;
}

/// @notice How both parties end a delivery together.
/// @param toSeller What the seller gets of what is held, token units; the rest returns to the buyer.
/// @param violations How many violations there may be: one more makes it void.
/// @param deadlineS Last second in which it may be used, Unix seconds.
struct DeliverySettlement {
    bytes32 delivery;
    uint128 toSeller;
    uint32 violations;
    uint48 deadlineS;
}

/// @notice Where the goods were.
/// @param place Code of the place, such as a UN/LOCODE, ASCII padded with zeros.
/// @param latitudeE7 Degrees north, times 10⁷.
/// @param longitudeE7 Degrees east, times 10⁷.
/// @param atS When, Unix seconds.
struct RoutePoint {
    bytes32 place;
    int32 latitudeE7;
    int32 longitudeE7;
    uint48 atS;
}

/// @notice Where a delivery is. The last three are final.
enum DeliveryState {
    None,
    Underway,
    Delivered,
    Disputed,
    Confirmed,
    Settled,
    Failed
}

/// @notice A delivery as the contract keeps it.
/// @param arrivedAtS Block time of the arrival; zero before.
/// @param closedAtS Block time of the end; zero before.
/// @param custodian Who has the goods, or had them when they arrived.
/// @param arbiter Who may decide a dispute, or zero.
/// @param disputedAtS Block time of the dispute; zero if there was none.
/// @param routePoints Points and hand-overs that `routeHead` chains.
/// @param offeredTo Whom custody is offered to, or zero.
/// @param held What the buyer paid in and nobody got yet, token units.
/// @param waived How many violations the buyer accepted, from the first on.
/// @param routeHead Hash chain of route points and hand-overs, see `IDeliveryMonitor`.
struct DeliveryInfo {
    // slot 0
    address buyer;
    uint48 startS;
    uint48 endS;
    // slot 1
    address seller;
    uint48 arrivedAtS;
    uint48 closedAtS;
    // slot 2
    address custodian;
    DeliveryState state;
    uint32 confirmWithinS;
    // slot 3
    address arbiter;
    uint48 disputedAtS;
    // slot 4
    address offeredTo;
    uint32 routePoints;
    // slot 5
    uint128 held;
    uint32 waived;
    // slots 6 and 7
    bytes32 negotiation;
    bytes32 routeHead;
}

/// @notice A milestone with what became of it.
/// @param reachedAtS Block time at which it was marked; zero before.
/// @param deviationS Seconds after the planned time at which it was reached, negative if before; how late it is so far if it
/// is not reached, zero if it is not due.
struct MilestoneInfo {
    bytes32 name;
    uint48 plannedAtS;
    uint48 reachedAtS;
    int64 deviationS;
}

/// @notice What became of a delivery.
/// @param arrivedAtS Block time of the arrival; zero if nothing arrived.
/// @param closedAtS Block time of the end; zero before.
/// @param keptConditions Conditions that a sensor watched without a silence longer than the heartbeat, and of which no violation
/// is known.
/// @param brokenConditions Conditions of which a violation was recorded or summarised.
/// @param unprovenConditions The others: no violation is known of them, and no sensor watched them without such a silence.
struct Outcome {
    address buyer;
    address seller;
    DeliveryState state;
    uint48 arrivedAtS;
    uint48 closedAtS;
    uint16 keptConditions;
    uint16 brokenConditions;
    uint16 unprovenConditions;
}
