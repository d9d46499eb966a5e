// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A bilateral supply contract as both parties sign it (EIP-712, domain of `SupplyAgreements`).
/// @param importMeter Meter of the consumer; one exclusive supplier at a time.
/// @param exportMeter Meter of the supplier; may serve many consumers.
/// @param consumer Owner of the import meter; pays.
/// @param supplier Owner of the export meter; is paid.
/// @param pricePerKWh Price in the smallest units of the settlement's token, per kWh.
/// @param startS First second of the window, a multiple of the settlement period.
/// @param endS End of the window, exclusive, a multiple of the settlement period.
/// @param settlementPeriodS Length of one settled interval, 900 to 86,400 s and a divisor of a day.
/// @param capWh Most energy that the window may deliver, Wh.
/// @param salt Lets the same parties sign the same terms twice.
struct Agreement {
    bytes32 importMeter;
    bytes32 exportMeter;
    address consumer;
    uint48 startS;
    uint48 endS;
    address supplier;
    uint96 pricePerKWh;
    uint64 capWh;
    uint32 settlementPeriodS;
    bytes32 salt;
}

/// @notice What settlement needs of an agreement.
/// @param id The agreement's id; zero if there is none.
struct Supply {
    bytes32 id;
    bytes32 exportMeter;
    address consumer;
    address supplier;
    uint48 startS;
    uint96 pricePerKWh;
    uint64 capWh;
}
