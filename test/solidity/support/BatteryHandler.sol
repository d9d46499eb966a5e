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
    PassportFacts
} from "../../../contracts/types/Passports.sol";
import {CycleCounters, RecordHeader} from "../../../contracts/types/Records.sol";
import {TestCounters} from "./TestCounters.sol";
import {TestDevices} from "./TestDevices.sol";
import {vm} from "./Vm.sol";

/// Leads batteries of two keepers through any life: issued, measured, packed, sold, reused, scrapped, made into others. They
/// begin in the midst of it, since a run is short: measured ones, a pack, an offer. The handler keeps books of what its
/// successful calls must have led to; `broken` tells that a call went through which must not.
contract BatteryHandler {
    uint256 public constant MOST_BATTERIES = 10;
    uint256 private constant KEEPERS = 2;
    uint256 private constant DEVICES = 12;

    /// What must be true of a passport, by the calls that went through.
    struct Books {
        address keeper;
        address offeredTo;
        bytes32 factsHash;
        uint256 successor;
        /// Of everything about it, when it was succeeded.
        bytes32 frozen;
        bool waste;
        CycleCounters counters;
        bool published;
    }

    BatteryPassport public passports;
    RecordAnchor private _anchor;
    TestDevices private _registry = new TestDevices();
    RecordHashes private _hashes = new RecordHashes();
    bytes32 private _stream;

    uint256[] public ids;
    bool public broken;
    mapping(uint256 passport => Books) private _books;
    mapping(bytes32 device => uint256 passport) public passportOfDevice;
    mapping(bytes32 device => uint64 sequence) public highestOf;
    /// The last record that counts of a device that was replaced.
    mapping(bytes32 device => uint64 sequence) public lastOf;
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
    }

    function count() external view returns (uint256) {
        return ids.length;
    }

    function booksOf(uint256 passport) external view returns (Books memory) {
        return _books[passport];
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
        vm.prank(_books[predecessors[0]].keeper);
        try passports.issueSuccessor(facts, BatteryStatus(status % 8 == 4 ? 4 : 1 + (status % 3)), predecessors) {
            _note(passport, _books[predecessors[0]].keeper, facts);
            for (uint256 i = 0; i < predecessors.length; ++i) {
                Books storage old = _books[predecessors[i]];
                if (old.successor != 0 || old.keeper != _books[passport].keeper) broken = true;
                old.successor = passport;
                old.offeredTo = address(0);
                old.frozen = everythingOf(predecessors[i]);
            }
        } catch {}
    }

    function setStatus(uint256 which, uint8 status, uint8 dice) external {
        uint256 passport = _pick(which);
        BatteryStatus to = dice % 3 == 0 ? BatteryStatus.Waste : BatteryStatus(status % 5);
        uint256[] memory modules = passports.modulesOf(passport);
        vm.prank(_caller(passport, dice));
        try passports.setStatus(passport, to) {
            if (_books[passport].waste) broken = true;
            _books[passport].waste = to == BatteryStatus.Waste;
            for (uint256 i = 0; i < modules.length; ++i) _books[modules[i]].waste = to == BatteryStatus.Waste;
            _noOffer(passport);
        } catch {}
    }

    function addModules(uint256 which, uint256 other, uint8 dice) public {
        uint256 pack = _pick(which);
        uint256[] memory modules = new uint256[](other % 4 == 3 ? 2 : 1);
        modules[0] = _pickOf(_books[pack].keeper, other, dice);
        if (modules.length == 2) modules[1] = _pick(other);
        vm.prank(_caller(pack, dice));
        try passports.addModules(pack, modules) {
            _noOffer(pack);
            for (uint256 i = 0; i < modules.length; ++i) _noOffer(modules[i]);
        } catch {}
    }

    function removeModules(uint256 which, uint8 dice) external {
        uint256 module = _pick(which);
        uint256 pack = passports.passportOf(module).pack;
        uint256[] memory modules = new uint256[](1);
        modules[0] = module;
        vm.prank(_caller(pack, dice));
        try passports.removeModules(pack, modules) {
            _noOffer(pack);
        } catch {}
    }

    /// Binds the first device, or replaces the present one: signed by both over the last sequence that counts, or over one
    /// more; or attested.
    function setDevice(uint256 which, uint256 device, uint64 firstSequence, bool attest, uint8 dice) public {
        uint256 passport = _pick(dice % 3 == 2 ? which % 2 : which);
        bytes32 id = _device(device);
        DeviceBinding[] memory bindings = passports.bindingsOf(passport);
        if (bindings.length == 0) {
            vm.prank(_caller(passport, dice));
            try passports.bind(passport, id, firstSequence % 10) {
                _measures(passport, id);
            } catch {}
            return;
        }
        bytes32 old = bindings[bindings.length - 1].device;
        uint64 last = highestOf[old] == 0 ? bindings[bindings.length - 1].firstSequence - 1 : highestOf[old];
        DeviceReplacement memory r = DeviceReplacement(passport, id, firstSequence % 10, "", "", 0);
        bool wrong = dice % 5 == 1;
        bytes32 structHash = _hashes.deviceReplacement(r, old, wrong ? last + 1 : last);
        r.newSignature = _registry.sign(id, structHash);
        if (attest) r.attestation = bytes32(uint256(1));
        else r.oldSignature = _registry.sign(old, structHash);
        vm.prank(_caller(passport, dice));
        try passports.replaceDevice(r) {
            if (wrong || (attest && _registry.organisations(old) != _books[passport].keeper)) broken = true;
            _measures(passport, id);
            lastOf[old] = last;
        } catch {}
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
        try passports.checkpoint(passport, p) {
            if (header.sequence <= highestOf[id] || id != present || passportOfDevice[id] != passport) broken = true;
            highestOf[id] = header.sequence;
            _measured[passport] = c;
            if (amount % 4 != 3) _publish(passport, c, 0);
        } catch {}
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
            vm.prank(_caller(passport, dice));
            try passports.offerCustody(passport, keeper) {
                _books[passport].offeredTo = keeper;
            } catch {}
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

    /// Hash of all that the contract says of a passport.
    function everythingOf(uint256 passport) public view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    passports.passportOf(passport),
                    passports.ownerOf(passport),
                    passports.custodyOfferOf(passport),
                    passports.predecessorsOf(passport),
                    passports.modulesOf(passport),
                    passports.bindingsOf(passport),
                    passports.checkpointOf(passport),
                    passports.countersOf(passport)
                )
            );
    }

    function _publish(uint256 passport, CycleCounters memory c, uint8 dice) private {
        Books storage b = _books[passport];
        Checkpoint memory current = passports.checkpointOf(passport);
        vm.prank(_caller(passport, dice));
        try passports.publishCounters(passport, c) {
            if (_hashes.counters(c) != current.countersHash) broken = true;
            if (b.published && TestCounters.isLower(c, b.counters)) broken = true;
            (b.counters, b.published) = (c, true);
        } catch {}
    }

    function _accept(uint256 passport, uint8 dice) private {
        Books storage b = _books[passport];
        address caller = dice % 5 != 0 && b.offeredTo != address(0) ? b.offeredTo : _keeper(dice);
        uint256[] memory modules = passports.modulesOf(passport);
        vm.prank(caller);
        try passports.acceptCustody(passport) {
            if (b.offeredTo != caller) broken = true;
            (b.keeper, b.offeredTo) = (caller, address(0));
            for (uint256 i = 0; i < modules.length; ++i) _books[modules[i]].keeper = caller;
        } catch {}
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
        facts.factoryChargeCount = 3;
        facts.limits = OperatingLimits(0, 1, -1, 1, -1, 1);
        passport = uint256(keccak256(identifier));
    }

    function _note(uint256 passport, address keeper, PassportFacts memory facts) private {
        ids.push(passport);
        _books[passport].keeper = keeper;
        _books[passport].factsHash = keccak256(abi.encode(facts));
    }

    function _measures(uint256 passport, bytes32 device) private {
        if (passportOfDevice[device] != 0) broken = true;
        passportOfDevice[device] = passport;
    }

    function _noOffer(uint256 passport) private {
        _books[passport].offeredTo = address(0);
    }

    /// Mostly the keeper.
    function _caller(uint256 passport, uint8 dice) private view returns (address) {
        return dice % 8 == 7 ? _keeper(dice) : _books[passport].keeper;
    }

    function _pick(uint256 which) private view returns (uint256) {
        return ids[which % ids.length];
    }

    /// Mostly a battery of the same keeper.
    function _pickOf(address keeper, uint256 which, uint8 dice) private view returns (uint256 passport) {
        passport = _pick(which);
        for (uint256 i = 0; dice % 5 != 4 && i < ids.length && _books[passport].keeper != keeper; ++i) {
            passport = _pick((which % ids.length) + i);
        }
    }

    function _keeper(uint256 i) private pure returns (address) {
        return address(uint160(0xA0 + (i % KEEPERS)));
    }

    function _device(uint256 i) private pure returns (bytes32) {
        return bytes32(0xD0 + (i % DEVICES));
    }
}
