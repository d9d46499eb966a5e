// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BatteryPassport} from "../../../contracts/BatteryPassport.sol";
import {PassportFacts} from "../../../contracts/types/Passports.sol";
import {CycleCounters} from "../../../contracts/types/Records.sol";
import {TestDevices} from "./TestDevices.sol";

/// What must have become of batteries by the calls that went through, and what may be asked of them next.
abstract contract BatteryBooks {
    uint256 public constant MOST_BATTERIES = 10;
    uint256 internal constant KEEPERS = 2;
    uint256 internal constant DEVICES = 12;

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
    TestDevices internal _registry = new TestDevices();

    uint256[] public ids;
    bool public broken;
    mapping(uint256 passport => Books) internal _books;
    mapping(bytes32 device => uint256 passport) public passportOfDevice;
    mapping(bytes32 device => uint64 sequence) public highestOf;
    /// The last record that counts of a device that was replaced.
    mapping(bytes32 device => uint64 sequence) public lastOf;
    bool internal _building = true;

    error BeginningRefused();

    function count() external view returns (uint256) {
        return ids.length;
    }

    function booksOf(uint256 passport) external view returns (Books memory) {
        return _books[passport];
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

    function _note(uint256 passport, address keeper, PassportFacts memory facts) internal {
        ids.push(passport);
        _books[passport].keeper = keeper;
        _books[passport].factsHash = keccak256(abi.encode(facts));
    }

    function _measures(uint256 passport, bytes32 device) internal {
        if (passportOfDevice[device] != 0) broken = true;
        passportOfDevice[device] = passport;
        _noOffer(passport);
        _noOffer(passports.passportOf(passport).pack);
    }

    /// A refusal that the books do not explain; what a run begins with must not fail at all.
    function _refused(bool allowed) internal {
        require(!_building, BeginningRefused());
        if (allowed) broken = true;
    }

    function _noOffer(uint256 passport) internal {
        _books[passport].offeredTo = address(0);
    }

    function _isKept(uint256 passport, address caller) internal view returns (bool) {
        return _books[passport].keeper == caller && _books[passport].successor == 0;
    }

    function _isBindable(bytes32 device, address caller) internal view returns (bool) {
        return passportOfDevice[device] == 0 && _registry.organisations(device) == caller;
    }

    function _canBePack(uint256 pack, address caller) internal view returns (bool) {
        return _isKept(pack, caller) && passports.passportOf(pack).pack == 0 && !_books[pack].waste;
    }

    function _canBeModule(uint256 module, address caller) internal view returns (bool) {
        return _canBePack(module, caller) && passports.modulesOf(module).length == 0;
    }

    function _canBeSucceeded(uint256[] memory batteries) internal view returns (bool) {
        address caller = _books[batteries[0]].keeper;
        for (uint256 i = 0; i < batteries.length; ++i) {
            bool whole = passports.passportOf(batteries[i]).pack == 0 && passports.modulesOf(batteries[i]).length == 0;
            if (!whole || !_isKept(batteries[i], caller) || (i == 1 && batteries[0] == batteries[1])) return false;
        }
        return true;
    }

    /// Mostly the keeper.
    function _caller(uint256 passport, uint8 dice) internal view returns (address) {
        return dice % 8 == 7 ? _keeper(dice) : _books[passport].keeper;
    }

    function _pick(uint256 which) internal view returns (uint256) {
        return ids[which % ids.length];
    }

    /// Mostly a battery of the same keeper.
    function _pickOf(address keeper, uint256 which, uint8 dice) internal view returns (uint256 passport) {
        passport = _pick(which);
        for (uint256 i = 0; dice % 5 != 4 && i < ids.length && _books[passport].keeper != keeper; ++i) {
            passport = _pick((which % ids.length) + i);
        }
    }

    function _keeper(uint256 i) internal pure returns (address) {
        return address(uint160(0xA0 + (i % KEEPERS)));
    }

    function _device(uint256 i) internal pure returns (bytes32) {
        return bytes32(0xD0 + (i % DEVICES));
    }
}
