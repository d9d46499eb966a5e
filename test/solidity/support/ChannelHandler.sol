// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PaymentChannel} from "../../../contracts/PaymentChannel.sol";
import {CallingToken} from "../../../contracts/mocks/CallingToken.sol";
import {Direction} from "../../../contracts/types/Settlement.sol";
import {ChannelStatus, CooperativeClose, Voucher} from "../../../contracts/types/Channels.sol";
import {ChannelWorld} from "./ChannelWorld.sol";
import {vm} from "./Vm.sol";

/// Three parties with channels between any two of them. Opens, deposits, promises, presents any voucher that was ever signed,
/// settles, closes either way, finalises and withdraws, in any order, and keeps books of its own.
contract ChannelHandler is ChannelWorld {
    uint256 private constant KEYS = 10;
    uint256 public constant PARTIES = 3;
    uint256 private constant MOST_CHANNELS = 6;

    struct Book {
        uint256 ownerKey;
        uint256 partnerKey;
        uint96[2] prices;
        uint64[2] baselinesWh;
        uint64[2] settledWh;
        uint256[2] deposits;
        uint256[2] promised;
        uint256 closesAtS;
        ChannelStatus status;
    }

    bytes32[] public ids;
    mapping(bytes32 channel => Book) private _books;
    Voucher[] private _signed;
    mapping(address party => uint256) public due;
    uint256 public deposited;
    uint256 public withdrawn;
    /// Set if something went through that must not, or did not that must, or somebody got another sum than the books say.
    bool public broken;

    constructor() {
        _deploy();
    }

    function channels() external view returns (PaymentChannel) {
        return _channels;
    }

    function token() external view returns (CallingToken) {
        return _token;
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    function partyOf(uint256 index) public pure returns (address) {
        return vm.addr(KEYS + (index % PARTIES));
    }

    function bookOf(bytes32 channel) external view returns (Book memory) {
        return _books[channel];
    }

    function open(uint256 which, uint32[2] memory prices, uint32[2] memory baselinesWh) external {
        if (ids.length == MOST_CHANNELS) return;
        if (prices[0] == 0 && prices[1] == 0) prices[0] = 1;
        Book memory b;
        b.ownerKey = KEYS + (which % PARTIES);
        b.partnerKey = KEYS + ((which + 1) % PARTIES);
        b.prices = [uint96(prices[0]), prices[1]];
        b.baselinesWh = [uint64(baselinesWh[0]), baselinesWh[1]];
        b.settledWh = b.baselinesWh;
        b.status = ChannelStatus.Open;
        bytes32 id = _open(b.ownerKey, b.partnerKey, b.prices, b.baselinesWh, ids.length + 1);
        _books[id] = b;
        ids.push(id);
    }

    function deposit(uint256 which, bool forOwner, uint64 amount) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        address party = vm.addr(forOwner ? b.ownerKey : b.partnerKey);
        try _channels.deposit(id, party, amount) {
            if (b.status != ChannelStatus.Open) broken = true;
            b.deposits[forOwner ? 0 : 1] += amount;
            deposited += amount;
        } catch {
            if (b.status == ChannelStatus.Open) broken = true;
        }
    }

    /// Signs a voucher that its register justifies, or a unit more than it does.
    function sign(uint256 which, bool isImport, uint32 flowWh, uint64 less, bool tooMuch) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        uint256 side = isImport ? 0 : 1;
        uint256 most = (uint256(b.prices[side]) * flowWh) / 1000;
        uint256 amount = tooMuch ? most + 1 : most - (less % (most + 1));
        Direction direction = isImport ? Direction.Import : Direction.Export;
        _signed.push(Voucher(id, direction, b.baselinesWh[side] + flowWh, uint128(amount)));
    }

    /// Presents any voucher that was ever signed, whatever has become of its channel.
    function present(uint256 which) external {
        if (_signed.length == 0) return;
        Voucher memory v = _signed[which % _signed.length];
        Book storage b = _books[v.channel];
        uint256 side = v.direction == Direction.Import ? 0 : 1;
        bool inTime =
            b.status == ChannelStatus.Open || (b.status == ChannelStatus.Closing && block.timestamp < b.closesAtS);
        bool justified = v.amount <= (uint256(b.prices[side]) * (v.registerWh - b.baselinesWh[side])) / 1000;
        bool wins = inTime && justified && v.amount > b.promised[side];
        try _channels.present(v, _signVoucher(side == 0 ? b.ownerKey : b.partnerKey, v)) {
            if (!wins) broken = true;
            b.promised[side] = v.amount;
        } catch {
            if (wins) broken = true;
        }
    }

    /// Presents a voucher that somebody else signed.
    function forge(uint256 which, uint256 byWhom) external {
        if (_signed.length == 0) return;
        Voucher memory v = _signed[which % _signed.length];
        Book storage b = _books[v.channel];
        uint256 key = KEYS + (byWhom % (PARTIES + 1));
        if (key == (v.direction == Direction.Import ? b.ownerKey : b.partnerKey)) return;
        try _channels.present(v, _signVoucher(key, v)) {
            broken = true;
        } catch {}
    }

    /// Registers mostly rise; now and then one falls, though settlement never tells of that.
    function settle(uint256 which, uint32[2] memory flowsWh, uint8 reset) external {
        if (ids.length == 0) return;
        uint256 index = which % ids.length;
        Book storage b = _books[ids[index]];
        b.settledWh[0] = reset == 0 ? 0 : b.settledWh[0] + flowsWh[0];
        b.settledWh[1] = reset == 1 ? 0 : b.settledWh[1] + flowsWh[1];
        _meters.settle(bytes32(index + 1), b.settledWh[0], b.settledWh[1]);
    }

    function close(uint256 which, uint256 byWhom) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        uint256 key = KEYS + (byWhom % (PARTIES + 1));
        bool may = b.status == ChannelStatus.Open && (key == b.ownerKey || key == b.partnerKey);
        vm.prank(vm.addr(key));
        try _channels.close(id) {
            if (!may) broken = true;
            b.status = ChannelStatus.Closing;
            b.closesAtS = block.timestamp + CHALLENGE_S;
        } catch {
            if (may) broken = true;
        }
    }

    function closeTogether(uint256 which, uint64[2] memory paid, bool forged) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        CooperativeClose memory c = CooperativeClose(id, paid[0], paid[1], uint48(block.timestamp + 1));
        bool may = b.status == ChannelStatus.Open || b.status == ChannelStatus.Closing;
        may = may && !forged && paid[0] <= b.deposits[0] && paid[1] <= b.deposits[1];
        try _channels.closeTogether(c, _signClose(b.ownerKey, c), _signClose(forged ? KEYS + 9 : b.partnerKey, c)) {
            if (!may) broken = true;
            _book(b, paid[0], paid[1]);
        } catch {
            if (may) broken = true;
        }
    }

    function finalise(uint256 which) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        bool may = b.status == ChannelStatus.Closing && block.timestamp >= b.closesAtS;
        try _channels.finalise(id) {
            if (!may) broken = true;
            uint256[2] memory owed = [_owed(b, 0), _owed(b, 1)];
            if (owed[0] > owed[1]) _book(b, _least(owed[0] - owed[1], b.deposits[0]), 0);
            else _book(b, 0, _least(owed[1] - owed[0], b.deposits[1]));
        } catch {
            if (may) broken = true;
        }
    }

    function withdraw(uint256 who) external {
        address party = partyOf(who);
        uint256 before = _token.balanceOf(party);
        try _channels.withdraw(party) {
            uint256 paid = _token.balanceOf(party) - before;
            if (paid == 0 || paid != due[party]) broken = true;
            withdrawn += paid;
            due[party] = 0;
        } catch {
            if (due[party] != 0) broken = true;
        }
    }

    function wait(uint16 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % (2 * CHALLENGE_S)));
    }

    function _owed(Book storage b, uint256 side) private view returns (uint256) {
        if (b.settledWh[side] < b.baselinesWh[side]) return 0;
        uint256 shown = (uint256(b.prices[side]) * (b.settledWh[side] - b.baselinesWh[side])) / 1000;
        return _least(b.promised[side], shown);
    }

    function _book(Book storage b, uint256 paidByOwner, uint256 paidByPartner) private {
        b.status = ChannelStatus.Closed;
        due[vm.addr(b.ownerKey)] += b.deposits[0] + paidByPartner - paidByOwner;
        due[vm.addr(b.partnerKey)] += b.deposits[1] + paidByOwner - paidByPartner;
    }

    function _least(uint256 one, uint256 other) private pure returns (uint256) {
        return one < other ? one : other;
    }
}
