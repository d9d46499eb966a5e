// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NodeRegistry} from "../../../contracts/NodeRegistry.sol";
import {IMembership} from "../../../contracts/interfaces/IMembership.sol";
import {NodeHash} from "../../../contracts/libraries/NodeHash.sol";
import {NodeAdmission} from "../../../contracts/types/Nodes.sol";
import {TestNodeKeys} from "./TestNodeKeys.sol";
import {vm} from "./Vm.sol";

/// The members' decisions about eight nodes with three certificates each, sensible or not. The books are of their own: who is
/// registered as what, which certificates are revoked, and when the validators changed. `broken` tells that something went
/// through that must not, or that something permitted did not.
contract NodeHandler {
    uint256 private constant CERTIFICATES = 3;
    uint48 public constant SPACING = 4;

    /// A node as it must stand.
    struct Entry {
        bool isRegistered;
        bool isForValidating;
        bytes32 certificate;
        uint256 nonce;
    }

    NodeRegistry public immutable registry;
    Entry[8] private _entries;
    mapping(bytes32 certificate => bool) public isRevoked;
    mapping(bytes32 certificate => uint256 holderPlusOne) private _holders;
    uint256 private _changedAt;
    uint256 private _block = 1;
    bool public reachedFour;
    bool public broken;
    uint256[6] public done;

    constructor() {
        vm.roll(_block);
        _changedAt = _block;
        // The handler is the authority and the membership too: see `canCall` and `isMember`.
        NodeAdmission[] memory none = new NodeAdmission[](0);
        registry = new NodeRegistry(address(this), IMembership(address(this)), SPACING, none, new bytes[](0));
    }

    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == address(this), 0);
    }

    function isMember(address account) external view returns (bool) {
        return account == address(this);
    }

    function wait(uint8 blocks) external {
        _block += uint256(blocks) % (SPACING + 2);
        vm.roll(_block);
    }

    function admit(uint8 node, uint8 certificate, bool validator, bool isStale) external {
        (uint256 index, bytes32 hash) = _pick(node, certificate);
        Entry storage e = _entries[index];
        if (isStale && e.nonce == 0) return;
        NodeAdmission memory a = _admission(index, hash, validator);
        bytes memory proof = _sign(index, NodeHash.digest(a, isStale ? e.nonce - 1 : e.nonce));
        bool permitted = !e.isRegistered && _isFree(hash) && !isStale && (!validator || _mayChange());
        try registry.admit(a, proof) {
            if (!permitted) broken = true;
            e.isRegistered = true;
            e.isForValidating = validator;
            e.certificate = hash;
            ++e.nonce;
            _holders[hash] = index + 1;
            if (validator) _changed();
            ++done[0];
        } catch {
            if (permitted) broken = true;
        }
    }

    function remove(uint8 node) external {
        (uint256 index, ) = _pick(node, 0);
        Entry storage e = _entries[index];
        bool permitted = e.isRegistered && (!_isValidator(index) || (_mayLeave() && _mayChange()));
        bool changes = _isValidator(index);
        try registry.remove(nodeAt(index)) {
            if (!permitted) broken = true;
            if (changes) _changed();
            delete _holders[e.certificate];
            (e.isRegistered, e.isForValidating, e.certificate) = (false, false, 0);
            ++done[1];
        } catch {
            if (permitted) broken = true;
        }
    }

    function revoke(uint8 node, uint8 certificate) external {
        (, bytes32 hash) = _pick(node, certificate);
        uint256 holder = _holders[hash];
        bool changes = holder != 0 && _isValidator(holder - 1);
        bool permitted = !isRevoked[hash] && (!changes || (_mayLeave() && _mayChange()));
        try registry.revokeCertificate(hash) {
            if (!permitted) broken = true;
            if (changes) _changed();
            isRevoked[hash] = true;
            ++done[2];
        } catch {
            if (permitted) broken = true;
        }
    }

    function reinstate(uint8 node, uint8 certificate) external {
        (, bytes32 hash) = _pick(node, certificate);
        uint256 holder = _holders[hash];
        bool changes = holder != 0 && _entries[holder - 1].isForValidating;
        bool permitted = isRevoked[hash] && (!changes || _mayChange());
        try registry.reinstateCertificate(hash) {
            if (!permitted) broken = true;
            if (changes) _changed();
            isRevoked[hash] = false;
            ++done[3];
        } catch {
            if (permitted) broken = true;
        }
    }

    function renew(uint8 node, uint8 certificate, bool isStale) external {
        (uint256 index, bytes32 hash) = _pick(node, certificate);
        Entry storage e = _entries[index];
        if (isStale && e.nonce == 0) return;
        uint256 nonce = isStale ? e.nonce - 1 : e.nonce;
        bytes memory proof = _sign(index, NodeHash.renewalDigest(nodeAt(index), _endpoint(index), hash, nonce));
        bool isSame = e.isRegistered && e.certificate == hash;
        bool permitted = e.isRegistered && !isRevoked[e.certificate] && (isSame || _isFree(hash)) && !isStale;
        try registry.renew(nodeAt(index), _endpoint(index), hash, proof) {
            if (!permitted) broken = true;
            delete _holders[e.certificate];
            _holders[hash] = index + 1;
            e.certificate = hash;
            ++e.nonce;
            ++done[4];
        } catch {
            if (permitted) broken = true;
        }
    }

    /// Nobody but the authority decides.
    function intrude(uint8 node) external {
        (uint256 index, bytes32 hash) = _pick(node, 0);
        vm.prank(address(0xbad));
        try registry.remove(nodeAt(index)) {
            broken = true;
        } catch {
            ++done[5];
        }
        vm.prank(address(0xbad));
        try registry.revokeCertificate(hash) {
            broken = true;
        } catch {
            return;
        }
    }

    function nodeAt(uint256 index) public pure returns (address) {
        return vm.addr(index + 1);
    }

    /// Whether the books have the node among the validators.
    function isValidatorByBooks(uint256 index) external view returns (bool) {
        return _isValidator(index);
    }

    function isRegisteredByBooks(uint256 index) external view returns (bool) {
        return _entries[index].isRegistered;
    }

    function countByBooks() public view returns (uint256 count) {
        for (uint256 i = 0; i < TestNodeKeys.COUNT; ++i) if (_isValidator(i)) ++count;
    }

    function _isValidator(uint256 index) private view returns (bool) {
        Entry storage e = _entries[index];
        return e.isRegistered && e.isForValidating && !isRevoked[e.certificate];
    }

    function _mayLeave() private view returns (bool) {
        uint256 count = countByBooks();
        return count > 4 || count == 2 || count == 3;
    }

    function _mayChange() private view returns (bool) {
        return _block >= _changedAt + SPACING;
    }

    function _isFree(bytes32 certificate) private view returns (bool) {
        return !isRevoked[certificate] && _holders[certificate] == 0;
    }

    function _changed() private {
        _changedAt = _block;
        if (registry.getValidators().length >= 4) reachedFour = true;
    }

    function _pick(uint8 node, uint8 certificate) private pure returns (uint256 index, bytes32 hash) {
        index = uint256(node) % TestNodeKeys.COUNT;
        // A neighbour's certificates too, now and then.
        uint256 owner = certificate % 7 == 6 ? (index + 1) % TestNodeKeys.COUNT : index;
        hash = keccak256(abi.encode(owner, uint256(certificate) % CERTIFICATES));
    }

    function _admission(uint256 index, bytes32 hash, bool validator) private view returns (NodeAdmission memory) {
        string memory name = string(abi.encodePacked("node ", bytes1(uint8(0x31 + index))));
        return NodeAdmission(TestNodeKeys.idOf(index), name, _endpoint(index), address(this), hash, validator);
    }

    function _endpoint(uint256 index) private pure returns (string memory) {
        return string(abi.encodePacked("10.0.0.", bytes1(uint8(0x31 + index)), ":30303"));
    }

    function _sign(uint256 index, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(index + 1, digest);
        return abi.encodePacked(r, s, v);
    }
}
