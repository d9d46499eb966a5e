// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice First member of every record that a device signs.
/// @param device Id of the device in `DeviceRegistry`.
/// @param sequence Position in the device's own history, over all record types; the first is 1.
/// @param timestampS The device's claim of when the record's interval ended, Unix seconds.
/// @param timeSource How good that clock is: 0 device, 1 gateway, 2 synthetic.
/// @param signedBy Whose key signed: 0 the device's own, 1 that of a gateway trusted for it.
/// @param link `keccak256(previous ‖ salt)`, where `previous` is the struct hash of the device's preceding record.
struct RecordHeader {
    bytes32 device;
    uint64 sequence;
    uint64 timestampS;
    uint8 timeSource;
    uint8 signedBy;
    bytes32 link;
}

/// @notice Both cumulative registers of a meter at the end of an interval.
/// @param importWh OBIS 1-0:1.8.0, energy taken from the grid since installation, Wh.
/// @param exportWh OBIS 1-0:2.8.0, energy fed into the grid since installation, Wh.
struct MeterReading {
    RecordHeader header;
    uint64 importWh;
    uint64 exportWh;
}

/// @notice A meter reading as posted to settlement.
/// @param signature By the meter's enrolled key: 65 bytes (secp256k1) or 64 bytes (P-256).
struct SignedMeterReading {
    MeterReading reading;
    bytes signature;
}

/// @notice A battery's counters since birth, the factory's cycles included. Names of DIN DKE SPEC 99100; the largest
/// `uint64` says that the battery's device does not measure a quantity.
/// @param numberOfFullCycles Whole equivalent cycles: capacity throughput over rated capacity, rounded down.
/// @param energyThroughputMicroWh Sum of discharged energy, µWh.
/// @param capacityThroughputMicroAh Sum of discharged charge, µAh.
/// @param deepDischargeCount Discharges below the passport's lower voltage limit.
/// @param overChargeCount Charges above the passport's upper voltage limit.
/// @param timeExtremeHighTempMs Time above the passport's highest temperature, ms; likewise the three after it.
/// @param salt Hides the counters behind their hash until their keeper publishes them.
struct CycleCounters {
    uint64 chargeCount;
    uint64 dischargeCount;
    uint64 numberOfFullCycles;
    uint64 energyThroughputMicroWh;
    uint64 capacityThroughputMicroAh;
    uint64 deepDischargeCount;
    uint64 overChargeCount;
    uint64 timeExtremeHighTempMs;
    uint64 timeExtremeLowTempMs;
    uint64 timeExtremeHighTempChargingMs;
    uint64 timeExtremeLowTempChargingMs;
    bytes32 salt;
}
