// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IIncidentRegistry} from "./interfaces/IIncidentRegistry.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {IncidentCase} from "./libraries/IncidentCase.sol";
import {RecordOpening} from "./libraries/RecordOpening.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";
import {Incident, IncidentCategory, IncidentState, SignedRecord} from "./types/Incidents.sol";

/// @title IncidentRegistry
/// @notice See `IIncidentRegistry`.
contract IncidentRegistry is IIncidentRegistry {
    using IncidentCase for IncidentCase.Case;
    using RecordOpening for SignedRecord;

    uint256 private constant MIN_MEMBERS = 3;
    uint256 private constant MIN_QUORUM = 2;
    uint48 private constant MAX_PERIOD_S = 3650 days;

    /// @inheritdoc IIncidentRegistry
    uint48 public immutable REPORT_WINDOW_S;
    /// @inheritdoc IIncidentRegistry
    uint48 public immutable QUARANTINE_S;
    /// @notice Who may report and clear.
    IMembership public immutable MEMBERSHIP;
    /// @notice Whose devices are quarantined.
    IDeviceRegistry public immutable DEVICES;
    /// @notice Where records are anchored.
    IRecordAnchor public immutable ANCHOR;

    mapping(bytes32 device => uint32 number) private _latest;
    mapping(bytes32 device => mapping(uint32 number => IncidentCase.Case)) private _cases;
    mapping(bytes32 device => mapping(uint64 sequence => bool)) private _proven;
    mapping(bytes32 device => uint48 clearedAtS) private _clearedAtS;

    constructor(
        IMembership membership,
        IDeviceRegistry devices,
        IRecordAnchor anchor,
        uint48 reportWindowS,
        uint48 quarantineS
    ) {
        require(
            reportWindowS != 0 && reportWindowS <= MAX_PERIOD_S && quarantineS != 0 && quarantineS <= MAX_PERIOD_S,
            IncidentRegistryInvalidPeriods(reportWindowS, quarantineS)
        );
        MEMBERSHIP = membership;
        DEVICES = devices;
        ANCHOR = anchor;
        REPORT_WINDOW_S = reportWindowS;
        QUARANTINE_S = quarantineS;
    }

    /// @inheritdoc IIncidentRegistry
    function report(
        bytes32 device,
        bytes32 gateway,
        IncidentCategory category,
        bytes32 evidenceHash
    ) external returns (uint32 number) {
        require(MEMBERSHIP.isMember(msg.sender), IncidentRegistryNotMember(msg.sender));
        Device memory g = DEVICES.deviceOf(gateway);
        require(
            g.kind == DeviceKind.Gateway && g.status == DeviceStatus.Active && g.organisation == msg.sender,
            IncidentRegistryNotGateway(gateway, msg.sender)
        );
        require(
            category != IncidentCategory.None && category != IncidentCategory.Equivocation && evidenceHash != 0,
            IncidentRegistryInvalidReport(device)
        );
        address organisation = _requireReportable(device).organisation;
        IncidentCase.Case storage c = _latestCase(device);
        bool live = c.isLive();
        bool endsQuarantine = !live && c.incident.state == IncidentState.Quarantined;
        if (live) _requireWord(c, organisation, false);
        else require(organisation != msg.sender, IncidentRegistryOwnDevice(device, msg.sender));

        if (!live) c = _open(c, device, organisation, category);
        number = c.incident.number;
        c.say(false);
        if (c.incident.state == IncidentState.Open) c.incident.endsAtS = uint48(block.timestamp) + REPORT_WINDOW_S;
        emit IncidentReported(device, number, organisation, msg.sender, gateway, category, evidenceHash);
        if (_reportsSuffice(c, organisation)) {
            _quarantine(c, organisation, uint48(block.timestamp) + QUARANTINE_S);
        } else if (endsQuarantine) {
            DEVICES.release(device);
        }
    }

    /// @inheritdoc IIncidentRegistry
    function proveEquivocation(
        SignedRecord calldata first,
        SignedRecord calldata second
    ) external returns (uint32 number) {
        bytes32 device = first.header.device;
        uint64 sequence = first.header.sequence;
        Device memory d = _requireReportable(device);
        require(
            second.header.device == device && second.header.sequence == sequence,
            IncidentRegistryNoEquivocation(device)
        );
        IncidentCase.Case storage c = _latestCase(device);
        bool live = c.isLive();
        require(
            !_proven[device][sequence] && !(live && c.incident.category == IncidentCategory.Equivocation),
            IncidentRegistryAlreadyProven(device, sequence)
        );
        (bytes32 firstRecord, bool firstIsNew) = _requireSigned(first);
        (bytes32 secondRecord, bool secondIsNew) = _requireSigned(second);
        require(firstRecord != secondRecord, IncidentRegistryNoEquivocation(device));
        require(firstIsNew || secondIsNew, IncidentRegistryClearedSince(device, sequence, _clearedAtS[device]));

        // Where a quarantine has lapsed, this one follows without a gap.
        if (!live) c = _open(c, device, d.organisation, IncidentCategory.Equivocation);
        _proven[device][sequence] = true;
        number = c.incident.number;
        c.incident.category = IncidentCategory.Equivocation;
        c.clearableFromRound = c.round + 1;
        emit EquivocationProven(device, number, msg.sender, sequence, firstRecord, secondRecord);
        _quarantine(c, d.organisation, 0);
    }

    /// @inheritdoc IIncidentRegistry
    function appeal(bytes32 device, bytes32 statementHash) external {
        IncidentCase.Case storage c = _requireOngoing(device);
        Device memory d = DEVICES.deviceOf(device);
        require(
            d.organisation == msg.sender || d.owner == msg.sender,
            IncidentRegistryNotAppellant(device, msg.sender)
        );
        require(statementHash != 0, IncidentRegistryMissingStatement(device));

        emit IncidentAppealed(device, c.incident.number, msg.sender, statementHash);
    }

    /// @inheritdoc IIncidentRegistry
    function clear(bytes32 device, bytes32 evidenceHash) external {
        require(MEMBERSHIP.isMember(msg.sender), IncidentRegistryNotMember(msg.sender));
        require(evidenceHash != 0, IncidentRegistryMissingStatement(device));
        IncidentCase.Case storage c = _requireOngoing(device);
        address organisation = DEVICES.deviceOf(device).organisation;
        _requireWord(c, organisation, true);

        c.say(true);
        emit ClearanceSupported(device, c.incident.number, msg.sender, evidenceHash);
        if (_count(c, organisation, true) < _clearanceQuorum(c, organisation)) return;
        _clearedAtS[device] = uint48(block.timestamp);
        _close(c, IncidentState.Cleared);
    }

    /// @inheritdoc IIncidentRegistry
    function expire(bytes32 device) external {
        IncidentCase.Case storage c = _requireOngoing(device);
        require(!c.isLive(), IncidentRegistryNotExpired(device, c.incident.number, c.incident.endsAtS));

        _close(c, IncidentState.Expired);
    }

    /// @inheritdoc IIncidentRegistry
    function incidentOf(bytes32 device) external view returns (Incident memory) {
        return _latestCase(device).incident;
    }

    /// @inheritdoc IIncidentRegistry
    function incidentAt(bytes32 device, uint32 number) external view returns (Incident memory) {
        return _cases[device][number].incident;
    }

    /// @inheritdoc IIncidentRegistry
    function reportersOf(bytes32 device, uint32 number) external view returns (address[] memory) {
        return _cases[device][number].speakersWho(false);
    }

    /// @inheritdoc IIncidentRegistry
    function clearersOf(bytes32 device, uint32 number) external view returns (address[] memory) {
        return _cases[device][number].speakersWho(true);
    }

    /// @inheritdoc IIncidentRegistry
    function quorum() public view returns (uint256) {
        // ⌈(members − 1) / 2⌉ = ⌊members / 2⌋
        return Math.max(MIN_QUORUM, MEMBERSHIP.memberCount() / 2);
    }

    /// @dev Starts the device's next incident; ends `last` if its time is over.
    function _open(
        IncidentCase.Case storage last,
        bytes32 device,
        address organisation,
        IncidentCategory category
    ) private returns (IncidentCase.Case storage c) {
        if (last.isOngoing()) _end(last, IncidentState.Expired);
        uint32 number = ++_latest[device];
        c = _cases[device][number];
        c.incident = Incident({
            device: device,
            number: number,
            state: IncidentState.Open,
            category: category,
            openedAtS: uint48(block.timestamp),
            quarantinedAtS: 0,
            endsAtS: 0,
            organisation: organisation
        });
    }

    /// @dev Quarantines the device, or renews its quarantine.
    function _quarantine(IncidentCase.Case storage c, address organisation, uint48 endsAtS) private {
        Incident storage i = c.incident;
        if (i.state == IncidentState.Open) {
            i.state = IncidentState.Quarantined;
            i.quarantinedAtS = uint48(block.timestamp);
        }
        i.endsAtS = endsAtS;
        ++c.round;
        emit IncidentQuarantined(i.device, i.number, organisation, endsAtS);
        DEVICES.quarantine(i.device);
    }

    function _close(IncidentCase.Case storage c, IncidentState state) private {
        bool quarantined = c.incident.state == IncidentState.Quarantined;
        _end(c, state);
        if (quarantined) DEVICES.release(c.incident.device);
    }

    function _end(IncidentCase.Case storage c, IncidentState state) private {
        c.incident.state = state;
        emit IncidentClosed(c.incident.device, c.incident.number, state);
    }

    function _latestCase(bytes32 device) private view returns (IncidentCase.Case storage) {
        return _cases[device][_latest[device]];
    }

    /// @dev Whether the reports quarantine the device or renew that. A proof needs neither.
    function _reportsSuffice(IncidentCase.Case storage c, address organisation) private view returns (bool) {
        return
            c.incident.category != IncidentCategory.Equivocation &&
            MEMBERSHIP.memberCount() >= MIN_MEMBERS &&
            _count(c, organisation, false) >= quorum();
    }

    /// @dev The quorum, or everybody who has a word if they are fewer: what was proven must not stay for ever because
    /// the consortium is small.
    function _clearanceQuorum(IncidentCase.Case storage c, address organisation) private view returns (uint256) {
        uint256 others = MEMBERSHIP.memberCount();
        address opening = c.incident.organisation;
        if (MEMBERSHIP.isMember(organisation)) --others;
        if (opening != organisation && MEMBERSHIP.isMember(opening)) --others;
        return Math.min(quorum(), others);
    }

    /// @dev How many members' words count. Nobody is listed twice, so the members that ever were bound the loop.
    function _count(
        IncidentCase.Case storage c,
        address organisation,
        bool clears
    ) private view returns (uint256 count) {
        uint256 length = c.speakers.length;
        for (uint256 i = 0; i < length; ++i) {
            address speaker = c.speakers[i];
            if (
                c.counts(speaker, clears, REPORT_WINDOW_S) &&
                !c.isOwn(organisation, speaker) &&
                MEMBERSHIP.isMember(speaker)
            ) ++count;
        }
    }

    function _requireReportable(bytes32 device) private view returns (Device memory d) {
        d = DEVICES.deviceOf(device);
        require(d.signerCount != 0 && d.status != DeviceStatus.Revoked, IncidentRegistryNotReportable(device));
    }

    function _requireOngoing(bytes32 device) private view returns (IncidentCase.Case storage c) {
        c = _latestCase(device);
        require(c.isOngoing(), IncidentRegistryUnexpectedState(device, c.incident.number, c.incident.state));
    }

    /// @dev The caller has a word, and it is a new one.
    function _requireWord(IncidentCase.Case storage c, address organisation, bool clears) private view {
        bytes32 device = c.incident.device;
        require(!c.isOwn(organisation, msg.sender), IncidentRegistryOwnDevice(device, msg.sender));
        require(
            !c.counts(msg.sender, clears, REPORT_WINDOW_S),
            IncidentRegistryAlreadySpoken(device, c.incident.number, msg.sender)
        );
    }

    /// @dev The record's device signed it with a key that speaks for it.
    /// @return structHash The record's.
    /// @return isNew Whether its last clearance does not cover it: the present key signed it, or it was anchored since.
    function _requireSigned(SignedRecord calldata r) private view returns (bytes32 structHash, bool isNew) {
        (bytes32 device, uint64 sequence) = (r.header.device, r.header.sequence);
        require(r.isComplete(), IncidentRegistryInvalidRecord(device, sequence));
        structHash = r.structHash();
        if (r.stream == 0) {
            // While a ticket is out, the key it replaces is lost or stolen.
            require(
                DEVICES.decidedStatusOf(device) != DeviceStatus.Registered &&
                    DEVICES.isSigned(device, structHash, r.signature),
                IncidentRegistryNotSigned(device, sequence)
            );
            isNew = true;
        } else {
            uint64 anchoredAtS = ANCHOR.verify(r.stream, r.batchSequence, r.root, structHash, r.proof);
            require(anchoredAtS != 0, IncidentRegistryInvalidProof(device, sequence));
            DEVICES.requireSignedAt(device, structHash, r.signature, uint48(anchoredAtS));
            isNew = anchoredAtS > _clearedAtS[device];
        }
    }
}
