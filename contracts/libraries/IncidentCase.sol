// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Incident, IncidentState} from "../types/Incidents.sol";

/// @title IncidentCase
/// @notice An incident with what organisations said in it: each its last word, a report or a clearance.
library IncidentCase {
    /// @param saidAtS Block time; zero for an organisation that has not spoken.
    struct Word {
        uint48 saidAtS;
        uint32 round;
        bool clears;
    }

    /// @param round Rises with every quarantine, renewal and proof: a report counts in its own round only.
    /// @param clearableFromRound Clearances of earlier rounds do not count.
    /// @param speakers Everybody who has spoken, once.
    struct Case {
        Incident incident;
        uint32 round;
        uint32 clearableFromRound;
        address[] speakers;
        mapping(address organisation => Word) words;
    }

    /// @notice Notes the caller's word.
    function say(Case storage c, bool clears) internal {
        Word storage word = c.words[msg.sender];
        if (word.saidAtS == 0) c.speakers.push(msg.sender);
        (word.saidAtS, word.round, word.clears) = (uint48(block.timestamp), c.round, clears);
    }

    /// @notice Whether the incident is open or quarantines, even if its time is over.
    function isOngoing(Case storage c) internal view returns (bool) {
        return c.incident.state == IncidentState.Open || c.incident.state == IncidentState.Quarantined;
    }

    /// @notice Whether the incident is open or quarantines, and its time is not over.
    function isLive(Case storage c) internal view returns (bool) {
        uint48 endsAtS = c.incident.endsAtS;
        return isOngoing(c) && (endsAtS == 0 || block.timestamp < endsAtS);
    }

    /// @notice Whether the speaker's word is a report, or a clearance if `clears`, and counts now.
    function counts(Case storage c, address speaker, bool clears, uint48 reportWindowS) internal view returns (bool) {
        Word memory word = c.words[speaker];
        if (word.saidAtS == 0 || word.clears != clears) return false;
        if (clears) return word.round >= c.clearableFromRound;
        return word.round == c.round && block.timestamp < word.saidAtS + reportWindowS;
    }

    /// @notice Everybody whose word is a report, whenever it was made, or a clearance that counts if `clears`.
    function speakersWho(Case storage c, bool clears) internal view returns (address[] memory speakers) {
        speakers = c.speakers;
        uint256 count = 0;
        for (uint256 i = 0; i < speakers.length; ++i) {
            Word memory word = c.words[speakers[i]];
            if (word.clears == clears && (!clears || word.round >= c.clearableFromRound)) {
                speakers[count++] = speakers[i];
            }
        }
        assembly ("memory-safe") {
            mstore(speakers, count)
        }
    }

    /// @notice Whether `account` answers for the device, as `organisation` does now, or did when the incident opened: by
    /// handing a device over nobody gains a word.
    function isOwn(Case storage c, address organisation, address account) internal view returns (bool) {
        return account == organisation || account == c.incident.organisation;
    }
}
