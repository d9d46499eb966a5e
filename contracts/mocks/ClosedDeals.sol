// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Outcome} from "../types/Deliveries.sol";

/// @title ClosedDeals
/// @notice Test only: what `Reputation` asks of `DeliveryMonitor`, as it is set. A delivery has its negotiation's id.
contract ClosedDeals {
    mapping(bytes32 delivery => Outcome) private _outcomes;

    /// @notice Says what became of a delivery; nothing, if its state is `None`.
    function set(bytes32 negotiation, Outcome calldata outcome) external {
        _outcomes[negotiation] = outcome;
    }

    /// @notice As `IDeliveryMonitor.deliveryOf`.
    function deliveryOf(bytes32 negotiation) external view returns (bytes32) {
        return uint8(_outcomes[negotiation].state) == 0 ? bytes32(0) : negotiation;
    }

    /// @notice As `IDeliveryMonitor.outcomeOf`.
    function outcomeOf(bytes32 delivery) external view returns (Outcome memory) {
        return _outcomes[delivery];
    }
}
