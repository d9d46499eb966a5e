// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Which of a meter's registers.
enum Direction {
    Import,
    Export
}

/// @title MeterRegisters
/// @notice A meter's last settled registers. Each direction settles on its own: a home may buy in one agreement and sell
/// in another over the same interval.
library MeterRegisters {
    /// @param importAtS Time of the last settled import register, Unix seconds; zero for a meter that is not open.
    /// @param exportAtS Time of the last settled export register, Unix seconds.
    struct Registers {
        // slot 0
        uint48 importAtS;
        uint48 exportAtS;
        uint64 importWh;
        uint64 exportWh;
    }

    function read(
        Registers storage registers,
        Direction direction
    ) internal view returns (uint48 settledAtS, uint64 settledWh) {
        return
            direction == Direction.Import
                ? (registers.importAtS, registers.importWh)
                : (registers.exportAtS, registers.exportWh);
    }

    function write(Registers storage registers, Direction direction, uint48 timestampS, uint64 registerWh) internal {
        if (direction == Direction.Import) {
            registers.importAtS = timestampS;
            registers.importWh = registerWh;
        } else {
            registers.exportAtS = timestampS;
            registers.exportWh = registerWh;
        }
    }
}
