// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Votes} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {Pages} from "./libraries/Pages.sol";

/// @title Membership
/// @notice See `IMembership`.
contract Membership is IMembership, ERC721Votes, AccessManaged {
    using EnumerableSet for EnumerableSet.AddressSet;

    uint256 private constant MAX_NAME_BYTES = 64;

    mapping(address organisation => string name) private _names;
    EnumerableSet.AddressSet private _members;

    constructor(
        address authority
    ) ERC721("Wattproof Membership", "WPM") EIP712("Wattproof Membership", "1") AccessManaged(authority) {}

    /// @inheritdoc IMembership
    function admit(address organisation, string calldata name_) external restricted returns (uint256 tokenId) {
        require(!isMember(organisation), MembershipAlreadyMember(organisation));
        uint256 length = bytes(name_).length;
        require(length != 0 && length <= MAX_NAME_BYTES, MembershipInvalidName(name_));

        tokenId = tokenIdOf(organisation);
        _names[organisation] = name_;
        _members.add(organisation);
        _mint(organisation, tokenId);
        // An undelegated vote counts zero, so a member votes for itself from the start.
        _delegate(organisation, organisation);
        emit MemberAdmitted(organisation, tokenId, name_);
    }

    /// @inheritdoc IMembership
    function expel(address organisation) external restricted {
        require(isMember(organisation), MembershipNotMember(organisation));
        // Without members nobody could ever decide anything again.
        require(_members.length() != 1, MembershipLastMember(organisation));

        uint256 tokenId = tokenIdOf(organisation);
        _members.remove(organisation);
        _burn(tokenId);
        emit MemberExpelled(organisation, tokenId);
    }

    /// @inheritdoc IMembership
    function isMember(address account) public view returns (bool) {
        return _ownerOf(tokenIdOf(account)) != address(0);
    }

    /// @inheritdoc IMembership
    function memberCount() external view returns (uint256) {
        return _members.length();
    }

    /// @inheritdoc IMembership
    function members(uint256 start, uint256 limit) external view returns (address[] memory) {
        return _members.values(start, start + Pages.size(_members.length(), start, limit));
    }

    /// @inheritdoc IMembership
    function nameOf(address organisation) external view returns (string memory) {
        return _names[organisation];
    }

    /// @notice Votes are counted by time, so that block periods do not matter.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice ERC-6372 description of `clock`.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function tokenIdOf(address organisation) private pure returns (uint256) {
        return uint256(uint160(organisation));
    }

    /// @dev Only minting and burning move a token.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        require(from == address(0) || to == address(0), MembershipSoulbound(tokenId));
    }

    /// @dev A vote may only be held by the organisation itself: one organisation, one vote.
    function _delegate(address account, address delegatee) internal override {
        require(account == delegatee, MembershipNotDelegable(account));
        super._delegate(account, delegatee);
    }
}
