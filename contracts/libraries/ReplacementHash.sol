// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceReplacement} from "../types/Passports.sol";

/// @title ReplacementHash
/// @notice EIP-712 struct hash of what devices sign when one continues another's count. The on-chain twin of
/// `protocol/records/deviceReplacement.ts`.
library ReplacementHash {
    bytes32 private constant DEVICE_REPLACEMENT_TYPEHASH = keccak256(
        "DeviceReplacement(uint256 passport,bytes32 oldDevice,uint64 lastSequence,bytes32 newDevice,uint64 firstSequence)"
    );

    /// @param oldDevice The device that measures the battery now.
    /// @param lastSequence The last of its records that counts.
    function hash(
        DeviceReplacement calldata r,
        bytes32 oldDevice,
        uint64 lastSequence
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    DEVICE_REPLACEMENT_TYPEHASH,
                    r.passport,
                    oldDevice,
                    lastSequence,
                    r.newDevice,
                    r.firstSequence
                )
            );
    }
}
