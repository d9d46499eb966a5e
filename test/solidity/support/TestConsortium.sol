// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Device, DeviceKind} from "../../../contracts/types/Devices.sol";
import {Incident, IncidentCategory, IncidentState} from "../../../contracts/types/Incidents.sol";

/// What certificates ask of `DeviceRegistry`, `Membership` and `IncidentRegistry`: every device is a meter, everybody is a
/// member, and incidents are as they are set.
contract TestConsortium {
    mapping(bytes32 device => mapping(uint32 number => Incident)) private _incidents;

    function setIncident(bytes32 device, uint32 number, IncidentState state, uint48 quarantinedAtS) external {
        Incident storage i = _incidents[device][number];
        (i.device, i.number, i.state, i.quarantinedAtS) = (device, number, state, quarantinedAtS);
        i.category = IncidentCategory.ImplausibleData;
    }

    function incidentAt(bytes32 device, uint32 number) external view returns (Incident memory) {
        return _incidents[device][number];
    }

    function deviceOf(bytes32) external pure returns (Device memory d) {
        d.kind = DeviceKind.Meter;
    }

    function isMember(address) external pure returns (bool) {
        return true;
    }
}
