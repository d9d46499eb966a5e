// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SupplyAgreements} from "../../contracts/SupplyAgreements.sol";
import {Agreement, GridSupply, Stretch} from "../../contracts/types/Agreements.sol";
import {AgreementHandler} from "./support/AgreementHandler.sol";
import {vm} from "./support/Vm.sol";

/// Must always hold of agreements, whoever registers, ends and releases them in whatever order:
///
/// - an import meter has at most one neighbour as its supplier at any time, and at most one grid supplier;
/// - an agreement only ever ends earlier, never before now, and by one party alone never before its notice;
/// - what an account has locked is the escrow of its agreements that were not released;
/// - lists, stretches and counts say what a walk over all agreements says.
contract SupplyAgreementsTest {
    AgreementHandler private _handler;
    SupplyAgreements private _agreements;

    function setUp() external {
        _handler = new AgreementHandler();
        _agreements = _handler.agreements();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: agreements are registered, ended and released, and all agrees.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 120; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            uint8 by = uint8(dice[0]);
            _handler.register(by, uint8(dice[1]), uint8(dice[2]), uint8(dice[3]), uint8(dice[4]), false);
            _handler.end(uint8(dice[5]), uint8(dice[6]), uint8(dice[7]));
            _handler.release(uint8(dice[8]));
            if (round % 5 == 4) _handler.settle(round);
            if (round % 5 == 4) _handler.pass(1 hours);
        }
        AgreementHandler.Entry[] memory all = _handler.entries();
        uint256 released;
        for (uint256 i = 0; i < all.length; ++i) if (all[i].released) ++released;
        assert(all.length > 10 && released > 2);
        this.invariant_NothingForbiddenWentThrough();
        this.invariant_OneSupplierAtATime();
        this.invariant_AgreementsStandAsTheyWereLeft();
        this.invariant_LockedIsWhatWasNotReleased();
    }

    function invariant_NothingForbiddenWentThrough() external view {
        assert(!_handler.broken());
    }

    function invariant_OneSupplierAtATime() external view {
        for (uint256 home = 0; home < _handler.HOMES(); ++home) {
            bytes32 meter = _handler.meterOf(home);
            _requireSorted(_agreements.agreementsOfImportMeter(meter));
            _requireSorted(_agreements.gridAgreementsOf(meter));
        }
    }

    function invariant_AgreementsStandAsTheyWereLeft() external view {
        AgreementHandler.Entry[] memory all = _handler.entries();
        for (uint256 i = 0; i < all.length; ++i) {
            Agreement memory a = _agreements.agreementOf(all[i].id);
            assert(a.startS == all[i].startS && a.endS == all[i].endS && a.escrow == all[i].escrow);
            assert(_agreements.numberOf(all[i].id) == i + 1 && _agreements.idByNumber(uint32(i + 1)) == all[i].id);
            if (a.startS == a.endS) continue;
            if (a.exportMeter != 0) {
                (bytes32 found, ) = _agreements.agreementAt(a.importMeter, a.endS);
                assert(found == all[i].id);
            } else {
                GridSupply memory supply = _agreements.gridSupplyAt(a.importMeter, a.startS, a.endS);
                assert(supply.number == i + 1 && supply.supplier == a.supplier);
                assert(_agreements.gridSupplyAt(a.importMeter, a.startS, a.endS + 1).number == 0);
            }
        }
    }

    function invariant_LockedIsWhatWasNotReleased() external view {
        AgreementHandler.Entry[] memory all = _handler.entries();
        for (uint256 home = 0; home < _handler.HOMES(); ++home) {
            uint256 sum;
            for (uint256 i = 0; i < all.length; ++i) {
                if (all[i].importMeter == _handler.meterOf(home) && !all[i].released) sum += all[i].escrow;
            }
            assert(_handler.settlement().locked(vm.addr(1_000 + home)) == sum);
        }
    }

    function invariant_StretchesAreWhatAWalkFinds() external view {
        AgreementHandler.Entry[] memory all = _handler.entries();
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].exportMeter == 0) continue;
            _compareStretch(all, all[i].exportMeter, all[i].startS);
            _compareStretch(all, all[i].exportMeter, all[i].endS);
        }
    }

    function _compareStretch(AgreementHandler.Entry[] memory all, bytes32 exportMeter, uint48 atS) private view {
        Stretch memory s = _agreements.stretchAt(exportMeter, atS);
        uint256 count;
        for (uint256 i = 0; i < all.length; ++i) {
            AgreementHandler.Entry memory e = all[i];
            if (e.exportMeter != exportMeter || e.startS == e.endS) continue;
            if (e.startS <= atS && atS < e.endS) ++count;
            // Nothing begins or ends within.
            assert(e.startS <= s.fromS || e.startS >= s.untilS);
            assert(e.endS <= s.fromS || e.endS >= s.untilS);
        }
        assert(s.count == count && s.fromS <= atS && atS < s.untilS && s.idleFromS <= s.fromS);
        assert(_agreements.exportOverlaps(exportMeter, atS, atS + 1) == count);
    }

    function _requireSorted(bytes32[] memory ids) private view {
        uint48 untilS;
        for (uint256 i = 0; i < ids.length; ++i) {
            Agreement memory a = _agreements.agreementOf(ids[i]);
            assert(a.startS >= untilS && a.startS < a.endS);
            untilS = a.endS;
        }
    }
}
