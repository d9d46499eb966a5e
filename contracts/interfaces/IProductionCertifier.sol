// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SettledInterval} from "../types/Settlement.sol";
import {IEnergyCertificate} from "./IEnergyCertificate.sol";
import {IEnergySettlement} from "./IEnergySettlement.sol";

/// @title IProductionCertifier
/// @notice Certifies what settlement settled, and nothing else. Anyone may call: who gets what follows from the agreements.
/// @dev Must always hold: every settled Wh is certified at most once; an interval's certificate is of as many Wh as its
/// production.
/// An interval is certified if the supplier's register was given and covers it alone (flags 1 and 2 of its first word). Of
/// its production,
/// 1. what an agreement delivered is its consumer's, if the agreement is `withCertificates` and the consumer's register too
///    was given and covers the interval alone;
/// 2. what an agreement delivered otherwise is its supplier's;
/// 3. what nobody was delivered is the supplier's of the newest agreement in the roster, to whom the meter belonged last.
/// A meter that was sold while its agreements ran has suppliers beside the newest: each keeps the certificates of what it is
/// paid for.
interface IProductionCertifier {
    /// @notice Production that was settled cannot be certified now. `reason` is the selector of `CERTIFICATES`' error:
    /// `EnergyCertificateNotAccredited`, `EnergyCertificateAboveRatedPower`, `EnergyCertificateInvalidInterval` or
    /// `EnergyCertificateAlreadyCertified`. It may be tried again.
    event NotCertified(bytes32 indexed exportMeter, uint48 indexed endS, bytes4 reason);

    /// @notice The intervals do not lead to what was settled of the meter: they end at `head`.
    error ProductionCertifierNotSettled(bytes32 exportMeter, bytes32 head);

    /// @notice Certifies consecutive intervals. They lead from `fromHead` to `SETTLEMENT.headOf(exportMeter)`, or to where an
    /// earlier call began: a long time is certified from its newest intervals back. What cannot be certified, or is, is left
    /// out with `NotCertified`; any other failure reverts with `CERTIFICATES`' error.
    /// @param fromHead Head before the first of the intervals; zero before the meter's first.
    function certify(bytes32 exportMeter, bytes32 fromHead, SettledInterval[] calldata intervals) external;

    /// @notice Whether intervals that lead to the head are proven: it is the meter's present head, or a call began there.
    function isProven(bytes32 exportMeter, bytes32 head) external view returns (bool);

    /// @notice Whose settled production is certified.
    function SETTLEMENT() external view returns (IEnergySettlement);

    /// @notice Where it is certified.
    function CERTIFICATES() external view returns (IEnergyCertificate);
}
