/** Where energy comes from: EnergyTag's `energy_source`, numbered as `EnergySource` in contracts/types/Market.sol. */
export const ENERGY_SOURCES = [
  "solar_pv",
  "wind",
  "hydro",
  "biomass",
  "nuclear",
  "electrolysis",
  "geothermal",
  "battery_storage",
  "chp",
  "other",
] as const;

export type EnergySource = (typeof ENERGY_SOURCES)[number];
