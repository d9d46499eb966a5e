// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Incident, IncidentCategory, IncidentState, SignedRecord} from "../types/Incidents.sol";

/// @title IIncidentRegistry
/// @notice Hijacked devices: gateways of other organisations report, a quorum of them quarantines, the device's own
/// organisation appeals, a quorum clears, and time ends what nobody renews. Layers and cases of ITU-T D3.5.
/// @dev Trust: no single organisation can quarantine another's device, except by proving on chain that it signed two
/// records for one sequence. Quorum: max(2, ⌈(members − 1) / 2⌉), counted when a report or clearance comes in, over
/// organisations that are members then, the device's own excluded. With fewer than three members nobody can reach it:
/// then only the organisation itself suspends.
interface IIncidentRegistry {
    /// @notice `reporter` reported `device` by what its `gateway` saw. `organisation` answers for the device and is
    /// hereby told.
    event IncidentReported(
        bytes32 indexed device,
        uint32 indexed number,
        address indexed organisation,
        address reporter,
        bytes32 gateway,
        IncidentCategory category,
        bytes32 evidenceHash
    );
    /// @notice The device is quarantined until `endsAtS`, or until it is cleared if that is zero.
    event IncidentQuarantined(
        bytes32 indexed device,
        uint32 indexed number,
        address indexed organisation,
        uint48 endsAtS
    );
    /// @notice `prover` showed two records that the device signed for one sequence.
    event EquivocationProven(
        bytes32 indexed device,
        uint32 indexed number,
        address indexed prover,
        uint64 sequence,
        bytes32 firstRecord,
        bytes32 secondRecord
    );
    /// @notice The device's organisation or owner contradicts.
    event IncidentAppealed(
        bytes32 indexed device,
        uint32 indexed number,
        address indexed account,
        bytes32 statementHash
    );
    /// @notice `organisation` holds the device to be clear.
    event ClearanceSupported(
        bytes32 indexed device,
        uint32 indexed number,
        address indexed organisation,
        bytes32 evidenceHash
    );
    /// @notice The incident is over: `Cleared` by a quorum, or `Expired`.
    event IncidentClosed(bytes32 indexed device, uint32 indexed number, IncidentState state);

    /// @notice The caller is not a member of the consortium.
    error IncidentRegistryNotMember(address account);
    /// @notice The gateway is not an active gateway of the caller.
    error IncidentRegistryNotGateway(bytes32 gateway, address account);
    /// @notice An organisation neither reports nor clears its own device.
    error IncidentRegistryOwnDevice(bytes32 device, address account);
    /// @notice A report needs a category other than `None` and `Equivocation`, and an evidence hash.
    error IncidentRegistryInvalidReport(bytes32 device);
    /// @notice The device is not one that records could be counted of: unknown, never enrolled or revoked.
    error IncidentRegistryNotReportable(bytes32 device);
    /// @notice The organisation has spoken in this incident.
    error IncidentRegistryAlreadySpoken(bytes32 device, uint32 number, address account);
    /// @notice The incident is not in a state that the call needs.
    error IncidentRegistryUnexpectedState(bytes32 device, uint32 number, IncidentState state);
    /// @notice The caller is neither the device's organisation nor its owner.
    error IncidentRegistryNotAppellant(bytes32 device, address account);
    /// @notice An appeal or a clearance needs a hash of what it says.
    error IncidentRegistryMissingStatement(bytes32 device);
    /// @notice The incident does not end yet.
    error IncidentRegistryNotExpired(bytes32 device, uint32 number, uint48 endsAtS);
    /// @notice The two records are not two of one device and sequence.
    error IncidentRegistryNoEquivocation(bytes32 device);
    /// @notice A record has another number of members than its type.
    error IncidentRegistryInvalidRecord(bytes32 device, uint64 sequence);
    /// @notice The record is not in the batch.
    error IncidentRegistryInvalidProof(bytes32 device, uint64 sequence);
    /// @notice The device's key did not sign the record.
    error IncidentRegistryNotSigned(bytes32 device, uint64 sequence);

    /// @notice Reports a device. Caller: a member, by one of its own active gateways; once per incident. Opens an incident
    /// if none is open, and quarantines when the quorum is reached.
    /// @param evidenceHash Hash of what the gateway kept as evidence.
    /// @return number The incident's number.
    function report(
        bytes32 device,
        bytes32 gateway,
        IncidentCategory category,
        bytes32 evidenceHash
    ) external returns (uint32 number);

    /// @notice Quarantines a device that signed two records for one sequence, at once and without an end. Anyone may call.
    /// Each record counts if it was signed by the key that held when its batch was anchored, or, unanchored, by the
    /// present key.
    function proveEquivocation(
        SignedRecord calldata first,
        SignedRecord calldata second
    ) external returns (uint32 number);

    /// @notice Contradicts an incident that is open or quarantines. Caller: the device's organisation or owner.
    function appeal(bytes32 device, bytes32 statementHash) external;

    /// @notice Supports the device's clearance; a quorum ends the incident and the quarantine. Caller: a member other than
    /// the device's organisation, once per incident.
    function clear(bytes32 device, bytes32 evidenceHash) external;

    /// @notice Ends an incident whose time is over. Anyone may call.
    function expire(bytes32 device) external;

    /// @notice The device's latest incident; number zero if it had none. One whose time is over says so only after `expire`
    /// or the next report.
    function incidentOf(bytes32 device) external view returns (Incident memory);

    /// @notice An incident by its number.
    function incidentAt(bytes32 device, uint32 number) external view returns (Incident memory);

    /// @notice Organisations that reported in an incident.
    function reportersOf(bytes32 device, uint32 number) external view returns (address[] memory);

    /// @notice Organisations that support clearance in an incident.
    function clearersOf(bytes32 device, uint32 number) external view returns (address[] memory);

    /// @notice How many organisations it takes now.
    function quorum() external view returns (uint256);

    /// @notice How long an open incident collects reports, seconds.
    function REPORT_WINDOW_S() external view returns (uint48);

    /// @notice How long a quarantine by quorum lasts, seconds.
    function QUARANTINE_S() external view returns (uint48);
}
