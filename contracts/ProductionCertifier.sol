// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IEnergyCertificate} from "./interfaces/IEnergyCertificate.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {IProductionCertifier} from "./interfaces/IProductionCertifier.sol";
import {Roster, RosterMeter, Rosters} from "./libraries/Rosters.sol";
import {SettledWords} from "./libraries/SettledWords.sol";
import {SettledInterval} from "./types/Settlement.sol";

/// @title ProductionCertifier
/// @notice See `IProductionCertifier`.
contract ProductionCertifier is IProductionCertifier {
    using Rosters for Roster;
    using Rosters for RosterMeter;

    /// @dev Who gets how much of an interval's production. The arrays are longer than what is in them.
    struct Shares {
        address[] holders;
        uint64[] amountsWh;
        uint256 count;
    }

    /// @inheritdoc IProductionCertifier
    IEnergySettlement public immutable SETTLEMENT;
    /// @inheritdoc IProductionCertifier
    IEnergyCertificate public immutable CERTIFICATES;

    mapping(bytes32 exportMeter => mapping(bytes32 head => bool)) private _proven;

    constructor(IEnergySettlement settlement, IEnergyCertificate certificates) {
        SETTLEMENT = settlement;
        CERTIFICATES = certificates;
    }

    /// @inheritdoc IProductionCertifier
    function certify(bytes32 exportMeter, bytes32 fromHead, SettledInterval[] calldata intervals) external {
        bytes32 head = fromHead;
        for (uint256 i = 0; i < intervals.length; ++i) {
            SettledInterval calldata interval = intervals[i];
            head = SettledWords.headAfter(head, interval.roster, interval.endS, interval.words);
        }
        require(isProven(exportMeter, head), ProductionCertifierNotSettled(exportMeter, head));

        _proven[exportMeter][fromHead] = true;
        for (uint256 i = 0; i < intervals.length; ++i) _certify(exportMeter, intervals[i]);
    }

    /// @inheritdoc IProductionCertifier
    function isProven(bytes32 exportMeter, bytes32 head) public view returns (bool) {
        return head == SETTLEMENT.headOf(exportMeter) || _proven[exportMeter][head];
    }

    function _certify(bytes32 exportMeter, SettledInterval calldata interval) private {
        uint256[] calldata words = interval.words;
        if (!SettledWords.isExact(words[0]) || SettledWords.flowOf(words[0]) == 0) return;
        // The head that the interval leads to holds the roster's address, and settlement takes nothing else for one.
        (Roster roster, uint256 size) = Rosters.read(interval.roster);
        (, , , uint256 periodS) = roster.times();
        uint48 startS = interval.endS - uint48(periodS);
        (address[] memory holders, uint64[] memory amountsWh) = _shares(roster, size, words);
        try CERTIFICATES.issue(exportMeter, startS, interval.endS, holders, amountsWh) returns (uint256) {
            // `CERTIFICATES` tells.
        } catch (bytes memory reason) {
            if (!_isOfInterval(bytes4(reason))) LowLevelCall.bubbleRevert(reason);
            emit NotCertified(exportMeter, interval.endS, bytes4(reason));
        }
    }

    /// @dev One holder may be named several times: by more than one of its meters.
    function _shares(
        Roster roster,
        uint256 size,
        uint256[] calldata words
    ) private pure returns (address[] memory holders, uint64[] memory amountsWh) {
        Shares memory shares = Shares(new address[](size + 1), new uint64[](size + 1), 0);
        address newest = _supplierOf(roster.meterAt(size));
        uint64 restWh = SettledWords.flowOf(words[0]);
        uint256 place = 1;
        for (uint256 i = 1; i <= size; ++i) {
            uint256 word = words[place];
            place += SettledWords.span(word);
            address holder = _holderOf(roster.meterAt(i), word);
            if (holder == newest) continue;
            uint64 deliveredWh = SettledWords.deliveredOf(word);
            // Never negative: no more is delivered than produced.
            restWh -= deliveredWh;
            _add(shares, holder, deliveredWh);
        }
        _add(shares, newest, restWh);
        (holders, amountsWh) = (shares.holders, shares.amountsWh);
        uint256 count = shares.count;
        assembly ("memory-safe") {
            mstore(holders, count)
            mstore(amountsWh, count)
        }
    }

    function _add(Shares memory shares, address holder, uint64 amountWh) private pure {
        if (amountWh == 0) return;
        shares.holders[shares.count] = holder;
        shares.amountsWh[shares.count] = amountWh;
        ++shares.count;
    }

    /// @dev Whose the certificates of what the member was delivered are.
    function _holderOf(RosterMeter member, uint256 word) private pure returns (address) {
        (address consumer, address supplier, ) = member.paymentTerms();
        return member.withCertificates() && SettledWords.isExact(word) ? consumer : supplier;
    }

    function _supplierOf(RosterMeter member) private pure returns (address supplier) {
        (, supplier, ) = member.paymentTerms();
    }

    /// @dev Whether the error is about the one interval. Any other would meet all of them.
    function _isOfInterval(bytes4 reason) private pure returns (bool) {
        return
            reason == IEnergyCertificate.EnergyCertificateNotAccredited.selector ||
            reason == IEnergyCertificate.EnergyCertificateAboveRatedPower.selector ||
            reason == IEnergyCertificate.EnergyCertificateInvalidInterval.selector ||
            reason == IEnergyCertificate.EnergyCertificateAlreadyCertified.selector;
    }
}
