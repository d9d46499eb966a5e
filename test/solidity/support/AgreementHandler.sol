// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SupplyAgreements} from "../../../contracts/SupplyAgreements.sol";
import {IDeviceRegistry} from "../../../contracts/interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "../../../contracts/interfaces/IEnergySettlement.sol";
import {Agreement} from "../../../contracts/types/Agreements.sol";
import {TestMeters} from "./TestMeters.sol";
import {TestSettlement} from "./TestSettlement.sol";
import {vm} from "./Vm.sol";

/// Registers, ends and releases agreements of three homes, two suppliers and a grid supplier, and keeps its own list of
/// them. What the list forbids is tried as well; `broken` tells that it went through, or that something permitted did not.
contract AgreementHandler {
    uint256 public constant HOMES = 3;
    uint256 public constant SUPPLIERS = 2;
    uint256 private constant FIRST_KEY = 1_000;
    uint256 private constant GRID_KEY = 2_000;
    uint32 private constant NOTICE_S = 1 hours;
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    /// A registered agreement as it must stand.
    struct Entry {
        bytes32 id;
        bytes32 importMeter;
        bytes32 exportMeter;
        uint48 startS;
        uint48 endS;
        uint32 periodS;
        uint128 escrow;
        uint256 consumerKey;
        uint256 supplierKey;
        bool released;
    }

    SupplyAgreements public agreements;
    TestSettlement public settlement;
    Entry[] private _entries;
    uint256 private _salt;
    bool public broken;

    constructor() {
        vm.warp(1_000_080_000);
        TestMeters meters = new TestMeters();
        settlement = new TestSettlement();
        agreements = new SupplyAgreements(IDeviceRegistry(address(meters)), IEnergySettlement(address(settlement)));
        for (uint256 i = 0; i < HOMES + SUPPLIERS; ++i) {
            address owner = vm.addr(FIRST_KEY + i);
            meters.own(meterOf(i), owner);
            vm.prank(owner);
            agreements.setOperator(address(this), true);
        }
        vm.prank(vm.addr(GRID_KEY));
        agreements.setOperator(address(this), true);
    }

    function entries() external view returns (Entry[] memory) {
        return _entries;
    }

    /// Meters of the homes come first, then those of the suppliers.
    function meterOf(uint256 index) public pure returns (bytes32) {
        return bytes32(index + 1);
    }

    function pass(uint16 forS) external {
        vm.warp(block.timestamp + (forS % 3600));
    }

    function settle(uint256 supplier) external {
        settlement.settle(
            meterOf(HOMES + (supplier % SUPPLIERS)),
            uint48(block.timestamp - (block.timestamp % 1 hours))
        );
    }

    /// Windows of up to eight periods around now; one in four with the grid supplier.
    function register(uint8 home, uint8 supplier, uint8 from, uint8 length, uint8 escrow, bool hourly) external {
        bool grid = supplier % 4 == 0;
        Agreement memory a;
        a.settlementPeriodS = hourly ? 1 hours : 15 minutes;
        a.importMeter = meterOf(home % HOMES);
        a.exportMeter = grid ? bytes32(0) : meterOf(HOMES + (supplier % SUPPLIERS));
        a.startS = _around(from, a.settlementPeriodS);
        a.endS = a.startS + (1 + (length % 8)) * a.settlementPeriodS;
        uint256 supplierKey = grid ? GRID_KEY : FIRST_KEY + HOMES + (supplier % SUPPLIERS);
        (a.consumer, a.supplier) = (vm.addr(FIRST_KEY + (home % HOMES)), vm.addr(supplierKey));
        (a.noticeS, a.importRatedW, a.exportRatedW) = (NOTICE_S, 1, grid ? 0 : 1);
        (a.token, a.pricePerKWh, a.escrow) = (settlement.TOKEN(), 1, escrow);
        a.capWh = grid ? type(uint64).max : 1;
        a.salt = bytes32(++_salt);

        bool allowed = _mayRegister(a);
        try agreements.register(a, "", "") returns (bytes32 id) {
            if (!allowed) broken = true;
            _entries.push(
                Entry(
                    id,
                    a.importMeter,
                    a.exportMeter,
                    a.startS,
                    a.endS,
                    a.settlementPeriodS,
                    a.escrow,
                    FIRST_KEY + (home % HOMES),
                    supplierKey,
                    false
                )
            );
        } catch {
            if (allowed) broken = true;
        }
    }

    /// By the consumer, the supplier, both, or (`by` zero) nobody.
    function end(uint256 index, uint8 shift, uint8 by) external {
        if (_entries.length == 0) return;
        // Mostly one of the last few, since the older ones are over.
        uint256 last = _entries.length < 4 ? _entries.length : 4;
        Entry storage e = _entries[_entries.length - 1 - (index % last)];
        uint48 endS = _around(shift, e.periodS);
        by %= 4;
        bool allowed = _mayEnd(e, endS, by);
        bytes memory byConsumer = by & 1 == 0 ? bytes("") : _signEnd(e.consumerKey, e.id, endS);
        bytes memory bySupplier = by & 2 == 0 ? bytes("") : _signEnd(e.supplierKey, e.id, endS);
        try agreements.end(e.id, endS, byConsumer, bySupplier) {
            if (!allowed) broken = true;
            e.endS = endS < e.startS ? e.startS : endS;
        } catch {
            if (allowed) broken = true;
        }
    }

    function release(uint256 index) external {
        if (_entries.length == 0) return;
        Entry storage e = _entries[index % _entries.length];
        bool over = e.startS == e.endS || block.timestamp >= e.endS + agreements.RELEASE_DELAY_S();
        if (e.exportMeter != 0 && settlement.settledUntil(e.exportMeter) >= e.endS) over = true;
        bool allowed = over && !e.released;
        try agreements.release(e.id) {
            if (!allowed) broken = true;
            e.released = true;
        } catch {
            if (allowed) broken = true;
        }
    }

    function _mayRegister(Agreement memory a) private view returns (bool) {
        if (a.exportMeter != 0 && a.startS < settlement.settledUntil(a.exportMeter)) return false;
        uint32 period;
        bool allSettled = true;
        for (uint256 i = 0; i < _entries.length; ++i) {
            Entry storage e = _entries[i];
            bool sameKind = (e.exportMeter == 0) == (a.exportMeter == 0);
            bool inForce = e.startS < e.endS;
            if (e.importMeter == a.importMeter && sameKind && inForce && e.startS < a.endS && a.startS < e.endS) {
                return false;
            }
            if (a.exportMeter == 0 || e.exportMeter != a.exportMeter) continue;
            period = e.periodS;
            if (inForce && e.endS > settlement.settledUntil(a.exportMeter)) allSettled = false;
        }
        return period == a.settlementPeriodS || allSettled;
    }

    function _mayEnd(Entry storage e, uint48 endS, uint8 by) private view returns (bool) {
        if (by == 0 || e.startS == e.endS || endS >= e.endS) return false;
        return endS >= block.timestamp + (by == 3 ? 0 : NOTICE_S);
    }

    /// A boundary of the period, from four before now to twelve after.
    function _around(uint8 shift, uint32 periodS) private view returns (uint48) {
        uint256 nowS = block.timestamp - (block.timestamp % periodS);
        return uint48(nowS + uint256(shift % 17) * periodS - 4 * uint256(periodS));
    }

    function _signEnd(uint256 key, bytes32 id, uint48 endS) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("Wattproof SupplyAgreements"),
                keccak256("1"),
                block.chainid,
                address(agreements)
            )
        );
        bytes32 structHash = keccak256(abi.encode(keccak256("AgreementEnd(bytes32 agreement,uint48 endS)"), id, endS));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }
}
