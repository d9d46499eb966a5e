// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A bilateral supply contract as both parties sign it (EIP-712, domain of `SupplyAgreements`).
/// @param importMeter Meter of the consumer; one exclusive supplier at a time.
/// @param exportMeter Meter of the supplier; may serve many consumers. Zero for a grid supplier, who has no meter and
/// delivers what the neighbour did not.
/// @param consumer Owner of the import meter; pays.
/// @param startS First second of the window, a multiple of the settlement period.
/// @param endS End of the window, exclusive, a multiple of the settlement period; earlier once the agreement was ended.
/// @param supplier Owner of the export meter; is paid.
/// @param settlementPeriodS Length of one settled interval, 900 to 86,400 s and a divisor of a day.
/// @param noticeS How long before its end one party alone must say so, s.
/// @param importRatedW Most that the consumer's connection can draw, W.
/// @param token Currency of the price: the settlement's token.
/// @param exportRatedW Most that the supplier's connection can feed in, W; zero for a grid supplier.
/// @param withCertificates Whether the certificates of what is delivered go to the consumer.
/// @param pricePerKWh Price in the smallest units of the token, per kWh.
/// @param capWh Most energy that the window may deliver, Wh; the largest value for a grid supplier.
/// @param escrow Least escrow of the consumer, token units, locked until the window is settled.
/// @param salt Lets the same parties sign the same terms twice.
struct Agreement {
    // slots 0 and 1
    bytes32 importMeter;
    bytes32 exportMeter;
    // slot 2
    address consumer;
    uint48 startS;
    uint48 endS;
    // slot 3
    address supplier;
    uint32 settlementPeriodS;
    uint32 noticeS;
    uint32 importRatedW;
    // slot 4
    address token;
    uint32 exportRatedW;
    bool withCertificates;
    // slot 5
    uint64 pricePerKWh;
    uint64 capWh;
    uint128 escrow;
    // slot 6
    bytes32 salt;
}

/// @notice What a grid supplier is paid for the energy that an interval took beyond the neighbour's share.
/// @param number The agreement's number; zero if there is none.
/// @param consumer Who signed it, and pays.
struct GridSupply {
    uint32 number;
    uint64 pricePerKWh;
    address consumer;
    address supplier;
}

/// @notice A stretch of time over which a supplier serves the same agreements.
/// @param idleFromS Since when nobody was served before `fromS`; `fromS` itself if somebody was until then.
/// @param fromS Start of the stretch.
/// @param untilS End of the stretch.
/// @param count Agreements that run through it.
struct Stretch {
    uint48 idleFromS;
    uint48 fromS;
    uint48 untilS;
    uint32 count;
}
