// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC7913P256Verifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol";
import {DeviceRegistry} from "../../../contracts/DeviceRegistry.sol";
import {Directory} from "../../../contracts/Directory.sol";
import {EnergySettlement} from "../../../contracts/EnergySettlement.sol";
import {EnergyToken} from "../../../contracts/EnergyToken.sol";
import {Membership} from "../../../contracts/Membership.sol";
import {SupplyAgreements} from "../../../contracts/SupplyAgreements.sol";
import {RecordHash} from "../../../contracts/libraries/RecordHash.sol";
import {Agreement} from "../../../contracts/types/Agreements.sol";
import {DeviceEnrolment, DeviceKind, DeviceRegistration} from "../../../contracts/types/Devices.sol";
import {MeterReading, RecordHeader, SignedMeterReading} from "../../../contracts/types/Records.sol";
import {PackedReading} from "../../../contracts/types/Settlement.sol";
import {Treasury} from "./Treasury.sol";
import {vm} from "./Vm.sol";

/// The library takes readings from calldata only.
contract ReadingHash {
    function hashOf(MeterReading calldata reading) external pure returns (bytes32) {
        return RecordHash.hash(reading);
    }
}

/// Contracts of a settlement with this contract as administrator, and meters whose keys it holds.
abstract contract Grid is Treasury {
    bytes32 private constant ENROLMENT_TYPEHASH = keccak256(
        "Enrolment(bytes32 device,uint8 kind,address organisation,address owner,bytes signer,address enrolmentKey,uint64 expiresAtS)"
    );
    uint256 private constant TICKET_KEYS = 1_000_000;

    ReadingHash private immutable _readingHash = new ReadingHash();

    AccessManager internal _authority;
    DeviceRegistry internal _devices;
    SupplyAgreements internal _agreements;
    EnergyToken internal _token;
    EnergySettlement internal _settlement;

    function _deploy(uint48 closingDelayS) internal {
        _authority = new AccessManager(address(this));
        Directory directory = new Directory(address(_authority));
        Membership membership = new Membership(address(_authority));
        membership.admit(address(this), "Grid");
        address verifier = address(new ERC7913P256Verifier());
        _devices = new DeviceRegistry(address(_authority), address(directory), membership, verifier);
        _token = _deployToken(address(_authority), verifier, type(uint128).max);
        _settlement = new EnergySettlement(address(_authority), _devices, _token, closingDelayS);
        _agreements = SupplyAgreements(address(_settlement.AGREEMENTS()));
    }

    /// Enrols a meter with the secp256k1 key `meterKey`, owned by the account of `ownerKey`.
    function _enrol(uint256 meterKey, uint256 ownerKey) internal returns (bytes32 device) {
        uint256 ticketKey = meterKey + TICKET_KEYS;
        address owner = vm.addr(ownerKey);
        uint64 expiresAtS = uint64(block.timestamp + 1);
        device = _devices.register(
            DeviceRegistration(
                address(this),
                bytes32(meterKey),
                DeviceKind.Meter,
                owner,
                vm.addr(ticketKey),
                expiresAtS
            )
        );
        _reenrol(device, meterKey, ticketKey, owner, expiresAtS);
    }

    /// Enrols a registered or recovered meter of this contract's.
    function _reenrol(bytes32 device, uint256 meterKey, uint256 ticketKey, address owner, uint64 expiresAtS) internal {
        bytes memory signer = abi.encodePacked(vm.addr(meterKey));
        bytes32 structHash = keccak256(
            abi.encode(
                ENROLMENT_TYPEHASH,
                device,
                DeviceKind.Meter,
                address(this),
                owner,
                keccak256(signer),
                vm.addr(ticketKey),
                expiresAtS
            )
        );
        _devices.enrol(DeviceEnrolment(device, signer, _sign(ticketKey, structHash), _sign(meterKey, structHash)));
    }

    /// Registers an agreement that the accounts of both keys sign.
    function _agree(Agreement memory a, uint256 consumerKey, uint256 supplierKey) internal returns (bytes32) {
        bytes32 id = _agreements.idOf(a);
        return _agreements.register(a, _signDigest(consumerKey, id), _signDigest(supplierKey, id));
    }

    /// A reading signed by the meter's key.
    function _read(
        uint256 meterKey,
        bytes32 device,
        uint64 sequence,
        uint64 timestampS,
        uint64[2] memory registersWh
    ) internal view returns (SignedMeterReading memory) {
        RecordHeader memory header = RecordHeader(device, sequence, timestampS, 0, 0, bytes32(0));
        MeterReading memory reading = MeterReading(header, registersWh[0], registersWh[1]);
        return SignedMeterReading(reading, _sign(meterKey, _readingHash.hashOf(reading)));
    }

    /// The same packed, for the position of a roster.
    function _pack(
        SignedMeterReading memory signed,
        uint256 position,
        bool isBaseline
    ) internal pure returns (PackedReading memory packed) {
        bytes memory signature = signed.signature;
        uint256 vs;
        bytes32 r;
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            vs := mload(add(signature, 0x40))
        }
        if (uint8(signature[64]) == 28) vs |= 1 << 255;
        MeterReading memory m = signed.reading;
        packed.link = m.header.link;
        packed.values =
            (position << 240) |
            (isBaseline ? 1 << 232 : 0) |
            (uint256(m.header.timeSource) << 224) |
            (uint256(m.header.signedBy) << 216) |
            (uint256(m.header.sequence) << 128) |
            (uint256(m.importWh) << 64) |
            m.exportWh;
        (packed.r, packed.vs) = (r, bytes32(vs));
    }

    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        return _signDigest(key, keccak256(abi.encodePacked(hex"1901", _devices.recordDomainSeparator(), structHash)));
    }

    function _signDigest(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
