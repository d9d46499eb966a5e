// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergyToken} from "../../../contracts/EnergyToken.sol";
import {MintOrder, Quorum, ReserveAttestation, TokenTerms} from "../../../contracts/types/Tokens.sol";
import {vm} from "./Vm.sol";

/// Three treasurers whose keys it holds; two of them make a quorum.
abstract contract Treasury {
    bytes32 private constant MINT_ORDER_TYPEHASH = keccak256(
        "MintOrder(address to,uint256 amount,bytes32 paymentReference,uint48 deadlineS)"
    );
    bytes32 private constant RESERVE_ATTESTATION_TYPEHASH = keccak256(
        "ReserveAttestation(uint256 amount,uint48 asOfS,bytes32 reportHash,uint48 deadlineS)"
    );
    uint256 private constant TREASURER_KEYS = 9000;

    uint48 internal constant MINT_WINDOW_S = 1 days;
    uint48 internal constant REDEMPTION_PERIOD_S = 5 days;

    function _deployToken(address authority, address verifier, uint128 mintLimit) internal returns (EnergyToken) {
        bytes[] memory treasurers = new bytes[](3);
        for (uint256 i = 0; i < 3; ++i) treasurers[i] = _treasurer(i);
        TokenTerms memory terms = TokenTerms("NOK", mintLimit, MINT_WINDOW_S, REDEMPTION_PERIOD_S);
        return new EnergyToken(authority, verifier, terms, treasurers, 2);
    }

    function _attest(EnergyToken token, uint256 amount, uint48 asOfS) internal {
        ReserveAttestation memory a = ReserveAttestation(amount, asOfS, bytes32(0), type(uint48).max);
        token.attestReserves(a, _quorum(token, keccak256(abi.encode(RESERVE_ATTESTATION_TYPEHASH, a)), 2));
    }

    /// A mint that the first `count` treasurers sign.
    function _order(
        EnergyToken token,
        address to,
        uint256 amount,
        bytes32 paymentReference,
        uint256 count
    ) internal view returns (MintOrder memory order, Quorum memory quorum) {
        order = MintOrder(to, amount, paymentReference, type(uint48).max);
        quorum = _quorum(token, keccak256(abi.encode(MINT_ORDER_TYPEHASH, order)), count);
    }

    function _quorum(EnergyToken token, bytes32 structHash, uint256 count) private view returns (Quorum memory quorum) {
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash));
        quorum = Quorum(new bytes[](count), new bytes[](count));
        for (uint256 i = 0; i < count; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(TREASURER_KEYS + i, digest);
            quorum.signers[i] = _treasurer(i);
            quorum.signatures[i] = abi.encodePacked(r, s, v);
        }
    }

    function _treasurer(uint256 index) private pure returns (bytes memory) {
        return abi.encodePacked(vm.addr(TREASURER_KEYS + index));
    }
}
