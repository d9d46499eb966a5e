// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {EnergyToken} from "../../../contracts/EnergyToken.sol";
import {MintOrder, Quorum, RedeemOrder, RedemptionStatus} from "../../../contracts/types/Tokens.sol";
import {Treasury} from "./Treasury.sol";
import {vm} from "./Vm.sol";

/// Does at will what treasurers, holders and governance can do, keeps books of its own, and says from them beforehand
/// whether the token may take it.
contract TokenHandler is Treasury {
    bytes32 private constant REDEEM_ORDER_TYPEHASH = keccak256(
        "RedeemOrder(address holder,uint256 amount,bytes32 payoutHash,uint256 nonce,uint48 deadlineS)"
    );
    uint256 public constant HOLDERS = 3;
    uint256 private constant HOLDER_KEYS = 500;
    uint128 public constant MINT_LIMIT = 1e12;
    bytes32 private constant PAYOUT = "account";

    struct Entry {
        address holder;
        uint256 amount;
        uint256 dueAtS;
        RedemptionStatus status;
    }

    struct SoloMint {
        uint256 atS;
        uint256 amount;
    }

    EnergyToken public immutable TOKEN;

    uint256 public reserves;
    uint256 public minted;
    uint256 public paidOut;
    uint256 public pending;
    mapping(address holder => uint256 amount) public balances;
    Entry[] private _entries;
    SoloMint[] private _soloMints;
    mapping(bytes32 paymentReference => bool used) private _used;
    uint48 private _asOfS;
    bool private _paused;
    /// Set if the token took what it may not take, or refused what it must take.
    bool public broken;
    /// How often each action was taken, so that a test can see that runs do something.
    uint256 public taken;

    constructor() {
        vm.warp(1_000_000_000);
        TOKEN = _deployToken(address(new AccessManager(address(this))), address(0xbeef), MINT_LIMIT);
    }

    function attest(uint128 amount) external {
        _recordReserves(amount);
    }

    function attestBelowSupply(uint128 cut) external {
        uint256 supply = minted - paidOut;
        _recordReserves(supply - (cut % (supply + 1)));
    }

    function mintAlone(uint8 paymentReference, uint64 amount, uint8 to) external {
        _mintAlone(bytes32(uint256(paymentReference)), uint256(amount) % (uint256(MINT_LIMIT) * 2), holder(to));
    }

    /// As much as the limit leaves, or one more.
    function mintAloneUpToLimit(uint8 paymentReference, uint8 to, bool oneMore) external {
        _mintAlone(bytes32(uint256(paymentReference)), MINT_LIMIT - _withinWindow() + (oneMore ? 1 : 0), holder(to));
    }

    function mintByQuorum(uint8 paymentReference, uint128 amount, uint8 to, uint8 signers) external {
        _mintByQuorum(bytes32(uint256(paymentReference)), amount, holder(to), signers % 4);
    }

    /// As much as the reserves leave, or one more.
    function mintUpToReserves(uint8 paymentReference, uint8 to, bool oneMore) external {
        uint256 supply = minted - paidOut;
        if (reserves < supply) return;
        _mintByQuorum(bytes32(uint256(paymentReference)), reserves - supply + (oneMore ? 1 : 0), holder(to), 2);
    }

    function transfer(uint8 from, uint8 to, uint256 share, bool oneMore) external {
        (address sender, address receiver) = (holder(from), holder(to));
        uint256 amount = _share(sender, share) + (oneMore ? 1 : 0);
        bool may = !_paused && amount <= balances[sender];
        vm.prank(sender);
        try TOKEN.transfer(receiver, amount) {
            _took(may);
            _moved(sender, receiver, amount);
        } catch {
            _refused(may);
        }
    }

    function redeem(uint8 who, uint256 share, bool oneMore) external {
        uint256 amount = _share(holder(who), share) + (oneMore ? 1 : 0);
        bool may = amount != 0 && amount <= balances[holder(who)];
        vm.prank(holder(who));
        try TOKEN.redeem(amount, PAYOUT) returns (uint256 id) {
            _took(may);
            _enter(id, holder(who), amount);
        } catch {
            _refused(may);
        }
    }

    function redeemFor(uint8 who, uint8 signedBy, uint256 share, bool replayed) external {
        uint256 amount = _share(holder(who), share);
        uint256 nonce = TOKEN.nonces(holder(who));
        if (replayed && nonce != 0) --nonce;
        RedeemOrder memory o = RedeemOrder(holder(who), amount, PAYOUT, nonce, type(uint48).max);
        bytes32 structHash = keccak256(abi.encode(REDEEM_ORDER_TYPEHASH, o));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", TOKEN.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOLDER_KEYS + (signedBy % HOLDERS), digest);
        bool may =
            amount != 0 &&
                amount <= balances[o.holder] &&
                holder(signedBy) == o.holder &&
                nonce == TOKEN.nonces(o.holder);
        try TOKEN.redeemFor(o, abi.encodePacked(r, s, v)) returns (uint256 id) {
            _took(may);
            _enter(id, o.holder, amount);
        } catch {
            _refused(may);
        }
    }

    function confirm(uint256 which, uint8 bankReference) external {
        uint256 id = which % (_entries.length + 2);
        bytes32 used = bytes32(uint256(bankReference));
        bool may = _isPending(id) && used != 0 && !_used[used];
        try TOKEN.confirmPayout(id, used) {
            _took(may);
            _used[used] = true;
            paidOut += _end(id, RedemptionStatus.PaidOut);
        } catch {
            _refused(may);
        }
    }

    function giveBack(uint256 which) external {
        uint256 id = which % (_entries.length + 2);
        bool may = _isPending(id) && block.timestamp > _entries[id - 1].dueAtS;
        vm.prank(address(0xabcd));
        try TOKEN.returnRedemption(id) {
            _took(may);
            balances[_entries[id - 1].holder] += _end(id, RedemptionStatus.Returned);
        } catch {
            _refused(may);
        }
    }

    function setPaused(bool paused) external {
        if (paused == _paused) return;
        _paused = paused;
        if (paused) TOKEN.pause();
        else TOKEN.unpause();
    }

    function wait(uint32 timeS) external {
        vm.warp(block.timestamp + (timeS % (2 * REDEMPTION_PERIOD_S)));
    }

    function holder(uint256 index) public pure returns (address) {
        return vm.addr(HOLDER_KEYS + (index % HOLDERS));
    }

    function entries() external view returns (Entry[] memory) {
        return _entries;
    }

    function _recordReserves(uint256 amount) private {
        _attest(TOKEN, amount, ++_asOfS);
        reserves = amount;
    }

    function _mintAlone(bytes32 used, uint256 amount, address to) private {
        bool may = _mayMint(used, amount) && _withinWindow() + amount <= MINT_LIMIT;
        try TOKEN.mint(to, amount, used) {
            _took(may);
            _soloMints.push(SoloMint(block.timestamp, amount));
            _minted(used, amount, to);
        } catch {
            _refused(may);
        }
    }

    function _mintByQuorum(bytes32 used, uint256 amount, address to, uint256 signers) private {
        (MintOrder memory order, Quorum memory quorum) = _order(TOKEN, to, amount, used, signers);
        bool may = _mayMint(used, amount) && signers >= 2;
        try TOKEN.mintByQuorum(order, quorum) {
            _took(may);
            _minted(used, amount, to);
        } catch {
            _refused(may);
        }
    }

    function _minted(bytes32 used, uint256 amount, address to) private {
        _used[used] = true;
        minted += amount;
        balances[to] += amount;
    }

    function _moved(address from, address to, uint256 amount) private {
        balances[from] -= amount;
        balances[to] += amount;
    }

    function _enter(uint256 id, address from, uint256 amount) private {
        _entries.push(Entry(from, amount, block.timestamp + REDEMPTION_PERIOD_S, RedemptionStatus.Pending));
        if (id != _entries.length) broken = true;
        balances[from] -= amount;
        pending += amount;
    }

    function _end(uint256 id, RedemptionStatus status) private returns (uint256 amount) {
        Entry storage entry = _entries[id - 1];
        entry.status = status;
        amount = entry.amount;
        pending -= amount;
    }

    function _took(bool may) private {
        if (!may) broken = true;
        ++taken;
    }

    function _refused(bool may) private {
        if (may) broken = true;
    }

    function _mayMint(bytes32 used, uint256 amount) private view returns (bool) {
        return !_paused && used != 0 && !_used[used] && amount != 0 && minted - paidOut + amount <= reserves;
    }

    function _isPending(uint256 id) private view returns (bool) {
        return id != 0 && id <= _entries.length && _entries[id - 1].status == RedemptionStatus.Pending;
    }

    function _withinWindow() private view returns (uint256 sum) {
        for (uint256 i = 0; i < _soloMints.length; ++i) {
            if (_soloMints[i].atS + MINT_WINDOW_S > block.timestamp) sum += _soloMints[i].amount;
        }
    }

    function _share(address of_, uint256 share) private view returns (uint256) {
        return balances[of_] == 0 ? 0 : share % (balances[of_] + 1);
    }
}
