// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IDeliveryMonitor} from "./interfaces/IDeliveryMonitor.sol";
import {ILots} from "./interfaces/ILots.sol";
import {INegotiation} from "./interfaces/INegotiation.sol";
import {DeliveryInfo, DeliveryState} from "./types/Deliveries.sol";

/// @title DeliveryBook
/// @notice Deliveries and their lots, and who may do what. See `IDeliveryMonitor`.
abstract contract DeliveryBook is IDeliveryMonitor {
    /// @inheritdoc IDeliveryMonitor
    INegotiation public immutable NEGOTIATION;
    /// @inheritdoc IDeliveryMonitor
    ILots public immutable LOTS;

    mapping(bytes32 delivery => DeliveryInfo) internal _deliveries;
    mapping(bytes32 delivery => bytes12[]) private _lots;

    constructor(INegotiation negotiation, ILots lots) {
        NEGOTIATION = negotiation;
        LOTS = lots;
    }

    /// @inheritdoc IDeliveryMonitor
    function infoOf(bytes32 delivery) external view returns (DeliveryInfo memory) {
        return _deliveries[delivery];
    }

    /// @inheritdoc IDeliveryMonitor
    function lotsOf(bytes32 delivery) external view returns (bytes12[] memory) {
        return _lots[delivery];
    }

    function _setLots(bytes32 delivery, bytes12[] calldata lots) internal {
        _lots[delivery] = lots;
    }

    /// @dev The delivery's lots, which `from` has, are on their way with `custodian`.
    function _carry(bytes32 delivery, address from, address custodian) internal {
        bytes12[] memory lots = _lots[delivery];
        if (lots.length != 0) LOTS.carry(lots, delivery, from, custodian);
    }

    /// @dev The delivery's lots are on their way no more.
    function _unload(bytes32 delivery, address to) internal {
        bytes12[] memory lots = _lots[delivery];
        if (lots.length != 0) LOTS.unload(lots, delivery, to);
    }

    function _requireMember(address account) internal view {
        require(NEGOTIATION.MEMBERSHIP().isMember(account), DeliveryMonitorNotMember(account));
    }

    /// @dev The delivery is open: readings count, and money waits.
    function _requireOpen(bytes32 delivery) internal view returns (DeliveryInfo storage d) {
        d = _deliveries[delivery];
        DeliveryState state = d.state;
        require(
            state == DeliveryState.Underway || state == DeliveryState.Delivered || state == DeliveryState.Disputed,
            DeliveryMonitorUnexpectedState(delivery, state)
        );
    }

    /// @dev The goods are on their way, whether or not that is disputed.
    function _requireUnarrived(bytes32 delivery) internal view returns (DeliveryInfo storage d) {
        d = _requireOpen(delivery);
        require(d.arrivedAtS == 0, DeliveryMonitorUnexpectedState(delivery, d.state));
    }

    function _requireState(bytes32 delivery, DeliveryState state) internal view returns (DeliveryInfo storage d) {
        d = _deliveries[delivery];
        require(d.state == state, DeliveryMonitorUnexpectedState(delivery, d.state));
    }

    function _requireBuyer(bytes32 delivery, DeliveryInfo storage d) internal view {
        require(msg.sender == d.buyer, DeliveryMonitorNotBuyer(delivery, msg.sender));
    }
}
