// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// What grants ask of `DeviceRegistry` and of the passports: who owns what. As theirs, the former knows nobody as the owner of
/// an unknown device, and the latter reverts for an unknown passport.
contract TestOwners {
    mapping(bytes32 id => address) private _deviceOwners;
    mapping(uint256 id => address) private _keepers;

    error TestOwnersUnknown(uint256 passport);

    function setOwner(bool isDevice, bytes32 id, address owner) external {
        if (isDevice) _deviceOwners[id] = owner;
        else _keepers[uint256(id)] = owner;
    }

    function ownerOf(bytes32 device) external view returns (address) {
        return _deviceOwners[device];
    }

    function ownerOf(uint256 passport) external view returns (address) {
        address keeper = _keepers[passport];
        require(keeper != address(0), TestOwnersUnknown(passport));
        return keeper;
    }
}
