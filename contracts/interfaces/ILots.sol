// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Goods, Lot, LotRecord, LotState, NewLot, Part} from "../types/Lots.sol";
import {IMembership} from "./IMembership.sol";

/// @title ILots
/// @notice Goods by lot, across companies: who made them of what, who has them, what they became. Steps may be put together
/// with `multicall`.
/// @dev A lot's id has 96 bits, as an EPC on an RFID tag has: the first 12 bytes of `keccak256(abi.encode(chain id, this
/// contract, maker, salt))`. Must always hold:
/// 1. Quantity is conserved: the parts of a split sum up to the whole, a merged lot is the sum of its parents, and nothing
///    else changes a quantity.
/// 2. A lot is consumed by at most one step. What was consumed moves no more.
/// 3. Only who has a lot decides on it, except while a delivery carries it: then only the delivery does.
/// 4. What is in a package has the package's custodian and delivery, and neither moves nor changes by itself until the
///    package is unpacked. They are derived of the outermost package, at most `MAX_HEIGHT` steps away, and never copied.
/// Lots point at one another only when they are made, so the graph has no cycles; its degree is bounded by `MAX_LOTS`.
/// Trust: a maker for what it says of the goods it creates, their quantity and inputs included: `create` makes steel of ore, and
/// the contract knows no recipes. The role `CARRIER` for what it says of custody while it carries: it answers for the
/// consent of those from whom it takes lots. All text is readable by every node for ever.
/// Errors are listed in the order in which they are checked.
interface ILots {
    /// @notice `maker` put `quantityMilli` thousandths of a unit of `goods` on the record, made of `inputs`.
    event LotCreated(bytes12 indexed lot, address indexed maker, uint64 quantityMilli, Goods goods, bytes12[] inputs);
    /// @notice `lot` is now its parts, in the order of `quantitiesMilli`.
    event LotSplit(bytes12 indexed lot, address indexed custodian, bytes12[] parts, uint64[] quantitiesMilli);
    /// @notice `lots` are now one.
    event LotsMerged(bytes12 indexed lot, address indexed custodian, uint64 quantityMilli, bytes12[] lots);
    /// @notice `contents` move with the package from now on.
    event PackageMade(bytes12 indexed lot, address indexed custodian, string item, bytes12[] contents);
    /// @notice What was in the package is with `custodian`, each by itself.
    event PackageOpened(bytes12 indexed lot, address indexed custodian);
    /// @notice `from` offered custody to `to`.
    event CustodyOffered(bytes12 indexed lot, address indexed from, address indexed to);
    /// @notice The offer was withdrawn.
    event CustodyOfferWithdrawn(bytes12 indexed lot, address indexed from);
    /// @notice `to` has the lot that `from` had.
    event CustodyAccepted(bytes12 indexed lot, address indexed from, address indexed to);
    /// @notice The lot is on its way, with `custodian`.
    event LotCarried(bytes12 indexed lot, bytes32 indexed delivery, address indexed custodian);
    /// @notice The delivery is over for the lot, which `to` has.
    event LotUnloaded(bytes12 indexed lot, bytes32 indexed delivery, address indexed to);

    /// @notice Only members make lots and take them.
    error LotsNotMember(address account);
    /// @notice The lot is with somebody else.
    error LotsNotCustodian(bytes12 lot, address account);
    /// @notice The lot is carried, consumed or, with `None`, unknown.
    error LotsUnexpectedState(bytes12 lot, LotState state);
    /// @notice The lot is in a package and moves with it.
    error LotsInPackage(bytes12 lot, bytes12 packedIn);
    /// @notice A package is neither split nor merged nor used: unpack it.
    error LotsNotGoods(bytes12 lot);
    /// @notice Only a package is unpacked.
    error LotsNotPackage(bytes12 lot);
    /// @notice The maker made a lot of this salt before.
    error LotsAlreadyMade(bytes12 lot);
    /// @notice A text is missing or too long.
    error LotsInvalidText(uint256 length, uint256 maximum);
    /// @notice A unit is 1 to 32 printable ASCII characters, padded with zeros.
    error LotsInvalidUnit(bytes32 unit);
    /// @notice A lot has a quantity.
    error LotsNoQuantity(bytes12 lot);
    /// @notice Together this is more than a lot may be.
    error LotsQuantityTooLarge(uint256 quantityMilli);
    /// @notice The parts are not the whole.
    error LotsQuantityNotConserved(bytes12 lot, uint64 quantityMilli, uint256 partsMilli);
    /// @notice Fewer or more lots than the step takes.
    error LotsInvalidCount(uint256 count, uint256 minimum, uint256 maximum);
    /// @notice What is merged has one item and one unit: those of `first`.
    error LotsDifferentGoods(bytes12 lot, bytes12 first);
    /// @notice Packages are packed `MAX_HEIGHT` deep at most.
    error LotsTooDeep(bytes12 content);
    /// @notice Custody was not offered to the account.
    error LotsNotOffered(bytes12 lot, address account);
    /// @notice Nobody offers to itself.
    error LotsOfferedToCustodian(bytes12 lot, address account);
    /// @notice Another delivery carries the lot, or none does.
    error LotsNotOfDelivery(bytes12 lot, bytes32 delivery);
    /// @notice Somebody has every lot, and a delivery has an id.
    error LotsInvalidCarriage(bytes32 delivery, address custodian);

    /// @notice Puts a lot on the record, made of `inputs`, which are wholly consumed by it. Members only; inputs are goods in
    /// the caller's custody, `MAX_LOTS` at most, none for what comes from outside.
    /// @dev Reverts with `LotsNotMember`, `LotsInvalidText` of item or batch, `LotsInvalidUnit`, `LotsInvalidCount`; of each input
    /// `LotsInPackage`, `LotsUnexpectedState`, `LotsNotCustodian`, `LotsNotGoods`; `LotsAlreadyMade`, `LotsNoQuantity`.
    /// @param made Its goods and quantity, and a salt that the caller did not use before.
    /// @param inputs Lots that it is made of, each once.
    /// @return lot `idOf(caller, salt)`.
    function create(NewLot calldata made, bytes12[] calldata inputs) external returns (bytes12 lot);

    /// @notice Splits goods into 2 to `MAX_LOTS` parts that sum up to the whole. They keep item, batch, certificate and unit.
    /// Custodian only, a member.
    /// @dev Reverts with `LotsNotMember`, `LotsInvalidCount`, `LotsInPackage`, `LotsUnexpectedState`, `LotsNotCustodian`,
    /// `LotsNotGoods`; of each part `LotsAlreadyMade`, `LotsNoQuantity`; `LotsQuantityNotConserved`.
    /// @param lot Goods, in no package.
    /// @param parts A quantity in thousandths of a unit and a salt for each.
    /// @return lots `idOf(caller, salt)` of each part.
    function split(bytes12 lot, Part[] calldata parts) external returns (bytes12[] memory lots);

    /// @notice Merges 2 to `MAX_LOTS` lots of the same item and unit. The batch, and likewise the certificate, is kept where it
    /// is the same of all. Custodian of all only, a member.
    /// @dev Reverts with `LotsNotMember`, `LotsInvalidCount`; of each lot `LotsInPackage`, `LotsUnexpectedState`,
    /// `LotsNotCustodian`, `LotsNotGoods`, `LotsDifferentGoods`; `LotsQuantityTooLarge`, `LotsAlreadyMade`.
    /// @param lots Goods, in no package, each once.
    /// @param salt Of the lot that they become; one that the caller did not use before.
    /// @return lot `idOf(caller, salt)`.
    function merge(bytes12[] calldata lots, bytes32 salt) external returns (bytes12 lot);

    /// @notice Packs 1 to `MAX_LOTS` lots, packages among them up to `MAX_HEIGHT` deep. Offers of their custody end. Custodian of
    /// all only, a member.
    /// @dev Reverts with `LotsNotMember`, `LotsInvalidText`, `LotsInvalidCount`; of each of the contents `LotsInPackage`,
    /// `LotsUnexpectedState`, `LotsNotCustodian`, `LotsTooDeep`; `LotsAlreadyMade`.
    /// @param item What the package is, 1 to 256 bytes.
    /// @param contents Lots in the caller's custody, in no other package, each once.
    /// @param salt Of the package; one that the caller did not use before.
    /// @return lot `idOf(caller, salt)`.
    function pack(string calldata item, bytes12[] calldata contents, bytes32 salt) external returns (bytes12 lot);

    /// @notice Opens a package, which is consumed. Its contents are with its custodian. Custodian only, member or not.
    /// @dev Reverts with `LotsInPackage`, `LotsUnexpectedState`, `LotsNotCustodian`, `LotsNotPackage`.
    /// @param lot A package, in no other.
    function unpack(bytes12 lot) external;

    /// @notice Offers custody to `to`, in the place of any offer before. Custodian only, also one that is a member no more:
    /// goods must not be stuck with it.
    /// @dev Reverts with `LotsInPackage`, `LotsUnexpectedState`, `LotsNotCustodian`, `LotsOfferedToCustodian`, `LotsNotMember`.
    /// @param lot Goods or a package, in no other.
    /// @param to A member; zero withdraws the offer.
    function offerCustody(bytes12 lot, address to) external;

    /// @notice Accepts custody that was offered to the caller, a member.
    /// @dev Reverts with `LotsNotOffered`, `LotsNotMember`.
    /// @param lot Goods or a package.
    function acceptCustody(bytes12 lot) external;

    /// @notice Takes lots on their way, or hands over those that are on their way in this delivery. Offers of their custody
    /// end. Role `CARRIER` only, which answers for the consent of `from`.
    /// @dev Reverts with `AccessManagedUnauthorized`, `LotsInvalidCarriage`, `LotsInvalidCount`; of each lot `LotsInPackage`,
    /// `LotsNotOfDelivery` if it is carried, otherwise `LotsUnexpectedState`, `LotsNotCustodian`.
    /// @param lots 1 to `MAX_LOTS`, each kept, or carried by this delivery, and in no package.
    /// @param delivery Id of the delivery in the caller's contract, not zero.
    /// @param from Who has them now.
    /// @param custodian Who has them on the way, not zero; need not be a member.
    function carry(bytes12[] calldata lots, bytes32 delivery, address from, address custodian) external;

    /// @notice Ends the carriage of lots. Role `CARRIER` only.
    /// @dev Reverts with `AccessManagedUnauthorized`, `LotsInvalidCarriage`, `LotsInvalidCount`, `LotsNotOfDelivery`.
    /// @param lots 1 to `MAX_LOTS` that the delivery carries, each once and none that is in a package.
    /// @param delivery That carries them, not zero.
    /// @param to Who has them then, not zero; need not be a member, so that a delivery ends whatever happens meanwhile.
    function unload(bytes12[] calldata lots, bytes32 delivery, address to) external;

    /// @notice The lot as it is now; kind and state are `None` if there is none. Of what is in a package, custodian, state and
    /// delivery are those of the outermost package.
    /// @param lot Its id.
    function lotOf(bytes12 lot) external view returns (Lot memory);

    /// @notice Who has the lot, wherever it is packed; of a consumed lot, who had it last; zero if there is none.
    /// @param lot Its id.
    function custodianOf(bytes12 lot) external view returns (address);

    /// @notice What the lot's goods are; of a package, what it is, without batch, certificate and unit; all empty if there is none.
    /// @param lot Its id.
    function goodsOf(bytes12 lot) external view returns (Goods memory);

    /// @notice The lots that were consumed to make it: none of what was created of nothing, and of packages.
    /// @param lot Its id.
    function parentsOf(bytes12 lot) external view returns (bytes12[] memory);

    /// @notice The lots that it was consumed to make: none while it is there, and of packages.
    /// @param lot Its id.
    function childrenOf(bytes12 lot) external view returns (bytes12[] memory);

    /// @notice What was packed into the package, also when it is unpacked; none of goods. While it is not unpacked, it is still in
    /// there.
    /// @param lot Its id.
    function contentsOf(bytes12 lot) external view returns (bytes12[] memory);

    /// @notice All that is known of several lots, unknown ones included: a trace reads a generation at a time.
    /// @param lots Ids, in the order of the answer.
    function recordsOf(bytes12[] calldata lots) external view returns (LotRecord[] memory);

    /// @notice First 12 bytes of `keccak256(abi.encode(chain id, this contract, maker, salt))`.
    /// @param maker Who makes it, also by a split, merge or package.
    /// @param salt That the maker chose.
    function idOf(address maker, bytes32 salt) external view returns (bytes12 lot);

    /// @notice Who may make and take lots.
    function MEMBERSHIP() external view returns (IMembership);

    /// @notice Most lots that a step takes or makes: it bounds every loop.
    function MAX_LOTS() external view returns (uint256);

    /// @notice Most packages one in the other: item, carton, pallet, container leave one to spare.
    function MAX_HEIGHT() external view returns (uint8);

    /// @notice Longest item, and longest batch, in bytes.
    function MAX_TEXT_BYTES() external view returns (uint256);
}
