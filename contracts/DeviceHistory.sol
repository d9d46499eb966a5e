// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {DeviceSigner} from "./libraries/DeviceSigner.sol";
import {RecordDomain} from "./libraries/RecordDomain.sol";
import {Device, DeviceStatus, SignerPeriod, StatusPeriod} from "./types/Devices.sol";

/// @title DeviceHistory
/// @notice Which key and which status a device had when, and whether it signed. See `IDeviceRegistry`.
/// @dev Histories are by the second: what held at the end of a second held in it. Looking one up costs the logarithm of
/// its length.
abstract contract DeviceHistory is IDeviceRegistry {
    using Checkpoints for Checkpoints.Trace208;
    using DeviceSigner for DeviceSigner.Key;

    // Bounds what a reader has to fetch: keys and statuses together stay within one call of 10 million gas.
    uint256 private constant MAX_SIGNERS = 256;

    /// @inheritdoc IDeviceRegistry
    address public immutable DIRECTORY;
    /// @inheritdoc IDeviceRegistry
    address public immutable P256_VERIFIER;
    /// @inheritdoc IDeviceRegistry
    uint64 public revision;

    uint256 private immutable _cachedChainId;
    bytes32 private immutable _cachedDomainSeparator;

    mapping(bytes32 device => Device) internal _devices;
    mapping(bytes32 device => uint48) internal _transferredAtS;
    mapping(bytes32 device => mapping(uint256 index => DeviceSigner.Key)) private _signers;
    mapping(bytes32 signerHash => bytes32 device) private _deviceOfSigner;
    // Block time => index of the key that counts from then on.
    mapping(bytes32 device => Checkpoints.Trace208) private _signerHistories;
    // Block time => `DeviceStatus` from then on.
    mapping(bytes32 device => Checkpoints.Trace208) private _statusHistories;
    // What the organisation last decided, while a quarantine covers it; `Unknown` otherwise.
    mapping(bytes32 device => DeviceStatus) private _covered;

    constructor(address directory, address p256Verifier) {
        DIRECTORY = directory;
        P256_VERIFIER = p256Verifier;
        _cachedChainId = block.chainid;
        _cachedDomainSeparator = RecordDomain.separator(directory);
    }

    /// @inheritdoc IDeviceRegistry
    function deviceOf(bytes32 device) external view returns (Device memory) {
        return _devices[device];
    }

    /// @inheritdoc IDeviceRegistry
    function ownerOf(bytes32 device) external view returns (address) {
        return _devices[device].owner;
    }

    /// @inheritdoc IDeviceRegistry
    function signerOf(bytes32 device) external view returns (bytes memory) {
        uint256 count = _devices[device].signerCount;
        return count == 0 ? bytes("") : _signers[device][count - 1].toBytes();
    }

    /// @inheritdoc IDeviceRegistry
    function signerHistory(bytes32 device) external view returns (SignerPeriod[] memory periods) {
        Checkpoints.Trace208 storage history = _signerHistories[device];
        periods = new SignerPeriod[](history.length());
        for (uint32 i = 0; i < periods.length; ++i) {
            Checkpoints.Checkpoint208 memory period = history.at(i);
            periods[i] = SignerPeriod(period._key, uint16(period._value), _signers[device][period._value].toBytes());
        }
    }

    /// @inheritdoc IDeviceRegistry
    function statusHistory(bytes32 device) external view returns (StatusPeriod[] memory periods) {
        Checkpoints.Trace208 storage history = _statusHistories[device];
        periods = new StatusPeriod[](history.length());
        for (uint32 i = 0; i < periods.length; ++i) {
            Checkpoints.Checkpoint208 memory period = history.at(i);
            periods[i] = StatusPeriod(period._key, DeviceStatus(period._value));
        }
    }

    /// @inheritdoc IDeviceRegistry
    function decidedStatusOf(bytes32 device) public view returns (DeviceStatus) {
        DeviceStatus status = _devices[device].status;
        return status == DeviceStatus.Quarantined ? _covered[device] : status;
    }

    /// @inheritdoc IDeviceRegistry
    function statusAt(bytes32 device, uint48 timestampS) public view returns (DeviceStatus) {
        return DeviceStatus(_statusHistories[device].upperLookupRecent(timestampS));
    }

    /// @inheritdoc IDeviceRegistry
    function isSteady(bytes32 device, uint48 fromS, uint48 toS) external view returns (bool) {
        return
            statusAt(device, fromS) == DeviceStatus.Active &&
            _transferredAtS[device] < fromS &&
            !_hasChanged(_statusHistories[device], fromS, toS) &&
            !_hasChanged(_signerHistories[device], fromS, toS);
    }

    /// @inheritdoc IDeviceRegistry
    function requireActive(bytes32 device) external view {
        _requireStatus(device, DeviceStatus.Active);
    }

    /// @inheritdoc IDeviceRegistry
    function requireSigned(bytes32 device, bytes32 structHash, bytes calldata signature) public view {
        _requireStatus(device, DeviceStatus.Active);
        // An active device has enrolled, so it has a signer.
        _requireSignature(device, _devices[device].signerCount - 1, structHash, signature);
    }

    /// @inheritdoc IDeviceRegistry
    function requireSignedAt(
        bytes32 device,
        bytes32 structHash,
        bytes calldata signature,
        uint48 timestampS
    ) external view {
        DeviceStatus status = statusAt(device, timestampS);
        require(status == DeviceStatus.Active, DeviceRegistryUnexpectedStatus(device, status));
        // A device that was active then had enrolled by then, so one of its signers counted.
        _requireSignature(device, _signerHistories[device].upperLookupRecent(timestampS), structHash, signature);
    }

    /// @inheritdoc IDeviceRegistry
    function isSigned(bytes32 device, bytes32 structHash, bytes calldata signature) external view returns (bool) {
        uint256 count = _devices[device].signerCount;
        return count != 0 && _isSignature(device, count - 1, structHash, signature);
    }

    /// @inheritdoc IDeviceRegistry
    function recordDomainSeparator() public view returns (bytes32) {
        // After a chain split the cached value would let records of one chain count on the other.
        return block.chainid == _cachedChainId ? _cachedDomainSeparator : RecordDomain.separator(DIRECTORY);
    }

    /// @dev Checks that `signer` is of a kind that counts and nobody's, and that it signed `structHash`: its proof of
    /// possession. Then it speaks for the device.
    function _addSigner(bytes32 device, bytes calldata signer, bytes32 structHash, bytes calldata signature) internal {
        (bool supported, DeviceSigner.Key memory key) = DeviceSigner.parse(signer, P256_VERIFIER);
        require(supported, DeviceRegistryUnsupportedSigner(signer));
        bytes32 signerHash = keccak256(signer);
        bytes32 holder = _deviceOfSigner[signerHash];
        require(holder == 0, DeviceRegistrySignerTaken(signer, holder));
        require(key.isValid(_preimage(structHash), signature), DeviceRegistryInvalidDeviceSignature(device));

        uint16 index = _devices[device].signerCount;
        require(index < MAX_SIGNERS, DeviceRegistryHistoryFull(device));
        if (index != 0) ++revision;
        _deviceOfSigner[signerHash] = device;
        _signers[device][index] = key;
        _devices[device].signerCount = index + 1;
        _signerHistories[device].push(uint48(block.timestamp), index);
    }

    /// @dev The organisation's decision, which a quarantine covers unless it is to revoke.
    function _decide(bytes32 device, DeviceStatus status) internal {
        if (_devices[device].status != DeviceStatus.Quarantined) {
            _setStatus(device, status);
        } else if (status == DeviceStatus.Revoked) {
            delete _covered[device];
            _setStatus(device, status);
        } else {
            _covered[device] = status;
            emit DeviceStatusDecided(device, status);
        }
    }

    /// @dev Statuses that the device's history holds.
    function _statusCount(bytes32 device) internal view returns (uint256) {
        return _statusHistories[device].length();
    }

    function _cover(bytes32 device) internal {
        _covered[device] = _devices[device].status;
        _setStatus(device, DeviceStatus.Quarantined);
    }

    function _uncover(bytes32 device) internal {
        DeviceStatus status = _covered[device];
        delete _covered[device];
        _setStatus(device, status);
    }

    function _requireKnown(bytes32 device) internal view {
        require(_devices[device].status != DeviceStatus.Unknown, DeviceRegistryUnknownDevice(device));
    }

    function _requireStatus(bytes32 device, DeviceStatus needed) internal view {
        DeviceStatus status = _devices[device].status;
        require(status != DeviceStatus.Unknown, DeviceRegistryUnknownDevice(device));
        require(status == needed, DeviceRegistryUnexpectedStatus(device, status));
    }

    /// @dev As `_requireStatus`, but of what the organisation last decided.
    function _requireDecided(bytes32 device, DeviceStatus needed) internal view {
        _requireKnown(device);
        DeviceStatus status = decidedStatusOf(device);
        require(status == needed, DeviceRegistryUnexpectedStatus(device, status));
    }

    function _preimage(bytes32 structHash) internal view returns (bytes memory) {
        return RecordDomain.preimage(recordDomainSeparator(), structHash);
    }

    /// @dev Whether a history has an entry from `fromS` through `toS`.
    function _hasChanged(Checkpoints.Trace208 storage history, uint48 fromS, uint48 toS) private view returns (bool) {
        // The first entry that is not before `fromS`.
        (uint256 low, uint256 high) = (0, history.length());
        while (low < high) {
            uint256 middle = Math.average(low, high);
            if (history.at(uint32(middle))._key < fromS) low = middle + 1;
            else high = middle;
        }
        return low < history.length() && history.at(uint32(low))._key <= toS;
    }

    function _setStatus(bytes32 device, DeviceStatus status) private {
        if (_devices[device].status == DeviceStatus.Active) ++revision;
        _devices[device].status = status;
        _statusHistories[device].push(uint48(block.timestamp), uint208(status));
        emit DeviceStatusChanged(device, status);
    }

    function _requireSignature(
        bytes32 device,
        uint256 signerIndex,
        bytes32 structHash,
        bytes calldata signature
    ) private view {
        require(_isSignature(device, signerIndex, structHash, signature), DeviceRegistryInvalidDeviceSignature(device));
    }

    function _isSignature(
        bytes32 device,
        uint256 signerIndex,
        bytes32 structHash,
        bytes calldata signature
    ) private view returns (bool) {
        return _signers[device][signerIndex].load(P256_VERIFIER).isValid(_preimage(structHash), signature);
    }
}
