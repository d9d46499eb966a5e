// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BatchSlot} from "../../contracts/libraries/BatchSlot.sol";
import {BatchInfo} from "../../contracts/types/Anchors.sol";
import {vm} from "./support/Vm.sol";

contract BatchSlotTest {
    BatchInfo private _reference;

    /// The packed word is the slot in which Solidity would keep the struct, so storage proofs read either way.
    function testFuzz_PacksAsSolidityDoes(uint64 anchoredAtS, uint32 count, uint64 fromS, uint64 toS) external {
        _reference = BatchInfo(anchoredAtS, count, fromS, toS);
        uint256 slot = BatchSlot.pack(anchoredAtS, count, fromS, toS);
        assert(bytes32(slot) == vm.load(address(this), 0));
        assert(keccak256(abi.encode(BatchSlot.unpack(slot))) == keccak256(abi.encode(_reference)));
    }

    function testFuzz_UnpacksWhatItPacked(uint64 anchoredAtS, uint32 count, uint64 fromS, uint64 toS) external pure {
        BatchInfo memory info = BatchSlot.unpack(BatchSlot.pack(anchoredAtS, count, fromS, toS));
        assert(info.anchoredAtS == anchoredAtS && info.count == count && info.fromS == fromS && info.toS == toS);
    }
}
