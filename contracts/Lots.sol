// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ILots} from "./interfaces/ILots.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {ShortText} from "./libraries/ShortText.sol";
import {Goods, Lot, LotKind, LotRecord, LotState, NewLot, Part} from "./types/Lots.sol";

/// @title Lots
/// @notice See `ILots`.
contract Lots is ILots, AccessManaged, Multicall {
    /// @inheritdoc ILots
    uint256 public constant MAX_LOTS = 64;
    /// @inheritdoc ILots
    uint8 public constant MAX_HEIGHT = 4;
    /// @inheritdoc ILots
    uint256 public constant MAX_TEXT_BYTES = 256;

    /// @inheritdoc ILots
    IMembership public immutable MEMBERSHIP;

    mapping(bytes12 lot => Lot) private _lots;
    mapping(bytes32 goodsId => Goods) private _goods;
    mapping(bytes12 lot => bytes12[] lots) private _parents;
    mapping(bytes12 lot => bytes12[] lots) private _children;
    mapping(bytes12 lot => bytes12[] lots) private _contents;

    constructor(address authority, IMembership membership) AccessManaged(authority) {
        MEMBERSHIP = membership;
    }

    /// @inheritdoc ILots
    function create(NewLot calldata made, bytes12[] calldata inputs) external returns (bytes12 lot) {
        _requireMember(msg.sender);
        _requireText(made.goods.item, 1);
        _requireText(made.goods.batch, 0);
        require(ShortText.isPrintable(made.goods.unit), LotsInvalidUnit(made.goods.unit));
        _requireCount(inputs.length, 0);

        // Before the lot is there: it is made of others, never of itself.
        for (uint256 i = 0; i < inputs.length; ++i) _consumeGoods(inputs[i], LotState.Used);
        lot = _make(made.salt, LotKind.Goods, made.quantityMilli, _keep(made.goods));
        for (uint256 i = 0; i < inputs.length; ++i) _link(inputs[i], lot);
        emit LotCreated(lot, msg.sender, made.quantityMilli, made.goods, inputs);
    }

    /// @inheritdoc ILots
    function split(bytes12 lot, Part[] calldata parts) external returns (bytes12[] memory lots) {
        _requireMember(msg.sender);
        _requireCount(parts.length, 2);
        Lot storage whole = _consumeGoods(lot, LotState.Split);

        lots = new bytes12[](parts.length);
        uint64[] memory quantitiesMilli = new uint64[](parts.length);
        uint256 sum;
        for (uint256 i = 0; i < parts.length; ++i) {
            quantitiesMilli[i] = parts[i].quantityMilli;
            sum += quantitiesMilli[i];
            lots[i] = _make(parts[i].salt, LotKind.Goods, quantitiesMilli[i], whole.goodsId);
            _link(lot, lots[i]);
        }
        require(sum == whole.quantityMilli, LotsQuantityNotConserved(lot, whole.quantityMilli, sum));
        emit LotSplit(lot, msg.sender, lots, quantitiesMilli);
    }

    /// @inheritdoc ILots
    function merge(bytes12[] calldata lots, bytes32 salt) external returns (bytes12 lot) {
        _requireMember(msg.sender);
        _requireCount(lots.length, 2);
        bytes32 goodsId = _lots[lots[0]].goodsId;
        Goods memory merged = _goods[goodsId];
        uint256 sum;
        for (uint256 i = 0; i < lots.length; ++i) {
            Lot storage part = _consumeGoods(lots[i], LotState.Merged);
            sum += part.quantityMilli;
            if (part.goodsId != goodsId) _mix(merged, _goods[part.goodsId], lots[i], lots[0]);
        }
        require(sum <= type(uint64).max, LotsQuantityTooLarge(sum));

        // Fits, as was just checked.
        lot = _make(salt, LotKind.Goods, uint64(sum), _keep(merged));
        for (uint256 i = 0; i < lots.length; ++i) _link(lots[i], lot);
        emit LotsMerged(lot, msg.sender, uint64(sum), lots);
    }

    /// @inheritdoc ILots
    function pack(string calldata item, bytes12[] calldata contents, bytes32 salt) external returns (bytes12 lot) {
        _requireMember(msg.sender);
        _requireText(item, 1);
        _requireCount(contents.length, 1);

        lot = idOf(msg.sender, salt);
        uint8 height;
        // Before the package is there: it holds others, never itself.
        for (uint256 i = 0; i < contents.length; ++i) {
            Lot storage content = _requireKept(contents[i]);
            require(content.height < MAX_HEIGHT, LotsTooDeep(contents[i]));
            if (content.height > height) height = content.height;
            (content.packedIn, content.offeredTo) = (lot, address(0));
        }
        _make(salt, LotKind.Package, 0, _keep(Goods(item, "", 0, 0)));
        _lots[lot].height = height + 1;
        _contents[lot] = contents;
        emit PackageMade(lot, msg.sender, item, contents);
    }

    /// @inheritdoc ILots
    function unpack(bytes12 lot) external {
        Lot storage opened = _requireKept(lot);
        require(opened.kind == LotKind.Package, LotsNotPackage(lot));

        (opened.state, opened.offeredTo) = (LotState.Unpacked, address(0));
        bytes12[] storage contents = _contents[lot];
        for (uint256 i = 0; i < contents.length; ++i) {
            Lot storage content = _lots[contents[i]];
            (content.custodian, content.packedIn) = (msg.sender, 0);
        }
        emit PackageOpened(lot, msg.sender);
    }

    /// @inheritdoc ILots
    function offerCustody(bytes12 lot, address to) external {
        Lot storage offered = _requireKept(lot);
        require(to != msg.sender, LotsOfferedToCustodian(lot, to));
        if (to != address(0)) _requireMember(to);

        offered.offeredTo = to;
        if (to == address(0)) emit CustodyOfferWithdrawn(lot, msg.sender);
        else emit CustodyOffered(lot, msg.sender, to);
    }

    /// @inheritdoc ILots
    function acceptCustody(bytes12 lot) external {
        Lot storage accepted = _lots[lot];
        // Whatever happens to a lot ends its offer, so one that is offered is kept and in no package.
        require(accepted.offeredTo == msg.sender, LotsNotOffered(lot, msg.sender));
        _requireMember(msg.sender);

        address from = accepted.custodian;
        (accepted.custodian, accepted.offeredTo) = (msg.sender, address(0));
        emit CustodyAccepted(lot, from, msg.sender);
    }

    /// @inheritdoc ILots
    function carry(bytes12[] calldata lots, bytes32 delivery, address from, address custodian) external restricted {
        require(delivery != 0 && custodian != address(0), LotsInvalidCarriage(delivery, custodian));
        _requireCount(lots.length, 1);
        for (uint256 i = 0; i < lots.length; ++i) {
            Lot storage carried = _lots[lots[i]];
            _requireUnpacked(lots[i], carried);
            if (carried.state == LotState.Carried) _requireOfDelivery(lots[i], carried, delivery);
            else require(carried.state == LotState.Kept, LotsUnexpectedState(lots[i], carried.state));
            require(carried.custodian == from, LotsNotCustodian(lots[i], from));

            (carried.state, carried.delivery) = (LotState.Carried, delivery);
            (carried.custodian, carried.offeredTo) = (custodian, address(0));
            emit LotCarried(lots[i], delivery, custodian);
        }
    }

    /// @inheritdoc ILots
    function unload(bytes12[] calldata lots, bytes32 delivery, address to) external restricted {
        require(delivery != 0 && to != address(0), LotsInvalidCarriage(delivery, to));
        _requireCount(lots.length, 1);
        for (uint256 i = 0; i < lots.length; ++i) {
            Lot storage carried = _lots[lots[i]];
            _requireOfDelivery(lots[i], carried, delivery);

            (carried.state, carried.delivery, carried.custodian) = (LotState.Kept, 0, to);
            emit LotUnloaded(lots[i], delivery, to);
        }
    }

    /// @inheritdoc ILots
    function custodianOf(bytes12 lot) external view returns (address) {
        return lotOf(lot).custodian;
    }

    /// @inheritdoc ILots
    function parentsOf(bytes12 lot) external view returns (bytes12[] memory) {
        return _parents[lot];
    }

    /// @inheritdoc ILots
    function childrenOf(bytes12 lot) external view returns (bytes12[] memory) {
        return _children[lot];
    }

    /// @inheritdoc ILots
    function contentsOf(bytes12 lot) external view returns (bytes12[] memory) {
        return _contents[lot];
    }

    /// @inheritdoc ILots
    function recordsOf(bytes12[] calldata lots) external view returns (LotRecord[] memory records) {
        records = new LotRecord[](lots.length);
        for (uint256 i = 0; i < lots.length; ++i) {
            bytes12 lot = lots[i];
            records[i] = LotRecord({
                id: lot,
                lot: lotOf(lot),
                goods: goodsOf(lot),
                parents: _parents[lot],
                children: _children[lot],
                contents: _contents[lot]
            });
        }
    }

    /// @inheritdoc ILots
    function lotOf(bytes12 lot) public view returns (Lot memory found) {
        found = _lots[lot];
        bytes12 outermost = found.packedIn;
        if (outermost == 0) return found;
        for (bytes12 next = outermost; next != 0; next = _lots[next].packedIn) outermost = next;
        Lot storage root = _lots[outermost];
        (found.custodian, found.state, found.delivery) = (root.custodian, root.state, root.delivery);
    }

    /// @inheritdoc ILots
    function goodsOf(bytes12 lot) public view returns (Goods memory) {
        return _goods[_lots[lot].goodsId];
    }

    /// @inheritdoc ILots
    function idOf(address maker, bytes32 salt) public view returns (bytes12) {
        return bytes12(keccak256(abi.encode(block.chainid, address(this), maker, salt)));
    }

    /// @dev A new lot of the caller's, in its custody.
    function _make(bytes32 salt, LotKind kind, uint64 quantityMilli, bytes32 goodsId) private returns (bytes12 lot) {
        lot = idOf(msg.sender, salt);
        Lot storage made = _lots[lot];
        require(made.kind == LotKind.None, LotsAlreadyMade(lot));
        require(quantityMilli != 0 || kind == LotKind.Package, LotsNoQuantity(lot));

        (made.maker, made.quantityMilli, made.kind, made.state) = (msg.sender, quantityMilli, kind, LotState.Kept);
        (made.custodian, made.madeAtS, made.goodsId) = (msg.sender, uint48(block.timestamp), goodsId);
    }

    /// @dev What is the same is stored once, however many lots are of it.
    function _keep(Goods memory goods) private returns (bytes32 goodsId) {
        goodsId = keccak256(abi.encode(goods.item, goods.batch, goods.certificate, goods.unit));
        if (bytes(_goods[goodsId].item).length == 0) _goods[goodsId] = goods;
    }

    /// @dev Writes down at once what consumed the lot: the same one cannot be given twice.
    function _consumeGoods(bytes12 lot, LotState by) private returns (Lot storage consumed) {
        consumed = _requireKept(lot);
        require(consumed.kind == LotKind.Goods, LotsNotGoods(lot));
        (consumed.state, consumed.offeredTo) = (by, address(0));
    }

    function _link(bytes12 parent, bytes12 child) private {
        _children[parent].push(child);
        _parents[child].push(parent);
    }

    function _requireMember(address account) private view {
        require(MEMBERSHIP.isMember(account), LotsNotMember(account));
    }

    /// @dev Of what is kept by itself the custodian stands in the lot's own storage.
    function _requireKept(bytes12 lot) private view returns (Lot storage kept) {
        kept = _lots[lot];
        _requireUnpacked(lot, kept);
        require(kept.state == LotState.Kept, LotsUnexpectedState(lot, kept.state));
        require(kept.custodian == msg.sender, LotsNotCustodian(lot, msg.sender));
    }

    function _requireUnpacked(bytes12 lot, Lot storage found) private view {
        require(found.packedIn == 0, LotsInPackage(lot, found.packedIn));
    }

    function _requireOfDelivery(bytes12 lot, Lot storage carried, bytes32 delivery) private view {
        require(carried.delivery == delivery, LotsNotOfDelivery(lot, delivery));
    }

    function _requireCount(uint256 count, uint256 minimum) private pure {
        require(count >= minimum && count <= MAX_LOTS, LotsInvalidCount(count, minimum, MAX_LOTS));
    }

    function _requireText(string calldata text, uint256 minimum) private pure {
        uint256 length = bytes(text).length;
        require(length >= minimum && length <= MAX_TEXT_BYTES, LotsInvalidText(length, MAX_TEXT_BYTES));
    }

    /// @dev Keeps of `merged` what is the same of `other`.
    function _mix(Goods memory merged, Goods storage other, bytes12 lot, bytes12 first) private view {
        require(
            merged.unit == other.unit && keccak256(bytes(merged.item)) == keccak256(bytes(other.item)),
            LotsDifferentGoods(lot, first)
        );
        if (keccak256(bytes(merged.batch)) != keccak256(bytes(other.batch))) merged.batch = "";
        if (merged.certificate != other.certificate) merged.certificate = 0;
    }
}
