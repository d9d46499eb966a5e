// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Where energy comes from: EnergyTag's `energy_source`, as its open registry numbers them.
enum EnergySource {
    SolarPv,
    Wind,
    Hydro,
    Biomass,
    Nuclear,
    Electrolysis,
    Geothermal,
    BatteryStorage,
    Chp,
    Other
}

/// @notice What becomes of an advert.
enum AdvertState {
    // Nobody placed an advert of this number.
    Unknown,
    Open,
    // Everything was accepted.
    SoldOut,
    // Its owner took back what was left.
    Withdrawn,
    // Too little of the window is left for one settlement period.
    Expired,
    // The meter is not active, or somebody else's by now.
    Halted
}

/// @notice Surplus as its owner offers it; everything but the price stays as it is.
/// @param exportMeter Meter that feeds the surplus in.
/// @param startS First second of the window, a multiple of the settlement period.
/// @param endS End of the window, exclusive, a multiple of the settlement period.
/// @param settlementPeriodS Length of one settled interval, s.
/// @param noticeS Notice of the agreements, s.
/// @param exportRatedW Most that the connection can feed in, W, as its owner states it.
/// @param energySource Where the energy comes from, as its owner states it.
/// @param withCertificates Whether the certificates go to the consumer.
/// @param pricePerKWh Price in the smallest units of the settlement's token, per kWh.
/// @param quantityWh What is offered in all, Wh.
/// @param minPartWh Smallest part that is sold, Wh; what is left at the end may be less.
/// @param escrowPerKWh What a consumer locks per kWh of its part, token units.
struct AdvertTerms {
    // slot 0
    bytes32 exportMeter;
    // slot 1
    uint48 startS;
    uint48 endS;
    uint32 settlementPeriodS;
    uint32 noticeS;
    uint32 exportRatedW;
    EnergySource energySource;
    bool withCertificates;
    // slot 2
    uint64 pricePerKWh;
    uint64 quantityWh;
    uint64 minPartWh;
    uint64 escrowPerKWh;
}

/// @notice An advert as the market keeps it.
/// @param terms What is offered, at the price of now.
/// @param owner Owner of the meter when the advert was placed; the agreements' supplier.
/// @param acceptedWh Sum of the parts that were accepted and not restored, Wh.
/// @param listedAt While it is listed: its place among the adverts that end on the same day.
/// @param isWithdrawn Whether what was left was taken back.
struct Advert {
    // slots 0 to 2
    AdvertTerms terms;
    // slot 3
    address owner;
    uint64 acceptedWh;
    uint24 listedAt;
    bool isWithdrawn;
}

/// @notice What a reader looks for, and where it goes on.
/// @param day Day of the end of the adverts to go on with, counted from the Unix epoch; 0 begins with today.
/// @param index Place within that day.
/// @param limit How many adverts to look at.
/// @param maxPricePerKWh Dearer ones are left out, token units per kWh.
/// @param minRemainingWh Ones with less are left out, Wh.
struct AdvertQuery {
    uint32 day;
    uint32 index;
    uint32 limit;
    uint64 maxPricePerKWh;
    uint64 minRemainingWh;
}

/// @notice An open advert under its number.
struct ListedAdvert {
    uint32 number;
    Advert advert;
}
