// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Certificate, CertifiedInterval} from "../types/Certificates.sol";
import {IIncidentRegistry} from "./IIncidentRegistry.sol";
import {ICertificateAccreditations} from "./ICertificateAccreditations.sol";

/// @title IEnergyCertificate
/// @notice Granular certificates of electricity as ERC-1155 tokens: one id per device and interval, one unit per Wh. They
/// move by transfer, and are used up by a claim that names beneficiary and purpose. Names of fields are EnergyTag's;
/// functions and events of claiming are compatible with the closed draft ERC-1888, with the differences stated below.
/// @dev Trust: the role ISSUER says what was produced, and is held by a contract that proves it from settlement; issuing
/// bodies say what the devices are. Must always hold, whoever holds that role: every quarter of an hour of a device is in one
/// certificate at most; no certificate is above rated power × time; of each id, what was issued is held or claimed; what is
/// revoked does not move and is not claimed.
///
/// Id: first 27 bytes of the device ‖ start in quarters of an hour since 1970 (4 bytes) ‖ number of quarters (1 byte). EnergyTag
/// asks for at most an hour; a settlement period may be as long as a day, and its certificate says so in its id.
///
/// Certificates are pushed to their first holders without asking them: an account that refuses tokens, or a contract that
/// knows nothing of them, must not stop what others produced from being certified. Every later transfer asks a contract as
/// ERC-1155 says.
///
/// Differences to ERC-1888: `issue` is of this contract's own form, since what is issued is settled production and not what a
/// caller says; the issuer in events and in `getCertificate` is the issuing body, one per certificate, so there is no
/// `IssuanceBatch`; a claim burns at the holder at once instead of transferring first, so the subject of a claim is not
/// called and `data` is not used; `claimData` must be as `claimOf` reads it; what is called with the `validityData` of
/// `getCertificate` is this contract.
interface IEnergyCertificate is ICertificateAccreditations {
    /// @notice ERC-1888: `value` Wh were certified as `id`, under an accreditation of `issuer`.
    event IssuanceSingle(address indexed issuer, uint256 indexed topic, uint256 id, uint256 value);
    /// @notice ERC-1888: `value` Wh of `id`, held by `claimIssuer`, are claimed for `claimSubject`.
    event ClaimSingle(
        address indexed claimIssuer,
        address indexed claimSubject,
        uint256 indexed topic,
        uint256 id,
        uint256 value,
        bytes claimData
    );
    /// @notice ERC-1888: as `ClaimSingle`, several at once.
    event ClaimBatch(
        address indexed claimIssuer,
        address indexed claimSubject,
        uint256[] indexed topics,
        uint256[] ids,
        uint256[] values,
        bytes[] claimData
    );
    /// @notice `issuingBody` revoked the certificate because of an incident of its device.
    event CertificateRevoked(uint256 indexed id, uint32 indexed incident, address indexed issuingBody);

    /// @notice An interval begins and ends at quarters of an hour, lasts at most a day and is over.
    error EnergyCertificateInvalidInterval(bytes32 device, uint48 startS, uint48 endS);
    /// @notice A certificate has as many amounts as holders, at least one, and none is zero.
    error EnergyCertificateInvalidHolders(bytes32 device, uint48 startS, uint48 endS);
    /// @notice The newest accreditation that covers the interval is withdrawn or of no issuing body, or none covers it.
    error EnergyCertificateNotAccredited(bytes32 device, uint48 startS, uint48 endS);
    /// @notice The device cannot have produced this: `mostWh` is its rated power × time.
    error EnergyCertificateAboveRatedPower(
        bytes32 device,
        uint48 startS,
        uint48 endS,
        uint256 amountWh,
        uint256 mostWh
    );
    /// @notice A part of the interval is certified.
    error EnergyCertificateAlreadyCertified(bytes32 device, uint48 startS, uint48 endS);
    /// @notice No such certificate, or not one of the device.
    error EnergyCertificateUnknown(uint256 id);
    /// @notice The certificate is revoked.
    error EnergyCertificateIsRevoked(uint256 id, uint32 incident);
    /// @notice The caller gave neither the accreditation under which the certificate was issued nor the device's latest.
    error EnergyCertificateNotRevoker(uint256 id, address account);
    /// @notice The incident proves no fault of this certificate's meter: it never quarantined the device, or did so before the
    /// certificate's interval began, or a quorum cleared what a quorum had reported.
    error EnergyCertificateNoEvidence(uint256 id, uint32 incident);
    /// @notice A claim is of at least 1 Wh, and its data are `abi.encode(string beneficiary, string purpose)`, each of 1 to 256
    /// bytes.
    error EnergyCertificateInvalidClaim(uint256 id);

    /// @notice Certifies settled production. Restricted to the role ISSUER. Holders are not asked.
    /// @param startS Start of the interval; it and `endS` are multiples of 900.
    /// @param holders Who gets how much; one may be named again.
    /// @return id The certificate's.
    function issue(
        bytes32 device,
        uint48 startS,
        uint48 endS,
        address[] calldata holders,
        uint64[] calldata amountsWh
    ) external returns (uint256 id);

    /// @notice As `issue`, for several intervals, all or none.
    function issueBatch(CertifiedInterval[] calldata intervals) external returns (uint256[] memory ids);

    /// @notice ERC-1888: uses up `value` Wh that `from` holds, for `to`. Caller: the holder or its ERC-1155 operator.
    /// @param to Whose claimed balance grows; may be the holder.
    /// @param data Not used.
    /// @param claimData As `claimOf` reads it.
    function safeTransferAndClaimFrom(
        address from,
        address to,
        uint256 id,
        uint256 value,
        bytes calldata data,
        bytes calldata claimData
    ) external;

    /// @notice ERC-1888: as `safeTransferAndClaimFrom`, for several certificates, all or none.
    function safeBatchTransferAndClaimFrom(
        address from,
        address to,
        uint256[] calldata ids,
        uint256[] calldata values,
        bytes calldata data,
        bytes[] calldata claimData
    ) external;

    /// @notice Revokes certificates of one device whose meter was at fault. Caller: an issuing body which gave the accreditation
    /// under which each was issued, or the device's latest. The incident quarantined the device after each interval began,
    /// and was not cleared since, or is a proven equivocation, which nobody can clear away. What was claimed before stays
    /// claimed, of a revoked certificate.
    /// @param incident Its number in `IncidentRegistry`; kept as evidence.
    function revoke(bytes32 device, uint32 incident, uint256[] calldata ids) external;

    /// @notice ERC-1888: Wh that were claimed for the account.
    function claimedBalanceOf(address owner, uint256 id) external view returns (uint256);

    /// @notice ERC-1888: as `claimedBalanceOf`, for several.
    function claimedBalanceOfBatch(
        address[] calldata owners,
        uint256[] calldata ids
    ) external view returns (uint256[] memory);

    /// @notice ERC-1888. Reverts with `EnergyCertificateUnknown`.
    /// @return issuer The issuing body of the accreditation.
    /// @return topic `TOPIC`.
    /// @return validityData Calldata of `isValid` of this contract.
    /// @return data `abi.encode(Certificate, Accreditation)`.
    function getCertificate(
        uint256 id
    ) external view returns (address issuer, uint256 topic, bytes memory validityData, bytes memory data);

    /// @notice The certificate, revoked or not. Reverts with `EnergyCertificateUnknown`.
    function certificateOf(uint256 id) external view returns (Certificate memory);

    /// @notice Whether the certificate exists and is not revoked.
    function isValid(uint256 id) external view returns (bool);

    /// @notice Id that a certificate of this device and interval has. Reverts with `EnergyCertificateInvalidInterval`.
    function idOf(bytes32 device, uint48 startS, uint48 endS) external view returns (uint256 id);

    /// @notice Reads `abi.encode(string beneficiary, string purpose)`; reverts if it is not that.
    function claimOf(bytes calldata claimData) external pure returns (string memory beneficiary, string memory purpose);

    /// @notice ERC-1888 topic of all certificates here: what they are, and the form of their data.
    function TOPIC() external view returns (uint256);

    /// @notice Where faults of meters are proven and decided.
    function INCIDENTS() external view returns (IIncidentRegistry);
}
