// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RecordDomain} from "../../contracts/libraries/RecordDomain.sol";
import {RecordHash} from "../../contracts/libraries/RecordHash.sol";
import {RecordLeaf} from "../../contracts/libraries/RecordLeaf.sol";
import {CycleCounters, MeterReading, RecordHeader} from "../../contracts/types/Records.sol";
import {vm} from "./support/Vm.sol";

/// Hashes as EIP-712 defines them, spelled out member by member.
contract RecordHashTest {
    string private constant HEADER =
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)";
    string private constant COUNTERS =
        "CycleCounters(uint64 chargeCount,uint64 dischargeCount,uint64 numberOfFullCycles,uint64 energyThroughputMicroWh,uint64 capacityThroughputMicroAh,uint64 deepDischargeCount,uint64 overChargeCount,uint64 timeExtremeHighTempMs,uint64 timeExtremeLowTempMs,uint64 timeExtremeHighTempChargingMs,uint64 timeExtremeLowTempChargingMs,bytes32 salt)";
    string private constant MEASUREMENTS =
        "CycleMeasurements(uint64 chargeMicroAh,uint64 dischargeMicroAh,uint64 chargeMicroWh,uint64 dischargeMicroWh,uint64 chargeDurationMs,uint64 dischargeDurationMs,uint64 voltageMaxMicroV,uint64 voltageMinMicroV,uint64 chargeCurrentMaxMicroA,uint64 dischargeCurrentMaxMicroA,int64 chargeTemperatureMaxMilliC,int64 chargeTemperatureMinMilliC,int64 dischargeTemperatureMaxMilliC,int64 dischargeTemperatureMinMilliC,bytes32 supersedes,uint8 correctionReason,bytes32 salt)";

    function hashReading(MeterReading calldata reading) external pure returns (bytes32) {
        return RecordHash.hash(reading);
    }

    function hashCycle(
        RecordHeader calldata header,
        bytes32 measurementsHash,
        bytes32 countersHash
    ) external pure returns (bytes32) {
        return RecordHash.hashCycle(header, measurementsHash, countersHash);
    }

    function hashCounters(CycleCounters calldata counters) external pure returns (bytes32) {
        return RecordHash.hash(counters);
    }

    function testFuzz_MeterReading(MeterReading memory r) external view {
        bytes32 typehash = keccak256(
            abi.encodePacked("MeterReading(RecordHeader header,uint64 importWh,uint64 exportWh)", HEADER)
        );
        bytes memory encoded = bytes.concat(
            typehash,
            _header(r.header),
            bytes32(uint256(r.importWh)),
            bytes32(uint256(r.exportWh))
        );
        assert(this.hashReading(r) == keccak256(encoded));
    }

    function testFuzz_ChargeCycle(
        RecordHeader memory header,
        bytes32 measurementsHash,
        bytes32 countersHash
    ) external view {
        bytes32 typehash = keccak256(
            abi.encodePacked(
                "ChargeCycle(RecordHeader header,CycleMeasurements measurements,CycleCounters counters)",
                COUNTERS,
                MEASUREMENTS,
                HEADER
            )
        );
        bytes memory encoded = bytes.concat(typehash, _header(header), measurementsHash, countersHash);
        assert(this.hashCycle(header, measurementsHash, countersHash) == keccak256(encoded));
    }

    function testFuzz_CycleCounters(CycleCounters memory c) external view {
        bytes memory first = abi.encode(
            keccak256(bytes(COUNTERS)),
            uint256(c.chargeCount),
            uint256(c.dischargeCount),
            uint256(c.numberOfFullCycles),
            uint256(c.energyThroughputMicroWh),
            uint256(c.capacityThroughputMicroAh),
            uint256(c.deepDischargeCount)
        );
        bytes memory second = abi.encode(
            uint256(c.overChargeCount),
            uint256(c.timeExtremeHighTempMs),
            uint256(c.timeExtremeLowTempMs),
            uint256(c.timeExtremeHighTempChargingMs),
            uint256(c.timeExtremeLowTempChargingMs),
            c.salt
        );
        assert(this.hashCounters(c) == keccak256(bytes.concat(first, second)));
    }

    /// No reading hashes like a cycle, whatever their members.
    function testFuzz_TypesNeverMeet(MeterReading memory r, bytes32 measurements, bytes32 counters) external view {
        assert(this.hashReading(r) != this.hashCycle(r.header, measurements, counters));
    }

    function testFuzz_LeafIsHashedTwice(bytes32 structHash) external pure {
        bytes32 leaf = RecordLeaf.leaf(structHash);
        assert(leaf == keccak256(bytes.concat(keccak256(bytes.concat(structHash)))));
        assert(leaf != keccak256(bytes.concat(structHash)));
    }

    function testFuzz_DomainNamesChainAndDirectory(
        uint64 chain,
        uint64 otherChain,
        address directory,
        address other
    ) external {
        vm.assume(chain != 0 && otherChain != 0 && chain != otherChain && directory != other);
        vm.chainId(chain);
        bytes32 here = RecordDomain.separator(directory);
        assert(here != RecordDomain.separator(other));
        vm.chainId(otherChain);
        assert(here != RecordDomain.separator(directory));
    }

    function _header(RecordHeader memory h) private pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    keccak256(bytes(HEADER)),
                    h.device,
                    bytes32(uint256(h.sequence)),
                    bytes32(uint256(h.timestampS)),
                    bytes32(uint256(h.timeSource)),
                    bytes32(uint256(h.signedBy)),
                    h.link
                )
            );
    }
}
