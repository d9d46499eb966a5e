// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a lot is. A package is a lot that holds others.
enum LotKind {
    None,
    Goods,
    Package
}

/// @notice Where a lot is. `Kept` and `Carried` lots are there; the other four were consumed, each by the step of its name.
enum LotState {
    None,
    Kept,
    Carried,
    Used,
    Split,
    Merged,
    Unpacked
}

/// @notice What the goods of a lot are. Lots of equal goods share one entry in storage.
/// @param item What it is, in the maker's words; 1 to 256 bytes.
/// @param batch The maker's batch, up to 256 bytes; empty where lots of different batches were merged.
/// @param certificate Hash of a certificate of the goods; zero if there is none, or where lots of different ones were merged.
/// @param unit What the quantity counts, 1 to 32 printable ASCII characters, padded with zeros; zero of a package.
struct Goods {
    string item;
    string batch;
    bytes32 certificate;
    bytes32 unit;
}

/// @notice A lot that its maker puts on the record.
/// @param quantityMilli Thousandths of a unit.
/// @param salt Tells apart the lots of one maker. The lot's id is derived of it.
struct NewLot {
    Goods goods;
    uint64 quantityMilli;
    bytes32 salt;
}

/// @notice A part of a lot that is split.
/// @param quantityMilli Thousandths of a unit.
/// @param salt The part's id is derived of it and of who splits.
struct Part {
    uint64 quantityMilli;
    bytes32 salt;
}

/// @notice A lot as the contract keeps it. Of a lot in a package, `lotOf` tells custodian, state and delivery of the
/// outermost package.
/// @param maker Member that created, split, merged or packed it: the lot's id is derived of this account.
/// @param quantityMilli Thousandths of a unit; zero of a package.
/// @param height Packages that it holds one in the other, itself among them; zero of goods.
/// @param custodian Who has it now; of a consumed lot, who had it last.
/// @param packedIn The package that holds it, or zero.
/// @param offeredTo Whom custody is offered to, or zero.
/// @param madeAtS Block time at which it was made, Unix seconds.
/// @param goodsId `keccak256(abi.encode(item, batch, certificate, unit))`.
/// @param delivery The delivery that carries it, or zero.
struct Lot {
    // slot 0
    address maker;
    uint64 quantityMilli;
    LotKind kind;
    LotState state;
    uint8 height;
    // slot 1
    address custodian;
    bytes12 packedIn;
    // slot 2
    address offeredTo;
    uint48 madeAtS;
    // slot 3
    bytes32 goodsId;
    // slot 4
    bytes32 delivery;
}

/// @notice All that is known of one lot, for whoever traces it.
/// @param parents Lots that were consumed to make it.
/// @param children Lots that it was consumed to make.
/// @param contents What was packed into it; still there when it is unpacked.
struct LotRecord {
    bytes12 id;
    Lot lot;
    Goods goods;
    bytes12[] parents;
    bytes12[] children;
    bytes12[] contents;
}
