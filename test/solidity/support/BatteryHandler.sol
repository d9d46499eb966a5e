// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {BatteryPassport} from "../../../contracts/BatteryPassport.sol";
import {RecordAnchor} from "../../../contracts/RecordAnchor.sol";
import {IDeviceRegistry} from "../../../contracts/interfaces/IDeviceRegistry.sol";
import {IMembership} from "../../../contracts/interfaces/IMembership.sol";
import {RecordHashes} from "../../../contracts/mocks/RecordHashes.sol";
import {Batch} from "../../../contracts/types/Anchors.sol";
import {
    BatteryStatus,
    Checkpoint,
    CycleProof,
    DeviceBinding,
    DeviceReplacement,
    OperatingLimits,
    Passport,
    PassportFacts
} from "../../../contracts/types/Passports.sol";
import {CycleCounters, RecordHeader} from "../../../contracts/types/Records.sol";
import {BatteryBooks} from "./BatteryBooks.sol";
import {TestCounters} from "./TestCounters.sol";
import {vm} from "./Vm.sol";

/// Leads batteries of two keepers through any life: issued, measured, packed, sold, reused, scrapped, made into others. They
/// begin in the midst of it, since a run is short: measured ones, a pack, an offer. The handler keeps books of what its
/// successful calls must have led to; `broken` tells that a call went through which must not, or was refused which must.
contract BatteryHandler is BatteryBooks {
    uint32 private constant FACTORY_CHARGES = 3;

    RecordAnchor private _anchor;
    RecordHashes private _hashes = new RecordHashes();
    bytes32 private _stream;
    // What the last checkpoint of a passport hides.
    mapping(uint256 passport => CycleCounters) private _measured;
    uint64 private _batches;
    bytes32 private _root;

    constructor() {
        _anchor = new RecordAnchor(address(new AccessManager(address(this))));
        _stream = _anchor.openStream(0, 0);
        passports = new BatteryPassport(IMembership(address(_registry)), IDeviceRegistry(address(_registry)), _anchor);
        for (uint256 i = 0; i < DEVICES; ++i) _registry.enrol(_device(i), _keeper(i));
        for (uint256 i = 0; i < 6; ++i) {
            _issue(_keeper(i));
            setDevice(i, i, 2, false, 0);
        }
        addModules(0, 2, 0);
        trade(1, 0, 0);
        _building = false;
    }

    function issue(uint256 by) external {
        if (ids.length < MOST_BATTERIES) _issue(_keeper(by));
    }

    function succeed(uint256 a, uint256 b, uint8 status) external {
        if (ids.length >= MOST_BATTERIES) return;
        uint256[] memory predecessors = new uint256[](a % 3 == 0 ? 2 : 1);
        predecessors[0] = _pick(a);
        if (predecessors.length == 2) predecessors[1] = _pickOf(_books[predecessors[0]].keeper, b, status);
        (PassportFacts memory facts, uint256 passport) = _facts();
        bool allowed = status % 8 != 4 && _canBeSucceeded(predecessors);
        vm.prank(_books[predecessors[0]].keeper);
        try passports.issueSuccessor(facts, BatteryStatus(status % 8 == 4 ? 4 : 1 + (status % 3)), predecessors) {
            if (!allowed) broken = true;
            _note(passport, _books[predecessors[0]].keeper, facts);
            for (uint256 i = 0; i < predecessors.length; ++i) {
                Books storage old = _books[predecessors[i]];
                if (old.successor != 0 || old.keeper != _books[passport].keeper) broken = true;
                old.successor = passport;
                old.offeredTo = address(0);
                old.frozen = everythingOf(predecessors[i]);
            }
        } catch {
            _refused(allowed);
        }
    }

    function setStatus(uint256 which, uint8 status, uint8 dice) external {
        uint256 passport = _pick(which);
        BatteryStatus to = dice % 3 == 0 ? BatteryStatus.Waste : BatteryStatus(status % 5);
        uint256[] memory modules = passports.modulesOf(passport);
        address caller = _caller(passport, dice);
        Passport memory p = passports.passportOf(passport);
        bool allowed = _isKept(passport, caller) && p.pack == 0 && !_books[passport].waste && p.status != to;
        allowed = allowed && (to == BatteryStatus.Waste || to == BatteryStatus.Reused);
        vm.prank(caller);
        try passports.setStatus(passport, to) {
            if (!allowed) broken = true;
            _books[passport].waste = to == BatteryStatus.Waste;
            for (uint256 i = 0; i < modules.length; ++i) _books[modules[i]].waste = to == BatteryStatus.Waste;
            _noOffer(passport);
        } catch {
            _refused(allowed);
        }
    }

    function addModules(uint256 which, uint256 other, uint8 dice) public {
        uint256 pack = _pick(which);
        uint256[] memory modules = new uint256[](other % 4 == 3 ? 2 : 1);
        modules[0] = _pickOf(_books[pack].keeper, other, dice);
        if (modules.length == 2) modules[1] = _pick(other);
        address caller = _caller(pack, dice);
        bool allowed = _canBePack(pack, caller) && !(modules.length == 2 && modules[0] == modules[1]);
        for (uint256 i = 0; i < modules.length; ++i) {
            allowed = allowed && modules[i] != pack && _canBeModule(modules[i], caller);
        }
        vm.prank(caller);
        try passports.addModules(pack, modules) {
            if (!allowed) broken = true;
            _noOffer(pack);
            for (uint256 i = 0; i < modules.length; ++i) _noOffer(modules[i]);
        } catch {
            _refused(allowed);
        }
    }

    function removeModules(uint256 which, uint8 dice) external {
        uint256 module = _pick(which);
        uint256 pack = passports.passportOf(module).pack;
        uint256[] memory modules = new uint256[](1);
        modules[0] = module;
        address caller = _caller(pack, dice);
        bool allowed = pack != 0 && _isKept(pack, caller);
        vm.prank(caller);
        try passports.removeModules(pack, modules) {
            if (!allowed) broken = true;
            _noOffer(pack);
        } catch {
            _refused(allowed);
        }
    }

    /// Binds the first device, or replaces the present one: signed by both over the last sequence that counts, or over one
    /// more; or attested.
    function setDevice(uint256 which, uint256 device, uint64 firstSequence, bool attest, uint8 dice) public {
        uint256 passport = _pick(dice % 3 == 2 ? which % 2 : which);
        bytes32 id = _device(device);
        DeviceBinding[] memory bindings = passports.bindingsOf(passport);
        address caller = _caller(passport, dice);
        bool allowed = _isKept(passport, caller) && _isBindable(id, caller) && firstSequence % 10 != 0;
        if (bindings.length != 0) {
            DeviceReplacement memory r = DeviceReplacement(passport, id, firstSequence % 10, "", "", 0);
            _replace(r, bindings[bindings.length - 1], caller, attest, dice % 5 == 1, allowed);
            return;
        }
        vm.prank(caller);
        try passports.bind(passport, id, firstSequence % 10) {
            if (!allowed) broken = true;
            _measures(passport, id);
        } catch {
            _refused(allowed);
        }
    }

    /// A record of any device, at any sequence near the last, anchored and signed, shown to any passport.
    function checkpoint(uint256 which, uint256 device, uint64 ahead, uint64 amount) external {
        // Mostly of few batteries: counters fall only from one publication to the next.
        uint256 passport = _pick(ahead % 4 == 3 ? which : which % 2);
        DeviceBinding[] memory bindings = passports.bindingsOf(passport);
        // Mostly the device that measures the battery, or one that did.
        bytes32 present = bindings.length == 0 ? bytes32(0) : bindings[bindings.length - 1].device;
        bytes32 id =
            present == 0 || device % 7 == 6
                ? _device(device)
                : device % 7 == 5
                    ? bindings[0].device
                    : present;
        RecordHeader memory header = RecordHeader(id, highestOf[id] + (ahead % 6), amount, 0, 0, bytes32(0));
        CycleCounters memory c = TestCounters.from(amount);
        CycleProof memory p;
        p.header = header;
        p.countersHash = _hashes.counters(c);
        bytes32 recordHash = _hashes.chargeCycle(header, 0, p.countersHash);
        (p.stream, p.batchSequence, p.root, p.proof) = (
            _stream,
            ++_batches,
            _hashes.leaf(recordHash),
            new bytes32[](0)
        );
        _anchor.anchor(Batch(_stream, p.batchSequence, _root, p.root, 1, 0, 0));
        _root = p.root;
        p.signature = _registry.sign(id, recordHash);
        bool allowed =
            header.sequence > highestOf[id] &&
                id == present &&
                passportOfDevice[id] == passport &&
                _books[passport].successor == 0 &&
                header.sequence >= bindings[bindings.length - 1].firstSequence;
        try passports.checkpoint(passport, p) {
            if (!allowed) broken = true;
            highestOf[id] = header.sequence;
            _measured[passport] = c;
        } catch {
            _refused(allowed);
            return;
        }
        if (amount % 4 != 3) _publish(passport, c, 0);
    }

    /// The counters behind the checkpoint, or others.
    function publishCounters(uint256 which, uint64 amount, uint8 dice) external {
        uint256 passport = _pick(which);
        _publish(passport, dice % 5 == 1 ? TestCounters.from(amount) : _measured[passport], dice);
    }

    /// Offers a battery, or the pack that it is in, and lets somebody accept, now or later.
    function trade(uint256 which, uint256 to, uint8 dice) public {
        uint256 passport = _pick(which);
        uint256 pack = passports.passportOf(passport).pack;
        if (pack != 0 && to % 5 != 0) passport = pack;
        if (dice % 4 != 1) {
            // Mostly to the other keeper.
            address keeper = _books[passport].keeper == _keeper(0) ? _keeper(1) : _keeper(0);
            if (to % 7 >= 5) keeper = to % 7 == 5 ? address(0) : _books[passport].keeper;
            address caller = _caller(passport, dice);
            bool allowed = _isKept(passport, caller) && passports.passportOf(passport).pack == 0;
            vm.prank(caller);
            try passports.offerCustody(passport, keeper) {
                if (!allowed) broken = true;
                _books[passport].offeredTo = keeper;
            } catch {
                _refused(allowed);
            }
        }
        if (dice % 4 != 0) _accept(passport, dice);
    }

    /// ERC-721's own way, by the keeper or by who the keeper approved.
    function transfer(uint256 which, uint256 to, bool byKeeper) external {
        uint256 passport = _pick(which);
        address keeper = _books[passport].keeper;
        vm.prank(keeper);
        passports.setApprovalForAll(address(this), true);
        if (byKeeper) vm.prank(keeper);
        try passports.transferFrom(keeper, _keeper(to), passport) {
            broken = true;
        } catch {}
    }

    function _publish(uint256 passport, CycleCounters memory c, uint8 dice) private {
        Books storage b = _books[passport];
        Checkpoint memory current = passports.checkpointOf(passport);
        address caller = _caller(passport, dice);
        bool allowed =
            _isKept(passport, caller) &&
                _hashes.counters(c) == current.countersHash &&
                c.chargeCount >= FACTORY_CHARGES &&
                !(b.published && TestCounters.isLower(c, b.counters));
        vm.prank(caller);
        try passports.publishCounters(passport, c) {
            if (!allowed) broken = true;
            (b.counters, b.published) = (c, true);
        } catch {
            _refused(allowed);
        }
    }

    function _accept(uint256 passport, uint8 dice) private {
        Books storage b = _books[passport];
        address caller = dice % 5 != 0 && b.offeredTo != address(0) ? b.offeredTo : _keeper(dice);
        uint256[] memory modules = passports.modulesOf(passport);
        bool allowed = b.offeredTo == caller;
        vm.prank(caller);
        try passports.acceptCustody(passport) {
            if (!allowed) broken = true;
            (b.keeper, b.offeredTo) = (caller, address(0));
            for (uint256 i = 0; i < modules.length; ++i) _books[modules[i]].keeper = caller;
        } catch {
            _refused(allowed);
        }
    }

    function _replace(
        DeviceReplacement memory r,
        DeviceBinding memory present,
        address caller,
        bool attest,
        bool wrong,
        bool allowed
    ) private {
        bytes32 old = present.device;
        uint64 last = highestOf[old] == 0 ? present.firstSequence - 1 : highestOf[old];
        bytes32 structHash = _hashes.deviceReplacement(r, old, wrong ? last + 1 : last);
        r.newSignature = _registry.sign(r.newDevice, structHash);
        if (attest) r.attestation = bytes32(uint256(1));
        else r.oldSignature = _registry.sign(old, structHash);
        allowed = allowed && !wrong && (!attest || _registry.organisations(old) == caller);
        vm.prank(caller);
        try passports.replaceDevice(r) {
            if (!allowed) broken = true;
            _measures(r.passport, r.newDevice);
            lastOf[old] = last;
        } catch {
            _refused(allowed);
        }
    }

    function _issue(address maker) private {
        (PassportFacts memory facts, uint256 passport) = _facts();
        vm.prank(maker);
        passports.issue(facts);
        _note(passport, maker, facts);
    }

    function _facts() private view returns (PassportFacts memory facts, uint256 passport) {
        bytes memory identifier = abi.encodePacked("battery ", bytes1(uint8(65 + ids.length)));
        facts.batteryPassportIdentifier = string(identifier);
        facts.ratedCapacityMicroAh = 1;
        facts.factoryChargeCount = FACTORY_CHARGES;
        facts.limits = OperatingLimits(0, 1, -1, 1, -1, 1);
        passport = uint256(keccak256(identifier));
    }
}
