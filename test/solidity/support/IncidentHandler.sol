// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceRegistry} from "../../../contracts/DeviceRegistry.sol";
import {IncidentRegistry} from "../../../contracts/IncidentRegistry.sol";
import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";
import {
    Incident,
    IncidentCategory,
    IncidentState,
    RecordType,
    SignedRecord
} from "../../../contracts/types/Incidents.sol";
import {IncidentBooks} from "./IncidentBooks.sol";
import {vm} from "./Vm.sol";

/// Seven organisations, members or not, each with a gateway, and three meters of theirs. They report, clear and appeal
/// about the meters and two of the gateways, decide about their own, hand meters over, change keys and prove what the
/// third meter says twice; the other devices sign one record per sequence, and everybody tries to frame them.
contract IncidentHandler is IncidentBooks {
    uint256 private constant METERS = 3;
    /// The only device that signs two records for one sequence.
    uint8 private constant LIAR = 2;

    /// Most happens to one meter and to the liar, or little would happen to any.
    uint8[8] private _chosen = [0, 0, 0, 1, LIAR, LIAR, 3, 4];
    SignedRecord[][5] private _records;
    mapping(bytes32 device => mapping(uint32 number => bytes32)) private _closedAs;
    /// Set if a call went through that the books forbid, or did not that they allow.
    bool public broken;
    /// Set if a device was quarantined by fewer than two members, in a consortium of fewer than three, or by its own.
    bool public lone;
    /// Set if a device that signed one record per sequence was proven to have signed two.
    bool public framed;
    /// Set if a closed incident changed.
    bool public reopened;
    uint256 public quarantines;
    uint256 public clearances;
    uint256 public proofs;

    constructor() {
        vm.warp(1_000_000_000);
        _deploy(REPORT_WINDOW_S, QUARANTINE_S);
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            organisations[o] = vm.addr(100 + o);
            _membership.admit(organisations[o], "Neighbour");
        }
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            uint256 key = _newKey();
            _gateways[o] = _enrolNew(organisations[o], DeviceKind.Gateway, key);
            if (o < DEVICES - METERS) _openBook(METERS + o, _gateways[o], key, o);
        }
        for (uint256 i = 0; i < METERS; ++i) {
            uint256 key = _newKey();
            _openBook(i, _enrolNew(organisations[i], DeviceKind.Meter, key), key, i);
        }
        _membership.expel(organisations[6]);
    }

    function devices() external view returns (DeviceRegistry) {
        return _devices;
    }

    function incidents() external view returns (IncidentRegistry) {
        return _incidents;
    }

    /// Some steps of any kind: the fuzzer alone seldom comes far.
    function live(uint256 seed, uint8 steps) external {
        steps %= 16;
        for (uint8 step = 0; step < steps; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint256 x, uint8 y, uint8 z) = (seed >> 128, uint8(seed >> 64), uint8(seed >> 72));
            uint256 kind = seed % 16;
            if (kind < 4) report(x, y & z, z);
            else if (kind < 7) clear(x, y);
            else if (kind < 9) pass(uint16(seed >> 80));
            else if (kind == 9) expire(x);
            else if (kind == 10) sign(x, y, [bytes32(seed), bytes32(x)], z % 2 == 0, y % 4 != 0);
            else if (kind == 11) _lie(seed, y, z);
            else if (kind == 12) frame(x, y, z, uint8(seed >> 88));
            else if (kind == 13) x % 2 == 0 ? decide(x >> 1, y) : changeKey(x >> 1, y % 4 != 0);
            else if (kind == 14) handOver(x, y);
            else join(x);
        }
    }

    function pass(uint16 forS) public {
        vm.warp(block.timestamp + (forS % 700));
    }

    function join(uint256 o) public {
        o %= ORGANISATIONS;
        if (_isMember(o)) _membership.expel(organisations[o]);
        else _membership.admit(organisations[o], "Neighbour");
    }

    /// Every organisation whose bit is set reports.
    function report(uint256 i, uint8 who, uint8 category) public {
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            if ((who >> o) & 1 == 1) _report(_chosen[i % 8], o, IncidentCategory(1 + (category % 5)));
        }
    }

    /// Every organisation whose bit is set clears.
    function clear(uint256 i, uint8 who) public {
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            if ((who >> o) & 1 == 1) _clear(_chosen[i % 8], o);
        }
    }

    function appeal(uint256 i, uint256 o) external {
        i = _chosen[i % 8];
        Book storage b = _books[i];
        o %= ORGANISATIONS;
        address account = organisations[o];
        bool allowed = _isOngoing(b) && (b.organisation == o || _devices.ownerOf(b.device) == account);
        vm.prank(account);
        try _incidents.appeal(b.device, bytes32(uint256(1))) {
            if (!allowed) broken = true;
        } catch {
            if (allowed) broken = true;
        }
    }

    function expire(uint256 i) public {
        i = _chosen[i % 8];
        Book storage b = _books[i];
        bool allowed = _isOngoing(b) && !_isLive(b);
        try _incidents.expire(b.device) {
            if (!allowed) broken = true;
            b.state = IncidentState.Expired;
        } catch {
            if (allowed) broken = true;
        }
        _note(i);
    }

    /// The organisation suspends, reinstates or, seldom, revokes.
    function decide(uint256 i, uint8 what) public {
        Book storage b = _books[i % DEVICES];
        bytes32 device = b.device;
        if (b.decided == DeviceStatus.Registered || b.decided == DeviceStatus.Revoked) return;
        bool suspend = b.decided == DeviceStatus.Active;
        vm.prank(organisations[b.organisation]);
        if (what % 64 == 63) {
            _devices.revoke(device);
            b.decided = DeviceStatus.Revoked;
        } else if (suspend) {
            _devices.suspend(device);
            b.decided = DeviceStatus.Suspended;
        } else {
            _devices.reinstate(device);
            b.decided = DeviceStatus.Active;
        }
    }

    /// The organisation gives a ticket for another key, which enrols now or later.
    function changeKey(uint256 i, bool enrolNow) public {
        Book storage b = _books[i % DEVICES];
        if (b.decided == DeviceStatus.Revoked) return;
        if (b.decided != DeviceStatus.Registered) {
            b.key = _newKey();
            if (!_recover(b.device, organisations[b.organisation], b.key)) broken = true;
            b.decided = DeviceStatus.Registered;
        }
        if (!enrolNow) return;
        _enrol(b.device, b.key);
        b.decided = DeviceStatus.Active;
    }

    function handOver(uint256 i, uint256 to) public {
        Book storage b = _books[i % METERS];
        to %= ORGANISATIONS;
        bytes32 device = b.device;
        address from = organisations[b.organisation];
        bool allowed = b.decided != DeviceStatus.Revoked && b.state != IncidentState.Quarantined && _isMember(to);
        vm.prank(from);
        try _devices.offerTransfer(device, organisations[to]) {} catch {}
        vm.prank(organisations[to]);
        try _devices.acceptTransfer(device) {
            if (!allowed) broken = true;
            b.organisation = to;
            // The transfer ended the ticket that was out.
            if (b.decided == DeviceStatus.Registered) b.key = _renew(device, organisations[to]);
        } catch {
            if (allowed) broken = true;
        }
    }

    /// A device signs its next record; the liar sometimes one more for a sequence that it has used.
    function sign(uint256 i, uint8 recordType, bytes32[2] memory words, bool stored, bool again) public {
        i = _chosen[i % 8];
        Book storage b = _books[i];
        if (b.decided == DeviceStatus.Registered) return;
        uint256 count = _records[i].length;
        uint64 sequence = i == LIAR && again && count != 0 ? _records[i][count - 1].header.sequence : uint64(count + 1);
        SignedRecord memory r = _record(b.device, b.key, sequence, RecordType(recordType % 3), words);
        if (stored) _store(r);
        _records[i].push(r);
    }

    /// The liar's latest two records, or any two.
    function prove(uint256 first, uint256 second, bool any) public {
        uint256 count = _records[LIAR].length;
        if (count < 2) return;
        if (!any) (first, second) = (count - 1, count - 2);
        Book storage b = _books[LIAR];
        SignedRecord memory a = _records[LIAR][first % count];
        SignedRecord memory z = _records[LIAR][second % count];
        bool allowed =
            a.header.sequence == z.header.sequence &&
                _hashOf(a) != _hashOf(z) &&
                !_provenAt[b.device][a.header.sequence] &&
                !(_isLive(b) && b.proven) &&
                (_isNew(b, a) || _isNew(b, z)) &&
                b.decided != DeviceStatus.Revoked &&
                _speaks(b, a) &&
                _speaks(b, z);
        try _incidents.proveEquivocation(a, z) {
            if (!allowed) broken = true;
            ++proofs;
            _noteProof(b, a.header.sequence);
        } catch {
            if (allowed) broken = true;
        }
        _note(LIAR);
    }

    /// Tries to show two records of a device that signed one per sequence, as they are or dressed up as two of one.
    function frame(uint256 i, uint256 first, uint256 second, uint8 trick) public {
        i = _chosen[i % 8];
        if (i == LIAR || _records[i].length == 0) return;
        SignedRecord memory a = _records[i][first % _records[i].length];
        SignedRecord memory z = _records[i][second % _records[i].length];
        if (trick % 8 == 1) z.header.sequence = a.header.sequence;
        if (trick % 8 == 2) (z = a, z.members = new bytes32[](2));
        if (trick % 8 == 3) z.recordType = RecordType((uint8(z.recordType) + 1) % 3);
        if (trick % 8 == 4) z.stream = 0;
        if (trick % 8 == 5) (z.header.sequence = a.header.sequence, z.signature = _sign(99, _hashOf(z)));
        if (trick % 8 == 6) (z.members[0], z.members[1]) = (z.members[1], z.members[0]);
        if (trick % 8 == 7 && _records[LIAR].length != 0) {
            z = _records[LIAR][second % _records[LIAR].length];
            (z.header.device, z.header.sequence) = (a.header.device, a.header.sequence);
        }
        try _incidents.proveEquivocation(a, z) {
            framed = true;
        } catch {}
    }

    /// The liar signs twice for one sequence, perhaps with a new key in between, and is confronted with that.
    function _lie(uint256 seed, uint8 y, uint8 z) private {
        uint256 liar = 4;
        sign(liar, y, [bytes32(seed), 0], z % 2 == 0, false);
        if (y % 8 == 0) changeKey(LIAR, true);
        if (y % 8 < 2) vm.warp(block.timestamp + 1);
        sign(liar, z, [bytes32(seed), bytes32(uint256(1))], y % 2 == 0, true);
        prove(y, z, z % 8 == 0);
    }

    function _openBook(uint256 i, bytes32 device, uint256 key, uint256 organisation) private {
        Book storage b = _books[i];
        (b.device, b.key, b.decided, b.organisation) = (device, key, DeviceStatus.Active, organisation);
    }

    function _report(uint256 i, uint256 o, IncidentCategory category) private {
        Book storage b = _books[i];
        Device memory g = _devices.deviceOf(_gateways[o]);
        bool isNew = _isLive(b) ? !_reportHolds(b, o) && !_isOwn(b, o) : b.organisation != o;
        bool allowed = _isMember(o) && g.status == DeviceStatus.Active && b.decided != DeviceStatus.Revoked && isNew;
        bool before = _incidents.incidentOf(b.device).state == IncidentState.Quarantined;
        vm.prank(organisations[o]);
        try _incidents.report(b.device, _gateways[o], category, bytes32(uint256(1))) {
            if (!allowed) broken = true;
            _noteReport(b, o);
        } catch {
            if (allowed) broken = true;
        }
        Incident memory now_ = _incidents.incidentOf(b.device);
        if (!before && now_.state == IncidentState.Quarantined) _judgeAccusers(b, now_.number);
        _note(i);
    }

    function _clear(uint256 i, uint256 o) private {
        Book storage b = _books[i];
        bool allowed = _isMember(o) && _isOngoing(b) && !_isOwn(b, o) && b.words[o] != Word.Clearance;
        vm.prank(organisations[o]);
        try _incidents.clear(b.device, bytes32(uint256(1))) {
            if (!allowed) broken = true;
            _noteClearance(b, o);
            if (b.state == IncidentState.Cleared) ++clearances;
        } catch {
            if (allowed) broken = true;
        }
        _note(i);
    }

    /// Asks the contracts alone who it was.
    function _judgeAccusers(Book storage b, uint32 number) private {
        ++quarantines;
        address[] memory accusers = _incidents.reportersOf(b.device, number);
        address own = _devices.deviceOf(b.device).organisation;
        uint256 members = 0;
        for (uint256 a = 0; a < accusers.length; ++a) {
            if (_membership.isMember(accusers[a]) && accusers[a] != own) ++members;
        }
        if (members < 2 || _membership.memberCount() < 3) lone = true;
    }

    /// Whether a record counts: anchored while its key spoke for the active device, or signed by the present key.
    function _speaks(Book storage b, SignedRecord memory r) private view returns (bool) {
        if (r.stream == 0) {
            return
                b.decided != DeviceStatus.Registered && keccak256(r.signature) == keccak256(_sign(b.key, _hashOf(r)));
        }
        uint64 anchoredAtS = _anchor.batchOf(r.stream, r.batchSequence, r.root).anchoredAtS;
        try _devices.requireSignedAt(b.device, _hashOf(r), r.signature, uint48(anchoredAtS)) {
            return true;
        } catch {
            return false;
        }
    }

    /// Whether the device's last clearance does not cover the record.
    function _isNew(Book storage b, SignedRecord memory r) private view returns (bool) {
        return r.stream == 0 || _anchor.batchOf(r.stream, r.batchSequence, r.root).anchoredAtS > b.clearedAtS;
    }

    /// Keeps what closed incidents are, and looks whether they still are.
    function _note(uint256 i) private {
        bytes32 device = _books[i].device;
        uint32 latest = _incidents.incidentOf(device).number;
        for (uint32 n = 1; n <= latest; ++n) {
            Incident memory incident = _incidents.incidentAt(device, n);
            bytes32 closedAs = _closedAs[device][n];
            bool closed = incident.state == IncidentState.Cleared || incident.state == IncidentState.Expired;
            if (!closed && closedAs == 0) continue;
            bytes32 is_ = keccak256(
                abi.encode(incident, _incidents.reportersOf(device, n), _incidents.clearersOf(device, n))
            );
            if (closedAs == 0) _closedAs[device][n] = is_;
            else if (closedAs != is_) reopened = true;
        }
    }
}
