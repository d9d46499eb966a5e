// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ExportRegister} from "../types/Settlement.sol";

/// @notice An `ExportRegister` as the word that its slot holds.
type ExportSlot is uint256;

/// @title ExportSlots
/// @notice Reads and changes a meter's export register without taking it apart. See `ImportSlots`.
library ExportSlots {
    uint256 private constant REGISTER_AT = 48;
    uint256 private constant UNTIL_AT = 112;
    uint256 private constant COVERED_AT = 160;
    uint256 private constant GENERATION_AT = 208;
    uint256 private constant CORRECTED = 1 << 240;

    /// @notice Reads the slot.
    function load(ExportRegister storage register) internal view returns (ExportSlot slot) {
        assembly ("memory-safe") {
            slot := sload(register.slot)
        }
    }

    /// @notice Writes the slot.
    function store(ExportRegister storage register, ExportSlot slot) internal {
        assembly ("memory-safe") {
            sstore(register.slot, slot)
        }
    }

    /// @notice When the register was last settled; zero for a meter that is not open.
    function settledAtS(ExportSlot slot) internal pure returns (uint256) {
        return uint48(ExportSlot.unwrap(slot));
    }

    /// @notice At what the register was last settled.
    function settledWh(ExportSlot slot) internal pure returns (uint64) {
        return uint64(ExportSlot.unwrap(slot) >> REGISTER_AT);
    }

    /// @notice End of the last closed interval.
    function untilS(ExportSlot slot) internal pure returns (uint256) {
        return uint48(ExportSlot.unwrap(slot) >> UNTIL_AT);
    }

    /// @notice Start of the run of intervals that ends with the last.
    function coveredFromS(ExportSlot slot) internal pure returns (uint256) {
        return uint48(ExportSlot.unwrap(slot) >> COVERED_AT);
    }

    /// @notice Generation of the meter's agreements.
    function generation(ExportSlot slot) internal pure returns (uint256) {
        return uint32(ExportSlot.unwrap(slot) >> GENERATION_AT);
    }

    /// @notice Whether a correction came after the last settled register.
    function isCorrected(ExportSlot slot) internal pure returns (bool) {
        return ExportSlot.unwrap(slot) & CORRECTED != 0;
    }

    /// @notice The register goes on; what was corrected before is behind it.
    function advance(ExportSlot slot, uint256 toS, uint256 toWh) internal pure returns (ExportSlot) {
        uint256 rest = ((ExportSlot.unwrap(slot) & ~CORRECTED) >> UNTIL_AT) << UNTIL_AT;
        return ExportSlot.wrap(rest | (toWh << REGISTER_AT) | toS);
    }

    /// @notice An interval closes.
    function close(ExportSlot slot, uint256 untilS_, uint256 coveredFromS_) internal pure returns (ExportSlot) {
        uint256 mask = (1 << GENERATION_AT) - (1 << UNTIL_AT);
        uint256 rest = ExportSlot.unwrap(slot) & ~mask;
        return ExportSlot.wrap(rest | (untilS_ << UNTIL_AT) | (coveredFromS_ << COVERED_AT));
    }
}
