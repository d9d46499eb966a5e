// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceSigner} from "../../contracts/libraries/DeviceSigner.sol";
import {Roster, RosterMeter, Rosters} from "../../contracts/libraries/Rosters.sol";
import {Agreement, Stretch} from "../../contracts/types/Agreements.sol";

/// A roster read back is what was put in.
contract RostersTest {
    using Rosters for Roster;
    using Rosters for RosterMeter;
    using Rosters for Rosters.Draft;

    function testFuzz_ReadsWhatWasWritten(
        Agreement[3] memory agreements,
        uint32[3] memory numbers,
        DeviceSigner.Key[4] memory keys,
        Stretch memory stretch,
        bytes32 exportMeter,
        uint64 revision
    ) external {
        Rosters.Draft memory draft = Rosters.draft(3);
        uint32 ratedW;
        for (uint256 i = 0; i < 3; ++i) {
            draft.put(i + 1, agreements[i], numbers[i], keys[i + 1]);
            if (agreements[i].exportRatedW > ratedW) ratedW = agreements[i].exportRatedW;
        }
        (draft.periodS, draft.revision, draft.generation) = (uint32(revision), revision, uint32(revision >> 32));
        address code = draft.write(exportMeter, keys[0], stretch);

        (bool isRoster, Roster roster, uint256 size) = Rosters.load(code, address(this));
        assert(isRoster && size == 3 && roster.exportMeter() == exportMeter);
        assert(roster.exportRatedW() == ratedW && roster.revision() == revision);
        assert(roster.generation() == uint32(revision >> 32));
        _compareTimes(roster, stretch, uint32(revision));
        assert(roster.meterAt(0).id() == exportMeter);
        _compareKey(roster.meterAt(0), keys[0]);
        for (uint256 i = 0; i < 3; ++i) {
            _compareMember(roster.meterAt(i + 1), agreements[i], numbers[i]);
            _compareKey(roster.meterAt(i + 1), keys[i + 1]);
        }
        // The same again is the same code, and nobody else's.
        assert(draft.write(exportMeter, keys[0], stretch) == code);
        (isRoster, , ) = Rosters.load(code, address(uint160(uint256(exportMeter)) | 1));
        assert(!isRoster);
    }

    function test_TakesNoOtherCodeForARoster() external {
        Rosters.Draft memory draft = Rosters.draft(1);
        Agreement memory agreement;
        DeviceSigner.Key memory key;
        draft.put(1, agreement, 1, key);
        address code = draft.write(bytes32(uint256(1)), key, Stretch(0, 0, 1, 1));
        assert(_isRoster(code));
        assert(!_isRoster(address(this)) && !_isRoster(address(0)) && !_isRoster(address(4)));
    }

    function _isRoster(address code) private view returns (bool isRoster) {
        (isRoster, , ) = Rosters.load(code, address(this));
    }

    function _compareTimes(Roster roster, Stretch memory stretch, uint32 periodS) private pure {
        (uint256 idleFromS, uint256 fromS, uint256 untilS, uint256 writtenPeriodS) = roster.times();
        assert(idleFromS == stretch.idleFromS && fromS == stretch.fromS && untilS == stretch.untilS);
        assert(writtenPeriodS == periodS);
    }

    function _compareMember(RosterMeter member, Agreement memory a, uint32 number) private pure {
        assert(member.id() == a.importMeter && member.numberOf() == number);
        (uint256 startS, uint256 ratedW) = member.registerTerms();
        assert(startS == a.startS && ratedW == a.importRatedW);
        (uint256 agreement, uint256 capWh) = member.demandTerms();
        assert(agreement == number && capWh == a.capWh);
        (address consumer, address supplier, uint256 pricePerKWh) = member.paymentTerms();
        assert(consumer == a.consumer && supplier == a.supplier && pricePerKWh == a.pricePerKWh);
    }

    function _compareKey(RosterMeter meter, DeviceSigner.Key memory key) private pure {
        uint256 pointer = RosterMeter.unwrap(meter);
        uint256 first;
        bytes32 x;
        bytes32 y;
        assembly ("memory-safe") {
            first := mload(add(pointer, 0x20))
            x := mload(add(pointer, 0x40))
            y := mload(add(pointer, 0x60))
        }
        assert(address(uint160(first)) == key.verifier && x == key.x && y == key.y);
    }
}
