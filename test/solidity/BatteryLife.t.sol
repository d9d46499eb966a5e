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
/// - custody moves by offer and acceptance only, and a pack's modules move with it;
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

    function invariant_NothingForbiddenWentThrough() external view {
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
