// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergyCertificate} from "../../../contracts/EnergyCertificate.sol";

/// What must have become of every Wh, kept beside the contract: by quarter, by certificate and by account.
abstract contract CertificateBooks {
    uint256 public constant DEVICES = 2;
    uint256 public constant ACCOUNTS = 4;
    uint256 internal constant QUARTER_S = 900;

    struct Terms {
        uint256 ratedPowerW;
        uint256 fromS;
        uint256 untilS;
        bool withdrawn;
    }

    struct Page {
        uint256 issuedWh;
        bool revoked;
        uint256[4] heldWh;
        uint256[4] claimedWh;
    }

    EnergyCertificate internal _certificates;
    address[4] public accounts;
    bytes32[2] public devices;
    uint256[] public ids;
    mapping(bytes32 device => mapping(uint256 quarter => uint256)) public timesCertified;
    mapping(bytes32 device => Terms[]) internal _terms;
    mapping(uint256 id => Page) internal _pages;
    mapping(uint256 id => uint256) internal _deviceOf;
    bool internal _appointed;
    /// Set if a call went through that the books forbid, or did not that they allow.
    bool public broken;

    function certificates() external view returns (EnergyCertificate) {
        return _certificates;
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    function pageOf(uint256 id) external view returns (Page memory) {
        return _pages[id];
    }

    /// Most that the terms allow, or zero if they allow nothing.
    function _mostWh(bytes32 device, uint256 startS, uint256 endS) internal view returns (uint256) {
        if (!_appointed) return 0;
        Terms[] storage terms = _terms[device];
        for (uint256 i = terms.length; i > 0; --i) {
            Terms storage t = terms[i - 1];
            if (t.fromS > startS || t.untilS < endS) continue;
            return t.withdrawn ? 0 : (t.ratedPowerW * (endS - startS)) / 3600;
        }
        return 0;
    }

    function _isFree(bytes32 device, uint256 startS, uint256 endS) internal view returns (bool) {
        for (uint256 q = startS / QUARTER_S; q < endS / QUARTER_S; ++q) {
            if (timesCertified[device][q] != 0) return false;
        }
        return true;
    }

    function _noteIssue(
        uint256 i,
        uint256 id,
        uint256[2] memory interval,
        uint256[2] memory who,
        uint64[] memory amounts
    ) internal {
        for (uint256 q = interval[0] / QUARTER_S; q < interval[1] / QUARTER_S; ++q) ++timesCertified[devices[i]][q];
        ids.push(id);
        _deviceOf[id] = i;
        Page storage p = _pages[id];
        if (p.issuedWh != 0) broken = true;
        for (uint256 a = 0; a < amounts.length; ++a) {
            p.issuedWh += amounts[a];
            p.heldWh[who[a]] += amounts[a];
        }
    }
}
