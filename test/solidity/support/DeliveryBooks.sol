// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryState, RoutePoint} from "../../../contracts/types/Deliveries.sol";
import {WatchBooks} from "./WatchBooks.sol";
import {vm} from "./Vm.sol";

/// What must be true of deliveries, of the money that was paid for them, and of their lots: which steps are allowed now, and what
/// they do.
abstract contract DeliveryBooks is WatchBooks {
    uint256 internal constant BUYER = 10;
    uint256 internal constant SELLER = 11;
    address internal constant ARBITER = address(0xA4B1);
    address internal constant CARRIER = address(0xCA44);
    address internal constant STRANGER = address(0x5742);
    uint32 internal constant CONFIRM_S = 1 days;
    uint48 internal constant DISPUTE_S = 180 days;

    struct Book {
        DeliveryState state;
        address custodian;
        address offeredTo;
        address arbiter;
        uint48 startS;
        uint48 endS;
        uint48 arrivedAtS;
        uint48 disputedAtS;
        uint48 closedAtS;
        uint32 waived;
        uint32 routePoints;
        bool isPaidInTokens;
        uint256 held;
        bytes32 negotiation;
        bytes32 routeHead;
        bytes12 lot;
    }

    /// Who has a lot, and the delivery that carries it.
    struct LotBook {
        address custodian;
        bytes32 delivery;
    }

    mapping(bytes32 delivery => Book) internal _books;
    mapping(bytes12 lot => LotBook) internal _lotBooks;
    /// What buyer and seller must have.
    uint256 public buyersMoney;
    uint256 public sellersMoney;
    uint256 public ended;
    /// How many sellers time paid.
    uint256 public paidByTime;

    function buyer() public pure returns (address) {
        return vm.addr(BUYER);
    }

    function seller() public pure returns (address) {
        return vm.addr(SELLER);
    }

    function bookOf(bytes32 delivery) external view returns (Book memory) {
        return _books[delivery];
    }

    function lotBookOf(bytes32 delivery) external view returns (LotBook memory) {
        return _lotBooks[_books[delivery].lot];
    }

    function isOpen(bytes32 delivery) public view returns (bool) {
        DeliveryState state = _books[delivery].state;
        return state == DeliveryState.Underway || state == DeliveryState.Delivered || state == DeliveryState.Disputed;
    }

    /// Every violation is waived, and none is concealed.
    function isClean(bytes32 delivery) public view returns (bool) {
        return _watchings[delivery].violations == _books[delivery].waived && unreportedOf(delivery) == 0;
    }

    function isEarned(bytes32 delivery) public view returns (bool) {
        return
            _books[delivery].arrivedAtS != 0 && isClean(delivery) && isWholeByBooks(delivery, lastToConfirmS(delivery));
    }

    /// The last second to confirm or dispute what arrived, and before that to be late.
    function lastToConfirmS(bytes32 delivery) public view returns (uint48) {
        Book storage b = _books[delivery];
        return (b.arrivedAtS != 0 ? b.arrivedAtS : b.endS) + CONFIRM_S;
    }

    function _isOnTheWay(bytes32 delivery) internal view returns (bool) {
        return isOpen(delivery) && _books[delivery].arrivedAtS == 0;
    }

    function _mayDeliver(bytes32 delivery, address by) internal view returns (bool) {
        Book storage b = _books[delivery];
        bool isInTime = block.timestamp >= b.startS && block.timestamp <= b.endS + CONFIRM_S;
        return _isOnTheWay(delivery) && by == b.custodian && isInTime;
    }

    function _mayConfirm(bytes32 delivery, address by, uint32 violations) internal view returns (bool) {
        bool isKnown = violations >= _watchings[delivery].violations;
        return isOpen(delivery) && by == buyer() && isKnown && isClean(delivery);
    }

    function _mayDispute(bytes32 delivery, address by) internal view returns (bool) {
        Book storage b = _books[delivery];
        if (by != buyer() && by != seller()) return false;
        if (b.state == DeliveryState.Delivered) {
            return !isEarned(delivery) || block.timestamp <= lastToConfirmS(delivery);
        }
        bool isLate = block.timestamp > b.endS && block.timestamp <= lastToConfirmS(delivery);
        return b.state == DeliveryState.Underway && isLate;
    }

    function _mayDecide(bytes32 delivery, address by, uint256 toSeller) internal view returns (bool) {
        Book storage b = _books[delivery];
        return b.state == DeliveryState.Disputed && by == b.arbiter && toSeller <= b.held;
    }

    function _mayLapse(bytes32 delivery) internal view returns (bool) {
        Book storage b = _books[delivery];
        return b.state == DeliveryState.Disputed && block.timestamp > b.disputedAtS + DISPUTE_S;
    }

    function _mayRelease(bytes32 delivery) internal view returns (bool) {
        Book storage b = _books[delivery];
        bool isOver = block.timestamp > lastToConfirmS(delivery);
        return b.state == DeliveryState.Delivered && isOver && isEarned(delivery);
    }

    function _mayReclaim(bytes32 delivery) internal view returns (bool) {
        Book storage b = _books[delivery];
        return b.state == DeliveryState.Underway && block.timestamp > lastToConfirmS(delivery);
    }

    function _mayOffer(bytes32 delivery, address by, address to) internal view returns (bool) {
        if (!_isOnTheWay(delivery) || by != _books[delivery].custodian || to == buyer() || to == by) return false;
        return to == address(0) || _deals.isMember(to);
    }

    function _mayAccept(bytes32 delivery, address by) internal view returns (bool) {
        return _isOnTheWay(delivery) && by == _books[delivery].offeredTo && _deals.isMember(by);
    }

    function _noteArrival(bytes32 delivery) internal {
        Book storage b = _books[delivery];
        b.arrivedAtS = uint48(block.timestamp);
        if (b.state == DeliveryState.Underway) b.state = DeliveryState.Delivered;
        _noteStop(delivery);
        _noteUnload(b.lot, buyer());
    }

    function _noteClose(bytes32 delivery, DeliveryState state, uint256 toSeller) internal {
        Book storage b = _books[delivery];
        if (b.arrivedAtS == 0) _noteUnload(b.lot, b.custodian);
        sellersMoney += toSeller;
        buyersMoney += b.held - toSeller;
        (b.state, b.closedAtS, b.held) = (state, uint48(block.timestamp), 0);
        _noteStop(delivery);
        _watchings[delivery].isOpen = false;
        ++ended;
    }

    /// By time, the seller gets all of what it earned.
    function _noteCloseByTime(bytes32 delivery, DeliveryState state) internal {
        uint256 toSeller = isEarned(delivery) ? _books[delivery].held : 0;
        if (toSeller != 0) ++paidByTime;
        _noteClose(delivery, state, toSeller);
    }

    function _noteAcceptance(bytes32 delivery, address by) internal {
        Book storage b = _books[delivery];
        _noteRoute(b, keccak256(abi.encode(b.custodian, by, block.timestamp)));
        (b.custodian, b.offeredTo) = (by, address(0));
        if (b.lot != 0) _lotBooks[b.lot].custodian = by;
    }

    function _notePoint(bytes32 delivery, address by, RoutePoint memory point) internal {
        _noteRoute(_books[delivery], keccak256(abi.encode(by, point)));
    }

    function _noteRoute(Book storage b, bytes32 step) private {
        b.routeHead = keccak256(abi.encode(b.routeHead, step));
        ++b.routePoints;
    }

    function _noteStop(bytes32 delivery) private {
        if (_watchings[delivery].untilS > block.timestamp) _watchings[delivery].untilS = uint48(block.timestamp);
    }

    function _noteUnload(bytes12 lot, address to) private {
        if (lot != 0) _lotBooks[lot] = LotBook(to, 0);
    }
}
