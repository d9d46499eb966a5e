// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {DataGrant, GrantState, GrantTerms, ListedGrant, Subject} from "../types/Grants.sol";
import {IDeviceRegistry} from "./IDeviceRegistry.sol";

/// @title IDataGrants
/// @notice The owner of a device, or the keeper of a battery passport, lets others read its data: of a window of time, for a
/// purpose, until it ends or is revoked. The data are not here; who keeps them asks here before it answers. Nobody has a role.
/// @dev Must always hold: revoked means refused, for ever. And no reader has access that the subject's present owner did not
/// give: a grant counts while its grantor is the owner. With the ownership it lapses, at once and without a transaction. If
/// the same account becomes the owner again, its grant counts again, unless an owner in between revoked it: both the grantor
/// and the present owner may, of a lapsed grant too.
///
/// An owner may sign instead of sending, for anyone to relay: `Grant(uint8 kind,bytes32 subject,address reader,bytes32
/// purpose,uint48 fromS,uint48 toS,uint48 untilS,uint256 nonce,uint48 deadlineS)` with its next nonce (`nonces(owner)`), or
/// `Revocation(uint64 number,uint48 deadlineS)`, which needs none since nothing is revoked twice; in the domain
/// `Wattproof DataGrants`, version 1. ERC-1271 counts.
///
/// Whoever enforces grants asks `isGranted`, or `isGrantedBy` if the reader names its grant, as of the latest block, for each
/// request: an answer says nothing of the next block. Grants are public; a purpose that should not be is given as a hash.
///
/// Errors are listed in the order in which they are checked.
interface IDataGrants {
    /// @notice `grantor` granted this to `reader`.
    event DataGranted(
        uint64 indexed number,
        bytes32 indexed subject,
        address indexed reader,
        address grantor,
        GrantTerms terms
    );
    /// @notice The grant counts no more. `account` revoked it.
    event GrantRevoked(uint64 indexed number, bytes32 indexed subject, address indexed reader, address account);
    /// @notice What `account` signed with this nonce and nobody relayed counts no more.
    event SignedGrantVoided(address indexed account, uint256 nonce);

    /// @notice The account does not own the subject; nobody owns an unknown one.
    error DataGrantsNotOwner(bytes32 subject, address account);
    /// @notice A grant names a reader and a purpose.
    error DataGrantsInvalidTerms(bytes32 subject, address reader, bytes32 purpose);
    /// @notice The window is empty.
    error DataGrantsInvalidWindow(uint48 fromS, uint48 toS);
    /// @notice The access would have ended already.
    error DataGrantsAlreadyOver(uint48 untilS);
    /// @notice The owner gave the reader `MAX_GRANTS` of the subject for this purpose that are neither revoked nor over.
    error DataGrantsTooMany(bytes32 subject, address reader, bytes32 purpose);
    /// @notice There is no grant of this number.
    error DataGrantsUnknown(uint64 number);
    /// @notice The grant is revoked already.
    error DataGrantsAlreadyRevoked(uint64 number);
    /// @notice Only who granted it and who owns its subject now revoke a grant.
    error DataGrantsNotRevoker(uint64 number, address account);
    /// @notice The account did not sign this, or with another nonce.
    error DataGrantsInvalidSignature(address account);
    /// @notice The signature held until `deadlineS`.
    error DataGrantsSignatureExpired(uint48 deadlineS);

    /// @notice Grants. The subject's owner only.
    /// @dev Reverts with `DataGrantsNotOwner`, `DataGrantsInvalidTerms`, `DataGrantsInvalidWindow`, `DataGrantsAlreadyOver`,
    /// `DataGrantsTooMany`.
    /// @param terms What is granted to whom, for what and until when.
    /// @return number Of the grant; the first is 1.
    function give(GrantTerms calldata terms) external returns (uint64 number);

    /// @notice As `give`, signed by the subject's owner. Anyone may relay. Uses up the owner's nonce.
    /// @dev Reverts with `DataGrantsNotOwner` if nobody owns the subject, `DataGrantsSignatureExpired`,
    /// `DataGrantsInvalidSignature`, then as `give` from `DataGrantsInvalidTerms` on.
    /// @param terms What is granted to whom, for what and until when.
    /// @param deadlineS Last second at which it may be relayed, Unix seconds.
    /// @param signature The owner's over the grant with its present nonce (ERC-1271 counts).
    /// @return number Of the grant; the first is 1.
    function giveBySignature(
        GrantTerms calldata terms,
        uint48 deadlineS,
        bytes calldata signature
    ) external returns (uint64 number);

    /// @notice Revokes a grant, also one that lapsed or is over. Who granted it and the subject's present owner only.
    /// @dev Reverts with `DataGrantsUnknown`, `DataGrantsNotRevoker`, `DataGrantsAlreadyRevoked`.
    /// @param number Of the grant.
    function revoke(uint64 number) external;

    /// @notice As `revoke`, signed by `account`. Anyone may relay.
    /// @dev Reverts with `DataGrantsSignatureExpired`, `DataGrantsInvalidSignature`, then as `revoke`.
    /// @param number Of the grant.
    /// @param account Who granted it, or the subject's present owner.
    /// @param deadlineS Last second at which it may be relayed, Unix seconds.
    /// @param signature The account's over the revocation (ERC-1271 counts).
    function revokeBySignature(uint64 number, address account, uint48 deadlineS, bytes calldata signature) external;

    /// @notice Uses up the caller's present nonce, so that a grant that it signed and nobody relayed cannot be relayed any more.
    function voidSigned() external;

    /// @notice Whether the reader may read all data of the subject from `fromS` to before `toS` for the purpose now, by one
    /// grant. False for an empty window. Looks at `MAX_GRANTS` at most.
    /// @param subject Device or battery that the data are of.
    /// @param reader Who would read.
    /// @param purpose What for: an ASCII name, or the hash of a text.
    /// @param fromS Earliest second of the data, Unix seconds.
    /// @param toS First second after them, Unix seconds.
    function isGranted(
        Subject calldata subject,
        address reader,
        bytes32 purpose,
        uint48 fromS,
        uint48 toS
    ) external view returns (bool);

    /// @notice As `isGranted`, by this grant: what a reader is asked for that names its grant.
    /// @param number Of the grant.
    /// @param subject Device or battery that the data are of.
    /// @param reader Who would read.
    /// @param purpose What for: an ASCII name, or the hash of a text.
    /// @param fromS Earliest second of the data, Unix seconds.
    /// @param toS First second after them, Unix seconds.
    function isGrantedBy(
        uint64 number,
        Subject calldata subject,
        address reader,
        bytes32 purpose,
        uint48 fromS,
        uint48 toS
    ) external view returns (bool);

    /// @notice Number of a grant by which `isGranted` is true; zero if there is none.
    /// @param subject Device or battery that the data are of.
    /// @param reader Who would read.
    /// @param purpose What for: an ASCII name, or the hash of a text.
    /// @param fromS Earliest second of the data, Unix seconds.
    /// @param toS First second after them, Unix seconds.
    function findGrant(
        Subject calldata subject,
        address reader,
        bytes32 purpose,
        uint48 fromS,
        uint48 toS
    ) external view returns (uint64 number);

    /// @notice The grant; all zero if there is none.
    /// @param number Of the grant, from 1.
    function grantOf(uint64 number) external view returns (DataGrant memory);

    /// @notice What the grant is worth now; `None` if there is none. Of several reasons against it, the last one of `GrantState`.
    /// @param number Of the grant, from 1.
    function stateOf(uint64 number) external view returns (GrantState);

    /// @notice All grants of a subject, in force or not, oldest first, a page at a time.
    /// @param subject Device or battery that the grants are about.
    /// @param start Position of the first that is wanted, from zero.
    /// @param limit Most that are wanted, and no more than 200.
    /// @return page Empty behind the end.
    function grantsOf(
        Subject calldata subject,
        uint256 start,
        uint256 limit
    ) external view returns (ListedGrant[] memory page);

    /// @notice All grants to a reader, as `grantsOf`.
    /// @param reader Whose grants.
    /// @param start Position of the first that is wanted, from zero.
    /// @param limit Most that are wanted, and no more than 200.
    /// @return page Empty behind the end.
    function grantsTo(address reader, uint256 start, uint256 limit) external view returns (ListedGrant[] memory page);

    /// @notice Who decides about the subject now; zero for an unknown one.
    /// @param subject Device or battery.
    function ownerOf(Subject calldata subject) external view returns (address);

    /// @notice What an owner signs into its next grant by signature.
    /// @param owner Who signs.
    function nonces(address owner) external view returns (uint256);

    /// @notice Number of grants so far, and of the last one.
    function grantCount() external view returns (uint64);

    /// @notice Who owns devices.
    function DEVICES() external view returns (IDeviceRegistry);

    /// @notice Who keeps batteries.
    function PASSPORTS() external view returns (IERC721);

    /// @notice Most grants of one owner, subject, reader and purpose that are neither revoked nor over.
    function MAX_GRANTS() external view returns (uint256);
}
