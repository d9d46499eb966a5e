// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {EnergyCertificate} from "../../../contracts/EnergyCertificate.sol";
import {IDeviceRegistry} from "../../../contracts/interfaces/IDeviceRegistry.sol";
import {IIncidentRegistry} from "../../../contracts/interfaces/IIncidentRegistry.sol";
import {IMembership} from "../../../contracts/interfaces/IMembership.sol";
import {CertifiedInterval, DeviceAccreditation} from "../../../contracts/types/Certificates.sol";
import {IncidentState} from "../../../contracts/types/Incidents.sol";
import {CertificateBooks} from "./CertificateBooks.sol";
import {TestConsortium} from "./TestConsortium.sol";
import {vm} from "./Vm.sol";

/// Takes tokens and gives them, and once more as many, straight back: the second attempt must fail.
contract GreedyReceiver is ERC1155Holder {
    EnergyCertificate private _certificates;
    uint256 public doubled;

    function use(EnergyCertificate certificates) external {
        _certificates = certificates;
    }

    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes memory data
    ) public override returns (bytes4) {
        uint256 held = _certificates.balanceOf(address(this), id);
        try _certificates.safeTransferFrom(address(this), from, id, held + 1, "") {
            ++doubled;
        } catch {}
        try
            _certificates.safeTransferAndClaimFrom(
                address(this),
                address(this),
                id,
                held + 1,
                "",
                abi.encode("Greedy", "Twice")
            )
        {
            ++doubled;
        } catch {}
        return super.onERC1155Received(operator, from, id, value, data);
    }
}

/// Two meters, an issuing body, an issuer (this contract) and four accounts, one of which is a contract that tries to have
/// more. They accredit, withdraw, certify, transfer, claim and revoke at will.
contract CertificateHandler is CertificateBooks {
    uint256 private constant BODY_KEY = 77;
    uint256 private constant FIRST_S = 1_000_000_800;
    bytes private constant CLAIM = abi.encode("Bakery", "Disclosure");

    TestConsortium private immutable _meters = new TestConsortium();
    GreedyReceiver public immutable GREEDY = new GreedyReceiver();
    uint256 public transfers;
    uint256 public claims;
    uint256 public revocations;

    constructor() {
        vm.warp(FIRST_S + 200 * QUARTER_S);
        AccessManager authority = new AccessManager(address(this));
        _certificates = new EnergyCertificate(
            address(authority),
            IMembership(address(_meters)),
            IDeviceRegistry(address(_meters)),
            IIncidentRegistry(address(_meters))
        );
        GREEDY.use(_certificates);
        accounts = [address(0xa1), address(0xa2), address(0xa3), address(GREEDY)];
        devices = [keccak256("first"), keccak256("second")];
        appoint(true);
        for (uint256 i = 0; i < DEVICES; ++i) accredit(i, 4000, 0, 200);
    }

    /// Some steps of any kind: the fuzzer alone seldom comes far.
    function live(uint256 seed, uint8 steps) external {
        steps %= 24;
        for (uint8 step = 0; step < steps; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint256 x, uint64 y, uint64 z) = (seed >> 128, uint64(seed >> 64), uint64(seed >> 8));
            uint256 kind = seed % 16;
            if (kind < 6) issue(x, y, uint8(z), [y % 3000, z % 3000], [x, y]);
            else if (kind < 9) transfer(x, y, z, x >> 8, y % 2 == 0);
            else if (kind < 13) claim(x, y, z, x >> 8, y % 2 == 0);
            else if (kind == 13) accredit(x, uint48(y % 20_000), uint8(z), uint8(z >> 8));
            else if (kind == 14) x % 4 == 0 ? revoke(x >> 2, y % 3 != 0) : appoint(true);
            else x % 2 == 0 ? withdraw(x >> 1, y) : appoint(y % 4 != 0);
        }
    }

    function appoint(bool appointed) public {
        _certificates.setIssuingBody(vm.addr(BODY_KEY), appointed);
        _appointed = appointed;
    }

    function accredit(uint256 i, uint48 ratedPowerW, uint8 fromQuarter, uint8 quarters) public {
        i %= DEVICES;
        bytes32 device = devices[i];
        uint48 fromS = uint48(FIRST_S + fromQuarter * QUARTER_S);
        uint48 untilS = fromS + uint48(quarters * QUARTER_S);
        DeviceAccreditation memory a = DeviceAccreditation({
            device: device,
            number: _certificates.accreditationCount(device) + 1,
            issuingBody: vm.addr(BODY_KEY),
            energySource: "Wind",
            energyCarrier: "Electricity",
            site: bytes32(uint256(1)),
            ratedPowerW: ratedPowerW,
            storageEfficiencyPpm: 0,
            validFromS: fromS,
            validUntilS: untilS
        });
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BODY_KEY, _certificates.accreditationHash(a));
        bool allowed = _appointed && ratedPowerW != 0 && quarters != 0;
        try _certificates.accredit(a, abi.encodePacked(r, s, v)) {
            if (!allowed) broken = true;
            _terms[device].push(Terms(ratedPowerW, fromS, untilS, false));
        } catch {
            if (allowed) broken = true;
        }
    }

    function withdraw(uint256 i, uint256 number) public {
        i %= DEVICES;
        Terms[] storage terms = _terms[devices[i]];
        number %= terms.length;
        bool allowed = !terms[number].withdrawn;
        vm.prank(vm.addr(BODY_KEY));
        try _certificates.withdraw(devices[i], uint16(number + 1)) {
            if (!allowed) broken = true;
            terms[number].withdrawn = true;
        } catch {
            if (allowed) broken = true;
        }
    }

    /// One certificate for two accounts, alone or in a batch.
    function issue(uint256 i, uint256 first, uint8 count, uint64[2] memory amountsWh, uint256[2] memory who) public {
        i %= DEVICES;
        (who[0], who[1]) = (who[0] % ACCOUNTS, who[1] % ACCOUNTS);
        uint256 startS = FIRST_S + (first % 220) * QUARTER_S;
        uint256 endS = startS + ((count % 16 == 15 ? count : count % 6) * QUARTER_S);
        CertifiedInterval[] memory intervals = new CertifiedInterval[](1);
        intervals[0] = _interval(devices[i], startS, endS, amountsWh, who);
        uint256 amountWh = uint256(amountsWh[0]) + amountsWh[1];
        bool allowed =
            startS < endS &&
                endS - startS <= 1 days &&
                endS <= block.timestamp &&
                amountsWh[0] != 0 &&
                amountsWh[1] != 0 &&
                amountWh <= _mostWh(devices[i], startS, endS) &&
                _isFree(devices[i], startS, endS);
        try this.issueOneWay(intervals, count % 2 == 0) returns (uint256 id) {
            if (!allowed) broken = true;
            _noteIssue(i, id, [startS, endS], who, intervals[0].amountsWh);
        } catch {
            if (allowed) broken = true;
        }
    }

    function issueOneWay(CertifiedInterval[] calldata intervals, bool alone) external returns (uint256 id) {
        CertifiedInterval calldata c = intervals[0];
        if (alone) return _certificates.issue(c.device, c.startS, c.endS, c.holders, c.amountsWh);
        return _certificates.issueBatch(intervals)[0];
    }

    function transfer(uint256 which, uint256 from, uint256 to, uint256 amountWh, bool all) public {
        if (ids.length == 0) return;
        uint256 id = ids[which % ids.length];
        Page storage p = _pages[id];
        (from, to) = (from % ACCOUNTS, to % ACCOUNTS);
        amountWh = all ? p.heldWh[from] : amountWh % (p.issuedWh + 2);
        bool allowed = !p.revoked && amountWh <= p.heldWh[from];
        vm.prank(accounts[from]);
        try _certificates.safeTransferFrom(accounts[from], accounts[to], id, amountWh, "") {
            if (!allowed) broken = true;
            p.heldWh[from] -= amountWh;
            p.heldWh[to] += amountWh;
            ++transfers;
        } catch {
            if (allowed) broken = true;
        }
    }

    /// Alone, or as a batch in which the certificate stands twice.
    function claim(uint256 which, uint256 from, uint256 subject, uint256 amountWh, bool twice) public {
        if (ids.length == 0) return;
        uint256 id = ids[which % ids.length];
        Page storage p = _pages[id];
        (from, subject) = (from % ACCOUNTS, subject % ACCOUNTS);
        amountWh %= p.issuedWh + 2;
        uint256 usedWh = twice ? 2 * amountWh : amountWh;
        bool allowed = !p.revoked && amountWh != 0 && usedWh <= p.heldWh[from];
        if (_claim(id, [from, subject], amountWh, twice)) {
            if (!allowed) broken = true;
            p.heldWh[from] -= usedWh;
            p.claimedWh[subject] += usedWh;
            ++claims;
        } else if (allowed) {
            broken = true;
        }
    }

    /// By the issuing body, with an incident after the interval began or one before.
    function revoke(uint256 which, bool after_) public {
        if (ids.length == 0) return;
        uint256 id = ids[which % ids.length];
        Page storage p = _pages[id];
        bytes32 device = devices[_deviceOf[id]];
        uint48 startS = _certificates.certificateOf(id).startS;
        _meters.setIncident(device, 1, IncidentState.Quarantined, after_ ? startS + 1 : startS);
        uint256[] memory one = new uint256[](1);
        one[0] = id;
        bool allowed = _appointed && after_ && !p.revoked;
        vm.prank(vm.addr(BODY_KEY));
        try _certificates.revoke(device, 1, one) {
            if (!allowed) broken = true;
            p.revoked = true;
            ++revocations;
        } catch {
            if (allowed) broken = true;
        }
    }

    function _claim(uint256 id, uint256[2] memory who, uint256 amountWh, bool twice) private returns (bool) {
        (address from, address subject) = (accounts[who[0]], accounts[who[1]]);
        uint256[] memory claimed = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        bytes[] memory data = new bytes[](2);
        (claimed[0], claimed[1], amounts[0], amounts[1], data[0], data[1]) = (id, id, amountWh, amountWh, CLAIM, CLAIM);
        vm.prank(from);
        if (twice) {
            try _certificates.safeBatchTransferAndClaimFrom(from, subject, claimed, amounts, "", data) {
                return true;
            } catch {
                return false;
            }
        }
        try _certificates.safeTransferAndClaimFrom(from, subject, id, amountWh, "", CLAIM) {
            return true;
        } catch {
            return false;
        }
    }

    function _interval(
        bytes32 device,
        uint256 startS,
        uint256 endS,
        uint64[2] memory amountsWh,
        uint256[2] memory who
    ) private view returns (CertifiedInterval memory c) {
        (c.device, c.startS, c.endS) = (device, uint48(startS), uint48(endS));
        c.holders = new address[](2);
        c.amountsWh = new uint64[](2);
        for (uint256 a = 0; a < 2; ++a) (c.holders[a], c.amountsWh[a]) = (accounts[who[a]], amountsWh[a]);
    }
}
