// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What an issuing body signs of a device before it certifies.
/// @param device Meter whose production is certified.
/// @param number Position among the device's accreditations, from 1: a signature counts once.
/// @param issuingBody Who signs.
/// @param energySource EnergyTag's `energy_source`, such as `Solar`; 1 to 31 bytes.
/// @param energyCarrier EnergyTag's `energy_carrier`, such as `Electricity`; 1 to 31 bytes.
/// @param site Salted hash or short code of where the device is: the chain must not tell whose home that is.
/// @param ratedPowerW Most that the device can produce, W.
/// @param storageEfficiencyPpm What a storage device gives back of what it took in, millionths; zero for one that produces.
/// @param validFromS First second of which production is certified.
/// @param validUntilS First second of which it is not any more.
struct DeviceAccreditation {
    bytes32 device;
    uint16 number;
    address issuingBody;
    string energySource;
    string energyCarrier;
    bytes32 site;
    uint48 ratedPowerW;
    uint32 storageEfficiencyPpm;
    uint48 validFromS;
    uint48 validUntilS;
}

/// @notice An accreditation as it is kept; members as in `DeviceAccreditation`.
/// @param withdrawn Whether the issuing body took it back: it certifies nothing more.
struct Accreditation {
    // slot 0
    address issuingBody;
    uint48 validFromS;
    uint48 validUntilS;
    // slot 1
    uint48 ratedPowerW;
    uint32 storageEfficiencyPpm;
    bool withdrawn;
    // slots 2 to 4, not read to certify
    bytes32 site;
    string energySource;
    string energyCarrier;
}

/// @notice Settled production to be certified.
/// @param startS Start of the interval, a quarter of an hour of UTC; `endS` likewise, at most a day later.
/// @param holders Who gets how much of it.
/// @param amountsWh Whole Wh for each holder.
struct CertifiedInterval {
    bytes32 device;
    uint48 startS;
    uint48 endS;
    address[] holders;
    uint64[] amountsWh;
}

/// @notice A certificate.
/// @param issuedWh Wh that were certified: the sum of what is held and what is claimed.
/// @param accreditation Number of the device's accreditation under which it was issued.
/// @param revokedByIncident Number of the device's incident that revoked it; zero if it is valid.
struct Certificate {
    bytes32 device;
    uint48 startS;
    uint48 endS;
    uint64 issuedWh;
    uint16 accreditation;
    uint32 revokedByIncident;
}
