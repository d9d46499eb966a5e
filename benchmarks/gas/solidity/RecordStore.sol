// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title RecordStore
/// @notice What somebody with OpenZeppelin at hand would write first: one signed reading per transaction, checked and
/// stored. The yardstick for anchoring; no part of Wattproof.
contract RecordStore is EIP712 {
    struct Reading {
        bytes32 device;
        uint64 sequence;
        uint64 timestampS;
        uint64 importWh;
        uint64 exportWh;
    }

    bytes32 private constant _READING_TYPEHASH = keccak256(
        "Reading(bytes32 device,uint64 sequence,uint64 timestampS,uint64 importWh,uint64 exportWh)"
    );

    mapping(bytes32 device => address signer) public signerOf;
    mapping(bytes32 device => Last) public lastOf;
    mapping(bytes32 recordHash => uint256 storedAtS) public storedAt;

    /// @dev One slot.
    struct Last {
        uint64 sequence;
        uint64 timestampS;
        uint64 importWh;
        uint64 exportWh;
    }

    event Stored(bytes32 indexed device, uint64 indexed sequence, bytes32 recordHash);

    constructor() EIP712("RecordStore", "1") {}

    function enrol(bytes32 device, address signer) external {
        require(signerOf[device] == address(0), "device is taken");
        signerOf[device] = signer;
    }

    /// @notice Keeps the newest reading of a device.
    function storeNewest(Reading calldata r, bytes calldata signature) external {
        emit Stored(r.device, r.sequence, _check(r, signature));
    }

    /// @notice Keeps every reading, so that each can be looked up later as an anchored one can.
    function storeEvery(Reading calldata r, bytes calldata signature) external {
        bytes32 recordHash = _check(r, signature);
        storedAt[recordHash] = block.timestamp;
        emit Stored(r.device, r.sequence, recordHash);
    }

    function _check(Reading calldata r, bytes calldata signature) private returns (bytes32 recordHash) {
        recordHash = keccak256(
            abi.encode(_READING_TYPEHASH, r.device, r.sequence, r.timestampS, r.importWh, r.exportWh)
        );
        address signer = signerOf[r.device];
        require(signer != address(0), "unknown device");
        require(ECDSA.recover(_hashTypedDataV4(recordHash), signature) == signer, "wrong signature");
        require(r.sequence > lastOf[r.device].sequence, "sequence does not rise");
        lastOf[r.device] = Last(r.sequence, r.timestampS, r.importWh, r.exportWh);
    }
}
