import { at, type ContractLayout, word } from "../storage/layout.js";

export const LIMITS = {
  words: 2,
  members: {
    voltageMinMicroV: at(0, 0, 8),
    voltageMaxMicroV: at(0, 8, 8),
    temperatureMinMilliC: at(0, 16, 8),
    temperatureMaxMilliC: at(0, 24, 8),
    chargingTemperatureMinMilliC: at(1, 0, 8),
    chargingTemperatureMaxMilliC: at(1, 8, 8),
  },
} as const;

/** `limits` is a struct of its own: where it begins. */
export const FACTS = {
  words: 6,
  members: {
    batteryPassportIdentifier: word(0),
    model: word(1),
    chemistry: word(2),
    ratedCapacityMicroAh: at(3, 0, 8),
    ratedEnergyMicroWh: at(3, 8, 8),
    factoryChargeCount: at(3, 16, 4),
    factoryDischargeCount: at(3, 20, 4),
    limits: { slot: 4, offset: 0, bytes: 64 },
  },
} as const;

export const PASSPORT = {
  words: 9,
  members: {
    facts: { slot: 0, offset: 0, bytes: 192 },
    maker: at(6, 0, 20),
    status: at(6, 20, 1),
    issuedAtS: at(6, 21, 6),
    successor: word(7),
    pack: word(8),
  },
} as const;

export const BINDING = {
  words: 3,
  members: {
    device: word(0),
    firstSequence: at(1, 0, 8),
    lastSequence: at(1, 8, 8),
    boundAtS: at(1, 16, 6),
    continuity: at(1, 22, 1),
    attestation: word(2),
  },
} as const;

export const CHECKPOINT = {
  words: 4,
  members: {
    device: word(0),
    sequence: at(1, 0, 8),
    timestampS: at(1, 8, 8),
    recordHash: word(2),
    countersHash: word(3),
  },
} as const;

export const COUNTERS = {
  words: 4,
  members: {
    chargeCount: at(0, 0, 8),
    dischargeCount: at(0, 8, 8),
    numberOfFullCycles: at(0, 16, 8),
    energyThroughputMicroWh: at(0, 24, 8),
    capacityThroughputMicroAh: at(1, 0, 8),
    deepDischargeCount: at(1, 8, 8),
    overChargeCount: at(1, 16, 8),
    timeExtremeHighTempMs: at(1, 24, 8),
    timeExtremeLowTempMs: at(2, 0, 8),
    timeExtremeHighTempChargingMs: at(2, 8, 8),
    timeExtremeLowTempChargingMs: at(2, 16, 8),
    salt: word(3),
  },
} as const;

export const PUBLISHED_COUNTERS = {
  words: 6,
  members: { device: word(0), sequence: at(1, 0, 8), counters: { slot: 2, offset: 0, bytes: 128 } },
} as const;

export const PASSPORTS = { slot: 6n, type: "mapping(uint256 => struct Passport)" } as const;
export const PREDECESSORS = { slot: 7n, type: "mapping(uint256 => uint256[])" } as const;
export const BINDINGS = { slot: 10n, type: "mapping(uint256 => struct DeviceBinding[])" } as const;
export const CHECKPOINTS = { slot: 12n, type: "mapping(uint256 => struct Checkpoint)" } as const;
export const PUBLISHED = { slot: 13n, type: "mapping(uint256 => struct PublishedCounters)" } as const;

/** Where `BatteryPassport` keeps what a verifier must trust. */
export const BATTERY_PASSPORT_LAYOUT: ContractLayout = {
  contract: "BatteryPassport",
  variables: {
    _passports: PASSPORTS,
    _predecessors: PREDECESSORS,
    _bindings: BINDINGS,
    _checkpoints: CHECKPOINTS,
    _published: PUBLISHED,
  },
  structs: {
    Passport: PASSPORT,
    PassportFacts: FACTS,
    OperatingLimits: LIMITS,
    DeviceBinding: BINDING,
    Checkpoint: CHECKPOINT,
    PublishedCounters: PUBLISHED_COUNTERS,
    CycleCounters: COUNTERS,
  },
};
