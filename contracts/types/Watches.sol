// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RecordHeader} from "./Records.sol";

/// @notice A sensor that watches a condition.
/// @param field Field of the condition.
/// @param sensor Id of the device in `DeviceRegistry`.
/// @param warnMarginMilli How near to a bound a value is worth a warning, thousandths of the field's unit; zero for none.
struct Watch {
    bytes32 field;
    bytes32 sensor;
    uint64 warnMarginMilli;
}

/// @notice Whose sensors may watch a delivery, and when.
/// @param custodian Who has the goods first.
/// @param startS First second in which readings count, Unix seconds.
/// @param endS Last second in which they count, unless the goods arrive before.
/// @param heartbeatS Longest that a watch may be silent, s; zero if silence is not watched.
struct WatchTerms {
    address buyer;
    address seller;
    address custodian;
    uint48 startS;
    uint48 endS;
    uint32 heartbeatS;
}

/// @notice A time longer than the heartbeat for which a watch said nothing, as far as is known; a reading can fill it.
/// @param watch Position of the watch in the plan.
/// @param fromS When it spoke before, Unix seconds by the sensor's clock; zero if the silence was filled.
/// @param toS When it spoke after, Unix seconds by the sensor's clock; zero if the silence was filled.
struct Silence {
    uint16 watch;
    uint48 fromS;
    uint48 toS;
}

/// @notice What is known of a delivery's conditions, over all watches.
/// @param startS First second in which readings count, Unix seconds.
/// @param untilS Last second in which they count: the end, the arrival or the close.
/// @param heartbeatS Longest that a watch may be silent, s; zero if silence is not watched.
/// @param violations Violations recorded.
/// @param conditionCount Conditions of the terms.
/// @param isOpen Whether readings are taken.
/// @param openedAtS Block time of the opening; zero if nobody opened it.
/// @param head Hash chain of violations: `keccak256(abi.encode(head, struct hash of the reading))`, from zero.
struct Watching {
    // slot 0
    uint48 startS;
    uint48 untilS;
    uint32 heartbeatS;
    uint32 violations;
    uint8 conditionCount;
    bool isOpen;
    uint48 openedAtS;
    // slot 1
    bytes32 head;
}

/// @notice A sensor's reading with its signature, and where it is anchored.
/// @param signature By the sensor's key: 65 bytes (secp256k1) or 64 bytes (P-256).
/// @param stream Stream of the batch that holds the reading, or zero: then the sensor's present key must have signed it.
/// @param batchSequence Position of the batch in the stream.
/// @param root Merkle root of the batch.
/// @param proof Sibling hashes from leaf to root.
struct SensorReport {
    RecordHeader header;
    bytes32 field;
    int64 valueMilli;
    bytes signature;
    bytes32 stream;
    uint64 batchSequence;
    bytes32 root;
    bytes32[] proof;
}

/// @notice A sensor's statement of all that it measured of a field in a delivery so far: a heartbeat that spares a reading
/// each.
/// @param sequence Sequence of the last record that it covers.
/// @param timestampS When that record was made, Unix seconds by the sensor's clock.
/// @param readings Readings of the field within the delivery's window so far; at least one.
/// @param violations How many of them were strictly outside the condition.
/// @param lowestMilli Least value so far, thousandths of the field's unit.
/// @param highestMilli Greatest value so far, thousandths of the field's unit.
struct DeliverySummary {
    bytes32 delivery;
    bytes32 sensor;
    bytes32 field;
    uint64 sequence;
    uint64 timestampS;
    uint64 readings;
    uint64 violations;
    int64 lowestMilli;
    int64 highestMilli;
}

/// @notice A sensor's watch over a condition, with what is known of it.
/// @param minMilli Least value that keeps the condition, thousandths of the field's unit, as are all values here.
/// @param maxMilli Greatest value that keeps it.
/// @param condition Position of the condition in the terms.
/// @param isBuyers Whether the sensor was the buyer's at the opening: its silence never keeps the seller from being paid.
/// @param lowestMilli Least value reported or summarised.
/// @param highestMilli Greatest value reported or summarised.
/// @param lastAtS Device time of the last reading or summary; the delivery's start before the first.
/// @param readings Readings reported one by one.
/// @param silences Silences longer than the heartbeat that ended, and that no reading was shown to fill.
/// @param violations Violations recorded.
/// @param coveredViolations How many of them the last summary covers.
/// @param lastViolationSequence Highest sequence among them.
/// @param summarySequence Last sequence that the last summary covers; zero before the first.
/// @param summaryViolations Violations that it counts.
/// @param summaryReadings Readings that it counts.
/// @param summaryLowestMilli Least value that it tells.
/// @param summaryHighestMilli Greatest value that it tells.
struct WatchInfo {
    // slots 0 and 1
    bytes32 field;
    bytes32 sensor;
    // slot 2, never changed
    int64 minMilli;
    int64 maxMilli;
    uint64 warnMarginMilli;
    uint8 condition;
    bool isBuyers;
    // slot 3, with every reading
    int64 lowestMilli;
    int64 highestMilli;
    uint48 lastAtS;
    uint48 readings;
    uint32 silences;
    // slot 4, with every violation and summary
    uint32 violations;
    uint32 coveredViolations;
    uint64 lastViolationSequence;
    uint64 summarySequence;
    uint64 summaryViolations;
    // slot 5, with every summary
    uint64 summaryReadings;
    int64 summaryLowestMilli;
    int64 summaryHighestMilli;
}
