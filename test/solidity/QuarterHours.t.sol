// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CertificateId} from "../../contracts/libraries/CertificateId.sol";
import {QuarterHours} from "../../contracts/libraries/QuarterHours.sol";

contract QuarterHoursTest {
    using QuarterHours for QuarterHours.Set;

    QuarterHours.Set private _set;
    mapping(uint256 quarter => bool) private _known;

    /// As a list of every quarter would answer.
    function testFuzz_IsASet(uint16[24] memory firsts, uint8[24] memory counts) external {
        for (uint256 i = 0; i < firsts.length; ++i) {
            uint256 first = firsts[i] % 1000;
            uint256 count = counts[i] == 0 ? 1 : counts[i];
            bool fresh = true;
            for (uint256 q = first; q < first + count; ++q) {
                if (_known[q]) fresh = false;
                _known[q] = true;
            }
            assert(_set.add(first, count) == fresh);
        }
    }

    /// An id tells its interval, and two intervals or devices have two ids.
    function testFuzz_IdsTellWhatTheyAre(
        bytes32[2] memory device,
        uint32[2] memory first,
        uint8[2] memory n
    ) external pure {
        uint256[2] memory id;
        for (uint256 i = 0; i < 2; ++i) {
            uint48 startS = uint48(first[i]) * 900;
            uint48 endS = startS + uint48(n[i]) * 900;
            id[i] = CertificateId.idOf(device[i], startS, endS);
            assert(CertificateId.startSOf(id[i]) == startS && CertificateId.endSOf(id[i]) == endS);
            assert(CertificateId.deviceKey(id[i]) == uint216(bytes27(device[i])));
        }
        bool same = bytes27(device[0]) == bytes27(device[1]) && first[0] == first[1] && n[0] == n[1];
        assert((id[0] == id[1]) == same);
    }
}
