// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BatteryPassport} from "../../contracts/BatteryPassport.sol";
import {BatteryStatus, DeviceBinding, Passport, PublishedCounters} from "../../contracts/types/Passports.sol";
import {BatteryHandler} from "./support/BatteryHandler.sol";

/// Must always hold of a battery's passport, whatever its keepers, makers and devices do:
///
/// - facts of the factory never change, and published counters never go down nor below them;
/// - a checkpoint of one device never goes back, and comes from a device that measures the battery;
/// - a device measures one battery for ever;
/// - custody moves by offer and acceptance only, a pack's modules move with it, and a new device ends an offer;
/// - waste never becomes anything else in place;
/// - a passport that has a successor never changes again;
/// - a module is in one pack that is in use, has its keeper and no offer of its own, and is waste with it only; packs are
///   no modules.
contract BatteryLifeTest {
    BatteryHandler private _handler;
    BatteryPassport private _passports;

    function setUp() external {
        _handler = new BatteryHandler();
        _passports = _handler.passports();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_NothingForbiddenWentThroughAndNothingAllowedWasRefused() external view {
        assert(!_handler.broken());
    }

    function invariant_FactsNeverChangeAndCountersNeverGoDown() external view {
        for (uint256 i = 0; i < _handler.count(); ++i) {
            uint256 id = _handler.ids(i);
            BatteryHandler.Books memory b = _handler.booksOf(id);
            Passport memory p = _passports.passportOf(id);
            assert(keccak256(abi.encode(p.facts)) == b.factsHash);
            PublishedCounters memory published = _passports.countersOf(id);
            assert(keccak256(abi.encode(published.counters)) == keccak256(abi.encode(b.counters)));
            if (b.published) assert(published.counters.chargeCount >= p.facts.factoryChargeCount);
        }
    }

    function invariant_CheckpointsNeverGoBack() external view {
        for (uint256 i = 0; i < _handler.count(); ++i) {
            uint256 id = _handler.ids(i);
            bytes32 device = _passports.checkpointOf(id).device;
            if (device == 0) continue;
            assert(_passports.checkpointOf(id).sequence == _handler.highestOf(device));
            assert(_handler.passportOfDevice(device) == id);
        }
    }

    function invariant_ADeviceMeasuresOneBatteryForEver() external view {
        for (uint256 i = 0; i < _handler.count(); ++i) {
            uint256 id = _handler.ids(i);
            DeviceBinding[] memory bindings = _passports.bindingsOf(id);
            for (uint256 d = 0; d < bindings.length; ++d) {
                assert(_handler.passportOfDevice(bindings[d].device) == id);
                for (uint256 other = 0; other < d; ++other) assert(bindings[other].device != bindings[d].device);
                if (d + 1 == bindings.length) assert(bindings[d].lastSequence == 0);
                else assert(bindings[d].lastSequence == _handler.lastOf(bindings[d].device));
            }
        }
    }

    function invariant_CustodyMovesByOfferAndAcceptance() external view {
        for (uint256 i = 0; i < _handler.count(); ++i) {
            uint256 id = _handler.ids(i);
            BatteryHandler.Books memory b = _handler.booksOf(id);
            assert(_passports.ownerOf(id) == b.keeper);
            assert(_passports.custodyOfferOf(id) == b.offeredTo);
        }
    }

    function invariant_WasteStaysWaste() external view {
        for (uint256 i = 0; i < _handler.count(); ++i) {
            uint256 id = _handler.ids(i);
            assert((_passports.passportOf(id).status == BatteryStatus.Waste) == _handler.booksOf(id).waste);
        }
    }

    function invariant_ASucceededPassportNeverChanges() external view {
        for (uint256 i = 0; i < _handler.count(); ++i) {
            uint256 id = _handler.ids(i);
            BatteryHandler.Books memory b = _handler.booksOf(id);
            assert(_passports.passportOf(id).successor == b.successor);
            if (b.successor != 0) assert(_handler.everythingOf(id) == b.frozen);
        }
    }

    /// The handler reaches what the invariants speak of.
    function test_TheHandlerReachesEveryTurnOfALife() external {
        (uint256 pack, uint256 single, uint256 module) = (_handler.ids(0), _handler.ids(1), _handler.ids(2));
        bytes32 device = _passports.bindingsOf(pack)[0].device;
        assert(_handler.passportOfDevice(device) == pack && _passports.passportOf(module).pack == pack);

        _handler.checkpoint(0, 0, 4, 16);
        assert(_passports.checkpointOf(pack).sequence == 4 && _passports.countersOf(pack).counters.chargeCount == 16);
        // The offer of the single battery ends with its device, whose records without a checkpoint do not count.
        assert(_passports.custodyOfferOf(single) != address(0));
        _handler.setDevice(1, 7, 1, true, 0);
        DeviceBinding[] memory bindings = _passports.bindingsOf(single);
        assert(
            bindings.length == 2 && bindings[0].lastSequence == 1 && _passports.custodyOfferOf(single) == address(0)
        );

        address seller = _passports.ownerOf(pack);
        _handler.trade(0, 0, 2);
        assert(_passports.ownerOf(pack) != seller && _passports.ownerOf(module) == _passports.ownerOf(pack));
        _handler.setStatus(0, 0, 0);
        assert(_passports.passportOf(module).status == BatteryStatus.Waste && _handler.booksOf(pack).waste);

        uint256 before = _handler.count();
        _handler.succeed(1, 0, 0);
        assert(_handler.count() == before + 1);
        assert(_passports.passportOf(single).successor == _handler.ids(before));
        assert(!_handler.broken());
    }

    function invariant_AModuleIsInOnePackOfItsKeeper() external view {
        uint256 modulesInPacks = 0;
        uint256 batteriesWithPack = 0;
        for (uint256 i = 0; i < _handler.count(); ++i) {
            uint256 id = _handler.ids(i);
            Passport memory p = _passports.passportOf(id);
            uint256[] memory modules = _passports.modulesOf(id);
            modulesInPacks += modules.length;
            for (uint256 m = 0; m < modules.length; ++m) assert(_passports.passportOf(modules[m]).pack == id);
            if (p.pack == 0) continue;
            ++batteriesWithPack;
            assert(modules.length == 0 && p.successor == 0);
            assert(_passports.ownerOf(id) == _passports.ownerOf(p.pack));
            assert(_passports.custodyOfferOf(id) == address(0));
            Passport memory pack = _passports.passportOf(p.pack);
            assert(pack.pack == 0 && pack.successor == 0);
            assert((p.status == BatteryStatus.Waste) == (pack.status == BatteryStatus.Waste));
        }
        assert(modulesInPacks == batteriesWithPack);
    }
}
