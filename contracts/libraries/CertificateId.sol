// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title CertificateId
/// @notice A certificate's token id says what it certifies: the first 27 bytes of the device, then the start in quarters of
/// an hour since 1970 (4 bytes), then how many quarters there are (1 byte). Nothing of that needs storage.
library CertificateId {
    /// @notice A quarter of an hour, seconds: the shortest settlement period.
    uint48 internal constant QUARTER_S = 15 minutes;
    /// @notice Most quarters of an interval: a day, the longest settlement period.
    uint48 internal constant MAX_QUARTERS = 96;

    uint256 private constant DEVICE_SHIFT = 40;
    uint256 private constant START_SHIFT = 8;

    /// @param startS A multiple of `QUARTER_S` that has passed; `endS` likewise, at most `MAX_QUARTERS` later.
    function idOf(bytes32 device, uint48 startS, uint48 endS) internal pure returns (uint256) {
        uint256 quarters = (endS - startS) / QUARTER_S;
        return (deviceKey(device) << DEVICE_SHIFT) | (uint256(startS / QUARTER_S) << START_SHIFT) | quarters;
    }

    /// @notice What ids tell of a device.
    function deviceKey(bytes32 device) internal pure returns (uint256) {
        return uint256(device) >> DEVICE_SHIFT;
    }

    /// @notice What the id tells of its device.
    function deviceKey(uint256 id) internal pure returns (uint256) {
        return id >> DEVICE_SHIFT;
    }

    /// @notice Start of the interval, Unix seconds.
    function startSOf(uint256 id) internal pure returns (uint48) {
        return uint48(uint32(id >> START_SHIFT)) * QUARTER_S;
    }

    /// @notice End of the interval, Unix seconds.
    function endSOf(uint256 id) internal pure returns (uint48) {
        return startSOf(id) + uint48(uint8(id)) * QUARTER_S;
    }
}
