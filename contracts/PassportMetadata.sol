// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

// JSON is full of double quotes.
/* solhint-disable quotes */

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IBatteryPassport} from "./interfaces/IBatteryPassport.sol";
import {BatteryCounters} from "./libraries/BatteryCounters.sol";
import {BatteryStatuses} from "./libraries/BatteryStatuses.sol";
import {Checkpoint, Passport, PassportFacts, PublishedCounters} from "./types/Passports.sol";
import {CycleCounters} from "./types/Records.sol";

/// @title PassportMetadata
/// @notice Writes a passport as ERC-721 metadata JSON: the makers' texts escaped, quantities as numbers in the units of
/// DIN DKE SPEC 99100. What a device does not measure, and what nobody published, is left out.
/// @dev A contract without state of its own, which `BatteryPassport` creates: with the text it would exceed EIP-170.
contract PassportMetadata {
    uint256 private constant MICRO_DIGITS = 6;
    uint256 private constant MICRO_TO_KILO_DIGITS = 9;
    uint256 private constant MILLI_DIGITS = 3;

    /// @notice `data:application/json;base64,` with the JSON.
    function uri(IBatteryPassport passports, uint256 passport) external view returns (string memory) {
        Passport memory p = passports.passportOf(passport);
        string memory json = string.concat(
            '{"name":"Battery ',
            Strings.escapeJSON(p.facts.batteryPassportIdentifier),
            '","description":"Battery passport. Its maker states the facts; its device signs the history.",',
            '"attributes":[',
            _attributes(passports, passport, p),
            "]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function _attributes(
        IBatteryPassport passports,
        uint256 passport,
        Passport memory p
    ) private view returns (string memory) {
        return
            string.concat(
                _facts(p.facts),
                _life(p),
                _each("Predecessor", passports.predecessorsOf(passport)),
                _each("Module", passports.modulesOf(passport)),
                _history(passports.checkpointOf(passport)),
                _counters(passports.countersOf(passport))
            );
    }

    /// @dev The first attributes: all others begin with a comma.
    function _facts(PassportFacts memory f) private pure returns (string memory) {
        return
            string.concat(
                '{"trait_type":"Identifier","value":"',
                Strings.escapeJSON(f.batteryPassportIdentifier),
                '"}',
                _text("Model", Strings.escapeJSON(f.model)),
                _text("Chemistry", Strings.escapeJSON(f.chemistry)),
                _quantities(f)
            );
    }

    function _quantities(PassportFacts memory f) private pure returns (string memory) {
        return
            string.concat(
                _number("Rated capacity (Ah)", f.ratedCapacityMicroAh, MICRO_DIGITS),
                _number("Rated energy (kWh)", f.ratedEnergyMicroWh, MICRO_TO_KILO_DIGITS),
                _number("Charges at the factory gate", f.factoryChargeCount, 0),
                _number("Discharges at the factory gate", f.factoryDischargeCount, 0)
            );
    }

    function _life(Passport memory p) private pure returns (string memory) {
        return
            string.concat(
                _text("Maker", Strings.toChecksumHexString(p.maker)),
                _text("Status", BatteryStatuses.nameOf(p.status)),
                _date("Issued", p.issuedAtS),
                p.successor == 0 ? "" : _text("Successor", _hexOf(p.successor)),
                p.pack == 0 ? "" : _text("Pack", _hexOf(p.pack))
            );
    }

    function _history(Checkpoint memory c) private pure returns (string memory) {
        if (c.device == 0) return "";
        return string.concat(_number("Checkpoint sequence", c.sequence, 0), _date("Checkpoint", c.timestampS));
    }

    function _counters(PublishedCounters memory published) private pure returns (string memory) {
        if (published.device == 0) return "";
        CycleCounters memory c = published.counters;
        return
            string.concat(
                _number("Counters' sequence", published.sequence, 0),
                _number("Charges", c.chargeCount, 0),
                _number("Discharges", c.dischargeCount, 0),
                _throughput(c),
                _harmfulEvents(c),
                _extremeTimes(c)
            );
    }

    function _throughput(CycleCounters memory c) private pure returns (string memory) {
        return
            string.concat(
                _number("Full cycles", c.numberOfFullCycles, 0),
                _number("Energy throughput (kWh)", c.energyThroughputMicroWh, MICRO_TO_KILO_DIGITS),
                _number("Capacity throughput (Ah)", c.capacityThroughputMicroAh, MICRO_DIGITS)
            );
    }

    function _harmfulEvents(CycleCounters memory c) private pure returns (string memory) {
        return
            string.concat(
                _measured("Deep discharges", c.deepDischargeCount, 0),
                _measured("Over-charges", c.overChargeCount, 0)
            );
    }

    function _extremeTimes(CycleCounters memory c) private pure returns (string memory) {
        return
            string.concat(
                _measured("Time too hot (s)", c.timeExtremeHighTempMs, MILLI_DIGITS),
                _measured("Time too cold (s)", c.timeExtremeLowTempMs, MILLI_DIGITS),
                _measured("Time of charging too hot (s)", c.timeExtremeHighTempChargingMs, MILLI_DIGITS),
                _measured("Time of charging too cold (s)", c.timeExtremeLowTempChargingMs, MILLI_DIGITS)
            );
    }

    function _each(string memory name, uint256[] memory passports) private pure returns (string memory list) {
        for (uint256 i = 0; i < passports.length; ++i) list = string.concat(list, _text(name, _hexOf(passports[i])));
    }

    function _measured(string memory name, uint64 value, uint256 digits) private pure returns (string memory) {
        return value == BatteryCounters.NOT_MEASURED ? "" : _number(name, value, digits);
    }

    /// @param value Without characters that JSON escapes.
    function _text(string memory name, string memory value) private pure returns (string memory) {
        return string.concat(',{"trait_type":"', name, '","value":"', value, '"}');
    }

    function _number(string memory name, uint256 value, uint256 digits) private pure returns (string memory) {
        return string.concat(',{"trait_type":"', name, '","value":', _decimal(value, digits), "}");
    }

    function _date(string memory name, uint64 timestampS) private pure returns (string memory) {
        return
            string.concat(
                ',{"display_type":"date","trait_type":"',
                name,
                '","value":',
                Strings.toString(timestampS),
                "}"
            );
    }

    /// @dev `value` with its last `digits` decimal digits behind the point.
    function _decimal(uint256 value, uint256 digits) private pure returns (string memory) {
        if (digits == 0) return Strings.toString(value);
        uint256 unit = 10 ** digits;
        // One more digit in front keeps the leading zeros of the rest; the point takes its place.
        bytes memory rest = bytes(Strings.toString(unit + (value % unit)));
        rest[0] = ".";
        return string.concat(Strings.toString(value / unit), string(rest));
    }

    function _hexOf(uint256 passport) private pure returns (string memory) {
        return Strings.toHexString(passport, 32);
    }
}
