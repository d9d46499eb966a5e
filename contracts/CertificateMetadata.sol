// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

// JSON is full of double quotes.
/* solhint-disable quotes */

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {DateTimeLib} from "solady/src/utils/DateTimeLib.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {Accreditation, Certificate} from "./types/Certificates.sol";

/// @title CertificateMetadata
/// @notice Writes a certificate as ERC-1155 metadata JSON, its properties under EnergyTag's names: times in UTC, one Wh per
/// unit. The device and its site stay pseudonyms.
/// @dev A contract of its own, which `EnergyCertificate` creates, to keep that one small.
contract CertificateMetadata {
    uint256 private constant WHOLE_PPM = 1_000_000;

    /// @notice Where issuing bodies have their names.
    IMembership public immutable MEMBERSHIP;

    constructor(IMembership membership) {
        MEMBERSHIP = membership;
    }

    /// @notice `data:application/json;base64,` with the JSON.
    function uri(Certificate calldata c, Accreditation calldata a) external view returns (string memory) {
        string memory json = string.concat(
            '{"name":"Energy certificate","decimals":0,"description":"Electricity that a device fed in within an interval, ',
            'one unit per Wh. The issuing body vouches for the device, settled readings for the energy.","properties":{',
            _interval(c),
            _energy(c, a),
            _device(c, a),
            _status(c, a),
            "}}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    /// @dev The first properties: all others begin with a comma.
    function _interval(Certificate calldata c) private pure returns (string memory) {
        return
            string.concat(
                '"production_starting_interval":"',
                _utc(c.startS),
                '","production_ending_interval":"',
                _utc(c.endS),
                '"'
            );
    }

    function _energy(Certificate calldata c, Accreditation calldata a) private pure returns (string memory) {
        return
            string.concat(
                _text("energy_source", Strings.escapeJSON(a.energySource)),
                _text("energy_carrier", Strings.escapeJSON(a.energyCarrier)),
                ',"face_value":1,"bundle_quantity":',
                Strings.toString(c.issuedWh)
            );
    }

    function _device(Certificate calldata c, Accreditation calldata a) private pure returns (string memory) {
        return
            string.concat(
                _text("device_id", _hexOf(c.device)),
                _text("site", _hexOf(a.site)),
                ',"device_capacity":',
                Strings.toString(a.ratedPowerW),
                _storage(a.storageEfficiencyPpm)
            );
    }

    function _storage(uint32 efficiencyPpm) private pure returns (string memory) {
        if (efficiencyPpm == 0) return ',"is_storage":false';
        // One more digit in front keeps the leading zeros of the rest; the point takes its place.
        bytes memory rest = bytes(Strings.toString(WHOLE_PPM + (efficiencyPpm % WHOLE_PPM)));
        rest[0] = ".";
        return
            string.concat(
                ',"is_storage":true,"storage_efficiency_factor":',
                Strings.toString(efficiencyPpm / WHOLE_PPM),
                string(rest)
            );
    }

    function _status(Certificate calldata c, Accreditation calldata a) private view returns (string memory) {
        return
            string.concat(
                _text("issuing_body", Strings.escapeJSON(MEMBERSHIP.nameOf(a.issuingBody))),
                _text("issuing_body_account", Strings.toChecksumHexString(a.issuingBody)),
                ',"accreditation":',
                Strings.toString(c.accreditation),
                c.revokedByIncident == 0
                    ? _text("certificate_status", "Active")
                    : string.concat(
                        _text("certificate_status", "Withdrawn"),
                        ',"incident":',
                        Strings.toString(c.revokedByIncident)
                    )
            );
    }

    /// @param value Without characters that JSON escapes.
    function _text(string memory name, string memory value) private pure returns (string memory) {
        return string.concat(',"', name, '":"', value, '"');
    }

    /// @dev RFC 3339.
    function _utc(uint48 timestampS) private pure returns (string memory) {
        (uint256 year, uint256 month, uint256 day, uint256 hour, uint256 minute, uint256 second) = DateTimeLib
            .timestampToDateTime(timestampS);
        return
            string.concat(
                Strings.toString(year),
                "-",
                _two(month),
                "-",
                _two(day),
                "T",
                _two(hour),
                ":",
                _two(minute),
                ":",
                _two(second),
                "Z"
            );
    }

    function _two(uint256 value) private pure returns (string memory) {
        return string.concat(value < 10 ? "0" : "", Strings.toString(value));
    }

    function _hexOf(bytes32 value) private pure returns (string memory) {
        return Strings.toHexString(uint256(value), 32);
    }
}
