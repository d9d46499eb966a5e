import type { Hex } from "../hex.js";
import { int64, integer, object, type Read, text, UnexpectedValue, uint64 } from "../json/readers.js";
import { readAddress } from "../json/records.js";

/** Lifecycle status of a battery, EU 2023/1542 Annex XIII. The twin of `BatteryStatus` in contracts/types/Passports.sol. */
export const BatteryStatus = { Original: 0, Repurposed: 1, Reused: 2, Remanufactured: 3, Waste: 4 } as const;
export type BatteryStatus = (typeof BatteryStatus)[keyof typeof BatteryStatus];

/** How a device came to continue a battery's count. The twin of `Continuity` in contracts/types/Passports.sol. */
export const Continuity = { FirstDevice: 0, BothDevicesSigned: 1, OrganisationAttested: 2 } as const;
export type Continuity = (typeof Continuity)[keyof typeof Continuity];

/** Bounds that the maker states; what lies beyond them is what EU 2023/1542 Annex VII calls a harmful event. */
export interface OperatingLimits {
  /** Below it a discharge is deep. */
  readonly voltageMinMicroV: bigint;
  /** Above it a charge is an over-charge. */
  readonly voltageMaxMicroV: bigint;
  /** Lowest and highest cell temperature of normal use, 1/1000 °C. */
  readonly temperatureMinMilliC: bigint;
  readonly temperatureMaxMilliC: bigint;
  /** The same while charging. */
  readonly chargingTemperatureMinMilliC: bigint;
  readonly chargingTemperatureMaxMilliC: bigint;
}

/** What the maker stated at the factory gate. */
export interface PassportFacts {
  readonly batteryPassportIdentifier: string;
  /** Account of the member that issued the passport. */
  readonly maker: Hex;
  readonly model: string;
  readonly chemistry: string;
  readonly ratedCapacityMicroAh: bigint;
  readonly ratedEnergyMicroWh: bigint;
  readonly factoryChargeCount: number;
  readonly factoryDischargeCount: number;
  readonly limits: OperatingLimits;
}

const LONGEST_IDENTIFIER = 128;
const LONGEST_TEXT = 1024;

export const readIdentifier = text(1, LONGEST_IDENTIFIER);

const limitsMembers = {
  voltageMinMicroV: uint64(),
  voltageMaxMicroV: uint64(),
  temperatureMinMilliC: int64,
  temperatureMaxMilliC: int64,
  chargingTemperatureMinMilliC: int64,
  chargingTemperatureMaxMilliC: int64,
} satisfies { [Key in keyof OperatingLimits]: Read<OperatingLimits[Key]> };

export const LIMIT_NAMES = Object.keys(limitsMembers) as readonly (keyof OperatingLimits)[];

const readLimitMembers: Read<OperatingLimits> = object<OperatingLimits>(limitsMembers);

/** Limits whose lower bounds are below the upper ones, as the contract demands. */
const readLimits: Read<OperatingLimits> = (value) => {
  const limits = readLimitMembers(value);
  for (const [low, high] of [
    ["voltageMinMicroV", "voltageMaxMicroV"],
    ["temperatureMinMilliC", "temperatureMaxMilliC"],
    ["chargingTemperatureMinMilliC", "chargingTemperatureMaxMilliC"],
  ] as const) {
    if (limits[low] >= limits[high]) throw new UnexpectedValue(`below ${high}`, low);
  }
  return limits;
};

/** Readers of each fact, so that wider documents can add their own members beside them. */
export const passportFactsMembers = {
  batteryPassportIdentifier: readIdentifier,
  maker: readAddress,
  model: text(0, LONGEST_TEXT),
  chemistry: text(0, LONGEST_TEXT),
  ratedCapacityMicroAh: uint64(1n),
  ratedEnergyMicroWh: uint64(),
  factoryChargeCount: integer(),
  factoryDischargeCount: integer(),
  limits: readLimits,
} satisfies { [Key in keyof PassportFacts]: Read<PassportFacts[Key]> };

/** The facts alone; callers may hand in the wider objects that roots hold. */
export function passportFactsOf(passport: PassportFacts): PassportFacts {
  const { limits } = passport;
  return {
    batteryPassportIdentifier: passport.batteryPassportIdentifier,
    maker: passport.maker,
    model: passport.model,
    chemistry: passport.chemistry,
    ratedCapacityMicroAh: passport.ratedCapacityMicroAh,
    ratedEnergyMicroWh: passport.ratedEnergyMicroWh,
    factoryChargeCount: passport.factoryChargeCount,
    factoryDischargeCount: passport.factoryDischargeCount,
    limits: {
      voltageMinMicroV: limits.voltageMinMicroV,
      voltageMaxMicroV: limits.voltageMaxMicroV,
      temperatureMinMilliC: limits.temperatureMinMilliC,
      temperatureMaxMilliC: limits.temperatureMaxMilliC,
      chargingTemperatureMinMilliC: limits.chargingTemperatureMinMilliC,
      chargingTemperatureMaxMilliC: limits.chargingTemperatureMaxMilliC,
    },
  };
}
