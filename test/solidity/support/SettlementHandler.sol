// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergySettlement} from "../../../contracts/EnergySettlement.sol";
import {EnergyToken} from "../../../contracts/EnergyToken.sol";
import {IEnergySettlement} from "../../../contracts/interfaces/IEnergySettlement.sol";
import {Agreement} from "../../../contracts/types/Agreements.sol";
import {SignedMeterReading} from "../../../contracts/types/Records.sol";
import {Grid} from "./Grid.sol";
import {vm} from "./Vm.sol";

/// Two suppliers and three consumers, one of whom is also the second supplier, over one long window. Closes intervals
/// with any flows and any readings missing, replays what was closed, and moves money in, out and past the escrow.
contract SettlementHandler is Grid {
    uint48 public constant START_S = 86_400;
    uint48 public constant PERIOD_S = 900;
    uint256 public constant HOMES = 5;
    uint256 private constant KEYS = 100;
    uint256 private constant OWNER_KEYS = 200;
    uint256 private constant MONEY = 1e15;

    /// Homes 0 and 1 supply; 1 and 2 buy from 0, 3 and 4 buy from 1.
    uint8[5] private _supplierOf = [9, 0, 0, 1, 1];
    bytes32[5] public meters;
    bytes32[5] public ids;
    uint64[2][5] public registersWh;
    uint64[2][5] private _settledWh;
    uint48[2] private _untilS = [START_S, START_S];
    SupplyInterval[] private _closed;

    /// Wh that all closed intervals of a supplier produced, and delivered.
    uint256[2] public producedWh;
    uint256[2] public deliveredWh;
    uint256 public deposited;
    uint256 public withdrawn;
    uint256 public donated;
    /// Set if something settled twice, or an interval delivered more than it may.
    bool public broken;

    constructor() {
        vm.warp(START_S);
        _deploy(0);
        for (uint256 i = 0; i < HOMES; ++i) {
            meters[i] = _enrol(KEYS + i, OWNER_KEYS + i);
        }
        SignedMeterReading[] memory openings = new SignedMeterReading[](HOMES);
        for (uint256 i = 0; i < HOMES; ++i) {
            openings[i] = _read(KEYS + i, meters[i], 1, START_S, registersWh[i]);
            if (i > 0) ids[i] = _supply(i, _supplierOf[i]);
        }
        _settlement.open(openings);
        vm.warp(2_000_000_000);
        _attest(_token, type(uint128).max, uint48(block.timestamp));
        _token.mint(address(this), MONEY, bytes32(uint256(1)));
        _token.approve(address(_settlement), MONEY);
    }

    function settlement() external view returns (EnergySettlement) {
        return _settlement;
    }

    function token() external view returns (EnergyToken) {
        return _token;
    }

    function ownerOf(uint256 home) public pure returns (address) {
        return vm.addr(OWNER_KEYS + home);
    }

    /// Closes a supplier's next interval; bit i of `missing` leaves reading i out.
    function close(uint256 which, uint32[3] memory flowsWh, uint8 missing) external {
        uint256 supplier = which % 2;
        uint48 endS = _untilS[supplier] + PERIOD_S;
        uint256[3] memory homes = supplier == 0 ? [uint256(0), 1, 2] : [uint256(1), 3, 4];
        // Without any reading an interval closes just as well, but a run of those would test little.
        if (missing % 8 == 7) missing = 0;
        SignedMeterReading[] memory readings = new SignedMeterReading[](3);
        uint256 count;
        uint256 importsWh;
        uint256 intervalWh;
        for (uint256 i = 0; i < 3; ++i) {
            uint256 direction = i == 0 ? 1 : 0;
            registersWh[homes[i]][direction] += flowsWh[i] % 5000;
            if ((missing >> i) & 1 == 1) continue;
            readings[count++] = _read(KEYS + homes[i], meters[homes[i]], 2, endS, registersWh[homes[i]]);
            uint64 flowWh = registersWh[homes[i]][direction] - _settledWh[homes[i]][direction];
            _settledWh[homes[i]][direction] = registersWh[homes[i]][direction];
            if (i == 0) intervalWh = flowWh;
            else importsWh += flowWh;
        }
        assembly {
            mstore(readings, count)
        }
        uint256 before = _delivered(supplier);
        _settle(IEnergySettlement.SupplyInterval(meters[supplier], endS, readings));
        uint256 given = _delivered(supplier) - before;
        if (given > intervalWh || given > importsWh) broken = true;
        _untilS[supplier] = endS;
        producedWh[supplier] += intervalWh;
        deliveredWh[supplier] += given;
    }

    /// Posts a closed interval again, as it was and as the supplier's next one.
    function replay(uint256 which, bool asNext) external {
        if (_closed.length == 0) return;
        SupplyInterval[] memory again = new IEnergySettlement.SupplyInterval[](1);
        again[0] = _closed[which % _closed.length];
        if (again[0].readings.length == 0) return;
        if (asNext) again[0].endS = _untilS[again[0].exportMeter == meters[0] ? 0 : 1] + PERIOD_S;
        try _settlement.settle(again) {
            broken = true;
        } catch {}
    }

    /// Posts a reading twice in one interval.
    function double(uint256 which) external {
        if (_closed.length == 0) return;
        uint256 supplier = which % 2;
        uint48 endS = _untilS[supplier] + PERIOD_S;
        uint256 home = supplier == 0 ? 2 : 3;
        SupplyInterval[] memory twice = new IEnergySettlement.SupplyInterval[](1);
        twice[0] = IEnergySettlement.SupplyInterval(meters[supplier], endS, new SignedMeterReading[](2));
        twice[0].readings[0] = _read(KEYS + home, meters[home], 2, endS, registersWh[home]);
        twice[0].readings[1] = twice[0].readings[0];
        try _settlement.settle(twice) {
            broken = true;
        } catch {}
    }

    function deposit(uint256 home, uint40 amount) external {
        _settlement.deposit(ownerOf(home % HOMES), amount);
        deposited += amount;
    }

    function withdraw(uint256 home, uint40 amount) external {
        address owner = ownerOf(home % HOMES);
        amount = uint40(amount % (_settlement.escrowOf(owner) + 1));
        vm.prank(owner);
        _settlement.withdraw(address(0xDEAD), amount);
        withdrawn += amount;
    }

    function withdrawTooMuch(uint256 home, uint40 more) external {
        address owner = ownerOf(home % HOMES);
        uint256 amount = _settlement.escrowOf(owner) + 1 + more;
        vm.prank(owner);
        try _settlement.withdraw(address(0xDEAD), amount) {
            broken = true;
        } catch {}
    }

    function payClaim(uint256 home) external {
        _settlement.payClaim(ids[1 + (home % (HOMES - 1))]);
    }

    /// Sends tokens past the ledger.
    function donate(uint16 amount) external {
        donated += amount;
        _token.transfer(address(_settlement), amount);
    }

    function _settle(IEnergySettlement.SupplyInterval memory interval) private {
        SupplyInterval[] memory intervals = new IEnergySettlement.SupplyInterval[](1);
        intervals[0] = interval;
        _settlement.settle(intervals);
        IEnergySettlement.SupplyInterval storage kept = _closed.push();
        (kept.exportMeter, kept.endS) = (interval.exportMeter, interval.endS);
        for (uint256 i = 0; i < interval.readings.length; ++i) {
            kept.readings.push(interval.readings[i]);
        }
    }

    function _delivered(uint256 supplier) private view returns (uint256 energyWh) {
        for (uint256 i = 1; i < HOMES; ++i) {
            if (_supplierOf[i] == supplier) energyWh += _settlement.deliveredWhOf(ids[i]);
        }
    }

    function _supply(uint256 consumer, uint256 supplier) private returns (bytes32) {
        Agreement memory a = Agreement({
            importMeter: meters[consumer],
            exportMeter: meters[supplier],
            consumer: ownerOf(consumer),
            startS: START_S,
            endS: START_S + 1000 * PERIOD_S,
            supplier: ownerOf(supplier),
            // Awkward prices, and one cap that is reached.
            pricePerKWh: uint96(999_999 * consumer + 1),
            capWh: consumer == 2 ? 20_000 : type(uint64).max,
            settlementPeriodS: uint32(PERIOD_S),
            salt: bytes32(consumer)
        });
        return _agree(a, OWNER_KEYS + consumer, OWNER_KEYS + supplier);
    }
}
