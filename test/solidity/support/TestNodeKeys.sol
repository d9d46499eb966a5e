// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// Nodes with the private keys 1 to 8: no cheat code tells a public key of secp256k1.
library TestNodeKeys {
    uint256 internal constant COUNT = 8;
    bytes private constant IDS =
        hex"79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
        hex"483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
        hex"c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"
        hex"1ae168fea63dc339a3c58419466ceaeef7f632653266d0e1236431a950cfe52a"
        hex"f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9"
        hex"388f7b0f632de8140fe337e62a37f3566500a99934c2231b6cb9fd7584b8e672"
        hex"e493dbf1c10d80f3581e4904930b1404cc6c13900ee0758474fa94abe8c4cd13"
        hex"51ed993ea0d455b75642e2098ea51448d967ae33bfbdfe40cfe97bdc47739922"
        hex"2f8bde4d1a07209355b4a7250a5c5128e88b84bddc619ab7cba8d569b240efe4"
        hex"d8ac222636e5e3d6d4dba9dda6c9c426f788271bab0d6840dca87d3aa6ac62d6"
        hex"fff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556"
        hex"ae12777aacfbb620f3be96017f45c560de80f0f6518fe4a03c870c36b075f297"
        hex"5cbdf0646e5db4eaa398f365f2ea7a0e3d419b7e0330e39ce92bddedcac4f9bc"
        hex"6aebca40ba255960a3178d6d861a54dba813d0b813fde7b5a5082628087264da"
        hex"2f01e5e15cca351daff3843fb70f3c2f0a1bdd05e5af888a67784ef3e10a2a01"
        hex"5c4da8a741539949293d082a132d13b4c2e213d6ba5b7617b5da2cb76cbde904";

    /// Public key, 64 bytes, of private key `index + 1`.
    function idOf(uint256 index) internal pure returns (bytes memory id) {
        bytes memory ids = IDS;
        id = new bytes(64);
        for (uint256 i = 0; i < 64; ++i) id[i] = ids[64 * index + i];
    }
}
