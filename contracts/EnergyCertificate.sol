// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {CertificateAccreditations} from "./CertificateAccreditations.sol";
import {CertificateMetadata} from "./CertificateMetadata.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergyCertificate} from "./interfaces/IEnergyCertificate.sol";
import {IIncidentRegistry} from "./interfaces/IIncidentRegistry.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {CertificateId} from "./libraries/CertificateId.sol";
import {QuarterHours} from "./libraries/QuarterHours.sol";
import {Accreditation, Certificate, CertifiedInterval} from "./types/Certificates.sol";
import {Incident, IncidentCategory, IncidentState} from "./types/Incidents.sol";

/// @title EnergyCertificate
/// @notice See `IEnergyCertificate`.
contract EnergyCertificate is IEnergyCertificate, CertificateAccreditations, ERC1155 {
    using QuarterHours for QuarterHours.Set;

    /// @dev What a certificate's id does not tell, in one slot.
    /// @param issuedWh Above zero for a certificate that exists.
    struct Issue {
        uint64 issuedWh;
        uint16 accreditation;
        uint32 revokedByIncident;
    }

    uint256 private constant HOUR_S = 1 hours;
    uint256 private constant MAX_CLAIM_TEXT_BYTES = 256;

    /// @inheritdoc IEnergyCertificate
    uint256 public constant TOPIC = uint256(keccak256("Wattproof EnergyCertificate 1"));

    /// @inheritdoc IEnergyCertificate
    IIncidentRegistry public immutable INCIDENTS;
    /// @notice Writes certificates as JSON.
    CertificateMetadata public immutable METADATA;

    mapping(uint256 id => Issue) private _issues;
    mapping(bytes32 device => QuarterHours.Set) private _certified;
    mapping(uint256 id => mapping(address account => uint256)) private _claimedWh;

    constructor(
        address authority,
        IMembership membership,
        IDeviceRegistry devices,
        IIncidentRegistry incidents
    ) AccessManaged(authority) CertificateAccreditations(membership, devices) ERC1155("") {
        INCIDENTS = incidents;
        METADATA = new CertificateMetadata(membership);
    }

    /// @inheritdoc IEnergyCertificate
    function issue(
        bytes32 device,
        uint48 startS,
        uint48 endS,
        address[] calldata holders,
        uint64[] calldata amountsWh
    ) external restricted returns (uint256 id) {
        return _issue(device, startS, endS, holders, amountsWh);
    }

    /// @inheritdoc IEnergyCertificate
    function issueBatch(CertifiedInterval[] calldata intervals) external restricted returns (uint256[] memory ids) {
        ids = new uint256[](intervals.length);
        for (uint256 i = 0; i < intervals.length; ++i) {
            CertifiedInterval calldata c = intervals[i];
            ids[i] = _issue(c.device, c.startS, c.endS, c.holders, c.amountsWh);
        }
    }

    /// @inheritdoc IEnergyCertificate
    function safeTransferAndClaimFrom(
        address from,
        address to,
        uint256 id,
        uint256 value,
        bytes calldata,
        bytes calldata claimData
    ) external {
        _checkAuthorized(msg.sender, from);
        require(to != address(0), ERC1155InvalidReceiver(to));
        _requireClaim(id, value, claimData);

        _burn(from, id, value);
        _claimedWh[id][to] += value;
        emit ClaimSingle(from, to, TOPIC, id, value, claimData);
    }

    /// @inheritdoc IEnergyCertificate
    function safeBatchTransferAndClaimFrom(
        address from,
        address to,
        uint256[] calldata ids,
        uint256[] calldata values,
        bytes calldata,
        bytes[] calldata claimData
    ) external {
        _checkAuthorized(msg.sender, from);
        require(to != address(0), ERC1155InvalidReceiver(to));
        require(ids.length == claimData.length, ERC1155InvalidArrayLength(ids.length, claimData.length));

        // Also compares the lengths of ids and values.
        _burnBatch(from, ids, values);
        uint256[] memory topics = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            _requireClaim(ids[i], values[i], claimData[i]);
            _claimedWh[ids[i]][to] += values[i];
            topics[i] = TOPIC;
        }
        emit ClaimBatch(from, to, topics, ids, values, claimData);
    }

    /// @inheritdoc IEnergyCertificate
    function revoke(bytes32 device, uint32 incident, uint256[] calldata ids) external {
        require(isIssuingBody(msg.sender), EnergyCertificateNotIssuingBody(msg.sender));
        uint48 faultyAtS = _faultyAtS(device, incident);
        Accreditation[] storage list = _accreditations[device];
        bool isPresentBody = list.length != 0 && list[list.length - 1].issuingBody == msg.sender;
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 id = ids[i];
            Issue storage c = _issues[id];
            require(
                c.issuedWh != 0 && CertificateId.deviceKey(id) == CertificateId.deviceKey(device),
                EnergyCertificateUnknown(id)
            );
            require(
                isPresentBody || list[c.accreditation - 1].issuingBody == msg.sender,
                EnergyCertificateNotRevoker(id, msg.sender)
            );
            require(CertificateId.startSOf(id) < faultyAtS, EnergyCertificateNoEvidence(id, incident));
            _requireNotRevoked(id);

            c.revokedByIncident = incident;
            emit CertificateRevoked(id, incident, msg.sender);
        }
    }

    /// @inheritdoc IEnergyCertificate
    function claimedBalanceOf(address owner, uint256 id) public view returns (uint256) {
        return _claimedWh[id][owner];
    }

    /// @inheritdoc IEnergyCertificate
    function claimedBalanceOfBatch(
        address[] calldata owners,
        uint256[] calldata ids
    ) external view returns (uint256[] memory balances) {
        require(owners.length == ids.length, ERC1155InvalidArrayLength(ids.length, owners.length));
        balances = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) balances[i] = _claimedWh[ids[i]][owners[i]];
    }

    /// @inheritdoc IEnergyCertificate
    function getCertificate(
        uint256 id
    ) external view returns (address issuer, uint256 topic, bytes memory validityData, bytes memory data) {
        Certificate memory c = certificateOf(id);
        Accreditation memory a = accreditationOf(c.device, c.accreditation);
        return (a.issuingBody, TOPIC, abi.encodeCall(this.isValid, (id)), abi.encode(c, a));
    }

    /// @inheritdoc IEnergyCertificate
    function certificateOf(uint256 id) public view returns (Certificate memory) {
        Issue memory c = _issues[id];
        require(c.issuedWh != 0, EnergyCertificateUnknown(id));
        return
            Certificate({
                device: _deviceOfKey[CertificateId.deviceKey(id)],
                startS: CertificateId.startSOf(id),
                endS: CertificateId.endSOf(id),
                issuedWh: c.issuedWh,
                accreditation: c.accreditation,
                revokedByIncident: c.revokedByIncident
            });
    }

    /// @inheritdoc IEnergyCertificate
    function isValid(uint256 id) external view returns (bool) {
        Issue memory c = _issues[id];
        return c.issuedWh != 0 && c.revokedByIncident == 0;
    }

    /// @inheritdoc IEnergyCertificate
    function idOf(bytes32 device, uint48 startS, uint48 endS) public view returns (uint256 id) {
        require(
            startS % CertificateId.QUARTER_S == 0 &&
                endS % CertificateId.QUARTER_S == 0 &&
                startS < endS &&
                endS - startS <= CertificateId.MAX_QUARTERS * CertificateId.QUARTER_S &&
                endS <= block.timestamp,
            EnergyCertificateInvalidInterval(device, startS, endS)
        );
        return CertificateId.idOf(device, startS, endS);
    }

    /// @inheritdoc IEnergyCertificate
    function claimOf(
        bytes calldata claimData
    ) external pure returns (string memory beneficiary, string memory purpose) {
        return abi.decode(claimData, (string, string));
    }

    /// @inheritdoc ERC1155
    function uri(uint256 id) public view override returns (string memory) {
        Certificate memory c = certificateOf(id);
        return METADATA.uri(c, accreditationOf(c.device, c.accreditation));
    }

    /// @dev What is revoked does not move: neither to another holder nor into a claim.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (from != address(0)) {
            for (uint256 i = 0; i < ids.length; ++i) _requireNotRevoked(ids[i]);
        }
        super._update(from, to, ids, values);
    }

    function _issue(
        bytes32 device,
        uint48 startS,
        uint48 endS,
        address[] calldata holders,
        uint64[] calldata amountsWh
    ) private returns (uint256 id) {
        uint256 amountWh = _sum(device, startS, endS, holders, amountsWh);
        address issuingBody;
        (id, issuingBody) = _certify(device, startS, endS, amountWh);
        _push(id, holders, amountsWh);
        emit IssuanceSingle(issuingBody, TOPIC, id, amountWh);
    }

    /// @dev Notes a certificate, which nobody holds yet.
    function _certify(
        bytes32 device,
        uint48 startS,
        uint48 endS,
        uint256 amountWh
    ) private returns (uint256 id, address issuingBody) {
        id = idOf(device, startS, endS);
        uint16 number = _accreditationAt(device, startS, endS);
        require(number != 0, EnergyCertificateNotAccredited(device, startS, endS));
        Accreditation storage a = _accreditations[device][number - 1];
        issuingBody = a.issuingBody;
        require(!a.withdrawn && isIssuingBody(issuingBody), EnergyCertificateNotAccredited(device, startS, endS));
        uint256 mostWh = (uint256(a.ratedPowerW) * (endS - startS)) / HOUR_S;
        require(amountWh <= mostWh, EnergyCertificateAboveRatedPower(device, startS, endS, amountWh, mostWh));

        uint48 quarters = (endS - startS) / CertificateId.QUARTER_S;
        require(
            _certified[device].add(startS / CertificateId.QUARTER_S, quarters),
            EnergyCertificateAlreadyCertified(device, startS, endS)
        );
        // 2^48 W for a day are less than 2^53 Wh.
        _issues[id] = Issue(uint64(amountWh), number, 0);
    }

    /// @dev Mints without asking the holders, whom nobody asked for their production either.
    function _push(uint256 id, address[] calldata holders, uint64[] calldata amountsWh) private {
        uint256[] memory ids = new uint256[](1);
        uint256[] memory values = new uint256[](1);
        ids[0] = id;
        for (uint256 i = 0; i < holders.length; ++i) {
            values[0] = amountsWh[i];
            _update(address(0), holders[i], ids, values);
        }
    }

    function _sum(
        bytes32 device,
        uint48 startS,
        uint48 endS,
        address[] calldata holders,
        uint64[] calldata amountsWh
    ) private pure returns (uint256 amountWh) {
        bool complete = holders.length == amountsWh.length && holders.length != 0;
        for (uint256 i = 0; complete && i < holders.length; ++i) {
            complete = holders[i] != address(0) && amountsWh[i] != 0;
            amountWh += amountsWh[i];
        }
        require(complete, EnergyCertificateInvalidHolders(device, startS, endS));
    }

    /// @dev When the incident took the device's word away, or zero if it did not, or if those who decided that took it back.
    function _faultyAtS(bytes32 device, uint32 incident) private view returns (uint48) {
        Incident memory i = INCIDENTS.incidentAt(device, incident);
        bool takenBack = i.state == IncidentState.Cleared && i.category != IncidentCategory.Equivocation;
        return takenBack ? 0 : i.quarantinedAtS;
    }

    function _requireNotRevoked(uint256 id) private view {
        uint32 incident = _issues[id].revokedByIncident;
        require(incident == 0, EnergyCertificateIsRevoked(id, incident));
    }

    /// @dev Reads the data as others will; they hold a beneficiary and a purpose.
    function _requireClaim(uint256 id, uint256 value, bytes calldata claimData) private view {
        try this.claimOf(claimData) returns (string memory beneficiary, string memory purpose) {
            require(
                value != 0 && _isClaimText(beneficiary) && _isClaimText(purpose),
                EnergyCertificateInvalidClaim(id)
            );
        } catch {
            revert EnergyCertificateInvalidClaim(id);
        }
    }

    function _isClaimText(string memory text) private pure returns (bool) {
        return bytes(text).length != 0 && bytes(text).length <= MAX_CLAIM_TEXT_BYTES;
    }
}
