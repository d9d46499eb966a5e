// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Incident, IncidentCategory, IncidentState, SignedRecord} from "../types/Incidents.sol";

/// @title IIncidentRegistry
/// @notice Hijacked devices: gateways of other organisations report, a quorum of them quarantines, the device's own
/// organisation appeals, a quorum clears, and time ends what nobody renews. Layers and cases of ITU-T D3.5.
/// @dev Trust: no single organisation can quarantine another's device, except by proving on chain that it signed two
/// records for one sequence. Quorum: max(2, ⌈(members − 1) / 2⌉), counted when a report or clearance comes in, over
/// organisations that are members then. With fewer than three members no number of reports is enough: then only the
/// organisation itself suspends. It takes no majority: as many as quarantine can clear, and the other way round.
///
/// An organisation has one word in an incident, its last: a report or a clearance. A report counts for
/// `REPORT_WINDOW_S`, and in one round; a round ends when the device is quarantined, when that is renewed, and when
/// equivocation is proven, which happens once in an incident. A clearance counts until the incident is over, unless
/// equivocation is proven after it.
/// Whoever answered for the device when the incident opened, and whoever does now, has no word.
///
/// At most one incident of a device is open or quarantines; a closed one never changes. The device is `Quarantined` in
/// `DeviceRegistry` exactly while its incident is, unless its organisation revoked it, which is final.
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
    /// @notice The device is quarantined until `endsAtS`, or until it is cleared if that is zero. Also when a quarantine
    /// is renewed.
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
    /// @notice An organisation neither reports nor clears its own device, nor one that was its own when the incident
    /// opened.
    error IncidentRegistryOwnDevice(bytes32 device, address account);
    /// @notice A report needs a category other than `None` and `Equivocation`, and an evidence hash.
    error IncidentRegistryInvalidReport(bytes32 device);
    /// @notice No record of the device can count, now or later: it is unknown, never enrolled or revoked.
    error IncidentRegistryNotReportable(bytes32 device);
    /// @notice The organisation's last word in this incident is the same, and counts.
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
    /// @notice The device was proven to equivocate at this sequence before, or at another one and is quarantined for that
    /// now: or none could be cleared.
    error IncidentRegistryAlreadyProven(bytes32 device, uint64 sequence);
    /// @notice The device was cleared at `clearedAtS`, and both records were anchored by then: that covers them, unless its
    /// present key signed one, which is then shown unanchored.
    error IncidentRegistryClearedSince(bytes32 device, uint64 sequence, uint48 clearedAtS);
    /// @notice A record has another number of members than its type.
    error IncidentRegistryInvalidRecord(bytes32 device, uint64 sequence);
    /// @notice The record is not in the batch.
    error IncidentRegistryInvalidProof(bytes32 device, uint64 sequence);
    /// @notice The device's present key did not sign the record, or the device has none, waiting to be enrolled anew.
    error IncidentRegistryNotSigned(bytes32 device, uint64 sequence);
    /// @notice Both periods are at least a second and at most ten years.
    error IncidentRegistryInvalidPeriods(uint48 reportWindowS, uint48 quarantineS);

    /// @notice Reports a device. Caller: a member other than the device's organisation, by one of its own active
    /// gateways. Opens an incident if none is open, after ending one whose time is over. Quarantines when the quorum is
    /// reached; during a quarantine, a quorum of new reports renews it. Where equivocation is proven, a report only
    /// replaces the caller's clearance.
    /// @param evidenceHash Hash of what the gateway kept as evidence.
    /// @return number The incident's number.
    function report(
        bytes32 device,
        bytes32 gateway,
        IncidentCategory category,
        bytes32 evidenceHash
    ) external returns (uint32 number);

    /// @notice Quarantines a device that signed two records for one sequence, at once and without an end. Anyone may call,
    /// once per device and sequence, and not while it is quarantined by such a proof. The records may be of different types. One that is anchored counts if the device was
    /// active then and its key of then signed it; another if the present key signed it, unless the device is waiting to be
    /// enrolled anew: then that key may be a thief's. So what a former key signed counts only where it was anchored.
    /// Once a device was cleared, of whatever incident, one of the two must be anchored after that or unanchored: what a
    /// stolen key left behind does not stop the recovered device again and again.
    /// Errors besides this contract's: those of `IRecordAnchor.verify` and `IDeviceRegistry.requireSignedAt`.
    /// @return number The incident's number.
    function proveEquivocation(
        SignedRecord calldata first,
        SignedRecord calldata second
    ) external returns (uint32 number);

    /// @notice Contradicts an incident that is open or quarantines. Caller: the device's organisation or owner.
    function appeal(bytes32 device, bytes32 statementHash) external;

    /// @notice Supports the device's clearance, and takes the caller's report back if it made one. A quorum ends the
    /// incident and the quarantine; if fewer organisations than that have a word, all of them do. Caller: a member other
    /// than the device's organisation.
    function clear(bytes32 device, bytes32 evidenceHash) external;

    /// @notice Ends an incident whose time is over. Anyone may call.
    function expire(bytes32 device) external;

    /// @notice The device's latest incident; number zero if it had none. One whose time is over says so only after
    /// `expire`, or the next report or proof.
    function incidentOf(bytes32 device) external view returns (Incident memory);

    /// @notice An incident by its number; state `None` if there is none.
    function incidentAt(bytes32 device, uint32 number) external view returns (Incident memory);

    /// @notice Organisations whose word in an incident is a report, of whatever round.
    function reportersOf(bytes32 device, uint32 number) external view returns (address[] memory);

    /// @notice Organisations whose word in an incident is a clearance that no proof came after.
    function clearersOf(bytes32 device, uint32 number) external view returns (address[] memory);

    /// @notice How many organisations it takes now; with fewer than three members, no number quarantines.
    function quorum() external view returns (uint256);

    /// @notice How long a report counts, seconds. An open incident ends when its last report lapses.
    function REPORT_WINDOW_S() external view returns (uint48);

    /// @notice How long a quarantine by quorum lasts, seconds.
    function QUARANTINE_S() external view returns (uint48);
}
