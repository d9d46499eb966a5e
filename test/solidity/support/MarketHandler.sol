// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergyMarket} from "../../../contracts/EnergyMarket.sol";
import {SupplyAgreements} from "../../../contracts/SupplyAgreements.sol";
import {Promised} from "../../../contracts/libraries/Promised.sol";
import {Agreement} from "../../../contracts/types/Agreements.sol";
import {AdvertTerms, EnergySource} from "../../../contracts/types/Market.sol";
import {Schedule} from "./Schedule.sol";
import {TestHomes} from "./TestHomes.sol";
import {vm} from "./Vm.sol";

/// Advertises, reprices, withdraws, accepts, cancels and restores the surplus of two meters for three homes, who all made the market their
/// operator, while meters change hands and are suspended; and keeps its own books of it. What the books forbid is tried as
/// well; `broken` tells that it went through, or that something permitted did not.
contract MarketHandler {
    uint256 public constant HOMES = 3;
    uint256 public constant EXPORTS = 2;
    uint48 private constant PERIOD_S = 15 minutes;
    uint256 private constant SLOTS = 24;
    /// Feeds in 3 Wh in a period.
    uint32 private constant RATED_W = 12;
    uint64 private constant PERIOD_WH = 3;
    uint256 private constant FIRST_KEY = 1_000;
    uint64 private constant ESCROW_PER_KWH = 500;
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    /// An advert as it must stand.
    struct Entry {
        bytes32 meter;
        uint256 ownerKey;
        uint48 startS;
        uint48 endS;
        uint64 price;
        uint64 quantityWh;
        uint64 minPartWh;
        uint64 acceptedWh;
        bool isWithdrawn;
    }

    /// An agreement as it must stand.
    struct Deal {
        bytes32 id;
        uint256 advert;
        uint256 home;
        uint48 startS;
        uint48 endS;
        uint64 partWh;
        uint64 price;
        bool isCancelled;
    }

    /// What is wrong with an attempt to accept; most have nothing wrong.
    enum Fault {
        None,
        OtherPrice,
        LowEscrow,
        NoConsent,
        TooMuch,
        TooLittle,
        Early,
        Late
    }

    SupplyAgreements public immutable agreements;
    EnergyMarket public immutable market;
    TestHomes private immutable _homes;
    address private immutable _token;
    Entry[] private _entries;
    Deal[] private _deals;
    mapping(bytes32 meter => uint256) private _ownerKeys;
    mapping(uint256 key => uint256) private _nonces;
    uint256 private _salt;
    bool public broken;
    uint256 public restored;

    constructor(EnergyMarket market_, SupplyAgreements agreements_, TestHomes homes, address token) {
        vm.warp(1_000_080_000);
        (market, agreements, _homes, _token) = (market_, agreements_, homes, token);
        for (uint256 i = 0; i < HOMES; ++i) {
            _homes.setOwner(_importMeter(i), vm.addr(FIRST_KEY + i));
            vm.prank(vm.addr(FIRST_KEY + i));
            agreements.setOperator(address(market), true);
        }
        for (uint256 i = 0; i < EXPORTS; ++i) _own(exportMeter(i), FIRST_KEY + i);
    }

    function entries() external view returns (Entry[] memory) {
        return _entries;
    }

    function deals() external view returns (Deal[] memory) {
        return _deals;
    }

    /// Whether the books say that this advert can be accepted.
    function isOpen(Entry memory e) public view returns (bool) {
        return
            !e.isWithdrawn &&
            e.acceptedWh < e.quantityWh &&
            block.timestamp + PERIOD_S <= e.endS &&
            _ownerKeys[e.meter] == e.ownerKey &&
            !_homes.isSuspended(e.meter);
    }

    function exportMeter(uint256 index) public pure returns (bytes32) {
        return bytes32(100 + index);
    }

    function pass(uint16 forS) external {
        vm.warp(block.timestamp + (forS % 20 minutes));
    }

    function handOver(uint256 meter, uint256 home) external {
        _own(exportMeter(meter % EXPORTS), FIRST_KEY + (home % HOMES));
    }

    function suspend(uint256 meter, bool suspended) external {
        _homes.suspend(exportMeter(meter % EXPORTS), suspended);
    }

    function advertise(uint8[6][3] memory wishes) external {
        for (uint256 i = 0; i < wishes.length; ++i) {
            _advertise(wishes[i][0], wishes[i][1], wishes[i][2], wishes[i][3], wishes[i][4], wishes[i][5]);
        }
    }

    function accept(uint8[6][6] memory wishes) external {
        for (uint256 i = 0; i < wishes.length; ++i) {
            _accept(wishes[i][0], wishes[i][1], wishes[i][2], wishes[i][3], wishes[i][4], wishes[i][5]);
        }
    }

    /// Windows of up to eight periods within four hours from now; some too full, some with bad terms, some by a stranger.
    function _advertise(uint8 meter, uint8 from, uint8 length, uint8 quantityWh, uint8 price, uint8 fault) private {
        AdvertTerms memory t;
        t.exportMeter = exportMeter(meter % EXPORTS);
        t.startS = _boundary(1 + (from % 8));
        t.endS = t.startS + (1 + (length % 8)) * PERIOD_S;
        (t.settlementPeriodS, t.exportRatedW, t.energySource) = (uint32(PERIOD_S), RATED_W, EnergySource.Wind);
        (t.quantityWh, t.minPartWh) = (1 + (quantityWh % 9), 1);
        if (t.quantityWh > 2) t.minPartWh += quantityWh % 3;
        (t.pricePerKWh, t.escrowPerKWh) = (1 + (price % 4), ESCROW_PER_KWH);
        uint256 key = fault % 16 == 15 ? FIRST_KEY + HOMES : _ownerKeys[t.exportMeter];
        if (fault % 16 == 14) t.pricePerKWh = 0;
        if (fault % 16 == 13) t.minPartWh = t.quantityWh + 1;
        if (fault % 16 == 12) t.startS = _boundary(0) - PERIOD_S;
        if (fault % 16 == 11) t.endS = t.startS;
        bool bySignature = fault % 2 == 0;

        bool allowed = _mayAdvertise(t, key);
        bytes memory call =
            bySignature
                ? abi.encodeCall(market.advertiseBySignature, (t, type(uint48).max, _signAdvert(key, t)))
                : abi.encodeCall(market.advertise, (t));
        vm.prank(bySignature ? address(this) : vm.addr(key));
        // Either function, and an answer instead of a revert.
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, ) = address(market).call(call);
        if (done != allowed) broken = true;
        if (!done) return;
        if (bySignature) ++_nonces[key];
        _entries.push(Entry(t.exportMeter, key, t.startS, t.endS, t.pricePerKWh, t.quantityWh, t.minPartWh, 0, false));
    }

    function reprice(uint256 index, uint8 price, bool foreign) external {
        if (_entries.length == 0) return;
        index %= _entries.length;
        Entry storage e = _entries[index];
        uint256 key = foreign ? FIRST_KEY + HOMES : _ownerKeys[e.meter];
        bool allowed = isOpen(e) && price % 4 != 0 && !foreign;
        vm.prank(vm.addr(key));
        try market.reprice(uint32(index + 1), price % 4) {
            if (!allowed) broken = true;
            e.price = price % 4;
        } catch {
            if (allowed) broken = true;
        }
    }

    function withdraw(uint256 index, bool foreign) external {
        if (_entries.length == 0) return;
        index %= _entries.length;
        Entry storage e = _entries[index];
        uint256 key = foreign ? FIRST_KEY + HOMES : _ownerKeys[e.meter];
        bool over = e.isWithdrawn || e.acceptedWh == e.quantityWh || block.timestamp + PERIOD_S > e.endS;
        bool allowed = !over && !foreign;
        vm.prank(vm.addr(key));
        try market.withdraw(uint32(index + 1)) {
            if (!allowed) broken = true;
            e.isWithdrawn = true;
        } catch {
            if (allowed) broken = true;
        }
    }

    /// A consumer ends an agreement before it began.
    function cancel(uint256 index) external {
        if (_deals.length == 0) return;
        Deal storage d = _deals[index % _deals.length];
        if (d.isCancelled || _boundary(1) > d.startS) return;
        vm.prank(vm.addr(FIRST_KEY + d.home));
        agreements.end(d.id, d.startS, "", "");
        d.isCancelled = true;
    }

    /// Anybody puts up for sale again what an agreement had bought, which only one that never began allows, and once.
    function restore(uint256 index) external {
        if (_deals.length == 0) return;
        Deal memory d = _deals[index %= _deals.length];
        try market.restore(d.id) {
            _entries[d.advert].acceptedWh -= d.partWh;
            _deals[index] = _deals[_deals.length - 1];
            _deals.pop();
        } catch {
            if (d.isCancelled) broken = true;
            return;
        }
        if (!d.isCancelled) broken = true;
        ++restored;
        try market.restore(d.id) {
            broken = true;
        } catch {}
    }

    /// The advert, mostly one of the last four, for a home: a part of what is left, at once or a little later.
    function _accept(uint8 back, uint8 homeIndex, uint8 part, uint8 from, uint8 length, uint8 faultIndex) private {
        if (_entries.length == 0) return;
        uint256 index = _entries.length - 1 - ((back % 4) % _entries.length);
        Entry storage e = _entries[index];
        uint256 home = homeIndex % HOMES;
        Fault fault = Fault(faultIndex % 16 < 8 ? faultIndex % 8 : 0);
        Agreement memory a = _agreementOf(e, home, part, fault);
        uint48 nextS = _boundary(block.timestamp % PERIOD_S == 0 ? 0 : 1);
        a.startS = (e.startS > nextS ? e.startS : nextS) + (from % 2) * PERIOD_S;
        if (fault == Fault.Early) a.startS = e.startS > nextS ? e.startS - PERIOD_S : nextS - PERIOD_S;
        a.endS = a.startS + (1 + (length % 4)) * PERIOD_S;
        if (a.endS > e.endS && fault != Fault.Late) a.endS = e.endS;

        bool allowed = _mayAccept(a, e, home) && fault != Fault.NoConsent;
        bool bySignature = length % 2 == 0;
        bytes memory signature = bySignature ? _sign(FIRST_KEY + home, agreements.idOf(a)) : bytes("");
        if (fault == Fault.NoConsent) signature = _sign(FIRST_KEY + HOMES, agreements.idOf(a));
        vm.prank(bySignature || fault == Fault.NoConsent ? address(this) : a.consumer);
        try market.accept(uint32(index + 1), a, signature, "") returns (bytes32 id) {
            if (!allowed) broken = true;
            e.acceptedWh += a.capWh;
            _deals.push(Deal(id, index, home, a.startS, a.endS, a.capWh, a.pricePerKWh, false));
        } catch {
            if (allowed) broken = true;
        }
    }

    /// Between a home and the owner of an advert; its window is still open.
    function _agreementOf(Entry memory e, uint256 home, uint8 part, Fault fault) private returns (Agreement memory a) {
        uint64 leftWh = e.quantityWh - e.acceptedWh;
        (a.importMeter, a.exportMeter) = (_importMeter(home), e.meter);
        (a.consumer, a.supplier) = (vm.addr(FIRST_KEY + home), vm.addr(e.ownerKey));
        (a.settlementPeriodS, a.importRatedW, a.exportRatedW) = (uint32(PERIOD_S), 1_000, RATED_W);
        (a.token, a.salt) = (_token, bytes32(++_salt));
        a.capWh = leftWh == 0 ? 1 : 1 + (part % leftWh);
        if (fault == Fault.TooMuch) a.capWh = leftWh + 1;
        if (fault == Fault.TooLittle) a.capWh = part % e.minPartWh;
        a.pricePerKWh = fault == Fault.OtherPrice ? (part % 2 == 0 ? e.price + 1 : e.price - 1) : e.price;
        a.escrow = _escrowFor(a.capWh);
        if (fault == Fault.LowEscrow && a.escrow > 0) --a.escrow;
    }

    function _mayAdvertise(AdvertTerms memory t, uint256 key) private view returns (bool) {
        if (key != _ownerKeys[t.exportMeter] || _homes.isSuspended(t.exportMeter)) return false;
        if (t.startS < block.timestamp || t.endS <= t.startS || t.pricePerKWh == 0) return false;
        if (t.minPartWh == 0 || t.minPartWh > t.quantityWh) return false;
        Promised.Energy[] memory promises = new Promised.Energy[](_entries.length + 1);
        uint256 live;
        for (uint256 i = 0; i < _entries.length; ++i) {
            Entry storage e = _entries[i];
            if (e.meter != t.exportMeter || block.timestamp >= e.endS) continue;
            uint64 energyWh = e.isWithdrawn ? e.acceptedWh : e.quantityWh;
            promises[i] = Promised.Energy(e.startS, e.endS, energyWh);
            if (energyWh > 0) ++live;
        }
        promises[_entries.length] = Promised.Energy(t.startS, t.endS, t.quantityWh);
        // The earliest of those that last was placed no more than its window and the way to it ago.
        uint48 originS = _boundary(0) - uint48(SLOTS) * PERIOD_S;
        return live < 16 && Schedule.isPossible(promises, originS, PERIOD_S, 3 * SLOTS, PERIOD_WH);
    }

    function _mayAccept(Agreement memory a, Entry memory e, uint256 home) private view returns (bool) {
        if (!isOpen(e) || a.pricePerKWh != e.price || a.escrow < _escrowFor(a.capWh)) return false;
        if (a.startS < block.timestamp || a.startS < e.startS || a.endS <= a.startS || a.endS > e.endS) return false;
        uint64 left = e.quantityWh - e.acceptedWh;
        if (a.capWh == 0 || a.capWh > left || (a.capWh < e.minPartWh && a.capWh != left)) return false;
        if (a.capWh > PERIOD_WH * ((a.endS - a.startS) / PERIOD_S)) return false;
        for (uint256 i = 0; i < _deals.length; ++i) {
            Deal storage d = _deals[i];
            if (d.home == home && !d.isCancelled && d.startS < a.endS && a.startS < d.endS) return false;
        }
        return true;
    }

    function _escrowFor(uint64 partWh) private pure returns (uint128) {
        return uint128((uint256(partWh) * ESCROW_PER_KWH + 999) / 1000);
    }

    function _own(bytes32 meter, uint256 key) private {
        _ownerKeys[meter] = key;
        _homes.setOwner(meter, vm.addr(key));
    }

    /// The boundary of the period at or before now, `count` periods on.
    function _boundary(uint256 count) private view returns (uint48) {
        return uint48(block.timestamp - (block.timestamp % PERIOD_S) + count * PERIOD_S);
    }

    function _signAdvert(uint256 key, AdvertTerms memory t) private view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Advertisement(bytes32 exportMeter,uint48 startS,uint48 endS,uint32 settlementPeriodS,uint32 noticeS,"
                    "uint32 exportRatedW,uint8 energySource,bool withCertificates,uint64 pricePerKWh,uint64 quantityWh,"
                    "uint64 minPartWh,uint64 escrowPerKWh,uint256 nonce,uint48 deadlineS)"
                ),
                t,
                _nonces[key],
                type(uint48).max
            )
        );
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("Wattproof EnergyMarket"),
                keccak256("1"),
                block.chainid,
                address(market)
            )
        );
        return _sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function _sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _importMeter(uint256 home) private pure returns (bytes32) {
        return bytes32(1 + home);
    }
}
