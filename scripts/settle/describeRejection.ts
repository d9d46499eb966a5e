import type { SettlementRejection } from "../../oracle/settlement/index.js";
import type { SignedRecord } from "../../protocol/index.js";

const SIGN_ANEW =
  "Sign the register anew with the key that the meter had then (wattproof meter read --keystore), in the place of that row";
const LATER =
  "A later reading that the chain takes carries on; if the meter was exchanged, say so with wattproof meter correct";

/** What to do about readings that the chain refuses, by the contract's error. */
const ADVICE: Readonly<Record<string, string>> = {
  DeviceRegistryInvalidDeviceSignature: `The meter's key did not sign it as it stands. ${SIGN_ANEW}.`,
  DeviceRegistryUnknownDevice: "No such meter is registered here. Check the file, the node and the Directory.",
  DeviceRegistryUnexpectedStatus: "The meter was not active then. Look at it with wattproof device show.",
  EnergySettlementRegisterBackwards: `The register is below the one settled last. ${LATER}.`,
  EnergySettlementImplausible: `The register rose by more than rated power allows in the time. ${LATER}.`,
};

/** A rejection as people and programs see it. */
export interface DescribedRejection {
  readonly position: string;
  readonly code: string;
  readonly reason: string;
}

/** A rejection by its meter and where its readings stand in the files, with what to do. */
export function describeRejection(
  { position, device, code, reason, records }: SettlementRejection,
  positions: ReadonlyMap<SignedRecord, string>,
): DescribedRejection {
  const places = records.flatMap((record) => positions.get(record) ?? []);
  const advice = ADVICE[code];
  return {
    position: places.length === 0 ? position : `${places.join(" or ")}, meter ${device}: ${position}`,
    code,
    reason: advice === undefined ? reason : `${reason} ${advice}`,
  };
}
