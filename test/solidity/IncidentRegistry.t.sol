// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceRegistry} from "../../contracts/DeviceRegistry.sol";
import {IncidentRegistry} from "../../contracts/IncidentRegistry.sol";
import {DeviceStatus} from "../../contracts/types/Devices.sol";
import {Incident, IncidentCategory, IncidentState} from "../../contracts/types/Incidents.sol";
import {IncidentBooks} from "./support/IncidentBooks.sol";
import {IncidentHandler} from "./support/IncidentHandler.sol";

/// Must always hold of incidents, whoever accuses whom, joins, leaves, hands over or changes keys:
///
/// - no single organisation quarantines another's device, except by a proof of equivocation;
/// - below three members nobody but its organisation stops a device, a proof apart;
/// - a device's own organisation neither reports nor clears it;
/// - a device that signs one record per sequence is never proven to equivocate, whatever is shown;
/// - at most one incident of a device is open or quarantines;
/// - a device is `Quarantined` exactly while its incident is, unless it was revoked; otherwise its status is what its
///   organisation last decided, whatever happened meanwhile;
/// - what is proven ends by clearance alone, and a clearance covers what was anchored before it;
/// - a closed incident never changes.
contract IncidentRegistryTest {
    IncidentHandler private _handler;
    IncidentRegistry private _incidents;
    DeviceRegistry private _devices;

    function setUp() external {
        _handler = new IncidentHandler();
        _incidents = _handler.incidents();
        _devices = _handler.devices();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_NothingForbiddenWentThroughAndNothingAllowedWasRefused() public view {
        assert(!_handler.broken());
    }

    function invariant_NobodyQuarantinesAlone() public view {
        assert(!_handler.lone());
    }

    function invariant_HonestDevicesAreNeverProven() public view {
        assert(!_handler.framed());
        for (uint256 i = 0; i < _handler.DEVICES(); ++i) {
            if (i == 2) continue;
            bytes32 device = _handler.bookOf(i).device;
            for (uint32 n = 1; n <= _incidents.incidentOf(device).number; ++n) {
                assert(_incidents.incidentAt(device, n).category != IncidentCategory.Equivocation);
            }
        }
    }

    function invariant_ClosedIncidentsNeverChange() public view {
        assert(!_handler.reopened());
    }

    function invariant_StatusFollowsTheIncidentOrTheOrganisation() public view {
        for (uint256 i = 0; i < _handler.DEVICES(); ++i) {
            bytes32 device = _handler.bookOf(i).device;
            DeviceStatus status = _devices.deviceOf(device).status;
            IncidentState state = _incidents.incidentOf(device).state;
            assert(status == _handler.statusOf(i));
            bool quarantined = state == IncidentState.Quarantined && status != DeviceStatus.Revoked;
            assert((status == DeviceStatus.Quarantined) == quarantined);
        }
    }

    function invariant_OneIncidentAtATimeAndAsTheBooksSay() public view {
        for (uint256 i = 0; i < _handler.DEVICES(); ++i) {
            IncidentBooks.Book memory b = _handler.bookOf(i);
            Incident memory latest = _incidents.incidentOf(b.device);
            assert(latest.number == b.number && latest.state == b.state);
            assert((latest.category == IncidentCategory.Equivocation) == b.proven);
            assert(latest.endsAtS == b.endsAtS);
            assert(!b.proven || latest.state != IncidentState.Expired);
            for (uint32 n = 1; n < latest.number; ++n) {
                IncidentState state = _incidents.incidentAt(b.device, n).state;
                assert(state == IncidentState.Cleared || state == IncidentState.Expired);
            }
        }
    }

    function invariant_ItsOwnOrganisationHasNoWord() public view {
        for (uint256 i = 0; i < _handler.DEVICES(); ++i) {
            bytes32 device = _handler.bookOf(i).device;
            for (uint32 n = 1; n <= _incidents.incidentOf(device).number; ++n) {
                address own = _incidents.incidentAt(device, n).organisation;
                _assertWithout(_incidents.reportersOf(device, n), own);
                _assertWithout(_incidents.clearersOf(device, n), own);
            }
        }
    }

    /// The same along long lives, which the fuzzer's own steps seldom become.
    function testFuzz_AnyLife(uint256 seed) external {
        for (uint256 part = 0; part < 6; ++part) {
            _handler.live(uint256(keccak256(abi.encode(seed, part))), 10);
            invariant_NothingForbiddenWentThroughAndNothingAllowedWasRefused();
            invariant_NobodyQuarantinesAlone();
            invariant_HonestDevicesAreNeverProven();
            invariant_ClosedIncidentsNeverChange();
            invariant_StatusFollowsTheIncidentOrTheOrganisation();
            invariant_OneIncidentAtATimeAndAsTheBooksSay();
            invariant_ItsOwnOrganisationHasNoWord();
        }
    }

    /// The handler reaches what the invariants speak of.
    function test_TheHandlerQuarantinesProvesAndClears() external {
        (uint256 meter, uint256 liar, uint256 gateway) = (0, 4, 6);
        _handler.report(meter, 0x7f, 0);
        _handler.sign(liar, 0, [bytes32(uint256(1)), 0], true, false);
        _handler.sign(liar, 1, [bytes32(uint256(1)), 0], false, true);
        _handler.prove(0, 0, false);
        _handler.frame(meter, 0, 0, 0);
        _handler.clear(meter, 0x7f);
        _handler.clear(liar, 0x7f);
        _handler.report(gateway, 0x7f, 0);
        for (uint256 i = 0; i < 5; ++i) _handler.pass(699);
        _handler.expire(gateway);
        assert(_handler.quarantines() == 2 && _handler.proofs() == 1 && _handler.clearances() == 2);
        assert(!_handler.broken());
        assert(_incidents.incidentOf(_handler.bookOf(3).device).state == IncidentState.Expired);
    }

    /// What a former key left behind in pairs stops the device until it is cleared, and not again; what the present key
    /// signs does.
    function test_AClearanceCoversWhatAFormerKeyLeftBehind() external {
        uint256 liar = 4;
        for (uint256 i = 0; i < 4; ++i) {
            _handler.sign(liar, 0, [bytes32(i), 0], true, i % 2 == 1);
        }
        _handler.pass(1);
        _handler.changeKey(2, true);
        _handler.pass(1);
        _handler.prove(0, 1, true);
        _handler.clear(liar, 0x01);
        // While it is quarantined, the second pair takes no clearance back.
        _handler.prove(2, 3, true);
        _handler.clear(liar, 0x02);
        _handler.clear(liar, 0x78);
        assert(_handler.clearances() == 1 && _handler.proofs() == 1);
        _handler.prove(2, 3, true);
        assert(_handler.proofs() == 1);
        _handler.sign(liar, 0, [bytes32(uint256(4)), 0], false, false);
        _handler.sign(liar, 0, [bytes32(uint256(5)), 0], false, true);
        _handler.prove(4, 5, true);
        assert(_handler.proofs() == 2);
        assert(!_handler.broken());
    }

    function _assertWithout(address[] memory accounts, address own) private pure {
        for (uint256 a = 0; a < accounts.length; ++a) assert(accounts[a] != own);
    }
}
