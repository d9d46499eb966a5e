// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RecordOpening} from "../../contracts/libraries/RecordOpening.sol";
import {RecordType, SignedRecord} from "../../contracts/types/Incidents.sol";
import {RecordHeader} from "../../contracts/types/Records.sol";

/// Must always hold: a record shown in words hashes as EIP-712 hashes the struct, spelled out here member by member, and
/// depends on nothing that the device did not sign.
contract RecordOpeningTest {
    string private constant HEADER =
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)";
    string private constant METER = "MeterReading(RecordHeader header,uint64 importWh,uint64 exportWh)";
    string private constant SENSOR = "SensorReading(RecordHeader header,bytes32 field,int64 valueMilli)";
    string private constant CYCLE =
        "ChargeCycle(RecordHeader header,CycleMeasurements measurements,CycleCounters counters)"
        "CycleCounters(uint64 chargeCount,uint64 dischargeCount,uint64 numberOfFullCycles,uint64 energyThroughputMicroWh,uint64 capacityThroughputMicroAh,uint64 deepDischargeCount,uint64 overChargeCount,uint64 timeExtremeHighTempMs,uint64 timeExtremeLowTempMs,uint64 timeExtremeHighTempChargingMs,uint64 timeExtremeLowTempChargingMs,bytes32 salt)"
        "CycleMeasurements(uint64 chargeMicroAh,uint64 dischargeMicroAh,uint64 chargeMicroWh,uint64 dischargeMicroWh,uint64 chargeDurationMs,uint64 dischargeDurationMs,uint64 voltageMaxMicroV,uint64 voltageMinMicroV,uint64 chargeCurrentMaxMicroA,uint64 dischargeCurrentMaxMicroA,int64 chargeTemperatureMaxMilliC,int64 chargeTemperatureMinMilliC,int64 dischargeTemperatureMaxMilliC,int64 dischargeTemperatureMinMilliC,bytes32 supersedes,uint8 correctionReason,bytes32 salt)";

    function hashOf(SignedRecord calldata record) external pure returns (bytes32) {
        return RecordOpening.structHash(record);
    }

    function isComplete(SignedRecord calldata record) external pure returns (bool) {
        return RecordOpening.isComplete(record);
    }

    function testFuzz_HashesAsSpelledOut(
        uint8 recordType,
        RecordHeader memory header,
        bytes32[2] memory words
    ) external view {
        SignedRecord memory r = _record(recordType, header, words);
        string memory name =
            r.recordType == RecordType.MeterReading
                ? METER
                : r.recordType == RecordType.SensorReading
                    ? SENSOR
                    : CYCLE;
        bytes32 typeHash = keccak256(abi.encodePacked(name, HEADER));
        assert(this.hashOf(r) == keccak256(bytes.concat(typeHash, _header(r), words[0], words[1])));
    }

    /// What says where the record is anchored, and who signed it, is no part of it.
    function testFuzz_DependsOnTheRecordAlone(
        RecordHeader memory header,
        bytes memory signature,
        bytes32[2] memory words,
        bytes32[] memory proof
    ) external view {
        SignedRecord memory r = _record(0, header, words);
        bytes32 before = this.hashOf(r);
        (r.signature, r.stream, r.root, r.proof) = (signature, words[0], words[1], proof);
        assert(this.hashOf(r) == before);
    }

    function testFuzz_TypesNeverMeet(uint8 recordType, RecordHeader memory header, uint8 by) external view {
        bytes32[2] memory words;
        bytes32 one = this.hashOf(_record(recordType % 3, header, words));
        assert(one != this.hashOf(_record((recordType % 3) + 1 + (by % 2), header, words)));
    }

    function testFuzz_HasTwoWordsAfterItsHeader(uint8 recordType, uint8 words) external view {
        SignedRecord memory r;
        r.recordType = RecordType(recordType % 3);
        r.members = new bytes32[](words % 8);
        assert(this.isComplete(r) == (words % 8 == 2));
    }

    function _record(
        uint8 recordType,
        RecordHeader memory header,
        bytes32[2] memory words
    ) private pure returns (SignedRecord memory r) {
        r.recordType = RecordType(recordType % 3);
        r.header = header;
        r.members = new bytes32[](2);
        (r.members[0], r.members[1]) = (words[0], words[1]);
    }

    function _header(SignedRecord memory r) private pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    keccak256(bytes(HEADER)),
                    r.header.device,
                    bytes32(uint256(r.header.sequence)),
                    bytes32(uint256(r.header.timestampS)),
                    bytes32(uint256(r.header.timeSource)),
                    bytes32(uint256(r.header.signedBy)),
                    r.header.link
                )
            );
    }
}
