// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NodeRegistry} from "../../contracts/NodeRegistry.sol";
import {NodeHandler} from "./support/NodeHandler.sol";
import {TestNodeKeys} from "./support/TestNodeKeys.sol";

/// What must always hold of `NodeRegistry`, driven by `NodeHandler`.
contract NodeRegistryTest {
    NodeHandler private _handler;
    NodeRegistry private _registry;

    function setUp() external {
        _handler = new NodeHandler();
        _registry = _handler.registry();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: every step is taken often, and the validators come to be four and more.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 400; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            (uint8 a, uint8 b, uint8 c) = (uint8(dice[0]), uint8(dice[1]), uint8(dice[2]));
            _handler.wait(a);
            _handler.admit(b, c, round % 5 != 0, round % 11 == 10);
            if (round % 3 == 0) _handler.revoke(c, a);
            if (round % 3 == 1) _handler.reinstate(a, b);
            if (round % 4 == 0) _handler.renew(c, uint8(dice[3]), round % 16 == 12);
            if (round % 7 == 0) _handler.remove(uint8(dice[4]));
            if (round % 20 == 0) _handler.intrude(a);
        }
        assert(!_handler.broken());
        assert(_handler.reachedFour());
        for (uint256 step = 0; step < 6; ++step) assert(_handler.done(step) > 5);
        this.invariant_DoesWhatTheBooksPermit();
        this.invariant_ValidatorsAreAsInTheBooks();
        this.invariant_NeverBelowTheSafeNumber();
    }

    /// Whatever the books forbid is refused, and whatever they permit is done.
    function invariant_DoesWhatTheBooksPermit() external view {
        assert(!_handler.broken());
    }

    /// The validators are those who were admitted as such and whose certificates are good: distinct, and none of them zero.
    function invariant_ValidatorsAreAsInTheBooks() external view {
        address[] memory validators = _registry.getValidators();
        assert(validators.length == _handler.countByBooks());
        for (uint256 i = 0; i < validators.length; ++i) {
            assert(validators[i] != address(0));
            for (uint256 j = 0; j < i; ++j) assert(validators[i] != validators[j]);
        }
        uint256 registered;
        for (uint256 i = 0; i < TestNodeKeys.COUNT; ++i) {
            assert(_registry.isValidator(_handler.nodeAt(i)) == _handler.isValidatorByBooks(i));
            if (_handler.isRegisteredByBooks(i)) ++registered;
        }
        assert(_registry.nodeCount() == registered);
        assert(_registry.nodes(0, 200).length == registered);
    }

    /// Once there were four validators, there are four.
    function invariant_NeverBelowTheSafeNumber() external view {
        if (_handler.reachedFour()) assert(_registry.getValidators().length >= 4);
    }
}
