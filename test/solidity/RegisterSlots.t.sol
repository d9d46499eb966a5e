// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ExportSlot, ExportSlots} from "../../contracts/libraries/ExportSlot.sol";
import {ImportSlot, ImportSlots} from "../../contracts/libraries/ImportSlot.sol";
import {ExportRegister, ImportRegister} from "../../contracts/types/Settlement.sol";

/// The words of registers hold what the structs hold.
contract RegisterSlotsTest {
    using ExportSlots for ExportRegister;
    using ExportSlots for ExportSlot;
    using ImportSlots for ImportRegister;
    using ImportSlots for ImportSlot;

    ImportRegister private _import;
    ExportRegister private _export;

    function testFuzz_ReadsAnImportRegister(ImportRegister memory r, uint48 otherS) external {
        _import = r;
        ImportSlot slot = _import.load();
        (uint256 number, uint256 deliveredWh, bool isSuspended) = slot.agreement();
        assert(slot.settledAtS() == r.atS && slot.settledWh() == r.registerWh);
        assert(number == r.number && deliveredWh == r.deliveredWh && isSuspended == r.suspended);
        assert(slot.hasGridSupply() == r.hasGridSupply);
        assert(slot.isSettledAt(r.atS) == !r.corrected);
        assert(slot.isSettledAt(otherS) == (otherS == r.atS && !r.corrected));
    }

    function testFuzz_AdvancesAnImportRegister(ImportRegister memory r, uint48 toS, uint64 toWh) external {
        _import = r;
        _store(_import.load().advance(toS, toWh));
        (r.atS, r.registerWh, r.corrected) = (toS, toWh, false);
        _expect(r);
    }

    function testFuzz_BeginsAnotherAgreement(ImportRegister memory r, uint32 number) external {
        r.corrected = false;
        _import = r;
        _store(_import.load().begin(number));
        (r.number, r.deliveredWh, r.suspended) = (number, 0, false);
        _expect(r);
    }

    function testFuzz_Delivers(ImportRegister memory r, uint64 energyWh, bool suspends) external {
        _import = r;
        energyWh %= type(uint64).max - r.deliveredWh + (r.deliveredWh == 0 ? 0 : 1);
        _store(_import.load().deliver(energyWh, suspends));
        r.deliveredWh += energyWh;
        if (suspends) r.suspended = true;
        _expect(r);
    }

    function testFuzz_GoesOnWithAnExportRegister(
        ExportRegister memory r,
        uint48 toS,
        uint64 toWh,
        uint48 untilS,
        uint48 coveredFromS
    ) external {
        _export = r;
        ExportSlot slot = _export.load();
        assert(slot.settledAtS() == r.atS && slot.settledWh() == r.registerWh && slot.isCorrected() == r.corrected);
        assert(slot.untilS() == r.untilS && slot.coveredFromS() == r.coveredFromS && slot.generation() == r.generation);
        _export.store(slot.advance(toS, toWh).close(untilS, coveredFromS));
        (r.atS, r.registerWh, r.corrected) = (toS, toWh, false);
        (r.untilS, r.coveredFromS) = (untilS, coveredFromS);
        assert(keccak256(abi.encode(_export)) == keccak256(abi.encode(r)));
    }

    function testFuzz_ClosesAnIntervalWithoutAReading(
        ExportRegister memory r,
        uint48 untilS,
        uint48 coveredFromS
    ) external {
        _export = r;
        _export.store(_export.load().close(untilS, coveredFromS));
        (r.untilS, r.coveredFromS) = (untilS, coveredFromS);
        assert(keccak256(abi.encode(_export)) == keccak256(abi.encode(r)));
    }

    function _store(ImportSlot slot) private {
        ImportRegister storage register = _import;
        assembly ("memory-safe") {
            sstore(register.slot, slot)
        }
    }

    function _expect(ImportRegister memory r) private view {
        assert(keccak256(abi.encode(_import)) == keccak256(abi.encode(r)));
    }
}
