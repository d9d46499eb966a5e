import type { AnchoredBatch, Roots } from "../evidence/roots.js";
import type { Hex } from "../hex.js";
import { passportIn } from "./contracts/batteryPassport.js";
import { deviceIn } from "./contracts/deviceRegistry.js";
import { currentAddressIn, everyAddressIn } from "./contracts/directory.js";
import { anchoredBatch, type BatchName } from "./contracts/recordAnchor.js";
import { type Reading, together } from "./storage/reading.js";

/** What evidence speaks of: what is asked, never what is believed. */
export interface RootsQuestion {
  /** Address of the `Directory`, from whoever verifies. */
  readonly directory: Hex;
  readonly batteryPassportIdentifier: string;
  /** The batches that the evidence's records are in. */
  readonly batches: readonly BatchName[];
}

/** What contract storage says of it. */
export type StoredRoots = Pick<Roots, "batches" | "devices" | "passports">;

/**
 * Reads from contract storage all that a verifier of battery evidence must trust, beginning at the Directory: the same as
 * `readRoots` of `evidence/` asks a node for. A batch that was not anchored is left out, and so is a battery without a
 * passport, whose batches prove nothing and are not read.
 * @throws SealedDirectoryEmpty, SealedStateUnreadable
 */
export function* readStoredRoots({
  directory,
  batteryPassportIdentifier,
  batches,
}: RootsQuestion): Reading<StoredRoots> {
  const registry = yield* currentAddressIn(directory, "DeviceRegistry");
  const passports = yield* currentAddressIn(directory, "BatteryPassport");
  const anchors = yield* everyAddressIn(directory, "RecordAnchor");
  const passport = yield* passportIn(passports, batteryPassportIdentifier);
  if (passport === undefined) return { batches: [], devices: [], passports: [] };
  const found = yield* together<AnchoredBatch | undefined>(
    eachOnce(batches).map((name) => anchoredBatch(anchors, name)),
  );
  const bound = [...new Set(passport.bindings.map(({ device }) => device))];
  return {
    batches: found.filter((batch) => batch !== undefined),
    devices: yield* together(bound.map((device) => deviceIn(registry, device))),
    passports: [passport],
  };
}

function eachOnce(names: readonly BatchName[]): BatchName[] {
  return [...new Map(names.map((name) => [`${name.stream}/${name.sequence}/${name.root}`, name])).values()];
}
