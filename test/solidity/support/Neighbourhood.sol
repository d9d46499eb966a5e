// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC7913P256Verifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol";
import {DeviceRegistry} from "../../../contracts/DeviceRegistry.sol";
import {Directory} from "../../../contracts/Directory.sol";
import {IncidentRegistry} from "../../../contracts/IncidentRegistry.sol";
import {Membership} from "../../../contracts/Membership.sol";
import {RecordAnchor} from "../../../contracts/RecordAnchor.sol";
import {RecordLeaf} from "../../../contracts/libraries/RecordLeaf.sol";
import {RecordOpening} from "../../../contracts/libraries/RecordOpening.sol";
import {Batch} from "../../../contracts/types/Anchors.sol";
import {Device, DeviceEnrolment, DeviceKind, DeviceRegistration} from "../../../contracts/types/Devices.sol";
import {RecordType, SignedRecord} from "../../../contracts/types/Incidents.sol";
import {RecordHeader} from "../../../contracts/types/Records.sol";
import {vm} from "./Vm.sol";

/// The library takes records from calldata only.
contract OpeningHash {
    function hashOf(SignedRecord calldata record) external pure returns (bytes32) {
        return RecordOpening.structHash(record);
    }
}

/// Organisations with devices that sign, of which this contract holds all keys, under a registry of incidents.
abstract contract Neighbourhood {
    bytes32 private constant ENROLMENT_TYPEHASH = keccak256(
        "Enrolment(bytes32 device,uint8 kind,address organisation,address owner,bytes signer,address enrolmentKey,uint64 expiresAtS)"
    );
    uint256 private constant TICKET_KEYS = 1_000_000;
    uint64 private constant NEVER_S = type(uint64).max;

    OpeningHash private immutable _openingHash = new OpeningHash();

    Membership internal _membership;
    DeviceRegistry internal _devices;
    RecordAnchor internal _anchor;
    IncidentRegistry internal _incidents;
    bytes32 internal _stream;
    bytes32 private _lastRoot;
    uint256 private _nextKey = 1000;

    function _deploy(uint48 reportWindowS, uint48 quarantineS) internal {
        AccessManager authority = new AccessManager(address(this));
        Directory directory = new Directory(address(authority));
        address verifier = address(new ERC7913P256Verifier());
        _membership = new Membership(address(authority));
        _devices = new DeviceRegistry(address(authority), address(directory), _membership, verifier);
        _anchor = new RecordAnchor(address(authority));
        _incidents = new IncidentRegistry(_membership, _devices, _anchor, reportWindowS, quarantineS);
        authority.grantRole(0, address(_incidents), 0);
        _stream = _anchor.openStream(0, 0);
    }

    function _newKey() internal returns (uint256) {
        return ++_nextKey;
    }

    /// Registers and enrols a device of a member's.
    function _enrolNew(address organisation, DeviceKind kind, uint256 key) internal returns (bytes32 device) {
        address ticket = vm.addr(key + TICKET_KEYS);
        DeviceRegistration memory r = DeviceRegistration(
            organisation,
            bytes32(key),
            kind,
            organisation,
            ticket,
            NEVER_S
        );
        vm.prank(organisation);
        device = _devices.register(r);
        _enrol(device, key);
    }

    /// Gives a device of `organisation` the ticket for `key`.
    function _recover(bytes32 device, address organisation, uint256 key) internal returns (bool) {
        address ticket = vm.addr(key + TICKET_KEYS);
        vm.prank(organisation);
        try _devices.recover(device, ticket, NEVER_S) {
            return true;
        } catch {
            return false;
        }
    }

    /// Gives a device of `organisation` that waits to be enrolled another ticket, for a new key.
    function _renew(bytes32 device, address organisation) internal returns (uint256 key) {
        key = _newKey();
        vm.prank(organisation);
        _devices.renewEnrolment(device, vm.addr(key + TICKET_KEYS), NEVER_S);
    }

    /// Enrols a device that has the ticket for `key`.
    function _enrol(bytes32 device, uint256 key) internal {
        Device memory d = _devices.deviceOf(device);
        bytes memory signer = abi.encodePacked(vm.addr(key));
        bytes32 structHash = keccak256(
            abi.encode(
                ENROLMENT_TYPEHASH,
                device,
                d.kind,
                d.organisation,
                d.owner,
                keccak256(signer),
                d.enrolmentKey,
                d.enrolmentExpiresAtS
            )
        );
        _devices.enrol(DeviceEnrolment(device, signer, _sign(key + TICKET_KEYS, structHash), _sign(key, structHash)));
    }

    /// A record of the device's, not anchored.
    function _record(
        bytes32 device,
        uint256 key,
        uint64 sequence,
        RecordType recordType,
        bytes32[2] memory words
    ) internal view returns (SignedRecord memory r) {
        r.recordType = recordType;
        r.header = RecordHeader(device, sequence, uint64(block.timestamp), 0, 0, keccak256(abi.encode(words)));
        r.members = new bytes32[](2);
        (r.members[0], r.members[1]) = (words[0], words[1]);
        r.signature = _sign(key, _hashOf(r));
    }

    /// Anchors a record in a batch of its own.
    function _store(SignedRecord memory r) internal {
        r.stream = _stream;
        r.batchSequence = _anchor.streamOf(_stream).sequence + 1;
        r.root = RecordLeaf.leaf(_hashOf(r));
        _anchor.anchor(Batch(_stream, r.batchSequence, _lastRoot, r.root, 1, 1, 2));
        _lastRoot = r.root;
    }

    function _hashOf(SignedRecord memory r) internal view returns (bytes32) {
        return _openingHash.hashOf(r);
    }

    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", _devices.recordDomainSeparator(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
