// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergyCertificate} from "../../contracts/EnergyCertificate.sol";
import {Certificate} from "../../contracts/types/Certificates.sol";
import {CertificateBooks} from "./support/CertificateBooks.sol";
import {CertificateHandler} from "./support/CertificateHandler.sol";

/// Must always hold of certificates, whoever issues, accredits, transfers, claims and revokes:
///
/// - every quarter of an hour of a device is certified at most once;
/// - of every certificate, what was issued is held or claimed, to the Wh, and by whom the books say;
/// - no certificate is above rated power × time;
/// - what is revoked does not move;
/// - a receiver that comes back gets nothing twice.
contract CertificatesTest {
    CertificateHandler private _handler;
    EnergyCertificate private _certificates;

    function setUp() external {
        _handler = new CertificateHandler();
        _certificates = _handler.certificates();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// Rated power × time, double issue and movements of what is revoked among it.
    function invariant_NothingForbiddenWentThroughAndNothingAllowedWasRefused() external view {
        assert(!_handler.broken());
        assert(_handler.GREEDY().doubled() == 0);
    }

    function invariant_EveryQuarterIsCertifiedAtMostOnce() external view {
        for (uint256 n = 0; n < _handler.idCount(); ++n) {
            Certificate memory c = _certificates.certificateOf(_handler.ids(n));
            for (uint256 s = c.startS; s < c.endS; s += 900) assert(_handler.timesCertified(c.device, s / 900) == 1);
        }
    }

    function invariant_WhatWasIssuedIsHeldOrClaimed() external view {
        for (uint256 n = 0; n < _handler.idCount(); ++n) {
            uint256 id = _handler.ids(n);
            CertificateBooks.Page memory p = _handler.pageOf(id);
            uint256 sumWh;
            for (uint256 a = 0; a < _handler.ACCOUNTS(); ++a) {
                uint256 heldWh = _certificates.balanceOf(_handler.accounts(a), id);
                uint256 claimedWh = _certificates.claimedBalanceOf(_handler.accounts(a), id);
                assert(heldWh == p.heldWh[a] && claimedWh == p.claimedWh[a]);
                sumWh += heldWh + claimedWh;
            }
            assert(sumWh == p.issuedWh);
            Certificate memory c = _certificates.certificateOf(id);
            assert(c.issuedWh == p.issuedWh);
            assert((c.revokedByIncident != 0) == p.revoked && _certificates.isValid(id) != p.revoked);
        }
    }

    /// Some steps of everything happen, or the books would watch nothing.
    function test_TheHandlerComesFar() external {
        for (uint256 seed = 0; seed < 24; ++seed) _handler.live(seed, 23);
        assert(!_handler.broken());
        assert(_handler.idCount() > 20 && _handler.transfers() > 20 && _handler.claims() > 20);
        assert(_handler.revocations() > 2);
    }
}
