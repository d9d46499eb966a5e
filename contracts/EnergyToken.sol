// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IEnergyToken} from "./interfaces/IEnergyToken.sol";

/// @title EnergyToken
/// @notice See `IEnergyToken`.
contract EnergyToken is IEnergyToken, ERC20Permit, AccessManaged {
    uint8 private constant DECIMALS = 6;

    /// @inheritdoc IEnergyToken
    string public currency;
    /// @inheritdoc IEnergyToken
    uint256 public attestedReserves;
    /// @inheritdoc IEnergyToken
    uint48 public attestedAtS;

    mapping(bytes32 paymentReference => bool used) private _referenceUsed;

    /// @param currency_ ISO 4217 code of the money behind the token, for example NOK.
    constructor(
        address authority,
        string memory currency_
    )
        ERC20(string.concat("Wattproof ", currency_), string.concat("w", currency_))
        ERC20Permit(string.concat("Wattproof ", currency_))
        AccessManaged(authority)
    {
        currency = currency_;
    }

    /// @inheritdoc IEnergyToken
    function mint(address to, uint256 amount, bytes32 paymentReference) external restricted {
        require(amount != 0 && paymentReference != 0, EnergyTokenInvalidMint(amount, paymentReference));
        require(!_referenceUsed[paymentReference], EnergyTokenReferenceUsed(paymentReference));
        uint256 supply = totalSupply() + amount;
        require(supply <= attestedReserves, EnergyTokenReservesExceeded(supply, attestedReserves));

        _referenceUsed[paymentReference] = true;
        _mint(to, amount);
        emit Minted(to, amount, paymentReference);
    }

    /// @inheritdoc IEnergyToken
    function attestReserves(uint256 amount, uint48 asOfS, bytes32 reportHash) external restricted {
        require(asOfS > attestedAtS && asOfS <= block.timestamp, EnergyTokenInvalidAttestation(asOfS));

        attestedReserves = amount;
        attestedAtS = asOfS;
        emit ReservesAttested(amount, asOfS, reportHash);
    }

    /// @notice Six: what a thousandth of a coin per kWh costs for one Wh is still a whole unit.
    function decimals() public pure override returns (uint8) {
        return DECIMALS;
    }
}
