// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A signed meter reading as four words; what is the same for a whole interval is not repeated in each.
/// @param link The header's link.
/// @param values From the most significant bit: position (16; zero is the supplier's meter, then the roster's members),
/// baseline (8; one for a reading at the interval's start), time source (8), signed by (8), 24 unused and zero, sequence
/// (64), import register (64), export register (64), Wh.
/// @param r The signature's r.
/// @param vs The signature's s, which is always the low one. For secp256k1 its top bit says `v` (EIP-2098).
struct PackedReading {
    bytes32 link;
    uint256 values;
    bytes32 r;
    bytes32 vs;
}

/// @notice One supplier's interval with the registers that close it.
/// @param exportMeter The supplier's meter.
/// @param roster Compiled roster by which the interval is settled.
/// @param endS End of the interval, a multiple of the supplier's settlement period.
/// @param readings Of the supplier's meter and its members', in order of position, a baseline before the reading at the
/// interval's end. Members without a reading are left out.
struct SupplyInterval {
    bytes32 exportMeter;
    address roster;
    uint48 endS;
    PackedReading[] readings;
}

/// @notice What settlement said of an interval; `IntervalSettled` has all of it.
/// @param roster Compiled roster by which the interval was settled.
/// @param endS End of the interval.
/// @param words The supplier's word, then the members'.
struct SettledInterval {
    address roster;
    uint48 endS;
    uint256[] words;
}

/// @notice Which of a meter's registers.
enum Direction {
    Import,
    Export
}

/// @notice Why a meter's registers jumped without energy having flowed.
enum CorrectionReason {
    // The meter was exchanged; the new one counts from another value.
    Exchanged,
    // The meter was read by estimate for a while and is read again.
    Substituted,
    // The meter's own registers fell back.
    RolledBack
}

/// @notice What the organisation that answers for a meter signs when its registers jump (EIP-712, domain of
/// `EnergySettlement`): where they stood at `From` they go on at `To`, after the register that was settled last before.
/// @param number Position among the meter's corrections; the first is 1.
/// @param importAtS Time of the import register that was settled last before the jump, Unix seconds: the correction counts
/// between that register and the next, and nowhere else. Of no meaning if the import register did not jump.
/// @param exportAtS The same of the export register.
/// @param evidenceHash keccak-256 of the protocol of the exchange or the finding, kept off chain.
struct MeterCorrection {
    bytes32 meter;
    uint32 number;
    CorrectionReason reason;
    uint48 importAtS;
    uint48 exportAtS;
    uint64 importFromWh;
    uint64 importToWh;
    uint64 exportFromWh;
    uint64 exportToWh;
    bytes32 evidenceHash;
}

/// @notice A meter's last settled import register and what its present agreement has come to.
/// @param atS Time of the last settled register, Unix seconds; zero for a meter that is not open.
/// @param registerWh The register, shifted by the meter's corrections.
/// @param deliveredWh What agreement `number` has delivered.
/// @param number The agreement that delivered last.
/// @param suspended Whether agreement `number` waits for its claim to be paid.
/// @param hasGridSupply Whether a grid supplier ever agreed to deliver to the meter.
/// @param corrected Whether a correction came after the last settled register.
struct ImportRegister {
    // slot 0
    uint48 atS;
    uint64 registerWh;
    uint64 deliveredWh;
    uint32 number;
    bool suspended;
    bool hasGridSupply;
    bool corrected;
}

/// @notice A meter's last settled export register and how far the settlement of its supplies has come.
/// @param untilS End of the last closed interval.
/// @param coveredFromS Start of the run of intervals that ends there, with no time in between that served nobody.
/// @param generation Rises whenever the meter's agreements change, which ends the rosters compiled before.
/// @param corrected Whether a correction came after the last settled register.
struct ExportRegister {
    // slot 0
    uint48 atS;
    uint64 registerWh;
    uint48 untilS;
    uint48 coveredFromS;
    uint32 generation;
    bool corrected;
}

/// @notice Both of a meter's last settled registers. Each direction settles on its own: a home may buy in one agreement and
/// sell in another over the same interval.
/// @param importAtS Time of the last settled import register, Unix seconds; zero for a meter that is not open.
/// @param exportAtS Time of the last settled export register, Unix seconds.
struct Registers {
    uint48 importAtS;
    uint48 exportAtS;
    uint64 importWh;
    uint64 exportWh;
}

/// @notice A compiled roster: code that holds what settlement needs of a supplier's agreements and meters.
struct CompiledRoster {
    // slot 0
    address code;
    uint48 untilS;
    uint32 generation;
}
