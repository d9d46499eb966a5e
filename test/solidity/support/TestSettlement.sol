// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Agreement} from "../../../contracts/types/Agreements.sol";

/// What agreements ask of `EnergySettlement`, with a progress that the test sets: it locks whatever it is asked to.
contract TestSettlement {
    error WindowSettled();

    uint48 public constant CLOSING_DELAY_S = 1 days;
    address public immutable TOKEN = address(this);

    mapping(bytes32 exportMeter => uint48) public settledUntil;
    mapping(address account => uint256) public locked;
    mapping(bytes32 exportMeter => uint256) public changes;

    function settle(bytes32 exportMeter, uint48 untilS) external {
        settledUntil[exportMeter] = untilS;
    }

    function agreementRegistered(Agreement calldata a) external {
        require(a.exportMeter == 0 || a.startS >= settledUntil[a.exportMeter], WindowSettled());
        locked[a.consumer] += a.escrow;
        if (a.exportMeter != 0) ++changes[a.exportMeter];
    }

    function agreementEnded(bytes32 exportMeter) external {
        ++changes[exportMeter];
    }

    function unlock(address account, uint128 amount) external {
        locked[account] -= amount;
    }
}
