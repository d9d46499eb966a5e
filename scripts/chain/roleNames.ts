import { InvalidArgumentError } from "commander";
import { ROLES } from "../../deploy/roles.js";

/** A role of deploy/roles.ts as people write it. */
export type RoleName = Lowercase<keyof typeof ROLES>;

export interface KnownRole {
  readonly name: RoleName;
  /** Of the `AccessManager`. */
  readonly id: bigint;
  /** What its holders do. */
  readonly does: string;
  /** The contract that it is made for, by its name in the Directory. */
  readonly madeFor?: string;
}

export const KNOWN_ROLES: readonly KnownRole[] = [
  { name: "oracle", id: ROLES.ORACLE, does: "opens anchor streams, and closes intervals that lack registers" },
  { name: "treasurer", id: ROLES.TREASURER, does: "mints within the limit, and confirms pay-outs" },
  { name: "registrar", id: ROLES.REGISTRAR, does: "admits members (not to be mixed up with device registrar)" },
  {
    name: "incidents",
    id: ROLES.INCIDENTS,
    does: "quarantines devices and releases them",
    madeFor: "IncidentRegistry",
  },
  { name: "issuer", id: ROLES.ISSUER, does: "certifies settled production", madeFor: "ProductionCertifier" },
  {
    name: "carrier",
    id: ROLES.CARRIER,
    does: "decides on lots while they are on their way",
    madeFor: "DeliveryMonitor",
  },
];

/** Role 0 of every `AccessManager`. */
export const ADMINISTRATOR = { name: "administrator", id: 0n, does: "grants and revokes all roles" } as const;

/** A role's name, the administrator's too; undefined for one that no deployment of ours has. */
export function roleNameOf(id: bigint): RoleName | "administrator" | undefined {
  return [ADMINISTRATOR, ...KNOWN_ROLES].find((each) => each.id === id)?.name;
}

/** A role by its name. */
export function parseRole(text: string): KnownRole {
  const role = KNOWN_ROLES.find(({ name }) => name === text);
  if (role === undefined) {
    throw new InvalidArgumentError(`It is one of ${KNOWN_ROLES.map(({ name }) => name).join(", ")}.`);
  }
  return role;
}
