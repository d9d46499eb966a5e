// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergySettlement} from "../../../contracts/EnergySettlement.sol";
import {EnergyToken} from "../../../contracts/EnergyToken.sol";
import {Agreement} from "../../../contracts/types/Agreements.sol";
import {SignedMeterReading} from "../../../contracts/types/Records.sol";
import {
    CorrectionReason,
    MeterCorrection,
    PackedReading,
    SupplyInterval
} from "../../../contracts/types/Settlement.sol";
import {Grid} from "./Grid.sol";
import {SettlementBooks} from "./SettlementBooks.sol";
import {vm} from "./Vm.sol";

/// Two suppliers, one of whom buys from the other, three more homes and a grid supplier. Closes intervals with any flows and any
/// readings missing, changes suppliers early, corrects meters, pays claims, moves money in, out and past the escrow, and tries
/// what must not go through; `SettlementBooks` says what it all comes to.
contract SettlementHandler is Grid, SettlementBooks {
    uint48 public constant START_S = 86_400;
    uint48 private constant END_S = START_S + 10_000 * PERIOD_S;
    uint256 private constant KEYS = 100;
    uint256 private constant OWNER_KEYS = 200;
    uint256 private constant REGISTRAR_KEY = 300;
    uint256 private constant MONEY = 1e15;
    uint32 private constant RATED_W = 1_000_000;

    bytes32[5] public meters;
    SupplyInterval private _last;
    uint256 private _salt;
    uint32[5] private _corrections;

    uint256 public deposited;
    uint256 public withdrawn;
    uint256 public donated;
    /// Set if something went through that must not, or did not that must.
    bool public broken;

    constructor() {
        vm.warp(START_S);
        _deploy(0);
        _devices.setRegistrar(vm.addr(REGISTRAR_KEY), true);
        SignedMeterReading[] memory openings = new SignedMeterReading[](HOMES);
        for (uint256 i = 0; i < HOMES; ++i) {
            meters[i] = _enrol(KEYS + i, OWNER_KEYS + i);
            openings[i] = _read(KEYS + i, meters[i], 1, START_S, _shown(i));
            (_registers[i][IMPORT].atS, _registers[i][EXPORT].atS) = (START_S, START_S);
        }
        _settlement.open(openings);
        for (uint256 i = 1; i < HOMES; ++i) {
            _supply(i, i < 3 ? 0 : 1, START_S, i == 2 ? 20_000 : type(uint64).max);
        }
        _supply(2, GRID, START_S, type(uint64).max);
        _supply(3, GRID, START_S, type(uint64).max);
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

    function partyOf(uint256 party) public pure returns (address) {
        return vm.addr(OWNER_KEYS + party);
    }

    /// Closes the next interval of one supplier or, in one call, of both; bit i of `missing` leaves reading i out.
    function close(uint256 which, uint32[5] memory flowsWh, uint8 missing, bool both) external {
        // Without any reading an interval closes just as well, but a run of those would test little.
        if (missing % 16 == 15) missing = 0;
        Tally memory tally = _openTally();
        SupplyInterval[] memory intervals = new SupplyInterval[](2);
        uint256 count;
        for (uint256 i = 0; i < (both ? 2 : 1); ++i) {
            Plan memory p = _planNext((which + i) % SUPPLIERS);
            if (p.members.length == 0) continue;
            _leaveOut(p, missing);
            SupplyInterval memory interval = _intervalOf(p, flowsWh);
            _settleInBooks(p, tally, interval.roster);
            intervals[count++] = interval;
            _keep(interval);
            if (interval.endS > block.timestamp) vm.warp(interval.endS);
        }
        assembly ("memory-safe") {
            mstore(intervals, count)
        }
        _settlement.settle(intervals);
        _closeTally(tally);
    }

    /// Posts the last closed interval again, as it was and as the supplier's next one.
    function replay(bool asNext) external {
        if (_last.readings.length == 0) return;
        SupplyInterval memory again = _last;
        if (asNext) again.endS += PERIOD_S;
        if (again.endS > block.timestamp) vm.warp(again.endS);
        _expectRefused(again);
    }

    /// Posts a reading twice in one interval, and one with a flow that no connection carries.
    function forge(uint256 which, bool doubled) external {
        Plan memory p = _planNext(which % SUPPLIERS);
        if (p.members.length == 0) return;
        uint256 home = p.supplier;
        uint48 endS = p.startS + PERIOD_S;
        if (endS > block.timestamp) vm.warp(endS);
        uint64[2] memory shown = _shown(home);
        unchecked {
            if (!doubled) shown[EXPORT] += 1 << 62;
        }
        PackedReading memory reading = _pack(_read(KEYS + home, meters[home], 2, endS, shown), 0, false);
        SupplyInterval memory forged = SupplyInterval(meters[home], _compile(p), endS, new PackedReading[](2));
        (forged.readings[0], forged.readings[1]) = (reading, reading);
        if (!doubled) forged.readings[1].values |= 1 << 240;
        _expectRefused(forged);
    }

    /// Ends a home's agreement at the next boundary, and lets the home buy from whom it likes from then on.
    function change(uint256 home, uint256 supplier, uint64 capWh) external {
        home = 1 + (home % (HOMES - 1));
        supplier = home == 1 ? 0 : supplier % SUPPLIERS;
        Supply storage s = _supplies[_lastSupply(home)];
        uint48 endS = uint48(block.timestamp - (block.timestamp % PERIOD_S)) + PERIOD_S;
        if (endS < s.startS) endS = s.startS;
        vm.prank(partyOf(home));
        _agreements.end(s.id, endS, "", "");
        s.endS = endS;
        _supply(home, supplier, endS, 1 + (capWh % 100_000));
    }

    /// A meter's registers jump to anywhere.
    function correct(uint256 home, uint32[2] memory to) external {
        home = home % HOMES;
        Register storage taken = _registers[home][IMPORT];
        Register storage given = _registers[home][EXPORT];
        if (taken.shownWh == to[0] && given.shownWh == to[1]) return;
        MeterCorrection memory c = MeterCorrection(
            meters[home],
            ++_corrections[home],
            CorrectionReason.Exchanged,
            taken.atS,
            given.atS,
            taken.shownWh,
            to[0],
            given.shownWh,
            to[1],
            bytes32(0)
        );
        _settlement.correct(c, vm.addr(REGISTRAR_KEY), _signDigest(REGISTRAR_KEY, _correctionDigest(c)));
        _jump(taken, to[0]);
        _jump(given, to[1]);
        try _settlement.correct(c, vm.addr(REGISTRAR_KEY), "") {
            broken = true;
        } catch {}
    }

    function deposit(uint256 party, uint40 amount) external {
        party = party % (HOMES + 1);
        _settlement.deposit(partyOf(party), amount);
        deposited += amount;
        escrows[party] += amount;
    }

    /// Withdraws some of what is free, or a unit more.
    function withdraw(uint256 party, uint256 share, bool tooMuch) external {
        party = party % (HOMES + 1);
        uint256 locked = lockedOf(party);
        uint256 free = escrows[party] > locked ? escrows[party] - locked : 0;
        uint256 amount = tooMuch ? free + 1 : (free * (share % 5)) / 4;
        vm.prank(partyOf(party));
        try _settlement.withdraw(address(this), amount) {
            if (tooMuch) broken = true;
            withdrawn += amount;
            escrows[party] -= amount;
        } catch {
            if (!tooMuch) broken = true;
        }
    }

    function payClaim(uint256 which) external {
        Supply storage s = _supplies[which % _supplies.length];
        uint256 paid = _least(s.claim, escrows[s.home]);
        try _settlement.payClaim(s.id) {
            if (s.claim == 0) broken = true;
            s.claim -= paid;
            escrows[s.home] -= paid;
            escrows[s.supplier] += paid;
        } catch {
            if (s.claim != 0) broken = true;
        }
    }

    function release(uint256 which) external {
        Supply storage s = _supplies[which % _supplies.length];
        bool over = s.startS == s.endS || block.timestamp >= s.endS + _agreements.RELEASE_DELAY_S();
        if (s.supplier != GRID && untilS[s.supplier] >= s.endS) over = true;
        try _agreements.release(s.id) {
            if (!over || s.released) broken = true;
            s.released = true;
        } catch {
            if (over && !s.released) broken = true;
        }
    }

    /// Sends tokens past the ledger.
    function donate(uint16 amount) external {
        donated += amount;
        _token.transfer(address(_settlement), amount);
    }

    function lockedOf(uint256 party) public view returns (uint256 sum) {
        for (uint256 i = 0; i < _supplies.length; ++i) {
            if (_supplies[i].home == party && !_supplies[i].released) sum += _supplies[i].locks;
        }
    }

    /// The interval with its readings; registers rise by `flowsWh` between the baselines and the end.
    function _intervalOf(Plan memory p, uint32[5] memory flowsWh) private returns (SupplyInterval memory interval) {
        interval = SupplyInterval(
            meters[p.supplier],
            _compile(p),
            p.startS + PERIOD_S,
            new PackedReading[](2 * p.reads.length)
        );
        uint256 count;
        for (uint256 i = 0; i < p.reads.length; ++i) {
            uint256 home = _homeAt(p, i);
            Register storage r = _registers[home][i == 0 ? EXPORT : IMPORT];
            if (p.reads[i] && p.baselines[i]) {
                interval.readings[count++] = _readingAt(home, p.startS, i, true);
                (r.atS, r.settledWh, r.corrected) = (p.startS, r.shownWh, false);
            }
            r.shownWh += flowsWh[home] % 5000;
            if (p.reads[i]) interval.readings[count++] = _readingAt(home, interval.endS, i, false);
        }
        PackedReading[] memory readings = interval.readings;
        assembly ("memory-safe") {
            mstore(readings, count)
        }
    }

    function _readingAt(
        uint256 home,
        uint48 atS,
        uint256 position,
        bool isBaseline
    ) private view returns (PackedReading memory) {
        return _pack(_read(KEYS + home, meters[home], 2, atS, _shown(home)), position, isBaseline);
    }

    function _compile(Plan memory p) private returns (address) {
        uint32[] memory numbers = new uint32[](p.members.length);
        for (uint256 i = 0; i < numbers.length; ++i) numbers[i] = uint32(p.members[i] + 1);
        return _settlement.compile(meters[p.supplier], p.startS, numbers);
    }

    function _expectRefused(SupplyInterval memory interval) private {
        SupplyInterval[] memory intervals = new SupplyInterval[](1);
        intervals[0] = interval;
        try _settlement.settle(intervals) {
            broken = true;
        } catch {}
    }

    function _keep(SupplyInterval memory interval) private {
        delete _last;
        (_last.exportMeter, _last.roster, _last.endS) = (interval.exportMeter, interval.roster, interval.endS);
        for (uint256 i = 0; i < interval.readings.length; ++i) _last.readings.push(interval.readings[i]);
    }

    function _shown(uint256 home) private view returns (uint64[2] memory) {
        return [_registers[home][IMPORT].shownWh, _registers[home][EXPORT].shownWh];
    }

    function _jump(Register storage r, uint64 toWh) private {
        unchecked {
            r.settledWh += toWh - r.shownWh;
        }
        (r.shownWh, r.corrected) = (toWh, true);
    }

    /// The home's latest agreement with a neighbour.
    function _lastSupply(uint256 home) private view returns (uint256 index) {
        for (uint256 i = 0; i < _supplies.length; ++i) {
            if (_supplies[i].home == home && _supplies[i].supplier != GRID) index = i;
        }
    }

    /// Registers an agreement that locks a quarter of what the home has free, at an awkward price.
    function _supply(uint256 home, uint256 supplier, uint48 startS, uint64 capWh) private {
        bool isGrid = supplier == GRID;
        uint256 locked = lockedOf(home);
        Agreement memory a;
        (a.importMeter, a.exportMeter) = (meters[home], isGrid ? bytes32(0) : meters[supplier]);
        (a.consumer, a.supplier) = (partyOf(home), partyOf(supplier));
        (a.startS, a.endS, a.settlementPeriodS) = (startS, END_S, uint32(PERIOD_S));
        (a.importRatedW, a.exportRatedW) = (RATED_W, isGrid ? 0 : RATED_W);
        (a.token, a.pricePerKWh) = (address(_token), uint64(999_999 * home + 7 * _salt + 1));
        (a.capWh, a.salt) = (capWh, bytes32(++_salt));
        if (escrows[home] > locked) a.escrow = uint128((escrows[home] - locked) / 4);
        bytes32 id = _agree(a, OWNER_KEYS + home, OWNER_KEYS + supplier);
        Supply memory s;
        (s.id, s.home, s.supplier, s.startS, s.endS) = (id, home, supplier, startS, END_S);
        (s.pricePerKWh, s.capWh, s.locks) = (a.pricePerKWh, capWh, a.escrow);
        _supplies.push(s);
    }

    function _correctionDigest(MeterCorrection memory c) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Wattproof EnergySettlement"),
                keccak256("1"),
                block.chainid,
                address(_settlement)
            )
        );
        bytes32 typehash = keccak256(
            "MeterCorrection(bytes32 meter,uint32 number,uint8 reason,uint48 importAtS,uint48 exportAtS,uint64 importFromWh,uint64 importToWh,uint64 exportFromWh,uint64 exportToWh,bytes32 evidenceHash)"
        );
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(typehash, c))));
    }
}
