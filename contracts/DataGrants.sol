// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {IDataGrants} from "./interfaces/IDataGrants.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {Pages} from "./libraries/Pages.sol";
import {PartySignature} from "./libraries/PartySignature.sol";
import {DataGrant, GrantState, GrantTerms, ListedGrant, Subject, SubjectKind} from "./types/Grants.sol";

/// @title DataGrants
/// @notice See `IDataGrants`.
contract DataGrants is IDataGrants, EIP712, Nonces {
    bytes32 private constant GRANT_TYPEHASH = keccak256(
        "Grant(uint8 kind,bytes32 subject,address reader,bytes32 purpose,uint48 fromS,uint48 toS,uint48 untilS,"
        "uint256 nonce,uint48 deadlineS)"
    );
    bytes32 private constant REVOCATION_TYPEHASH = keccak256("Revocation(uint64 number,uint48 deadlineS)");

    /// @inheritdoc IDataGrants
    uint256 public constant MAX_GRANTS = 16;

    /// @inheritdoc IDataGrants
    IDeviceRegistry public immutable DEVICES;
    /// @inheritdoc IDataGrants
    IERC721 public immutable PASSPORTS;

    /// @inheritdoc IDataGrants
    uint64 public grantCount;
    mapping(uint64 number => DataGrant) private _grants;
    /// @dev The grants that can count of one subject, grantor, reader and purpose: no grantor takes places from another.
    mapping(bytes32 key => uint64[MAX_GRANTS] numbers) private _places;
    mapping(SubjectKind kind => mapping(bytes32 id => uint64[] numbers)) private _ofSubject;
    mapping(address reader => uint64[] numbers) private _toReader;

    constructor(IDeviceRegistry devices, IERC721 passports) EIP712("Wattproof DataGrants", "1") {
        DEVICES = devices;
        PASSPORTS = passports;
    }

    /// @inheritdoc IDataGrants
    function give(GrantTerms calldata terms) external returns (uint64 number) {
        address owner = _ownerOf(terms.subject.kind, terms.subject.id);
        require(owner == msg.sender, DataGrantsNotOwner(terms.subject.id, msg.sender));
        return _give(terms, owner);
    }

    /// @inheritdoc IDataGrants
    function giveBySignature(
        GrantTerms calldata terms,
        uint48 deadlineS,
        bytes calldata signature
    ) external returns (uint64 number) {
        address owner = _ownerOf(terms.subject.kind, terms.subject.id);
        require(owner != address(0), DataGrantsNotOwner(terms.subject.id, owner));
        bytes32 structHash = keccak256(abi.encode(GRANT_TYPEHASH, terms, _useNonce(owner), deadlineS));
        _requireSigned(owner, structHash, deadlineS, signature);
        return _give(terms, owner);
    }

    /// @inheritdoc IDataGrants
    function revoke(uint64 number) external {
        _revoke(number, msg.sender);
    }

    /// @inheritdoc IDataGrants
    function revokeBySignature(uint64 number, address account, uint48 deadlineS, bytes calldata signature) external {
        bytes32 structHash = keccak256(abi.encode(REVOCATION_TYPEHASH, number, deadlineS));
        _requireSigned(account, structHash, deadlineS, signature);
        _revoke(number, account);
    }

    /// @inheritdoc IDataGrants
    function voidSigned() external {
        emit SignedGrantVoided(msg.sender, _useNonce(msg.sender));
    }

    /// @inheritdoc IDataGrants
    function isGranted(
        Subject calldata subject,
        address reader,
        bytes32 purpose,
        uint48 fromS,
        uint48 toS
    ) external view returns (bool) {
        return findGrant(subject, reader, purpose, fromS, toS) != 0;
    }

    /// @inheritdoc IDataGrants
    function isGrantedBy(
        uint64 number,
        Subject calldata subject,
        address reader,
        bytes32 purpose,
        uint48 fromS,
        uint48 toS
    ) external view returns (bool) {
        DataGrant storage g = _grants[number];
        return
            g.kind == subject.kind &&
            g.subject == subject.id &&
            g.reader == reader &&
            g.purpose == purpose &&
            _covers(g, fromS, toS) &&
            stateOf(number) == GrantState.InForce;
    }

    /// @inheritdoc IDataGrants
    function grantOf(uint64 number) external view returns (DataGrant memory) {
        return _grants[number];
    }

    /// @inheritdoc IDataGrants
    function grantsOf(
        Subject calldata subject,
        uint256 start,
        uint256 limit
    ) external view returns (ListedGrant[] memory page) {
        return _page(_ofSubject[subject.kind][subject.id], start, limit);
    }

    /// @inheritdoc IDataGrants
    function grantsTo(address reader, uint256 start, uint256 limit) external view returns (ListedGrant[] memory page) {
        return _page(_toReader[reader], start, limit);
    }

    /// @inheritdoc IDataGrants
    function ownerOf(Subject calldata subject) external view returns (address) {
        return _ownerOf(subject.kind, subject.id);
    }

    /// @inheritdoc IDataGrants
    function findGrant(
        Subject calldata subject,
        address reader,
        bytes32 purpose,
        uint48 fromS,
        uint48 toS
    ) public view returns (uint64 number) {
        address owner = _ownerOf(subject.kind, subject.id);
        uint64[MAX_GRANTS] memory numbers = _places[_keyOf(subject, owner, reader, purpose)];
        for (uint256 i = 0; i < MAX_GRANTS; ++i) {
            DataGrant storage g = _grants[numbers[i]];
            if (_isLive(g) && _covers(g, fromS, toS)) return numbers[i];
        }
    }

    /// @inheritdoc IDataGrants
    function nonces(address owner) public view override(IDataGrants, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @inheritdoc IDataGrants
    function stateOf(uint64 number) public view returns (GrantState) {
        DataGrant storage g = _grants[number];
        if (g.grantor == address(0)) return GrantState.None;
        if (g.isRevoked) return GrantState.Revoked;
        if (block.timestamp >= g.untilS) return GrantState.Expired;
        return _ownerOf(g.kind, g.subject) == g.grantor ? GrantState.InForce : GrantState.Lapsed;
    }

    function _give(GrantTerms calldata t, address owner) private returns (uint64 number) {
        bytes32 id = t.subject.id;
        require(t.reader != address(0) && t.purpose != 0, DataGrantsInvalidTerms(id, t.reader, t.purpose));
        require(t.fromS < t.toS, DataGrantsInvalidWindow(t.fromS, t.toS));
        require(block.timestamp < t.untilS, DataGrantsAlreadyOver(t.untilS));
        uint64[MAX_GRANTS] storage numbers = _places[_keyOf(t.subject, owner, t.reader, t.purpose)];
        uint256 place = 0;
        while (place < MAX_GRANTS && _isLive(_grants[numbers[place]])) ++place;
        require(place < MAX_GRANTS, DataGrantsTooMany(id, t.reader, t.purpose));

        number = ++grantCount;
        _grants[number] = DataGrant(owner, t.fromS, t.toS, t.reader, t.untilS, t.subject.kind, false, id, t.purpose);
        numbers[place] = number;
        _ofSubject[t.subject.kind][id].push(number);
        _toReader[t.reader].push(number);
        emit DataGranted(number, id, t.reader, owner, t);
    }

    function _revoke(uint64 number, address account) private {
        DataGrant storage g = _grants[number];
        require(g.grantor != address(0), DataGrantsUnknown(number));
        require(account == g.grantor || account == _ownerOf(g.kind, g.subject), DataGrantsNotRevoker(number, account));
        require(!g.isRevoked, DataGrantsAlreadyRevoked(number));

        g.isRevoked = true;
        emit GrantRevoked(number, g.subject, g.reader, account);
    }

    function _ownerOf(SubjectKind kind, bytes32 id) private view returns (address) {
        if (kind == SubjectKind.Device) return DEVICES.ownerOf(id);
        try PASSPORTS.ownerOf(uint256(id)) returns (address owner) {
            return owner;
        } catch {
            // The only answer that ERC-721 has for a token that does not exist.
            return address(0);
        }
    }

    function _page(
        uint64[] storage numbers,
        uint256 start,
        uint256 limit
    ) private view returns (ListedGrant[] memory page) {
        page = new ListedGrant[](Pages.size(numbers.length, start, limit));
        for (uint256 i = 0; i < page.length; ++i) {
            uint64 number = numbers[start + i];
            page[i] = ListedGrant(number, stateOf(number), _grants[number]);
        }
    }

    function _requireSigned(
        address account,
        bytes32 structHash,
        uint48 deadlineS,
        bytes calldata signature
    ) private view {
        require(block.timestamp <= deadlineS, DataGrantsSignatureExpired(deadlineS));
        require(
            PartySignature.isSigned(_hashTypedDataV4(structHash), account, signature),
            DataGrantsInvalidSignature(account)
        );
    }

    /// @dev Whether it counts as long as its grantor is the owner.
    function _isLive(DataGrant storage g) private view returns (bool) {
        return !g.isRevoked && block.timestamp < g.untilS;
    }

    function _covers(DataGrant storage g, uint48 fromS, uint48 toS) private view returns (bool) {
        return fromS < toS && g.fromS <= fromS && toS <= g.toS;
    }

    function _keyOf(
        Subject calldata subject,
        address grantor,
        address reader,
        bytes32 purpose
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(subject, grantor, reader, purpose));
    }
}
