// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {ISupplyAgreements} from "./interfaces/ISupplyAgreements.sol";
import {ExportSlot, ExportSlots} from "./libraries/ExportSlot.sol";
import {Roster, Rosters} from "./libraries/Rosters.sol";
import {CompiledRoster, SupplyInterval} from "./types/Settlement.sol";
import {MeterBook} from "./MeterBook.sol";
import {SupplyAgreements} from "./SupplyAgreements.sol";

/// @title RosterBook
/// @notice The rosters that suppliers' intervals are settled by. See `IEnergySettlement`.
abstract contract RosterBook is MeterBook {
    using ExportSlots for ExportSlot;
    using Rosters for Roster;

    /// @inheritdoc IEnergySettlement
    ISupplyAgreements public immutable AGREEMENTS;

    mapping(bytes32 exportMeter => mapping(uint48 fromS => CompiledRoster)) private _rosters;

    constructor() {
        // A pair: neither has to trust a role for what the other does to escrows and windows.
        AGREEMENTS = new SupplyAgreements(DEVICES, this);
    }

    modifier onlyAgreements() {
        require(msg.sender == address(AGREEMENTS), EnergySettlementNotAgreements(msg.sender));
        _;
    }

    /// @inheritdoc IEnergySettlement
    function compile(bytes32 exportMeter, uint48 atS, uint32[] calldata numbers) external returns (address code) {
        uint48 fromS;
        uint48 untilS;
        (code, fromS, untilS) = AGREEMENTS.writeRoster(exportMeter, atS, numbers);
        _rosters[exportMeter][fromS] = CompiledRoster(code, untilS, _exports[exportMeter].generation);
        emit RosterCompiled(exportMeter, fromS, untilS, code, numbers);
    }

    /// @inheritdoc IEnergySettlement
    function agreementEnded(bytes32 exportMeter) external onlyAgreements {
        ++_exports[exportMeter].generation;
    }

    /// @inheritdoc IEnergySettlement
    function rosterOf(bytes32 exportMeter, uint48 fromS) external view returns (CompiledRoster memory roster) {
        roster = _rosters[exportMeter][fromS];
        if (roster.generation != _exports[exportMeter].generation) delete roster;
    }

    /// @dev The roster of an interval, in memory, and the interval's start. The interval must be the next that serves anybody.
    function _loadNext(
        SupplyInterval calldata interval,
        ExportSlot given
    ) internal view returns (Roster roster, uint256 size, uint256 startS) {
        (bytes32 meter, uint256 endS) = (interval.exportMeter, interval.endS);
        bool stands;
        (stands, roster, size) = Rosters.load(interval.roster, address(AGREEMENTS));
        (uint256 idleFromS, uint256 fromS, uint256 untilS, uint256 periodS) = roster.times();
        require(
            stands &&
                roster.exportMeter() == meter &&
                roster.generation() == given.generation() &&
                endS > fromS &&
                endS <= untilS,
            EnergySettlementNoRoster(meter, interval.roster, interval.endS)
        );
        require(endS % periodS == 0 && endS <= block.timestamp, EnergySettlementInvalidInterval(meter, interval.endS));
        uint256 settledS = given.untilS();
        require(endS > settledS, EnergySettlementIntervalSettled(meter, interval.endS));
        unchecked {
            // Not below the stretch's start: its boundaries are multiples of the period too.
            startS = endS - periodS;
        }
        require(
            settledS >= idleFromS && startS == (settledS > fromS ? settledS : fromS),
            EnergySettlementOutOfOrder(meter, interval.endS, uint48(settledS))
        );
    }
}
