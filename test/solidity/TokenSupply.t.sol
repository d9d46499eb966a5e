// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {EnergyToken} from "../../contracts/EnergyToken.sol";
import {vm} from "./support/Vm.sol";

/// Mints and attests at will; remembers what a mint did to the supply.
contract TokenHandler {
    EnergyToken public immutable TOKEN;
    uint256 public minted;
    /// Set if a mint left the supply above the attestation, or a reference was taken twice.
    bool public broken;

    uint48 private _asOfS;
    mapping(bytes32 paymentReference => bool used) private _used;

    constructor(EnergyToken token) {
        TOKEN = token;
        vm.warp(1_000_000_000);
    }

    function attest(uint128 reserves) external {
        TOKEN.attestReserves(reserves, ++_asOfS, bytes32(0));
    }

    function attestBelowSupply(uint128 cut) external {
        uint256 supply = TOKEN.totalSupply();
        TOKEN.attestReserves(supply - (cut % (supply + 1)), ++_asOfS, bytes32(0));
    }

    function mint(uint8 paymentReference, uint128 amount) external {
        _mint(paymentReference, amount);
    }

    function mintJustEnough(uint8 paymentReference, bool oneMore) external {
        uint256 reserves = TOKEN.attestedReserves();
        uint256 supply = TOKEN.totalSupply();
        if (reserves >= supply) _mint(paymentReference, reserves - supply + (oneMore ? 1 : 0));
    }

    function _mint(uint8 paymentReference, uint256 amount) private {
        bytes32 used = bytes32(uint256(paymentReference));
        try TOKEN.mint(address(this), amount, used) {
            if (TOKEN.totalSupply() > TOKEN.attestedReserves() || _used[used]) broken = true;
            _used[used] = true;
            minted += amount;
        } catch {}
    }
}

contract TokenSupplyTest {
    EnergyToken private _token;
    TokenHandler private _handler;

    function setUp() external {
        AccessManager authority = new AccessManager(address(this));
        _token = new EnergyToken(address(authority), "NOK");
        _handler = new TokenHandler(_token);
        authority.grantRole(0, address(_handler), 0);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// No mint lifts the supply above the latest attestation, and no payment is minted twice.
    function invariant_MintsStayWithinReserves() external view {
        assert(!_handler.broken());
    }

    function invariant_SupplyIsWhatWasMinted() external view {
        assert(_token.totalSupply() == _handler.minted());
    }
}
