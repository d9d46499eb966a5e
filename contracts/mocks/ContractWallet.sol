// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title ContractWallet
/// @notice Test only: an ERC-1271 wallet of one owner, who may lock it so that it confirms no signature any more.
contract ContractWallet is IERC1271 {
    bytes4 private constant REFUSED = 0xffffffff;

    address private immutable _owner;
    bool private _locked;

    constructor(address owner) {
        _owner = owner;
    }

    /// @notice Stops confirming signatures.
    function lock() external {
        _locked = true;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool confirmed = !_locked && err == ECDSA.RecoverError.NoError && signer == _owner;
        return confirmed ? IERC1271.isValidSignature.selector : REFUSED;
    }
}
