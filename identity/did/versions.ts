import { type DeviceStatus, type Hex, heldAt } from "../../protocol/index.js";

interface SignerPeriod {
  readonly sinceS: bigint;
  readonly signer: Hex;
  /** Its number among all keys that the device has had, from 1. */
  readonly number: number;
}

interface StatusPeriod {
  readonly sinceS: bigint;
  readonly status: DeviceStatus;
}

export interface Histories {
  /** Oldest first, as the registry keeps them. */
  readonly signers: readonly SignerPeriod[];
  readonly statuses: readonly StatusPeriod[];
}

/** What a device was from a block time on, until the next version. */
export interface DeviceVersion {
  /** Block time of the change, Unix seconds; its decimal digits are the version's id. */
  readonly sinceS: bigint;
  readonly status: DeviceStatus;
  /** The key that counted and its number among the device's keys, from 1; undefined before enrolment. */
  readonly key: { readonly signer: Hex; readonly number: number } | undefined;
}

/** The versions of a device: one for each second in which its key or status changed, oldest first. */
export function versionsOf({ signers, statuses }: Histories): DeviceVersion[] {
  const changes = new Set([...signers, ...statuses].map(({ sinceS }) => sinceS));
  const times = [...changes].sort((a, b) => (a < b ? -1 : 1));
  const keys = signers.map(({ sinceS, signer, number }) => ({ sinceS, key: { signer, number } }));
  return times.flatMap((sinceS) => {
    const status = heldAt(statuses, sinceS)?.status;
    return status === undefined ? [] : [{ sinceS, status, key: heldAt(keys, sinceS)?.key }];
  });
}
