/** `IncidentCategory` of contracts/types/Incidents.sol, in words. */
export const CATEGORIES: readonly string[] = [
  "none",
  "tampering",
  "impersonation",
  "implausible-data",
  "malicious-traffic",
  "stolen-key",
  "equivocation",
];

/** `IncidentState` of contracts/types/Incidents.sol, in words. */
export const INCIDENT_STATES: readonly string[] = ["none", "open", "quarantined", "cleared", "expired"];
