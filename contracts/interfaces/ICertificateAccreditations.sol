// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Accreditation, DeviceAccreditation} from "../types/Certificates.sol";
import {IDeviceRegistry} from "./IDeviceRegistry.sol";
import {IMembership} from "./IMembership.sol";

/// @title ICertificateAccreditations
/// @notice Who may vouch for devices, and what they signed of each: its source, its site and its rated power.
/// @dev Trust: governance appoints issuing bodies, which must be members of the consortium to count. Any of them may accredit
/// any meter, so that one can take over where another ends. Of several accreditations of a device the newest that covers an
/// interval counts, withdrawn or not: what is wrong is put right by a newer one for the same time.
interface ICertificateAccreditations {
    /// @notice `account` is an issuing body from now on, or no longer.
    event IssuingBodySet(address indexed account, bool appointed);
    /// @notice `issuingBody` vouched for the device.
    event DeviceAccredited(
        bytes32 indexed device,
        uint16 indexed number,
        address indexed issuingBody,
        DeviceAccreditation accreditation
    );
    /// @notice The accreditation certifies nothing more.
    event AccreditationWithdrawn(bytes32 indexed device, uint16 indexed number, address indexed issuingBody);

    /// @notice The account is no member of the consortium.
    error EnergyCertificateNotMember(address account);
    /// @notice The account is no issuing body: governance did not appoint it, or it is no member.
    error EnergyCertificateNotIssuingBody(address account);
    /// @notice The device is not a meter that the registry knows.
    error EnergyCertificateNotMeter(bytes32 device);
    /// @notice Another accredited device has the same first 27 bytes.
    error EnergyCertificateAmbiguousDevice(bytes32 device, bytes32 accredited);
    /// @notice An accreditation has a site, source and carrier of 1 to 31 bytes, a rated power, an efficiency of at most one
    /// million, and ends after it begins.
    error EnergyCertificateInvalidAccreditation(bytes32 device);
    /// @notice The device's next accreditation has another number: this one was filed, or another came before it.
    error EnergyCertificateUnexpectedNumber(bytes32 device, uint16 expected, uint16 given);
    /// @notice The device has 256 accreditations, as many as certifying can be asked to look through.
    error EnergyCertificateAccreditationsFull(bytes32 device);
    /// @notice The issuing body did not sign this accreditation.
    error EnergyCertificateInvalidSignature(bytes32 device, address issuingBody);
    /// @notice The device has no accreditation of that number.
    error EnergyCertificateUnknownAccreditation(bytes32 device, uint16 number);
    /// @notice The caller did not give the accreditation.
    error EnergyCertificateNotAccreditor(bytes32 device, uint16 number, address account);
    /// @notice The accreditation was withdrawn before.
    error EnergyCertificateAlreadyWithdrawn(bytes32 device, uint16 number);

    /// @notice Appoints an issuing body, which must be a member, or dismisses it. Governance only. Under the accreditations
    /// of one that is dismissed, or no member any more, nothing is certified while that is so.
    function setIssuingBody(address account, bool appointed) external;

    /// @notice Files what an issuing body signed of a meter. Anyone may relay. The issuing body signs
    /// `DeviceAccreditation(bytes32 device,uint16 number,address issuingBody,string energySource,string energyCarrier,
    /// bytes32 site,uint48 ratedPowerW,uint32 storageEfficiencyPpm,uint48 validFromS,uint48 validUntilS)` in this contract's
    /// domain; contracts as of ERC-1271.
    function accredit(DeviceAccreditation calldata accreditation, bytes calldata signature) external;

    /// @notice Takes an accreditation back, also for what it covers and is not certified yet. Caller: who gave it, whether
    /// still an issuing body or not. Certificates that were issued under it stay.
    function withdraw(bytes32 device, uint16 number) external;

    /// @notice Whether governance appointed the account and it is a member now.
    function isIssuingBody(address account) external view returns (bool);

    /// @notice How many accreditations the device has; the next one's number is one more.
    function accreditationCount(bytes32 device) external view returns (uint16);

    /// @notice An accreditation, withdrawn or not. Reverts with `EnergyCertificateUnknownAccreditation`.
    function accreditationOf(bytes32 device, uint16 number) external view returns (Accreditation memory);

    /// @notice EIP-712 digest of an accreditation, which its issuing body signs.
    function accreditationHash(DeviceAccreditation calldata accreditation) external view returns (bytes32);

    /// @notice Of which an issuing body must be a member.
    function MEMBERSHIP() external view returns (IMembership);

    /// @notice Whose meters are accredited.
    function DEVICES() external view returns (IDeviceRegistry);
}
