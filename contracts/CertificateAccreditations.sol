// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ICertificateAccreditations} from "./interfaces/ICertificateAccreditations.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {CertificateId} from "./libraries/CertificateId.sol";
import {Accreditation, DeviceAccreditation} from "./types/Certificates.sol";
import {DeviceKind} from "./types/Devices.sol";

/// @title CertificateAccreditations
/// @notice See `ICertificateAccreditations`.
abstract contract CertificateAccreditations is ICertificateAccreditations, AccessManaged, EIP712 {
    bytes32 private constant ACCREDITATION_TYPEHASH = keccak256(
        "DeviceAccreditation(bytes32 device,uint16 number,address issuingBody,string energySource,string energyCarrier,"
        "bytes32 site,uint48 ratedPowerW,uint32 storageEfficiencyPpm,uint48 validFromS,uint48 validUntilS)"
    );
    uint256 private constant MAX_ACCREDITATIONS = 256;
    // A storage slot holds as much of a text.
    uint256 private constant MAX_TEXT_BYTES = 31;
    uint32 private constant WHOLE_PPM = 1_000_000;

    /// @inheritdoc ICertificateAccreditations
    IMembership public immutable MEMBERSHIP;
    /// @inheritdoc ICertificateAccreditations
    IDeviceRegistry public immutable DEVICES;

    mapping(address account => bool) private _appointed;
    mapping(bytes32 device => Accreditation[]) internal _accreditations;
    // What an id tells of its device is enough to find it.
    mapping(uint256 deviceKey => bytes32 device) internal _deviceOfKey;

    constructor(IMembership membership, IDeviceRegistry devices) EIP712("Wattproof EnergyCertificate", "1") {
        MEMBERSHIP = membership;
        DEVICES = devices;
    }

    /// @inheritdoc ICertificateAccreditations
    function setIssuingBody(address account, bool appointed) external restricted {
        require(!appointed || MEMBERSHIP.isMember(account), EnergyCertificateNotMember(account));

        _appointed[account] = appointed;
        emit IssuingBodySet(account, appointed);
    }

    /// @inheritdoc ICertificateAccreditations
    function accredit(DeviceAccreditation calldata a, bytes calldata signature) external {
        (bytes32 device, address issuingBody) = (a.device, a.issuingBody);
        Accreditation[] storage list = _accreditations[device];
        require(list.length < MAX_ACCREDITATIONS, EnergyCertificateAccreditationsFull(device));
        uint16 next = uint16(list.length + 1);
        require(a.number == next, EnergyCertificateUnexpectedNumber(device, next, a.number));
        _requireComplete(a);
        require(DEVICES.deviceOf(device).kind == DeviceKind.Meter, EnergyCertificateNotMeter(device));
        uint256 key = CertificateId.deviceKey(device);
        bytes32 known = _deviceOfKey[key];
        require(known == 0 || known == device, EnergyCertificateAmbiguousDevice(device, known));
        require(isIssuingBody(issuingBody), EnergyCertificateNotIssuingBody(issuingBody));
        require(
            SignatureChecker.isValidSignatureNowCalldata(issuingBody, accreditationHash(a), signature),
            EnergyCertificateInvalidSignature(device, issuingBody)
        );

        _deviceOfKey[key] = device;
        list.push(
            Accreditation({
                issuingBody: issuingBody,
                validFromS: a.validFromS,
                validUntilS: a.validUntilS,
                ratedPowerW: a.ratedPowerW,
                storageEfficiencyPpm: a.storageEfficiencyPpm,
                withdrawn: false,
                site: a.site,
                energySource: a.energySource,
                energyCarrier: a.energyCarrier
            })
        );
        emit DeviceAccredited(device, next, issuingBody, a);
    }

    /// @inheritdoc ICertificateAccreditations
    function withdraw(bytes32 device, uint16 number) external {
        Accreditation storage a = _accreditation(device, number);
        require(a.issuingBody == msg.sender, EnergyCertificateNotAccreditor(device, number, msg.sender));
        require(!a.withdrawn, EnergyCertificateAlreadyWithdrawn(device, number));

        a.withdrawn = true;
        emit AccreditationWithdrawn(device, number, msg.sender);
    }

    /// @inheritdoc ICertificateAccreditations
    function isIssuingBody(address account) public view returns (bool) {
        return _appointed[account] && MEMBERSHIP.isMember(account);
    }

    /// @inheritdoc ICertificateAccreditations
    function accreditationCount(bytes32 device) external view returns (uint16) {
        return uint16(_accreditations[device].length);
    }

    /// @inheritdoc ICertificateAccreditations
    function accreditationOf(bytes32 device, uint16 number) public view returns (Accreditation memory) {
        return _accreditation(device, number);
    }

    /// @inheritdoc ICertificateAccreditations
    function accreditationHash(DeviceAccreditation calldata a) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        ACCREDITATION_TYPEHASH,
                        a.device,
                        a.number,
                        a.issuingBody,
                        keccak256(bytes(a.energySource)),
                        keccak256(bytes(a.energyCarrier)),
                        a.site,
                        a.ratedPowerW,
                        a.storageEfficiencyPpm,
                        a.validFromS,
                        a.validUntilS
                    )
                )
            );
    }

    /// @dev Number of the newest accreditation that covers the interval; zero if none does.
    function _accreditationAt(bytes32 device, uint48 startS, uint48 endS) internal view returns (uint16 number) {
        Accreditation[] storage list = _accreditations[device];
        for (number = uint16(list.length); number != 0; --number) {
            Accreditation storage a = list[number - 1];
            if (a.validFromS <= startS && endS <= a.validUntilS) break;
        }
    }

    function _accreditation(bytes32 device, uint16 number) internal view returns (Accreditation storage) {
        Accreditation[] storage list = _accreditations[device];
        require(number != 0 && number <= list.length, EnergyCertificateUnknownAccreditation(device, number));
        return list[number - 1];
    }

    function _requireComplete(DeviceAccreditation calldata a) private pure {
        require(
            a.site != 0 &&
                _isText(a.energySource) &&
                _isText(a.energyCarrier) &&
                a.ratedPowerW != 0 &&
                a.storageEfficiencyPpm <= WHOLE_PPM &&
                a.validFromS < a.validUntilS,
            EnergyCertificateInvalidAccreditation(a.device)
        );
    }

    function _isText(string calldata text) private pure returns (bool) {
        return bytes(text).length != 0 && bytes(text).length <= MAX_TEXT_BYTES;
    }
}
