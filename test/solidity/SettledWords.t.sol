// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SettledWords} from "../../contracts/libraries/SettledWords.sol";

/// Words and heads as `IEnergySettlement` describes them, spelled out.
contract SettledWordsTest {
    using SettledWords for SettledWords.Words;

    function testFuzz_AMetersWord(uint64 flowWh, uint64 deliveredWh, uint96 owed, bool isSingle) external pure {
        bytes memory spelled = abi.encodePacked(flowWh, deliveredWh, owed, bytes3(0), isSingle ? uint8(3) : uint8(1));
        assert(bytes32(SettledWords.meterWord(flowWh, deliveredWh, owed, isSingle)) == bytes32(spelled));
    }

    function testFuzz_AGridSuppliersWord(uint64 deliveredWh, uint96 owed, uint32 number) external pure {
        bytes memory spelled = abi.encodePacked(deliveredWh, owed, bytes8(0), number);
        assert(bytes32(SettledWords.gridWord(deliveredWh, owed, number)) == bytes32(spelled));
    }

    function testFuzz_AHead(bytes32 head, address roster, uint48 endS, uint256[5] memory list, bytes32 meter) external {
        SettledWords.Words words = SettledWords.create(head, roster, endS, list.length);
        words.push(0);
        for (uint256 i = 1; i < list.length; ++i) words.push(list[i]);
        words.setFirst(list[0]);
        bytes memory place = abi.encodePacked(roster, uint48(0), endS);
        assert(words.seal(meter, roster, endS) == keccak256(abi.encodePacked(head, place, list)));
    }
}
