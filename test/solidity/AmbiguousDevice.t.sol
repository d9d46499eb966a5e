// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {EnergyCertificate} from "../../contracts/EnergyCertificate.sol";
import {ICertificateAccreditations} from "../../contracts/interfaces/ICertificateAccreditations.sol";
import {IDeviceRegistry} from "../../contracts/interfaces/IDeviceRegistry.sol";
import {IIncidentRegistry} from "../../contracts/interfaces/IIncidentRegistry.sol";
import {IMembership} from "../../contracts/interfaces/IMembership.sol";
import {DeviceAccreditation} from "../../contracts/types/Certificates.sol";
import {TestConsortium} from "./support/TestConsortium.sol";
import {vm} from "./support/Vm.sol";

/// Nobody finds two device ids with the same first 27 bytes; a registry that answers to any id shows what would happen.
contract AmbiguousDeviceTest {
    uint256 private constant BODY_KEY = 77;

    EnergyCertificate private _certificates;

    function setUp() external {
        address meters = address(new TestConsortium());
        _certificates = new EnergyCertificate(
            address(new AccessManager(address(this))),
            IMembership(meters),
            IDeviceRegistry(meters),
            IIncidentRegistry(meters)
        );
        _certificates.setIssuingBody(vm.addr(BODY_KEY), true);
    }

    function test_TheSecondOfTwoDevicesThatIdsCannotTellApartIsRefused() external {
        bytes32 first = keccak256("device");
        bytes32 second = first ^ bytes32(uint256(1));
        (DeviceAccreditation memory a, bytes memory signature) = _signed(first, 1);
        _certificates.accredit(a, signature);
        (a, signature) = _signed(second, 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICertificateAccreditations.EnergyCertificateAmbiguousDevice.selector, second, first)
        );
        _certificates.accredit(a, signature);
        (a, signature) = _signed(first ^ bytes32(uint256(1 << 40)), 1);
        _certificates.accredit(a, signature);
        (a, signature) = _signed(first, 2);
        _certificates.accredit(a, signature);
    }

    function _signed(bytes32 device, uint16 number) private view returns (DeviceAccreditation memory a, bytes memory) {
        a = DeviceAccreditation({
            device: device,
            number: number,
            issuingBody: vm.addr(BODY_KEY),
            energySource: "Wind",
            energyCarrier: "Electricity",
            site: bytes32(uint256(1)),
            ratedPowerW: 1,
            storageEfficiencyPpm: 0,
            validFromS: 0,
            validUntilS: 1
        });
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BODY_KEY, _certificates.accreditationHash(a));
        return (a, abi.encodePacked(r, s, v));
    }
}
