// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Direction} from "./Settlement.sol";

/// @notice What both parties of a payment channel sign. The meter's owner pays its partner for what the import register
/// counts, the partner pays the owner for what the export register counts; the price of a direction that is not used is
/// zero.
/// @param owner Owns the meter when the channel opens.
/// @param partner Buys from and sells to the owner.
/// @param meter The meter whose registers bound every voucher.
/// @param importPricePerKWh What the owner pays per kWh imported, token units.
/// @param exportPricePerKWh What the partner pays per kWh exported, token units.
/// @param challengePeriodS How long newer vouchers may answer a close of one party, s.
/// @param openBeforeS Until when these signatures open the channel, Unix seconds.
/// @param salt Tells apart channels of the same terms.
struct ChannelTerms {
    address owner;
    address partner;
    bytes32 meter;
    uint96 importPricePerKWh;
    uint96 exportPricePerKWh;
    uint32 challengePeriodS;
    uint48 openBeforeS;
    bytes32 salt;
}

/// @notice A cumulative promise: the payer of `direction` owes `amount` in all since the channel opened.
/// @param registerWh The meter's register of that direction that the amount is for, without the meter's corrections.
struct Voucher {
    bytes32 channel;
    Direction direction;
    uint64 registerWh;
    uint128 amount;
}

/// @notice How both parties end a channel at once.
/// @param expiresAtS Until when it holds, Unix seconds: an offer that is not taken must not hang over the channel.
struct CooperativeClose {
    bytes32 channel;
    uint128 paidByOwner;
    uint128 paidByPartner;
    uint48 expiresAtS;
}

/// @notice `Closing` until its challenge period is over and somebody finalises it.
enum ChannelStatus {
    None,
    Open,
    Closing,
    Closed
}

/// @notice A channel as the contract keeps it.
/// @param owner Owner of the meter at the opening, who pays for what is imported.
/// @param importPricePerKWh Token units per kWh imported.
/// @param partner The other party, which pays for what is exported.
/// @param exportPricePerKWh Token units per kWh exported.
/// @param meter Whose registers bound both directions.
/// @param importBaselineWh Register that was settled at the opening, Wh, without the meter's corrections.
/// @param exportBaselineWh The same of what is exported.
/// @param challengePeriodS How long newer vouchers answer the close of one party, s.
/// @param closesAtS End of the challenge period, Unix seconds; zero unless a party closed alone.
/// @param ownerDeposit Token units.
/// @param partnerDeposit Token units.
/// @param importPromised The highest amount that the owner signed and somebody presented, token units.
/// @param exportPromised The same of the partner.
struct Channel {
    // slot 0
    address owner;
    uint96 importPricePerKWh;
    // slot 1
    address partner;
    uint96 exportPricePerKWh;
    // slot 2
    bytes32 meter;
    // slot 3
    uint64 importBaselineWh;
    uint64 exportBaselineWh;
    uint32 challengePeriodS;
    uint48 closesAtS;
    ChannelStatus status;
    // slot 4
    uint128 ownerDeposit;
    uint128 partnerDeposit;
    // slot 5
    uint128 importPromised;
    uint128 exportPromised;
}
