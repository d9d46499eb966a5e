// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title PartySignature
/// @notice What counts as a party's signature, of a key or of a contract wallet.
library PartySignature {
    /// @notice Whether `party` signed `digest`. A key's own signature counts whatever code its account has got since (EIP-7702):
    /// what was promised is not taken back by that. Otherwise the account's code says (ERC-1271).
    function isSigned(bytes32 digest, address party, bytes calldata signature) internal view returns (bool) {
        (address signer, ECDSA.RecoverError fault, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && signer == party) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(party, digest, signature);
    }
}
