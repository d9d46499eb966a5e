/** Roles of the `AccessManager` that guards a deployment. Role 0, its administrator, is the timelock's. */
export const ROLES = {
  /** Opens anchor streams; closes intervals whose registers are not all in. */
  ORACLE: 1n,
  /** Mints tokens against payments received, within a limit, and confirms pay-outs. */
  TREASURER: 2n,
  /** Admits members, until governance does. */
  REGISTRAR: 4n,
  /** Quarantines and releases devices: `IncidentRegistry` alone. */
  INCIDENTS: 5n,
  /** Certifies settled production: the contract that proves it alone. */
  ISSUER: 6n,
  /** Decides on lots while they are on their way: the contract that watches deliveries alone. */
  CARRIER: 7n,
} as const;

/** A role's name for people; the number of one that has none. */
export function roleText(id: bigint): string {
  if (id === 0n) return "administrator";
  const known = Object.entries(ROLES).find(([, each]) => each === id);
  return known === undefined ? `number ${id}` : known[0].toLowerCase();
}
