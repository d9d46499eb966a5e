// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {DeliveryHash} from "../../../contracts/libraries/DeliveryHash.sol";
import {NegotiationInfo, NegotiationState} from "../../../contracts/types/Deals.sol";
import {OpenedTerms} from "../../../contracts/types/Deliveries.sol";
import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";

/// What `DeliveryMonitor` asks of negotiations, members and devices: terms are accepted once they are told, everybody is a
/// member, and every device is a sensor of the seller's that signed whatever is said of it.
contract TestDeals {
    mapping(bytes32 negotiation => NegotiationInfo) private _negotiations;
    address private immutable _seller;

    constructor(address seller) {
        _seller = seller;
    }

    function accept(bytes32 negotiation, OpenedTerms calldata terms) external {
        NegotiationInfo storage n = _negotiations[negotiation];
        (n.buyer, n.seller, n.state) = (terms.buyer, terms.seller, NegotiationState.Accepted);
        n.termsHash = DeliveryHash.hash(terms);
    }

    function negotiationOf(bytes32 negotiation) external view returns (NegotiationInfo memory) {
        return _negotiations[negotiation];
    }

    function MEMBERSHIP() external view returns (address) {
        return address(this);
    }

    function isMember(address) external pure returns (bool) {
        return true;
    }

    /// What `Lots` asks its authority: everybody may carry.
    function canCall(address, address, bytes4) external pure returns (bool, uint32) {
        return (true, 0);
    }

    function deviceOf(bytes32) external view returns (Device memory d) {
        (d.organisation, d.kind, d.status) = (_seller, DeviceKind.Sensor, DeviceStatus.Active);
    }

    function requireSigned(bytes32, bytes32, bytes calldata) external pure {}

    function isSteady(bytes32, uint48, uint48) external pure returns (bool) {
        return true;
    }
}

/// Money of a currency.
contract TestMoney is ERC20 {
    constructor() ERC20("Money", "NOK") {}

    function currency() external pure returns (string memory) {
        return "NOK";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
