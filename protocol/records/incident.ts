/** What was seen of a device, as contracts/types/Incidents.sol counts it. */
export const IncidentCategory = {
  None: 0,
  Tampering: 1,
  Impersonation: 2,
  ImplausibleData: 3,
  MaliciousTraffic: 4,
  StolenKey: 5,
  Equivocation: 6,
} as const;
export type IncidentCategory = (typeof IncidentCategory)[keyof typeof IncidentCategory];

/** Where an incident is, as contracts/types/Incidents.sol counts it. */
export const IncidentState = { None: 0, Open: 1, Quarantined: 2, Cleared: 3, Expired: 4 } as const;
export type IncidentState = (typeof IncidentState)[keyof typeof IncidentState];

/** Which kind of record a header belongs to, as contracts/types/Incidents.sol counts it. */
export const RecordType = { MeterReading: 0, SensorReading: 1, ChargeCycle: 2 } as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

/** Words of the categories in JSON, in their order. */
export const INCIDENT_CATEGORY_WORDS = [
  "none",
  "tampering",
  "impersonation",
  "implausibleData",
  "maliciousTraffic",
  "stolenKey",
  "equivocation",
] as const;

/** Words of the states in JSON, in their order. */
export const INCIDENT_STATE_WORDS = ["none", "open", "quarantined", "cleared", "expired"] as const;
