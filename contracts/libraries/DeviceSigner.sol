// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";

/// @title DeviceSigner
/// @notice A device's public key, unpacked from its ERC-7913 signer bytes so that a check reads no more than it needs.
/// @dev secp256k1 devices sign the keccak-256 of the preimage, as wallets do; P-256 devices its SHA-256, as WebCrypto,
/// TPMs and secure elements do (ES256).
library DeviceSigner {
    /// @param verifier The P-256 verifier's address, or the address of a secp256k1 key when `x` and `y` are zero.
    struct Key {
        // slot 0
        address verifier;
        // slots 1 and 2, untouched for secp256k1
        bytes32 x;
        bytes32 y;
    }

    uint256 private constant SECP256K1_LENGTH = 20;
    uint256 private constant P256_LENGTH = 84;

    /// @notice Unpacks `signer` if it is a plain secp256k1 address, or a key on the curve under `p256Verifier`.
    /// @return supported False for anything else: a device that brings its own verifier could answer yes to everything.
    function parse(bytes calldata signer, address p256Verifier) internal pure returns (bool supported, Key memory key) {
        if (signer.length == SECP256K1_LENGTH) {
            key.verifier = address(bytes20(signer));
            supported = key.verifier != address(0) && key.verifier != p256Verifier;
        } else if (signer.length == P256_LENGTH) {
            key.verifier = address(bytes20(signer[:20]));
            key.x = bytes32(signer[20:52]);
            key.y = bytes32(signer[52:]);
            supported = key.verifier == p256Verifier && P256.isValidPublicKey(key.x, key.y);
        }
    }

    /// @notice Unpacks signer bytes that the registry accepted.
    function unpack(bytes memory signer) internal pure returns (Key memory key) {
        key.verifier = address(bytes20(signer));
        if (signer.length == P256_LENGTH) {
            (key.x, key.y) = (bytes32(Bytes.slice(signer, 20, 52)), bytes32(Bytes.slice(signer, 52)));
        }
    }

    /// @notice Reads what a check needs: a secp256k1 key's other slots are not touched.
    function load(Key storage stored, address p256Verifier) internal view returns (Key memory key) {
        key.verifier = stored.verifier;
        // `parse` gives no secp256k1 key this address.
        if (key.verifier == p256Verifier) (key.x, key.y) = (stored.x, stored.y);
    }

    /// @notice ERC-7913 bytes of the key.
    function toBytes(Key memory key) internal pure returns (bytes memory) {
        return isP256(key) ? abi.encodePacked(key.verifier, key.x, key.y) : abi.encodePacked(key.verifier);
    }

    /// @notice Whether `signature` is the key's own over `preimage`. Never reverts.
    function isValid(Key memory key, bytes memory preimage, bytes calldata signature) internal view returns (bool) {
        if (isP256(key)) {
            return
                signature.length == 64 &&
                P256.verify(sha256(preimage), bytes32(signature[:32]), bytes32(signature[32:]), key.x, key.y);
        }
        if (signature.length != 65) return false;
        (address recovered, ECDSA.RecoverError err, ) = ECDSA.tryRecover(
            keccak256(preimage),
            uint8(signature[64]),
            bytes32(signature[:32]),
            bytes32(signature[32:64])
        );
        return err == ECDSA.RecoverError.NoError && recovered == key.verifier;
    }

    function isP256(Key memory key) private pure returns (bool) {
        // (0, 0) is not on the curve, so no P-256 key looks like a secp256k1 one.
        return key.x != 0 || key.y != 0;
    }
}
