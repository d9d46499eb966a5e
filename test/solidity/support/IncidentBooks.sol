// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceStatus} from "../../../contracts/types/Devices.sol";
import {IncidentState} from "../../../contracts/types/Incidents.sol";
import {Neighbourhood} from "./Neighbourhood.sol";

/// What must have become of each device by what was said of it, kept beside the contracts and without their rounds:
/// a report that helped to quarantine is struck out, as is a clearance that a proof refuted.
abstract contract IncidentBooks is Neighbourhood {
    uint256 public constant ORGANISATIONS = 7;
    uint256 public constant DEVICES = 5;
    uint48 public constant REPORT_WINDOW_S = 1000;
    uint48 public constant QUARANTINE_S = 3000;

    enum Word {
        None,
        Report,
        StruckReport,
        Clearance
    }

    struct Book {
        bytes32 device;
        uint256 key;
        DeviceStatus decided;
        uint256 organisation;
        uint256 openedWith;
        uint32 number;
        IncidentState state;
        bool proven;
        uint48 endsAtS;
        /// Of the device's last clearance; zero before.
        uint256 clearedAtS;
        Word[7] words;
        uint256[7] saidAtS;
    }

    address[7] public organisations;
    bytes32[7] internal _gateways;
    Book[5] internal _books;
    mapping(bytes32 device => mapping(uint64 sequence => bool)) internal _provenAt;

    function bookOf(uint256 i) external view returns (Book memory) {
        return _books[i];
    }

    /// What the registry must say of the device.
    function statusOf(uint256 i) external view returns (DeviceStatus) {
        Book storage b = _books[i];
        bool covered = b.state == IncidentState.Quarantined && b.decided != DeviceStatus.Revoked;
        return covered ? DeviceStatus.Quarantined : b.decided;
    }

    function _isMember(uint256 organisation) internal view returns (bool) {
        return _membership.isMember(organisations[organisation]);
    }

    function _isOngoing(Book storage b) internal view returns (bool) {
        return b.state == IncidentState.Open || b.state == IncidentState.Quarantined;
    }

    function _isLive(Book storage b) internal view returns (bool) {
        return _isOngoing(b) && (b.proven || block.timestamp < b.endsAtS);
    }

    function _isOwn(Book storage b, uint256 organisation) internal view returns (bool) {
        return b.organisation == organisation || (_isOngoing(b) && b.openedWith == organisation);
    }

    function _reportHolds(Book storage b, uint256 organisation) internal view returns (bool) {
        return b.words[organisation] == Word.Report && block.timestamp < b.saidAtS[organisation] + REPORT_WINDOW_S;
    }

    /// Begins the next incident.
    function _begin(Book storage b) internal {
        ++b.number;
        (b.state, b.proven, b.endsAtS, b.openedWith) = (IncidentState.Open, false, 0, b.organisation);
        delete b.words;
        delete b.saidAtS;
    }

    function _noteReport(Book storage b, uint256 organisation) internal {
        if (!_isLive(b)) _begin(b);
        (b.words[organisation], b.saidAtS[organisation]) = (Word.Report, block.timestamp);
        if (b.state == IncidentState.Open) b.endsAtS = uint48(block.timestamp) + REPORT_WINDOW_S;
        if (b.proven || _membership.memberCount() < 3) return;
        uint256 reports = 0;
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            if (_reportHolds(b, o) && _isMember(o) && !_isOwn(b, o)) ++reports;
        }
        if (reports < _quorum()) return;
        _strikeReports(b);
        (b.state, b.endsAtS) = (IncidentState.Quarantined, uint48(block.timestamp) + QUARANTINE_S);
    }

    function _noteProof(Book storage b, uint64 sequence) internal {
        if (!_isLive(b)) _begin(b);
        _provenAt[b.device][sequence] = true;
        _strikeReports(b);
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            if (b.words[o] == Word.Clearance) b.words[o] = Word.None;
        }
        (b.state, b.proven, b.endsAtS) = (IncidentState.Quarantined, true, 0);
    }

    function _noteClearance(Book storage b, uint256 organisation) internal {
        (b.words[organisation], b.saidAtS[organisation]) = (Word.Clearance, block.timestamp);
        uint256 clearances = 0;
        uint256 others = 0;
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            if (!_isMember(o) || _isOwn(b, o)) continue;
            ++others;
            if (b.words[o] == Word.Clearance) ++clearances;
        }
        if (clearances < _quorum() && clearances != others) return;
        (b.state, b.clearedAtS) = (IncidentState.Cleared, block.timestamp);
    }

    function _strikeReports(Book storage b) private {
        for (uint256 o = 0; o < ORGANISATIONS; ++o) {
            if (b.words[o] == Word.Report) b.words[o] = Word.StruckReport;
        }
    }

    function _quorum() private view returns (uint256) {
        uint256 half = _membership.memberCount() / 2;
        return half < 2 ? 2 : half;
    }
}
