// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SupplyAgreements} from "../../contracts/SupplyAgreements.sol";
import {IDeviceRegistry} from "../../contracts/interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "../../contracts/interfaces/IEnergySettlement.sol";
import {ISupplyAgreements} from "../../contracts/interfaces/ISupplyAgreements.sol";
import {Agreement} from "../../contracts/types/Agreements.sol";
import {TestMeters} from "./support/TestMeters.sol";
import {TestSettlement} from "./support/TestSettlement.sol";
import {vm} from "./support/Vm.sol";

/// However many agreements one party piles up beside it, an agreement can be registered and ended within one transaction.
contract SupplyAgreementsAheadTest {
    uint32 private constant PERIOD_S = 15 minutes;
    uint48 private constant START_S = 1_000_080_000;
    /// A third of what a transaction may use (EIP-7825): storage is warm here, and costs twice as much where it is cold.
    uint256 private constant MOST_GAS = 5_592_405;
    bytes32 private constant SUPPLIER_METER = "supplier";
    bytes32 private constant VICTIM_METER = "victim";
    bytes32 private constant CROWD_METER = "crowd";

    SupplyAgreements private _agreements;
    TestSettlement private _settlement;

    /// This contract owns all meters, so it agrees to everything by calling.
    function setUp() external {
        vm.warp(START_S);
        TestMeters meters = new TestMeters();
        _settlement = new TestSettlement();
        _agreements = new SupplyAgreements(IDeviceRegistry(address(meters)), IEnergySettlement(address(_settlement)));
        meters.own(SUPPLIER_METER, address(this));
        meters.own(VICTIM_METER, address(this));
        meters.own(CROWD_METER, address(this));
    }

    function test_EndsAndRegistersBesideAsManyAsThereMayBe() external {
        uint48 most = uint48(_agreements.MAX_AHEAD());
        bytes32 id = _register(VICTIM_METER, 0, most + 1);
        for (uint48 i = 1; i < most; ++i) {
            _register(CROWD_METER, i, i + 1);
        }
        vm.expectRevert(
            abi.encodeWithSelector(ISupplyAgreements.SupplyAgreementsTooManyAhead.selector, SUPPLIER_METER)
        );
        this.register(VICTIM_METER, most + 1, most + 2);

        uint256 gasBefore = gasleft();
        _agreements.end(id, START_S + PERIOD_S, "", "");
        assert(gasBefore - gasleft() < MOST_GAS);

        // One has ended, and there is place for one again: before all others, which is the dearest.
        vm.warp(START_S + PERIOD_S);
        gasBefore = gasleft();
        _register(VICTIM_METER, 1, 2);
        assert(gasBefore - gasleft() < MOST_GAS);
    }

    /// An import meter's own list has the same bound.
    function test_BoundsWhatAConsumerMayAgreeToAhead() external {
        uint48 most = uint48(_agreements.MAX_AHEAD());
        for (uint48 i = 1; i <= most; ++i) {
            _registerGrid(i);
        }
        vm.expectRevert(abi.encodeWithSelector(ISupplyAgreements.SupplyAgreementsTooManyAhead.selector, VICTIM_METER));
        this.registerGrid(0);
        vm.warp(START_S + 2 * PERIOD_S);
        uint256 gasBefore = gasleft();
        _registerGrid(0);
        assert(gasBefore - gasleft() < MOST_GAS);
    }

    function register(bytes32 importMeter, uint48 from, uint48 to) external returns (bytes32) {
        return _register(importMeter, from, to);
    }

    function registerGrid(uint48 from) external {
        _registerGrid(from);
    }

    function _register(bytes32 importMeter, uint48 from, uint48 to) private returns (bytes32) {
        return _agreements.register(_terms(importMeter, from, to), "", "");
    }

    function _registerGrid(uint48 from) private {
        Agreement memory a = _terms(VICTIM_METER, from, from + 1);
        (a.exportMeter, a.exportRatedW, a.capWh) = (0, 0, type(uint64).max);
        a.supplier = address(0xbeef);
        vm.prank(a.supplier);
        _agreements.setOperator(address(this), true);
        _agreements.register(a, "", "");
    }

    function _terms(bytes32 importMeter, uint48 from, uint48 to) private view returns (Agreement memory a) {
        (a.importMeter, a.exportMeter) = (importMeter, SUPPLIER_METER);
        (a.consumer, a.supplier) = (address(this), address(this));
        (a.startS, a.endS) = (START_S + from * PERIOD_S, START_S + to * PERIOD_S);
        (a.settlementPeriodS, a.noticeS) = (PERIOD_S, 0);
        (a.importRatedW, a.exportRatedW) = (1, 1);
        (a.token, a.pricePerKWh, a.capWh) = (_settlement.TOKEN(), 1, 1);
    }
}
