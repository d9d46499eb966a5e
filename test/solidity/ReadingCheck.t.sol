// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IDeviceRegistry} from "../../contracts/interfaces/IDeviceRegistry.sol";
import {ReadingCheck} from "../../contracts/libraries/ReadingCheck.sol";
import {RecordHash} from "../../contracts/libraries/RecordHash.sol";
import {RosterMeter} from "../../contracts/libraries/Rosters.sol";
import {MeterReading, RecordHeader} from "../../contracts/types/Records.sol";
import {PackedReading} from "../../contracts/types/Settlement.sol";
import {vm} from "./support/Vm.sol";

/// A reading that is checked by a roster's key has the digest that its record has, and the registry is asked about no other.
contract ReadingCheckTest {
    using ReadingCheck for ReadingCheck.Checker;

    /// The registry was asked.
    error Asked(bytes32 device, bytes32 structHash, bytes signature);

    address public constant P256_VERIFIER = address(0x256);
    // solhint-disable-next-line const-name-snakecase
    uint64 public constant revision = 7;

    // What the library asks of a registry.
    function recordDomainSeparator() public pure returns (bytes32) {
        return keccak256("domain");
    }

    function signerOf(bytes32 device) external pure returns (bytes memory) {
        return uint256(device) & 1 == 0 ? new bytes(20) : new bytes(84);
    }

    function requireSigned(bytes32 device, bytes32 structHash, bytes calldata signature) external pure {
        revert Asked(device, structHash, signature);
    }

    function hashOf(MeterReading calldata reading) external pure returns (bytes32) {
        return RecordHash.hash(reading);
    }

    function check(
        bool isCurrent,
        address key,
        bytes32 device,
        uint64 timestampS,
        PackedReading calldata reading
    ) external view {
        ReadingCheck.Checker memory checker = ReadingCheck.create(IDeviceRegistry(address(this)));
        bytes32[6] memory words;
        (words[0], words[1]) = (device, bytes32(uint256(uint160(key)) | (uint256(timestampS) << 160)));
        uint256 meter;
        assembly ("memory-safe") {
            meter := words
        }
        checker.requireSigned(isCurrent, RosterMeter.wrap(meter), timestampS, reading);
    }

    function testFuzz_TakesWhatTheRostersKeySigned(MeterReading memory m, uint256 key, uint16 position) external view {
        key = 1 + (key % 1_000_000);
        PackedReading memory packed = _pack(m, position, key);
        this.check(true, vm.addr(key), m.header.device, m.header.timestampS, packed);
    }

    /// By a key that does not count, of somebody else, or of nobody, the registry decides, over the same struct hash.
    function testFuzz_AsksTheRegistryElse(MeterReading memory m, uint256 key, uint8 how) external {
        key = 1 + (key % 1_000_000);
        PackedReading memory packed = _pack(m, 0, key);
        how %= 4;
        address roster =
            how == 1
                ? vm.addr(key + 1)
                : how == 2
                    ? address(0)
                    : how == 3
                        ? P256_VERIFIER
                        : vm.addr(key);
        bytes memory signature = _unpacked(m.header.device, packed);
        vm.expectRevert(abi.encodeWithSelector(Asked.selector, m.header.device, this.hashOf(m), signature));
        this.check(how != 0, roster, m.header.device, m.header.timestampS, packed);
    }

    function _unpacked(bytes32 device, PackedReading memory packed) private pure returns (bytes memory) {
        if (uint256(device) & 1 == 1) return abi.encodePacked(packed.r, packed.vs);
        uint256 vs = uint256(packed.vs);
        return abi.encodePacked(packed.r, (vs << 1) >> 1, vs >> 255 == 1 ? uint8(28) : uint8(27));
    }

    function _pack(
        MeterReading memory m,
        uint16 position,
        uint256 key
    ) private view returns (PackedReading memory packed) {
        RecordHeader memory h = m.header;
        bytes memory values = abi.encodePacked(
            position,
            uint8(0),
            h.timeSource,
            h.signedBy,
            bytes3(0),
            h.sequence,
            m.importWh,
            m.exportWh
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", recordDomainSeparator(), this.hashOf(m)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return PackedReading(h.link, uint256(bytes32(values)), r, v == 28 ? s | bytes32(uint256(1) << 255) : s);
    }
}
