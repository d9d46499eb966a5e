// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Condition} from "./Deals.sol";

/// @notice By what bids are compared.
/// @param name ASCII: `price`, `quantity` or `reputation`.
/// @param weight Per mille.
struct Criterion {
    bytes32 name;
    uint16 weight;
}

/// @notice What a buyer asks quotations for. Each of the three times is the last second of its phase, Unix seconds.
/// @param item What is wanted, in the buyer's words.
/// @param quantityMilli Thousandths of a unit.
/// @param currency ISO 4217 code in which to bid.
/// @param conditions At most one per field, sorted by field; what is delivered must keep to them.
/// @param target Whom it is meant for, in the buyer's words.
/// @param criteria By what bids are compared; weights sum to 1000.
/// @param invited Members that may bid; empty for a tender, in which any member may.
/// @param isSealed Whether the negotiation to come is sealed.
/// @param bidsUntilS Until when bids are committed.
/// @param revealsUntilS Until when they are revealed.
/// @param awardUntilS Until when the buyer awards.
/// @param salt Tells apart the requests of one buyer.
struct QuotationRequest {
    string item;
    uint64 quantityMilli;
    string currency;
    Condition[] conditions;
    string target;
    Criterion[] criteria;
    address[] invited;
    bool isSealed;
    uint48 bidsUntilS;
    uint48 revealsUntilS;
    uint48 awardUntilS;
    bytes32 salt;
}

/// @notice Where a request is. Time alone leads from `Bidding` to `Expired`. `Cancelled` is final; `Awarded` is once the time to
/// award is over, or the negotiation is accepted: until then a negotiation without a deal leads back.
enum QuotationState {
    None,
    Bidding,
    Revealing,
    Deciding,
    Awarded,
    Cancelled,
    Expired
}

/// @notice A request as the contract keeps it, two slots; its id is the hash of the rest.
/// @param ended `Awarded` or `Cancelled`, or `Bidding` while it is neither: see `stateOf`.
/// @param isTender Whether any member may bid.
/// @param isSealed Whether the negotiation to come is sealed.
/// @param bidsUntilS Last second of bids.
/// @param bidCount How many suppliers have a bid: whoever reads bids from events sees whether one is missing.
/// @param supplier Whose bid was awarded, or zero.
/// @param revealsUntilS Last second of reveals.
/// @param awardUntilS Last second of the award.
struct QuotationInfo {
    // slot 0
    address buyer;
    QuotationState ended;
    bool isTender;
    bool isSealed;
    uint48 bidsUntilS;
    uint16 bidCount;
    // slot 1
    address supplier;
    uint48 revealsUntilS;
    uint48 awardUntilS;
}

/// @notice A supplier's bid.
/// @param commitment Digest of the proposal that the supplier signed; zero if there is no bid.
/// @param committedAtS Block time of the commitment: of two equal bids the earlier is the better.
/// @param reveals How often the supplier revealed something, to the buyer or openly.
struct Bid {
    bytes32 commitment;
    uint48 committedAtS;
    uint8 reveals;
}
