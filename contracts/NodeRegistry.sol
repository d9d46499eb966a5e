// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {NodeEndpoint} from "./libraries/NodeEndpoint.sol";
import {NodeHash} from "./libraries/NodeHash.sol";
import {Pages} from "./libraries/Pages.sol";
import {Node, NodeAdmission} from "./types/Nodes.sol";

/// @title NodeRegistry
/// @notice See `INodeRegistry`.
contract NodeRegistry is INodeRegistry, AccessManaged, Nonces {
    using EnumerableSet for EnumerableSet.AddressSet;

    uint256 private constant ID_BYTES = 64;
    uint256 private constant MAX_NAME_BYTES = 64;
    uint48 private constant MAX_SPACING = 86_400;
    /// @dev Fewest validators that bear one which fails: 3f + 1 with f = 1.
    uint256 private constant MIN_SAFE_VALIDATORS = 4;

    /// @notice Who runs nodes.
    IMembership public immutable MEMBERSHIP;
    /// @inheritdoc INodeRegistry
    uint48 public immutable BLOCKS_BETWEEN_CHANGES;

    /// @inheritdoc INodeRegistry
    uint48 public lastChangeBlock;
    uint40 private _admissions;
    EnumerableSet.AddressSet private _nodes;
    EnumerableSet.AddressSet private _validators;
    mapping(address node => Node) private _infos;
    mapping(bytes32 nameHash => address node) private _byName;
    mapping(bytes32 certificateHash => address node) private _byCertificate;
    /// @inheritdoc INodeRegistry
    mapping(bytes32 certificateHash => uint48 timestampS) public revokedSinceS;

    /// @param founding Nodes of the members that found the chain. Later ones come one by one, by vote.
    /// @param proofs One for each.
    constructor(
        address authority,
        IMembership membership,
        uint48 blocksBetweenChanges,
        NodeAdmission[] memory founding,
        bytes[] memory proofs
    ) AccessManaged(authority) {
        require(blocksBetweenChanges <= MAX_SPACING, NodeRegistryInvalidSpacing(blocksBetweenChanges));
        require(founding.length == proofs.length, NodeRegistryProofsMissing(founding.length, proofs.length));

        MEMBERSHIP = membership;
        BLOCKS_BETWEEN_CHANGES = blocksBetweenChanges;
        for (uint256 i = 0; i < founding.length; ++i) _register(founding[i], proofs[i]);
        lastChangeBlock = uint48(block.number);
    }

    /// @inheritdoc INodeRegistry
    function admit(NodeAdmission calldata admission, bytes calldata proof) external restricted returns (address node) {
        if (admission.validator) _spendChange();
        node = _register(admission, proof);
    }

    /// @inheritdoc INodeRegistry
    function remove(address node) external restricted {
        Node storage info = _requireNode(node);

        if (_validators.contains(node)) _dismiss(node);
        delete _byName[keccak256(bytes(info.name))];
        delete _byCertificate[info.certificateHash];
        delete _infos[node];
        _nodes.remove(node);
        emit NodeRemoved(node);
    }

    /// @inheritdoc INodeRegistry
    function revokeCertificate(bytes32 certificateHash) external restricted {
        require(certificateHash != 0, NodeRegistryCertificateMissing());
        _revoke(certificateHash);
    }

    /// @inheritdoc INodeRegistry
    function revokeNode(address node) external restricted {
        _revoke(_requireNode(node).certificateHash);
    }

    /// @inheritdoc INodeRegistry
    function reinstateCertificate(bytes32 certificateHash) external restricted {
        require(revokedSinceS[certificateHash] != 0, NodeRegistryNotRevoked(certificateHash));

        delete revokedSinceS[certificateHash];
        address node = _byCertificate[certificateHash];
        emit CertificateReinstated(certificateHash, node);
        if (_infos[node].validator) {
            _spendChange();
            _appoint(node);
        }
    }

    /// @inheritdoc INodeRegistry
    function renew(address node, string calldata endpoint, bytes32 certificateHash, bytes calldata proof) external {
        Node storage info = _requireNode(node);
        require(
            msg.sender == info.organisation && MEMBERSHIP.isMember(msg.sender),
            NodeRegistryNotOrganisation(node, msg.sender)
        );
        bytes32 oldHash = info.certificateHash;
        require(revokedSinceS[oldHash] == 0, NodeRegistryCertificateRevoked(oldHash));
        if (certificateHash != oldHash) _requireFreeCertificate(certificateHash);
        _requireEndpoint(endpoint);
        _requireProof(node, NodeHash.renewalDigest(node, endpoint, certificateHash, _useNonce(node)), proof);

        delete _byCertificate[oldHash];
        _byCertificate[certificateHash] = node;
        info.certificateHash = certificateHash;
        info.endpoint = endpoint;
        emit NodeRenewed(node, endpoint, oldHash, certificateHash);
    }

    /// @inheritdoc INodeRegistry
    function getValidators() external view returns (address[] memory) {
        return _validators.values();
    }

    /// @inheritdoc INodeRegistry
    function isValidator(address node) external view returns (bool) {
        return _validators.contains(node);
    }

    /// @inheritdoc INodeRegistry
    function nodeOf(address node) external view returns (Node memory) {
        return _requireNode(node);
    }

    /// @inheritdoc INodeRegistry
    function nodeCount() external view returns (uint256) {
        return _nodes.length();
    }

    /// @inheritdoc INodeRegistry
    function nodes(uint256 start, uint256 limit) external view returns (Node[] memory page) {
        page = new Node[](Pages.size(_nodes.length(), start, limit));
        for (uint256 i = 0; i < page.length; ++i) page[i] = _infos[_nodes.at(start + i)];
    }

    function _register(NodeAdmission memory a, bytes memory proof) private returns (address node) {
        require(a.id.length == ID_BYTES, NodeRegistryInvalidId(a.id));
        uint256 length = bytes(a.name).length;
        require(length != 0 && length <= MAX_NAME_BYTES, NodeRegistryInvalidName(a.name));
        require(MEMBERSHIP.isMember(a.organisation), NodeRegistryNotMember(a.organisation));
        node = NodeHash.addressOf(a.id);
        require(!_nodes.contains(node), NodeRegistryAlreadyRegistered(node));
        address namesake = _byName[keccak256(bytes(a.name))];
        require(namesake == address(0), NodeRegistryNameTaken(a.name, namesake));
        _requireEndpoint(a.endpoint);
        _requireFreeCertificate(a.certificateHash);
        _requireProof(node, NodeHash.digest(a, _useNonce(node)), proof);

        uint40 index = _admissions++;
        _nodes.add(node);
        _byName[keccak256(bytes(a.name))] = node;
        _byCertificate[a.certificateHash] = node;
        _infos[node] = Node({
            id: a.id,
            name: a.name,
            endpoint: a.endpoint,
            certificateHash: a.certificateHash,
            organisation: a.organisation,
            blockNumber: uint48(block.number),
            index: index,
            validator: a.validator
        });
        emit NodeAdmitted(node, a.organisation, index, a.id, a.name, a.endpoint);
        if (a.validator) _appoint(node);
    }

    function _revoke(bytes32 certificateHash) private {
        require(revokedSinceS[certificateHash] == 0, NodeRegistryCertificateRevoked(certificateHash));

        revokedSinceS[certificateHash] = uint48(block.timestamp);
        address node = _byCertificate[certificateHash];
        emit CertificateRevoked(certificateHash, node);
        if (_validators.contains(node)) _dismiss(node);
    }

    function _appoint(address node) private {
        _validators.add(node);
        emit ValidatorsChanged(node, true, _validators.length());
    }

    function _dismiss(address node) private {
        uint256 count = _validators.length();
        require(count != MIN_SAFE_VALIDATORS && count != 1, NodeRegistryLastSafeValidator(node, count));
        _spendChange();
        _validators.remove(node);
        emit ValidatorsChanged(node, false, count - 1);
    }

    function _spendChange() private {
        uint256 fromBlock = uint256(lastChangeBlock) + BLOCKS_BETWEEN_CHANGES;
        require(block.number >= fromBlock, NodeRegistryChangedRecently(fromBlock));
        lastChangeBlock = uint48(block.number);
    }

    function _requireNode(address node) private view returns (Node storage) {
        require(_nodes.contains(node), NodeRegistryUnknownNode(node));
        return _infos[node];
    }

    function _requireEndpoint(string memory endpoint) private pure {
        require(NodeEndpoint.isValid(endpoint), NodeRegistryInvalidEndpoint(endpoint));
    }

    function _requireFreeCertificate(bytes32 certificateHash) private view {
        require(certificateHash != 0, NodeRegistryCertificateMissing());
        require(revokedSinceS[certificateHash] == 0, NodeRegistryCertificateRevoked(certificateHash));
        address holder = _byCertificate[certificateHash];
        require(holder == address(0), NodeRegistryCertificateTaken(certificateHash, holder));
    }

    function _requireProof(address node, bytes32 digest, bytes memory proof) private pure {
        (address signer, , ) = ECDSA.tryRecover(digest, proof);
        require(signer == node, NodeRegistryInvalidProof(node));
    }
}
