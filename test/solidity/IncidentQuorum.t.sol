// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceKind, DeviceStatus} from "../../contracts/types/Devices.sol";
import {IncidentCategory, IncidentState} from "../../contracts/types/Incidents.sol";
import {Neighbourhood} from "./support/Neighbourhood.sol";
import {vm} from "./support/Vm.sol";

/// Must always hold, for consortia of any size: max(2, ⌈(members − 1) / 2⌉) reports quarantine and one fewer do not, as
/// many clear and one fewer do not; and however many members speak, whoever comes last can pay for it.
contract IncidentQuorumTest is Neighbourhood {
    /// EIP-7825: most gas that Osaka lets one transaction use.
    uint256 private constant TRANSACTION_GAS = 16_777_216;
    uint256 private constant MANY = 400;

    bytes32 private _accused;
    mapping(uint256 organisation => bytes32) private _gateways;

    function setUp() external {
        _deploy(1000, 3000);
        _membership.admit(_organisation(0), "Accused");
        _accused = _enrolNew(_organisation(0), DeviceKind.Meter, _newKey());
    }

    function testFuzz_ReportsAndClearancesOfAnySize(uint8 size) external {
        uint256 members = 3 + (size % 20);
        uint256 half = (members - 1) / 2 + ((members - 1) % 2);
        uint256 quorum = half < 2 ? 2 : half;
        _join(members);
        assert(_incidents.quorum() == quorum);
        for (uint256 n = 1; n < quorum; ++n) _report(n);
        assert(_devices.deviceOf(_accused).status == DeviceStatus.Active);
        _report(quorum);
        assert(_devices.deviceOf(_accused).status == DeviceStatus.Quarantined);
        for (uint256 n = 1; n < quorum; ++n) _clear(n);
        assert(_devices.deviceOf(_accused).status == DeviceStatus.Quarantined);
        _clear(quorum);
        assert(_devices.deviceOf(_accused).status == DeviceStatus.Active);
        assert(_incidents.incidentOf(_accused).state == IncidentState.Cleared);
    }

    /// One organisation may report and clear as often as it likes and at any time: it quarantines nothing.
    function testFuzz_OneOrganisationAloneDoesNothing(uint8 size, uint16[20] memory waitsS) external {
        _join(3 + (size % 20));
        for (uint256 i = 0; i < waitsS.length; ++i) {
            vm.warp(block.timestamp + (waitsS[i] % 1500));
            bool clears = waitsS[i] % 3 == 0;
            bool done;
            if (clears)
                try this.clear(1) {
                    done = true;
                } catch {}
            else
                try this.report(1) {
                    done = true;
                } catch {}
            // With nothing to clear, and a report that is new.
            if (i == 0) assert(done == !clears);
            assert(_devices.deviceOf(_accused).status == DeviceStatus.Active);
        }
    }

    function test_TheLastOfManyCanPay() external {
        _join(MANY + 1);
        uint256 dearest = 0;
        uint256 n = 1;
        for (; _incidents.incidentOf(_accused).state != IncidentState.Quarantined; ++n) {
            uint256 before = gasleft();
            _report(n);
            before -= gasleft();
            if (before > dearest) dearest = before;
        }
        assert(n == MANY / 2 + 1);
        // Everybody else reports too, and then clears: the longest list there can be.
        for (; n <= MANY; ++n) if (n % 2 == 0) _report(n);
        for (n = 1; _incidents.incidentOf(_accused).state == IncidentState.Quarantined; ++n) {
            uint256 before = gasleft();
            _clear(n);
            before -= gasleft();
            if (before > dearest) dearest = before;
        }
        assert(dearest < TRANSACTION_GAS / 2);
    }

    function report(uint256 n) external {
        _report(n);
    }

    function clear(uint256 n) external {
        _clear(n);
    }

    function _organisation(uint256 n) private pure returns (address) {
        return address(uint160(0x10000 + n));
    }

    function _join(uint256 members) private {
        for (uint256 n = 1; n < members; ++n) {
            _membership.admit(_organisation(n), "Neighbour");
            _gateways[n] = _enrolNew(_organisation(n), DeviceKind.Gateway, _newKey());
        }
    }

    function _report(uint256 n) private {
        bytes32 gateway = _gateways[n];
        vm.prank(_organisation(n));
        _incidents.report(_accused, gateway, IncidentCategory.Tampering, bytes32(uint256(1)));
    }

    function _clear(uint256 n) private {
        vm.prank(_organisation(n));
        _incidents.clear(_accused, bytes32(uint256(1)));
    }
}
