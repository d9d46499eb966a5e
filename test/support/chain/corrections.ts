import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  correctionDomain,
  type Hex,
  METER_CORRECTION_TYPES,
  type MeterCorrection,
  MeterCorrectionReason,
} from "../../../protocol/index.js";
import { type Consortium, lower } from "./consortium.js";
import { bytes32Of } from "./devices.js";

/** The next correction of a meter after the registers that are settled last, of an exchange that changed nothing yet. */
export async function nextCorrection({ settlement }: Consortium, meter: Hex): Promise<MeterCorrection> {
  const { importAtS, exportAtS } = await settlement.registersOf(meter);
  return {
    meter,
    number: Number(await settlement.correctionsOf(meter)) + 1,
    reason: MeterCorrectionReason.Exchanged,
    importAtS,
    exportAtS,
    ...{ importFromWh: 0n, importToWh: 0n, exportFromWh: 0n, exportToWh: 0n },
    evidenceHash: bytes32Of("protocol of the exchange"),
  };
}

/** Domain that corrections are signed in. */
export async function correctionDomainOf({ settlement }: Consortium) {
  return correctionDomain({ chainId: 31337n, settlement: lower(await settlement.getAddress()) });
}

export async function signCorrection(c: Consortium, correction: MeterCorrection, signer: HardhatEthersSigner) {
  return signer.signTypedData({ ...(await correctionDomainOf(c)) }, METER_CORRECTION_TYPES, correction);
}

/** Has a correction signed, by the meters' organisation unless another is given, and relayed by a stranger. */
export async function correctMeter(c: Consortium, correction: MeterCorrection, signer = c.grid) {
  const signature = await signCorrection(c, correction, signer);
  return c.settlement.connect(c.stranger).correct(correction, signer, signature);
}
