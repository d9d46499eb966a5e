// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Condition} from "../types/Deals.sol";
import {RecordHeader} from "../types/Records.sol";
import {DeliverySummary, SensorReport, Silence, Watch, Watching, WatchInfo, WatchTerms} from "../types/Watches.sol";
import {IDeviceRegistry} from "./IDeviceRegistry.sol";
import {IRecordAnchor} from "./IRecordAnchor.sol";

/// @title IConditionWatch
/// @notice What sensors say of the conditions of deliveries. `DeliveryMonitor` binds sensors to conditions; readings come one by
/// one, or only near and beyond the bounds with summaries as heartbeats in between. Steps may be put together with
/// `multicall`.
/// @dev Must always hold:
/// 1. A reading counts once per delivery, sensor and sequence. A violation, which lies strictly outside the condition, is never
///    uncounted; the events of all violations lead to the head that is stored.
/// 2. A violation that the sensor counted in a summary but nobody recorded is unreported. Those recorded are compared with what
///    the last summary covers; a summary that a recorded violation has outrun is refused, so the comparison is exact.
/// 3. What a reading costs does not depend on how many there were.
/// 4. Nobody can make a silence of what a sensor measured: readings that come late fill it. Summaries that come late do not.
/// Sensors sign readings as everywhere, and summaries as `DeliverySummary(bytes32 delivery,bytes32 sensor,bytes32 field,
/// uint64 sequence,uint64 timestampS,uint64 readings,uint64 violations,int64 lowestMilli,int64 highestMilli)`, both in the records'
/// domain.
/// Silence is by the sensor's clock. It is noticed in the order in which its word comes.
/// Trust: a sensor for what it measures, its sequence and its clock, so whoever answers for it; anchored readings for having been
/// signed while their sensor was active.
/// Errors are listed in the order in which they are checked; those of `DEVICES` and `ANCHOR` surface as they are.
interface IConditionWatch {
    /// @notice `counted` readings of a report were new, one at least.
    event ReadingsReported(bytes32 indexed delivery, uint256 counted);
    /// @notice A reading lies strictly outside the condition. `number` is its position among the delivery's violations, from 1;
    /// the batch that holds it is all zero if it was not anchored.
    event ViolationRecorded(
        bytes32 indexed delivery,
        bytes32 indexed sensor,
        bytes32 indexed field,
        uint32 number,
        RecordHeader header,
        int64 valueMilli,
        bytes signature,
        bytes32 stream,
        uint64 batchSequence,
        bytes32 root
    );
    /// @notice A warning: a reading keeps the condition, and is near to a bound.
    event NearBound(
        bytes32 indexed delivery,
        bytes32 indexed sensor,
        bytes32 indexed field,
        uint64 sequence,
        uint64 timestampS,
        int64 valueMilli
    );
    /// @notice The sensor told all that it measured so far.
    event SummaryRecorded(
        bytes32 indexed delivery,
        bytes32 indexed sensor,
        bytes32 indexed field,
        DeliverySummary summary,
        bytes signature
    );
    /// @notice A watch said nothing for longer than the heartbeat, by the sensor's clock and as far as is known. `silence` is its
    /// position among the delivery's.
    event SilenceEnded(
        bytes32 indexed delivery,
        bytes32 indexed sensor,
        bytes32 indexed field,
        uint256 silence,
        uint48 fromS,
        uint48 toS
    );
    /// @notice The sensor said something at `atS`, within a silence: what is left of it is too long still, or nothing is.
    event SilenceFilled(bytes32 indexed delivery, uint256 indexed silence, uint48 atS);

    /// @notice Only the delivery monitor says when readings count.
    error ConditionWatchNotMonitor(address account);
    /// @notice Nobody opened the delivery, or it is closed.
    error ConditionWatchNotOpen(bytes32 delivery);
    /// @notice No sensor watches the condition.
    error ConditionWatchUnwatchedCondition(bytes32 field);
    /// @notice The watch is over a field of which the terms say nothing.
    error ConditionWatchNoSuchCondition(bytes32 field);
    /// @notice The sensor watches the field already.
    error ConditionWatchDuplicateWatch(bytes32 field, bytes32 sensor);
    /// @notice The device is not an active sensor.
    error ConditionWatchNotSensor(bytes32 device);
    /// @notice The sensor is of another party than buyer, seller and first custodian.
    error ConditionWatchForeignSensor(bytes32 sensor, address organisation);
    /// @notice A report has readings.
    error ConditionWatchEmptyReport(bytes32 delivery);
    /// @notice The sensor does not watch the field in this delivery.
    error ConditionWatchUnknownWatch(bytes32 delivery, bytes32 field, bytes32 sensor);
    /// @notice Readings count from `fromS` until `untilS`, which is the delivery's end, or its arrival or close before that.
    error ConditionWatchOutsideWindow(bytes32 delivery, uint64 timestampS, uint48 fromS, uint48 untilS);
    /// @notice Nobody can have measured this yet: the reading or summary is dated later than the block.
    error ConditionWatchInFuture(bytes32 delivery, uint64 timestampS);
    /// @notice The delivery has no such silence, or it was filled.
    error ConditionWatchUnknownSilence(bytes32 delivery, uint256 silence);
    /// @notice The reading is not of the sensor and field that were silent, or not of a second between `fromS` and `toS`.
    error ConditionWatchOutsideSilence(bytes32 delivery, uint256 silence, uint48 fromS, uint48 toS);
    /// @notice The proof does not lead to the batch's root.
    error ConditionWatchInvalidProof(bytes32 sensor, uint64 sequence);
    /// @notice A summary counts readings, at least as many as violations, and its least value is not above its greatest.
    error ConditionWatchInvalidSummary(bytes32 delivery, bytes32 sensor, bytes32 field);
    /// @notice A summary up to `known` was recorded before.
    error ConditionWatchSummaryNotNewer(bytes32 delivery, bytes32 sensor, uint64 known, uint64 given);
    /// @notice A violation after what this summary covers was recorded before: a newer summary is needed.
    error ConditionWatchSummaryOutrun(bytes32 delivery, bytes32 sensor, uint64 violationSequence, uint64 given);
    /// @notice A summary counts less than one before it.
    error ConditionWatchCountFell(bytes32 delivery, bytes32 sensor, bytes32 field);
    /// @notice A summary's least value is above that of one before it, or its greatest below.
    error ConditionWatchExtremeFell(bytes32 delivery, bytes32 sensor, bytes32 field);

    /// @notice Binds sensors to the conditions of a delivery, each condition to one at least. The monitor only.
    /// @dev The monitor sees to it that conditions are sound, see `ConditionCheck`, and that no delivery is bound twice.
    /// Reverts with `ConditionWatchNotMonitor`; of each watch `ConditionWatchNoSuchCondition`,
    /// `ConditionWatchDuplicateWatch`, `ConditionWatchNotSensor`, `ConditionWatchForeignSensor`; then
    /// `ConditionWatchUnwatchedCondition`.
    /// @param delivery Id of the delivery.
    /// @param terms Whose sensors may watch, and when.
    /// @param conditions Those of the accepted terms.
    /// @param watches Sensors that are active, and of the buyer, the seller or the custodian.
    /// @return isProvable Whether what sensors say can show by itself that all conditions were kept: there are some, each has a
    /// sensor that is not the buyer's, and silence is watched.
    function bind(
        bytes32 delivery,
        WatchTerms calldata terms,
        Condition[] calldata conditions,
        Watch[] calldata watches
    ) external returns (bool isProvable);

    /// @notice Readings of later than now count no more. The monitor only.
    /// @dev Reverts with `ConditionWatchNotMonitor`.
    /// @param delivery Id of the delivery.
    function stop(bytes32 delivery) external;

    /// @notice No readings are taken any more. The monitor only.
    /// @dev Reverts with `ConditionWatchNotMonitor`.
    /// @param delivery Id of the delivery.
    function close(bytes32 delivery) external;

    /// @notice Reports readings until the delivery is closed. Anyone may relay.
    /// @dev One whose sequence counted before is passed over, whatever it says, so that relayers do not get in each other's way;
    /// any other that does not count reverts the report. One that is not anchored must be signed by the present key of a sensor
    /// that is active; one that is, by the key that counted while the sensor was active when it was anchored.
    /// Reverts with `ConditionWatchNotOpen`, `ConditionWatchEmptyReport`; of each reading `ConditionWatchUnknownWatch` and, unless
    /// it is passed over, `ConditionWatchOutsideWindow`, `ConditionWatchInFuture`, if it is anchored
    /// `RecordAnchorUnknownBatch` and `ConditionWatchInvalidProof`, then `DeviceRegistryUnexpectedStatus`,
    /// `DeviceRegistryInvalidDeviceSignature`.
    /// @param delivery Id of the delivery.
    /// @param reports Readings with their signatures, in any order; one at least.
    /// @return counted How many were new.
    function report(bytes32 delivery, SensorReport[] calldata reports) external returns (uint256 counted);

    /// @notice Shows by a reading that a silence was none, or shorter: what remains of it before and after the reading stays where
    /// it is too long. Anyone may relay.
    /// @dev The reading must be one that `report` takes, also if it is known; it counts if it is not, without a
    /// `ReadingsReported`. Reverts with `ConditionWatchNotOpen`, `ConditionWatchUnknownSilence`,
    /// `ConditionWatchOutsideSilence`, then as `report` from `ConditionWatchOutsideWindow` on.
    /// @param delivery Id of the delivery.
    /// @param silence Position among the delivery's silences, from zero. What is left of it before the reading keeps the position,
    /// or what is left after, if nothing is before; if both are too long, what is left after is a new silence.
    /// @param report Reading of the silent sensor and field, of a second between both ends of the silence.
    function fillSilence(bytes32 delivery, uint256 silence, SensorReport calldata report) external;

    /// @notice Records what an active sensor states of all its readings so far. Anyone may relay. One that tells a value outside
    /// the condition counts at least one violation, whatever it says.
    /// @dev Sequences rise, counts never fall, the least value never rises and the greatest never falls.
    /// Reverts with `ConditionWatchNotOpen`, `ConditionWatchUnknownWatch`, `ConditionWatchOutsideWindow`,
    /// `ConditionWatchInFuture`, `ConditionWatchInvalidSummary`, `ConditionWatchSummaryNotNewer`,
    /// `ConditionWatchSummaryOutrun`, `ConditionWatchCountFell`, `ConditionWatchExtremeFell`,
    /// `DeviceRegistryUnexpectedStatus`, `DeviceRegistryInvalidDeviceSignature`.
    /// @param summary Of one delivery, sensor and field.
    /// @param signature By the sensor's present key, in the records' domain: 65 bytes (secp256k1) or 64 bytes (P-256).
    function summarise(DeliverySummary calldata summary, bytes calldata signature) external;

    /// @notice The delivery's watches, as in the plan; none of an unknown one.
    /// @param delivery Id of the delivery.
    function watchesOf(bytes32 delivery) external view returns (WatchInfo[] memory);

    /// @notice The delivery's silences in the order in which they were noticed; those that were filled are all zero.
    /// @param delivery Id of the delivery.
    function silencesOf(bytes32 delivery) external view returns (Silence[] memory);

    /// @notice What is known of the delivery's conditions; all zero for an unknown one.
    /// @param delivery Id of the delivery.
    function watchingOf(bytes32 delivery) external view returns (Watching memory);

    /// @notice What stands against payment; zeros for an unknown delivery.
    /// @param delivery Id of the delivery.
    /// @return violations Violations recorded.
    /// @return unreported Violations that sensors counted beyond those.
    function standingOf(bytes32 delivery) external view returns (uint32 violations, uint256 unreported);

    /// @notice How many conditions are known to be kept or broken as of now, or of when readings ceased to count; zeros for an
    /// unknown delivery.
    /// @param delivery Id of the delivery.
    /// @return kept Not broken, and one sensor at least that was heard, and never silent for longer than the heartbeat.
    /// @return broken A violation was recorded or summarised.
    /// @return unproven All others.
    function conditionsOf(bytes32 delivery) external view returns (uint16 kept, uint16 broken, uint16 unproven);

    /// @notice Whether the watch has been silent for longer than the heartbeat as of now, or was when readings ceased to count.
    /// Never, if silence is not watched.
    /// @dev Reverts with `ConditionWatchUnknownWatch`.
    /// @param delivery Id of the delivery.
    /// @param field Field of the condition, ASCII padded with zeros.
    /// @param sensor Id of the sensor in `DEVICES`.
    function isSilent(bytes32 delivery, bytes32 field, bytes32 sensor) external view returns (bool);

    /// @notice Whether the evidence is whole, so that time may decide by it: every sensor but the buyer's was heard, was never
    /// silent for longer than the heartbeat as far as is known, and is as it was at the opening. False for an unknown delivery.
    /// @dev As it was: active with the same key from before the opening until `steadyUntilS`, or now; and of the same organisation
    /// from before the opening until now, however late that is. A sensor that was not may have signed what is now refused. The
    /// buyer's sensors do not count here: nobody gains by the silence of its own.
    /// @param delivery Id of the delivery.
    /// @param steadyUntilS Unix seconds: a later change cannot have kept anybody from reporting in time.
    function isWhole(bytes32 delivery, uint48 steadyUntilS) external view returns (bool);

    /// @notice Whether the reading of this sequence counted.
    /// @param delivery Id of the delivery.
    /// @param sensor Id of the sensor in `DEVICES`.
    /// @param sequence Position in the sensor's own history, from 1.
    function isReported(bytes32 delivery, bytes32 sensor, uint64 sequence) external view returns (bool);

    /// @notice Whose sensors watch.
    function DEVICES() external view returns (IDeviceRegistry);

    /// @notice Where readings are anchored.
    function ANCHOR() external view returns (IRecordAnchor);

    /// @notice Says when readings count: the contract that created this one.
    function MONITOR() external view returns (address);
}
