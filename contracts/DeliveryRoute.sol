// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryBook} from "./DeliveryBook.sol";
import {IDeliveryMonitor} from "./interfaces/IDeliveryMonitor.sol";
import {DeliveryInfo, Milestone, MilestoneInfo, RoutePoint} from "./types/Deliveries.sol";

/// @title DeliveryRoute
/// @notice Where the goods of a delivery are, who has them, and what was to have happened by when. See `IDeliveryMonitor`.
abstract contract DeliveryRoute is DeliveryBook {
    int32 private constant MAX_LATITUDE_E7 = 90 * 1e7;
    int32 private constant MAX_LONGITUDE_E7 = 180 * 1e7;

    // A slot for the name and one for the times; `deviationS` is derived.
    mapping(bytes32 delivery => MilestoneInfo[]) private _milestones;

    /// @inheritdoc IDeliveryMonitor
    function addRoutePoint(bytes32 delivery, RoutePoint calldata point) external {
        DeliveryInfo storage d = _requireCustodian(delivery);
        (int32 latitudeE7, int32 longitudeE7) = (point.latitudeE7, point.longitudeE7);
        require(
            latitudeE7 >= -MAX_LATITUDE_E7 &&
                latitudeE7 <= MAX_LATITUDE_E7 &&
                longitudeE7 >= -MAX_LONGITUDE_E7 &&
                longitudeE7 <= MAX_LONGITUDE_E7 &&
                point.atS <= block.timestamp,
            DeliveryMonitorInvalidRoutePoint(latitudeE7, longitudeE7, point.atS)
        );

        _extendRoute(d, keccak256(abi.encode(msg.sender, point)));
        emit RoutePointAdded(delivery, msg.sender, point);
    }

    /// @inheritdoc IDeliveryMonitor
    function offerCustody(bytes32 delivery, address to) external {
        _offer(delivery, _requireCustodian(delivery), to);
    }

    /// @inheritdoc IDeliveryMonitor
    function acceptCustody(bytes32 delivery) external {
        DeliveryInfo storage d = _requireUnarrived(delivery);
        require(d.offeredTo == msg.sender, DeliveryMonitorNotOffered(delivery, msg.sender));
        _requireMember(msg.sender);

        address from = d.custodian;
        (d.custodian, d.offeredTo) = (msg.sender, address(0));
        _extendRoute(d, keccak256(abi.encode(from, msg.sender, block.timestamp)));
        emit CustodyAccepted(delivery, from, msg.sender);
        _carry(delivery, from, msg.sender);
    }

    /// @inheritdoc IDeliveryMonitor
    function reachMilestone(bytes32 delivery, uint256 milestone) external {
        DeliveryInfo storage d = _requireOpen(delivery);
        require(
            msg.sender == d.seller || msg.sender == d.custodian,
            DeliveryMonitorNotSellerOrCustodian(delivery, msg.sender)
        );
        MilestoneInfo[] storage milestones = _milestones[delivery];
        require(milestone < milestones.length, DeliveryMonitorUnknownMilestone(delivery, milestone));
        MilestoneInfo storage m = milestones[milestone];
        require(m.reachedAtS == 0, DeliveryMonitorAlreadyReached(delivery, milestone));

        m.reachedAtS = uint48(block.timestamp);
        emit MilestoneReached(delivery, milestone, msg.sender, _deviationS(m.plannedAtS, uint48(block.timestamp)));
    }

    /// @inheritdoc IDeliveryMonitor
    function milestonesOf(bytes32 delivery) external view returns (MilestoneInfo[] memory milestones) {
        milestones = _milestones[delivery];
        uint48 closedAtS = _deliveries[delivery].closedAtS;
        uint48 asOfS = closedAtS == 0 ? uint48(block.timestamp) : closedAtS;
        for (uint256 i = 0; i < milestones.length; ++i) {
            MilestoneInfo memory m = milestones[i];
            if (m.reachedAtS != 0) m.deviationS = _deviationS(m.plannedAtS, m.reachedAtS);
            else if (asOfS > m.plannedAtS) m.deviationS = _deviationS(m.plannedAtS, asOfS);
        }
    }

    function _setMilestones(bytes32 delivery, Milestone[] calldata milestones) internal {
        MilestoneInfo[] storage kept = _milestones[delivery];
        for (uint256 i = 0; i < milestones.length; ++i) {
            kept.push(MilestoneInfo(milestones[i].name, milestones[i].plannedAtS, 0, 0));
        }
    }

    /// @dev The custodian offers the goods to `to`, who takes them or does not. The buyer gets them by their arrival: it would
    /// have both goods and money, were it to have them before.
    function _offer(bytes32 delivery, DeliveryInfo storage d, address to) internal {
        address custodian = d.custodian;
        require(to != d.buyer, DeliveryMonitorOfferedToBuyer(delivery, to));
        require(to != custodian, DeliveryMonitorOfferedToCustodian(delivery, to));
        if (to != address(0)) _requireMember(to);

        d.offeredTo = to;
        if (to == address(0)) emit CustodyOfferWithdrawn(delivery, custodian);
        else emit CustodyOffered(delivery, custodian, to);
    }

    function _extendRoute(DeliveryInfo storage d, bytes32 step) private {
        d.routeHead = keccak256(abi.encode(d.routeHead, step));
        ++d.routePoints;
    }

    function _deviationS(uint48 plannedAtS, uint48 atS) private pure returns (int64) {
        return int64(uint64(atS)) - int64(uint64(plannedAtS));
    }

    function _requireCustodian(bytes32 delivery) internal view returns (DeliveryInfo storage d) {
        d = _requireUnarrived(delivery);
        require(d.custodian == msg.sender, DeliveryMonitorNotCustodian(delivery, msg.sender));
    }
}
