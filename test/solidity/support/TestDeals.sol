// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {DeliveryHash} from "../../../contracts/libraries/DeliveryHash.sol";
import {NegotiationInfo, NegotiationState} from "../../../contracts/types/Deals.sol";
import {OpenedTerms} from "../../../contracts/types/Deliveries.sol";
import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";

/// A change of a sensor: of its status or its key, or that another organisation answered for it.
struct SensorChange {
    uint48 atS;
    bool isActive;
    bool isTransfer;
}

/// What `DeliveryMonitor` asks of negotiations, members, devices and anchors. Terms are accepted once they are told; everybody
/// is a member who did not leave; there is a sensor of the seller's and one of the buyer's, active until they are changed, that
/// signed whatever has an empty signature; what has a root was anchored at the time that the root says.
contract TestDeals {
    bytes32 public constant SELLERS_SENSOR = "sensor of the seller";
    bytes32 public constant BUYERS_SENSOR = "sensor of the buyer";

    error NotActive();
    error NotSigned();

    address private immutable _buyer;
    address private immutable _seller;
    mapping(bytes32 negotiation => NegotiationInfo) private _negotiations;
    mapping(bytes32 sensor => SensorChange[]) private _changes;
    mapping(address account => bool) private _hasLeft;

    constructor(address buyer, address seller) {
        (_buyer, _seller) = (buyer, seller);
    }

    function accept(bytes32 negotiation, OpenedTerms calldata terms) external {
        NegotiationInfo storage n = _negotiations[negotiation];
        (n.buyer, n.seller, n.state) = (terms.buyer, terms.seller, NegotiationState.Accepted);
        n.termsHash = DeliveryHash.hash(terms);
    }

    function setMember(address account, bool isIn) external {
        _hasLeft[account] = !isIn;
    }

    function change(bytes32 sensor, bool isActive, bool isTransfer) external {
        _changes[sensor].push(SensorChange(uint48(block.timestamp), isActive, isTransfer));
    }

    function changesOf(bytes32 sensor) external view returns (SensorChange[] memory) {
        return _changes[sensor];
    }

    function negotiationOf(bytes32 negotiation) external view returns (NegotiationInfo memory) {
        return _negotiations[negotiation];
    }

    function MEMBERSHIP() external view returns (address) {
        return address(this);
    }

    function isMember(address account) external view returns (bool) {
        return !_hasLeft[account];
    }

    /// What `Lots` asks its authority: everybody may carry.
    function canCall(address, address, bytes4) external pure returns (bool, uint32) {
        return (true, 0);
    }

    function deviceOf(bytes32 sensor) external view returns (Device memory d) {
        if (sensor != SELLERS_SENSOR && sensor != BUYERS_SENSOR) return d;
        (d.organisation, d.kind) = (sensor == BUYERS_SENSOR ? _buyer : _seller, DeviceKind.Sensor);
        d.status = isActiveAt(sensor, uint48(block.timestamp)) ? DeviceStatus.Active : DeviceStatus.Suspended;
    }

    function requireSigned(bytes32 sensor, bytes32, bytes calldata signature) external view {
        _requireSigned(sensor, signature, uint48(block.timestamp));
    }

    function requireSignedAt(bytes32 sensor, bytes32, bytes calldata signature, uint48 atS) external view {
        _requireSigned(sensor, signature, atS);
    }

    function isSteady(bytes32 sensor, uint48 fromS, uint48 toS) external view returns (bool) {
        SensorChange[] storage changes = _changes[sensor];
        for (uint256 i = 0; i < changes.length; ++i) {
            if (changes[i].atS >= fromS && (changes[i].isTransfer || changes[i].atS <= toS)) return false;
        }
        return isActiveAt(sensor, fromS);
    }

    function verify(
        bytes32,
        uint64,
        bytes32 root,
        bytes32,
        bytes32[] calldata
    ) external pure returns (uint64 anchoredAtS) {
        return uint64(uint256(root));
    }

    function isActiveAt(bytes32 sensor, uint48 atS) public view returns (bool isActive) {
        SensorChange[] storage changes = _changes[sensor];
        isActive = true;
        for (uint256 i = 0; i < changes.length; ++i) if (changes[i].atS <= atS) isActive = changes[i].isActive;
    }

    function _requireSigned(bytes32 sensor, bytes calldata signature, uint48 atS) private view {
        require(isActiveAt(sensor, atS), NotActive());
        require(signature.length == 0, NotSigned());
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
