// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CycleCounters, MeterReading, RecordHeader} from "../types/Records.sol";

/// @title RecordHash
/// @notice EIP-712 struct hashes of what devices sign. The on-chain twin of `protocol/records`.
library RecordHash {
    bytes32 internal constant HEADER_TYPEHASH = keccak256(
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)"
    );

    bytes32 internal constant METER_READING_TYPEHASH = keccak256(
        "MeterReading(RecordHeader header,uint64 importWh,uint64 exportWh)"
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)"
    );

    bytes32 internal constant SENSOR_READING_TYPEHASH = keccak256(
        "SensorReading(RecordHeader header,bytes32 field,int64 valueMilli)"
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)"
    );

    bytes32 internal constant CYCLE_COUNTERS_TYPEHASH = keccak256(
        "CycleCounters(uint64 chargeCount,uint64 dischargeCount,uint64 numberOfFullCycles,"
        "uint64 energyThroughputMicroWh,uint64 capacityThroughputMicroAh,uint64 deepDischargeCount,"
        "uint64 overChargeCount,uint64 timeExtremeHighTempMs,uint64 timeExtremeLowTempMs,"
        "uint64 timeExtremeHighTempChargingMs,uint64 timeExtremeLowTempChargingMs,bytes32 salt)"
    );

    bytes32 internal constant CHARGE_CYCLE_TYPEHASH = keccak256(
        "ChargeCycle(RecordHeader header,CycleMeasurements measurements,CycleCounters counters)"
        "CycleCounters(uint64 chargeCount,uint64 dischargeCount,uint64 numberOfFullCycles,"
        "uint64 energyThroughputMicroWh,uint64 capacityThroughputMicroAh,uint64 deepDischargeCount,"
        "uint64 overChargeCount,uint64 timeExtremeHighTempMs,uint64 timeExtremeLowTempMs,"
        "uint64 timeExtremeHighTempChargingMs,uint64 timeExtremeLowTempChargingMs,bytes32 salt)"
        "CycleMeasurements(uint64 chargeMicroAh,uint64 dischargeMicroAh,uint64 chargeMicroWh,uint64 dischargeMicroWh,"
        "uint64 chargeDurationMs,uint64 dischargeDurationMs,uint64 voltageMaxMicroV,uint64 voltageMinMicroV,"
        "uint64 chargeCurrentMaxMicroA,uint64 dischargeCurrentMaxMicroA,int64 chargeTemperatureMaxMilliC,"
        "int64 chargeTemperatureMinMilliC,int64 dischargeTemperatureMaxMilliC,int64 dischargeTemperatureMinMilliC,"
        "bytes32 supersedes,uint8 correctionReason,bytes32 salt)"
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)"
    );

    function hash(RecordHeader calldata header) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    HEADER_TYPEHASH,
                    header.device,
                    header.sequence,
                    header.timestampS,
                    header.timeSource,
                    header.signedBy,
                    header.link
                )
            );
    }

    function hash(MeterReading calldata reading) internal pure returns (bytes32) {
        return keccak256(abi.encode(METER_READING_TYPEHASH, hash(reading.header), reading.importWh, reading.exportWh));
    }

    /// @notice Hash of a charge cycle whose measurements and counters stay hidden behind their hashes.
    function hashCycle(
        RecordHeader calldata header,
        bytes32 measurementsHash,
        bytes32 countersHash
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(CHARGE_CYCLE_TYPEHASH, hash(header), measurementsHash, countersHash));
    }

    function hash(CycleCounters calldata counters) internal pure returns (bytes32) {
        // A struct of words only is encoded as EIP-712 encodes its members.
        return keccak256(abi.encode(CYCLE_COUNTERS_TYPEHASH, counters));
    }
}
