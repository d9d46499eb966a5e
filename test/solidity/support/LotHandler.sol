// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Lots} from "../../../contracts/Lots.sol";
import {IMembership} from "../../../contracts/interfaces/IMembership.sol";
import {Goods, LotState, NewLot, Part} from "../../../contracts/types/Lots.sol";
import {vm} from "./Vm.sol";

/// Three members make, split, merge, pack, hand over and have carried what they have, and try what they may not. The books are
/// of their own: where each lot is, by whom and how it was consumed, what it must weigh. `broken` tells that something went
/// through that must not, or that something permitted did not.
contract LotHandler is IMembership {
    uint256 public constant PARTIES = 3;
    bytes32 private constant DELIVERY = "delivery";
    uint256 private constant MOST_LOTS = 400;

    /// A lot as it must stand.
    struct Entry {
        bytes12 id;
        uint64 quantityMilli;
        bool isPackage;
        LotState state;
        uint256 holder;
        /// Index of the package plus one.
        uint256 packedIn;
        uint256 offeredTo;
        uint256 height;
        uint256 consumptions;
        /// What was created without inputs, in all its ancestors: each unit of it once.
        uint256 item;
    }

    Lots public immutable lots;
    Entry[] private _entries;
    mapping(uint256 package => uint256[] lots) private _contents;
    /// Created minus used, per item.
    mapping(uint256 item => uint256) public outstanding;
    uint256 public constant ITEMS = 2;
    uint256 private _salt;
    bool public broken;
    uint256[9] public done;

    constructor() {
        // The handler is the authority too: see `canCall`.
        lots = new Lots(address(this), this);
    }

    /// What `AccessManaged` asks its authority: only the handler carries.
    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == address(this), 0);
    }

    function entries() external view returns (Entry[] memory) {
        return _entries;
    }

    function contentsOf(uint256 package) external view returns (uint256[] memory) {
        return _contents[package];
    }

    function create(uint8 who, uint8 item, uint64 quantityMilli, uint8 which, bool withInput) external {
        uint256 party = who % PARTIES;
        if (_entries.length >= MOST_LOTS) return;
        bytes12[] memory inputs = new bytes12[](withInput && _entries.length > 0 ? 1 : 0);
        uint256 input = inputs.length == 0 ? 0 : which % _entries.length;
        bool allowed = quantityMilli != 0 && (inputs.length == 0 || _isFreeGoods(input, party));
        if (inputs.length != 0) inputs[0] = _entries[input].id;
        Goods memory goods = Goods(string(abi.encodePacked("item", item % ITEMS)), "", 0, "kg");
        vm.prank(partyOf(party));
        try lots.create(NewLot(goods, quantityMilli, bytes32(++_salt)), inputs) returns (bytes12 lot) {
            _expect(allowed);
            if (inputs.length != 0) {
                outstanding[_entries[input].item] -= _entries[input].quantityMilli;
                _consume(input, LotState.Used);
            }
            outstanding[item % ITEMS] += quantityMilli;
            _push(lot, quantityMilli, party, item % ITEMS);
            ++done[0];
        } catch {
            _expect(!allowed);
        }
    }

    /// The last part is what is left, unless `off` is added to it.
    function split(uint8 who, uint8 which, uint64 first, uint8 off) external {
        if (_entries.length == 0 || _entries.length >= MOST_LOTS) return;
        (uint256 party, uint256 index) = (who % PARTIES, which % _entries.length);
        Entry memory e = _entries[index];
        Part[] memory parts = new Part[](2);
        parts[0] = Part(e.quantityMilli == 0 ? first : first % e.quantityMilli, bytes32(++_salt));
        unchecked {
            // May wrap around: the contract has to notice.
            parts[1] = Part(e.quantityMilli - parts[0].quantityMilli + (off % 2), bytes32(++_salt));
        }
        bool allowed =
            off % 2 == 0 && parts[0].quantityMilli != 0 && parts[1].quantityMilli != 0 && _isFreeGoods(index, party);
        vm.prank(partyOf(party));
        try lots.split(e.id, parts) returns (bytes12[] memory made) {
            _expect(allowed);
            _consume(index, LotState.Split);
            for (uint256 i = 0; i < 2; ++i) _push(made[i], parts[i].quantityMilli, party, e.item);
            ++done[1];
        } catch {
            _expect(!allowed);
        }
    }

    function merge(uint8 who, uint8 left, uint8 right) external {
        if (_entries.length == 0 || _entries.length >= MOST_LOTS) return;
        uint256 party = who % PARTIES;
        (uint256 a, uint256 b) = (left % _entries.length, right % _entries.length);
        bytes12[] memory both = new bytes12[](2);
        (both[0], both[1]) = (_entries[a].id, _entries[b].id);
        uint256 sum = uint256(_entries[a].quantityMilli) + _entries[b].quantityMilli;
        bool allowed =
            a != b &&
                _isFreeGoods(a, party) &&
                _isFreeGoods(b, party) &&
                _entries[a].item == _entries[b].item &&
                sum <= type(uint64).max;
        vm.prank(partyOf(party));
        try lots.merge(both, bytes32(++_salt)) returns (bytes12 lot) {
            _expect(allowed);
            _consume(a, LotState.Merged);
            _consume(b, LotState.Merged);
            _push(lot, uint64(sum), party, _entries[a].item);
            ++done[2];
        } catch {
            _expect(!allowed);
        }
    }

    function pack(uint8 who, uint8 left, uint8 right) external {
        if (_entries.length == 0 || _entries.length >= MOST_LOTS) return;
        uint256 party = who % PARTIES;
        (uint256 a, uint256 b) = (left % _entries.length, right % _entries.length);
        bytes12[] memory both = new bytes12[](2);
        (both[0], both[1]) = (_entries[a].id, _entries[b].id);
        uint256 height = 1 + (_entries[a].height > _entries[b].height ? _entries[a].height : _entries[b].height);
        bool allowed = a != b && _isFree(a, party) && _isFree(b, party) && height <= lots.MAX_HEIGHT();
        vm.prank(partyOf(party));
        try lots.pack("box", both, bytes32(++_salt)) returns (bytes12 package) {
            _expect(allowed);
            uint256 index = _entries.length;
            _push(package, 0, party, 0);
            (_entries[index].isPackage, _entries[index].height) = (true, height);
            (_contents[index], _entries[a].packedIn, _entries[b].packedIn) = (_two(a, b), index + 1, index + 1);
            (_entries[a].offeredTo, _entries[b].offeredTo) = (0, 0);
            ++done[3];
        } catch {
            _expect(!allowed);
        }
    }

    function unpack(uint8 who, uint8 which) external {
        if (_entries.length == 0) return;
        (uint256 party, uint256 index) = (who % PARTIES, which % _entries.length);
        bool allowed = _isFree(index, party) && _entries[index].isPackage;
        vm.prank(partyOf(party));
        try lots.unpack(_entries[index].id) {
            _expect(allowed);
            _consume(index, LotState.Unpacked);
            for (uint256 i = 0; i < 2; ++i) {
                Entry storage content = _entries[_contents[index][i]];
                (content.packedIn, content.holder) = (0, party);
            }
            ++done[4];
        } catch {
            _expect(!allowed);
        }
    }

    function offer(uint8 who, uint8 which, uint8 to) external {
        if (_entries.length == 0) return;
        (uint256 party, uint256 index) = (who % PARTIES, which % _entries.length);
        bool allowed = _isFree(index, party) && to % PARTIES != party;
        vm.prank(partyOf(party));
        try lots.offerCustody(_entries[index].id, partyOf(to % PARTIES)) {
            _expect(allowed);
            _entries[index].offeredTo = (to % PARTIES) + 1;
            ++done[5];
        } catch {
            _expect(!allowed);
        }
    }

    function take(uint8 who, uint8 which) external {
        if (_entries.length == 0) return;
        (uint256 party, uint256 index) = (who % PARTIES, which % _entries.length);
        Entry storage e = _entries[index];
        bool allowed = e.offeredTo == party + 1;
        vm.prank(partyOf(party));
        try lots.acceptCustody(e.id) {
            _expect(allowed);
            (e.holder, e.offeredTo) = (party, 0);
            ++done[6];
        } catch {
            _expect(!allowed);
        }
    }

    function carry(uint8 which, uint8 from, uint8 custodian, bool byOther) external {
        if (_entries.length == 0) return;
        Entry storage e = _entries[which % _entries.length];
        bool isThere = e.state == LotState.Kept || e.state == LotState.Carried;
        // Mostly from who has it, so that lots get on their way.
        uint256 giver = from % 4 == 0 ? from % PARTIES : e.holder;
        bool allowed = !byOther && e.packedIn == 0 && isThere && giver == e.holder;
        if (byOther) vm.prank(partyOf(e.holder));
        try lots.carry(_one(e.id), DELIVERY, partyOf(giver), partyOf(custodian % PARTIES)) {
            _expect(allowed);
            (e.state, e.holder, e.offeredTo) = (LotState.Carried, custodian % PARTIES, 0);
            ++done[7];
        } catch {
            _expect(!allowed);
        }
    }

    function unload(uint8 which, uint8 to, bool ofOther) external {
        if (_entries.length == 0) return;
        Entry storage e = _entries[which % _entries.length];
        bool allowed = !ofOther && e.state == LotState.Carried;
        try lots.unload(_one(e.id), ofOther ? bytes32("other") : DELIVERY, partyOf(to % PARTIES)) {
            _expect(allowed);
            (e.state, e.holder) = (LotState.Kept, to % PARTIES);
            ++done[8];
        } catch {
            _expect(!allowed);
        }
    }

    function partyOf(uint256 party) public pure returns (address) {
        return address(uint160(party + 1_000));
    }

    /// The outermost package of a lot, or the lot itself.
    function outermost(uint256 index) public view returns (uint256) {
        while (_entries[index].packedIn != 0) index = _entries[index].packedIn - 1;
        return index;
    }

    function isMember(address) external pure returns (bool) {
        return true;
    }

    function memberCount() external pure returns (uint256) {
        return PARTIES;
    }

    function members(uint256, uint256) external pure returns (address[] memory) {
        return new address[](PARTIES);
    }

    function nameOf(address) external pure returns (string memory) {
        return "member";
    }

    // solhint-disable-next-line no-empty-blocks
    function admit(address, string calldata) external returns (uint256) {}

    // solhint-disable-next-line no-empty-blocks
    function expel(address) external {}

    function _push(bytes12 id, uint64 quantityMilli, uint256 holder, uint256 item) private {
        _entries.push(Entry(id, quantityMilli, false, LotState.Kept, holder, 0, 0, 0, 0, item));
    }

    function _consume(uint256 index, LotState by) private {
        (_entries[index].state, _entries[index].offeredTo) = (by, 0);
        ++_entries[index].consumptions;
    }

    function _expect(bool expected) private {
        if (!expected) broken = true;
    }

    function _isFree(uint256 index, uint256 party) private view returns (bool) {
        Entry storage e = _entries[index];
        return e.state == LotState.Kept && e.packedIn == 0 && e.holder == party;
    }

    function _isFreeGoods(uint256 index, uint256 party) private view returns (bool) {
        return !_entries[index].isPackage && _isFree(index, party);
    }

    function _one(bytes12 lot) private pure returns (bytes12[] memory list) {
        list = new bytes12[](1);
        list[0] = lot;
    }

    function _two(uint256 a, uint256 b) private pure returns (uint256[] memory list) {
        list = new uint256[](2);
        (list[0], list[1]) = (a, b);
    }
}
