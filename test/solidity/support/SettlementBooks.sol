// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// What the rules of `IEnergySettlement` make of readings, kept apart from the contract: written from the rules, without
/// looking for speed. Homes 0 and 1 may supply; the party after the last home is the grid supplier.
abstract contract SettlementBooks {
    uint256 public constant HOMES = 5;
    uint256 public constant SUPPLIERS = 2;
    uint256 public constant GRID = HOMES;
    uint256 internal constant IMPORT = 0;
    uint256 internal constant EXPORT = 1;
    uint48 internal constant PERIOD_S = 900;

    /// An agreement; its number is its place in `_supplies`, from 1.
    struct Supply {
        bytes32 id;
        uint256 home;
        uint256 supplier;
        uint48 startS;
        uint48 endS;
        uint64 pricePerKWh;
        uint64 capWh;
        uint64 deliveredWh;
        uint256 claim;
        uint128 locks;
        bool released;
    }

    /// One direction of a meter: what it shows, and what is settled of that.
    struct Register {
        uint48 atS;
        uint64 settledWh;
        uint64 shownWh;
        bool corrected;
    }

    /// A supplier's next interval: its members are places in `_supplies`, its readings those of the supplier and the members.
    struct Plan {
        uint256 supplier;
        uint48 startS;
        uint256[] members;
        bool[] reads;
        bool[] baselines;
    }

    /// What has been settled of an interval so far, and what the accounts have left of what they held before the call.
    struct Tally {
        uint256[6] available;
        uint256[6] credits;
        uint256 productionWh;
        uint256 demandsWh;
        uint256 deliveredWh;
        uint256[] demands;
        uint256[] flows;
        bool[] exact;
        uint256[] words;
        uint256 count;
    }

    Supply[] internal _supplies;
    Register[2][5] internal _registers;
    uint48[2] public untilS;
    uint48[2] private _coveredFromS;
    bytes32[2] public heads;
    uint256[6] public escrows;
    /// Wh over all intervals of a supplier.
    uint256[2] public producedWh;
    uint256[2] public deliveredWh;

    function supplies() external view returns (Supply[] memory) {
        return _supplies;
    }

    function registerOf(uint256 home, uint256 direction) external view returns (Register memory) {
        return _registers[home][direction];
    }

    /// What the supplier's next interval is, with every reading and the baselines that it needs; without members if there is none.
    function _planNext(uint256 supplier) internal view returns (Plan memory p) {
        p.supplier = supplier;
        p.startS = _nextStart(supplier);
        p.members = new uint256[](_supplies.length);
        uint256 count;
        for (uint256 i = 0; i < _supplies.length; ++i) {
            Supply storage s = _supplies[i];
            if (s.supplier == supplier && s.startS <= p.startS && p.startS < s.endS) p.members[count++] = i;
        }
        uint256[] memory members = p.members;
        assembly ("memory-safe") {
            mstore(members, count)
        }
        (p.reads, p.baselines) = (new bool[](count + 1), new bool[](count + 1));
        p.reads[0] = true;
        p.baselines[0] = _registers[supplier][EXPORT].atS < _covered(supplier, p.startS);
        for (uint256 i = 0; i < count; ++i) {
            Supply storage s = _supplies[members[i]];
            p.baselines[i + 1] = _registers[s.home][IMPORT].atS < s.startS;
            // A baseline must not jump over what an earlier supplier has still to settle.
            p.reads[i + 1] = !p.baselines[i + 1] || !_isEarlierOpen(s.home, s.startS);
        }
    }

    function _leaveOut(Plan memory p, uint8 missing) internal pure {
        for (uint256 i = 0; i < p.reads.length; ++i) {
            if ((missing >> i) & 1 == 1) p.reads[i] = false;
        }
    }

    function _homeAt(Plan memory p, uint256 position) internal view returns (uint256) {
        return position == 0 ? p.supplier : _supplies[p.members[position - 1]].home;
    }

    function _openTally() internal view returns (Tally memory t) {
        t.available = escrows;
    }

    function _closeTally(Tally memory t) internal {
        for (uint256 i = 0; i < 6; ++i) escrows[i] = t.available[i] + t.credits[i];
    }

    /// Settles the interval; registers show what was read at its end.
    function _settleInBooks(Plan memory p, Tally memory t, address roster) internal {
        uint48 endS = p.startS + PERIOD_S;
        uint256 size = p.members.length;
        (t.demands, t.flows, t.exact) = (new uint256[](size + 1), new uint256[](size + 1), new bool[](size + 1));
        (t.words, t.count, t.demandsWh, t.deliveredWh) = (new uint256[](2 * size + 1), 1, 0, 0);
        _coveredFromS[p.supplier] = _covered(p.supplier, p.startS);
        if (p.reads[0]) (t.flows[0], t.exact[0]) = _take(_registers[p.supplier][EXPORT], p.startS);
        t.productionWh = t.flows[0];
        for (uint256 i = 1; i <= size; ++i) {
            if (!p.reads[i]) continue;
            Supply storage s = _supplies[p.members[i - 1]];
            (t.flows[i], t.exact[i]) = _take(_registers[s.home][IMPORT], p.startS);
            t.demands[i] = s.claim != 0 ? 0 : _least(t.flows[i], s.capWh - s.deliveredWh);
            t.demandsWh += t.demands[i];
        }
        for (uint256 i = 1; i <= size; ++i) {
            if (p.reads[i]) _deliver(p, t, i);
            else ++t.count;
        }
        if (p.reads[0]) t.words[0] = _word(t.flows[0], t.deliveredWh, 0, t.exact[0]);
        uint256[] memory words = t.words;
        uint256 count = t.count;
        assembly ("memory-safe") {
            mstore(words, count)
        }
        untilS[p.supplier] = endS;
        bytes32 place = bytes32((uint256(uint160(roster)) << 96) | endS);
        heads[p.supplier] = keccak256(abi.encodePacked(heads[p.supplier], place, words));
        producedWh[p.supplier] += t.productionWh;
        deliveredWh[p.supplier] += t.deliveredWh;
    }

    function _deliver(Plan memory p, Tally memory t, uint256 position) private {
        Supply storage s = _supplies[p.members[position - 1]];
        uint256 shareWh = t.demands[position];
        if (t.productionWh < t.demandsWh) shareWh = (t.productionWh * shareWh) / t.demandsWh;
        s.deliveredWh += uint64(shareWh);
        t.deliveredWh += shareWh;
        uint256 owed = _charge(s, shareWh, t);
        uint256 restWh = t.flows[position] - shareWh;
        uint256 word = _word(t.flows[position], shareWh, owed, t.exact[position]);
        uint256 grid = _gridOf(s.home, p.startS);
        if (grid == 0 || restWh == 0 || _supplies[grid - 1].claim != 0) {
            t.words[t.count++] = word;
            return;
        }
        t.words[t.count++] = word | 4;
        t.words[t.count++] = (restWh << 192) | (_charge(_supplies[grid - 1], restWh, t) << 96) | grid;
    }

    function _charge(Supply storage s, uint256 energyWh, Tally memory t) private returns (uint256 owed) {
        uint256 cost = (energyWh * s.pricePerKWh) / 1000;
        uint256 paid = _least(cost, t.available[s.home]);
        t.available[s.home] -= paid;
        t.credits[s.supplier] += paid;
        owed = cost - paid;
        s.claim += owed;
    }

    function _take(Register storage r, uint48 startS) private returns (uint256 flowWh, bool exact) {
        unchecked {
            flowWh = r.shownWh - r.settledWh;
        }
        exact = r.atS == startS && !r.corrected;
        (r.atS, r.settledWh, r.corrected) = (startS + PERIOD_S, r.shownWh, false);
    }

    /// Number of the agreement with the grid supplier that holds the interval; zero if none does.
    function _gridOf(uint256 home, uint48 startS) private view returns (uint256) {
        for (uint256 i = 0; i < _supplies.length; ++i) {
            Supply storage s = _supplies[i];
            if (s.supplier != GRID || s.home != home) continue;
            if (s.startS <= startS && startS + PERIOD_S <= s.endS) return i + 1;
        }
        return 0;
    }

    function _isEarlierOpen(uint256 home, uint48 beforeS) private view returns (bool) {
        uint48 settledS = _registers[home][IMPORT].atS;
        for (uint256 i = 0; i < _supplies.length; ++i) {
            Supply storage s = _supplies[i];
            if (s.supplier == GRID || s.home != home || s.startS == s.endS) continue;
            if (s.endS > settledS && s.startS < beforeS && untilS[s.supplier] < s.endS) return true;
        }
        return false;
    }

    function _covered(uint256 supplier, uint48 startS) private view returns (uint48) {
        return untilS[supplier] == startS ? _coveredFromS[supplier] : startS;
    }

    /// Where the supplier's next interval begins: at the last one's end, or where it next serves somebody.
    function _nextStart(uint256 supplier) private view returns (uint48 startS) {
        uint48 fromS = untilS[supplier];
        startS = type(uint48).max;
        for (uint256 i = 0; i < _supplies.length; ++i) {
            Supply storage s = _supplies[i];
            if (s.supplier != supplier || s.startS == s.endS || s.endS <= fromS) continue;
            uint48 from = s.startS > fromS ? s.startS : fromS;
            if (from < startS) startS = from;
        }
    }

    function _word(uint256 flowWh, uint256 shareWh, uint256 owed, bool exact) private pure returns (uint256) {
        return (flowWh << 192) | (shareWh << 128) | (owed << 32) | (exact ? 3 : 1);
    }

    function _least(uint256 one, uint256 other) internal pure returns (uint256) {
        return one < other ? one : other;
    }
}
