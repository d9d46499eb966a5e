// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PaymentChannel} from "../../../contracts/PaymentChannel.sol";
import {IDeviceRegistry} from "../../../contracts/interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "../../../contracts/interfaces/IEnergySettlement.sol";
import {ChannelTerms, CooperativeClose, Voucher} from "../../../contracts/types/Channels.sol";
import {CallingToken} from "../../../contracts/mocks/CallingToken.sol";
import {TestMeters} from "./TestMeters.sol";
import {vm} from "./Vm.sol";

/// A `PaymentChannel` whose parties' keys this contract holds. Hashes are computed here, apart from the contract's.
abstract contract ChannelWorld {
    uint32 internal constant CHALLENGE_S = 1 hours;

    CallingToken internal _token;
    TestMeters internal _meters;
    PaymentChannel internal _channels;

    function _deploy() internal {
        vm.warp(1_000_000);
        _token = new CallingToken();
        _meters = new TestMeters();
        _channels = new PaymentChannel(_token, IDeviceRegistry(address(_meters)), IEnergySettlement(address(_meters)));
        _token.mint(address(this), type(uint160).max);
        _token.approve(address(_channels), type(uint256).max);
    }

    /// Opens a channel between the accounts of two keys over the meter `salt`.
    function _open(
        uint256 ownerKey,
        uint256 partnerKey,
        uint96[2] memory prices,
        uint64[2] memory baselinesWh,
        uint256 salt
    ) internal returns (bytes32 channel) {
        bytes32 meter = bytes32(salt);
        _meters.own(meter, vm.addr(ownerKey));
        _meters.settle(meter, baselinesWh[0], baselinesWh[1]);
        ChannelTerms memory terms = ChannelTerms(
            vm.addr(ownerKey),
            vm.addr(partnerKey),
            meter,
            prices[0],
            prices[1],
            CHALLENGE_S,
            type(uint48).max,
            bytes32(salt)
        );
        channel = _channels.idOf(terms);
        return _channels.open(terms, _signDigest(ownerKey, channel), _signDigest(partnerKey, channel));
    }

    function _signVoucher(uint256 key, Voucher memory v) internal view returns (bytes memory) {
        bytes32 typeHash = keccak256("Voucher(bytes32 channel,uint8 direction,uint64 registerWh,uint128 amount)");
        return _sign(key, keccak256(abi.encode(typeHash, v.channel, uint8(v.direction), v.registerWh, v.amount)));
    }

    function _signClose(uint256 key, CooperativeClose memory c) internal view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "CooperativeClose(bytes32 channel,uint128 paidByOwner,uint128 paidByPartner,uint48 expiresAtS)"
        );
        return _sign(key, keccak256(abi.encode(typeHash, c.channel, c.paidByOwner, c.paidByPartner, c.expiresAtS)));
    }

    function _sign(uint256 key, bytes32 structHash) private view returns (bytes memory) {
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Wattproof PaymentChannel"),
                keccak256("1"),
                block.chainid,
                address(_channels)
            )
        );
        return _signDigest(key, keccak256(abi.encodePacked(hex"1901", separator, structHash)));
    }

    function _signDigest(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
