// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IContributions} from "./interfaces/IContributions.sol";
import {Pages} from "./libraries/Pages.sol";
import {PartySignature} from "./libraries/PartySignature.sol";
import {Author, Contribution, ContributionInfo} from "./types/Contributions.sol";

/// @title Contributions
/// @notice See `IContributions`.
contract Contributions is IContributions, EIP712 {
    bytes32 private constant AUTHOR_TYPEHASH = keccak256("Author(address account,uint16 sharePerMille)");
    bytes32 private constant CONTRIBUTION_TYPEHASH = keccak256(
        "Contribution(bytes32 content,Author[] authors,bytes32[] parents)"
        "Author(address account,uint16 sharePerMille)"
    );
    uint256 private constant WHOLE_PER_MILLE = 1000;

    /// @inheritdoc IContributions
    uint256 public constant MAX_AUTHORS = 32;
    /// @inheritdoc IContributions
    uint256 public constant MAX_PARENTS = 16;

    /// @inheritdoc IContributions
    mapping(bytes32 commitment => uint48 timestampS) public committedAtS;
    /// @inheritdoc IContributions
    mapping(bytes32 content => bytes32 contribution) public firstOf;
    mapping(bytes32 contribution => ContributionInfo) private _contributions;
    mapping(bytes32 contribution => Author[]) private _authors;
    mapping(bytes32 contribution => bytes32[]) private _parents;
    mapping(bytes32 contribution => bytes32[]) private _children;

    constructor() EIP712("Wattproof Contributions", "1") {}

    /// @inheritdoc IContributions
    function commit(bytes32 commitment) external {
        uint48 atS = committedAtS[commitment];
        require(atS == 0, ContributionsAlreadyCommitted(commitment, atS));

        committedAtS[commitment] = uint48(block.timestamp);
        emit CommitmentMade(commitment);
    }

    /// @inheritdoc IContributions
    function register(Contribution calldata contribution, bytes[] calldata signatures) external returns (bytes32 id) {
        id = idOf(contribution);
        _register(id, contribution, signatures, uint48(block.timestamp));
    }

    /// @inheritdoc IContributions
    function registerCommitted(
        Contribution calldata contribution,
        bytes[] calldata signatures,
        bytes32 salt
    ) external returns (bytes32 id) {
        id = idOf(contribution);
        _register(id, contribution, signatures, _requireCommitted(id, salt));
    }

    /// @inheritdoc IContributions
    function openCommitment(bytes32 contribution, bytes32 salt) external {
        ContributionInfo storage c = _contributions[contribution];
        require(c.countsFromS != 0, ContributionsUnknown(contribution));
        uint48 atS = _requireCommitted(contribution, salt);
        require(atS < c.countsFromS, ContributionsNotEarlier(contribution, c.countsFromS, atS));

        c.countsFromS = atS;
        _noteFirst(c.content, contribution, atS);
        emit CommitmentOpened(contribution, c.content, atS);
    }

    /// @inheritdoc IContributions
    function contributionOf(bytes32 contribution) external view returns (ContributionInfo memory) {
        return _contributions[contribution];
    }

    /// @inheritdoc IContributions
    function authorsOf(bytes32 contribution) external view returns (Author[] memory) {
        return _authors[contribution];
    }

    /// @inheritdoc IContributions
    function parentsOf(bytes32 contribution) external view returns (bytes32[] memory) {
        return _parents[contribution];
    }

    /// @inheritdoc IContributions
    function childrenOf(
        bytes32 contribution,
        uint256 start,
        uint256 limit
    ) external view returns (bytes32[] memory page) {
        bytes32[] storage children = _children[contribution];
        page = new bytes32[](Pages.size(children.length, start, limit));
        for (uint256 i = 0; i < page.length; ++i) page[i] = children[start + i];
    }

    /// @inheritdoc IContributions
    function childCountOf(bytes32 contribution) external view returns (uint256) {
        return _children[contribution].length;
    }

    /// @inheritdoc IContributions
    function idOf(Contribution calldata contribution) public view returns (bytes32) {
        Author[] calldata authors = contribution.authors;
        bytes32[] memory hashes = new bytes32[](authors.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(abi.encode(AUTHOR_TYPEHASH, authors[i]));
        }
        bytes32 authorsHash = keccak256(abi.encodePacked(hashes));
        bytes32 parentsHash = keccak256(abi.encodePacked(contribution.parents));
        return
            _hashTypedDataV4(
                keccak256(abi.encode(CONTRIBUTION_TYPEHASH, contribution.content, authorsHash, parentsHash))
            );
    }

    /// @inheritdoc IContributions
    function commitmentOf(bytes32 contribution, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(contribution, salt));
    }

    function _register(bytes32 id, Contribution calldata c, bytes[] calldata signatures, uint48 countsFromS) private {
        require(_contributions[id].countsFromS == 0, ContributionsAlreadyRegistered(id));
        require(c.content != 0, ContributionsNoContent(id));
        _requireAuthors(id, c.authors);
        _requireParents(id, c.parents);
        _requireConsent(id, c.authors, signatures);

        _contributions[id] = ContributionInfo(c.content, countsFromS, uint48(block.timestamp));
        _noteFirst(c.content, id, countsFromS);
        _parents[id] = c.parents;
        for (uint256 i = 0; i < c.parents.length; ++i) _children[c.parents[i]].push(id);
        emit ContributionRegistered(id, c.content, countsFromS, c.parents);
        for (uint256 i = 0; i < c.authors.length; ++i) {
            Author calldata author = c.authors[i];
            _authors[id].push(author);
            emit AuthorNamed(id, author.account, author.sharePerMille);
        }
    }

    /// @dev Times only get earlier, so that the first can be compared with the one that changed alone.
    function _noteFirst(bytes32 content, bytes32 id, uint48 countsFromS) private {
        bytes32 first = firstOf[content];
        if (first == 0 || countsFromS < _contributions[first].countsFromS) firstOf[content] = id;
    }

    function _requireCommitted(bytes32 id, bytes32 salt) private view returns (uint48 atS) {
        bytes32 commitment = commitmentOf(id, salt);
        atS = committedAtS[commitment];
        require(atS != 0, ContributionsNotCommitted(id, commitment));
    }

    function _requireAuthors(bytes32 id, Author[] calldata authors) private pure {
        uint256 count = authors.length;
        require(count != 0 && count <= MAX_AUTHORS, ContributionsInvalidAuthors(id, count));
        uint256 sum = 0;
        bool hasAllShares = true;
        for (uint256 i = 0; i < count; ++i) {
            Author calldata author = authors[i];
            require(
                i == 0 || authors[i - 1].account < author.account,
                ContributionsUnsortedAuthors(id, author.account)
            );
            if (author.sharePerMille == 0) hasAllShares = false;
            sum += author.sharePerMille;
        }
        require(hasAllShares && sum == WHOLE_PER_MILLE, ContributionsInvalidShares(id, sum));
    }

    function _requireParents(bytes32 id, bytes32[] calldata parents) private view {
        require(parents.length <= MAX_PARENTS, ContributionsTooManyParents(id, parents.length));
        for (uint256 i = 0; i < parents.length; ++i) {
            bytes32 parent = parents[i];
            require(i == 0 || parents[i - 1] < parent, ContributionsUnsortedParents(id, parent));
            require(_contributions[parent].countsFromS != 0, ContributionsUnknownParent(id, parent));
        }
    }

    function _requireConsent(bytes32 id, Author[] calldata authors, bytes[] calldata signatures) private view {
        uint256 count = authors.length;
        require(signatures.length == count, ContributionsSignatureCount(id, count, signatures.length));
        bool isSentByAuthor = false;
        for (uint256 i = 0; i < count; ++i) {
            address author = authors[i].account;
            if (author == msg.sender) isSentByAuthor = true;
            else {
                require(PartySignature.isSigned(id, author, signatures[i]), ContributionsInvalidSignature(id, author));
            }
        }
        require(isSentByAuthor, ContributionsNotAuthor(id, msg.sender));
    }
}
