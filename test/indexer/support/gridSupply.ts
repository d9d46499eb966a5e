import type { Hex } from "../../../protocol/index.js";
import { GRID_TERMS, registerAgreement } from "../../support/chain/agreements.js";
import { nextBlockAt } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import type { SignedMeterReading } from "../../support/chain/recorder.js";
import { HOUR_S, type Scenario } from "./scenario.js";

const DAY_S = 86_400;

/** People of the scenario: the supplier, two consumers, and one who supplies from the grid. */
export function peopleOf({ consortium }: Scenario) {
  const [supplier, second, third, grid] = consortium.people;
  if (!supplier || !second || !third || !grid) throw new TypeError("The consortium has more people than four.");
  return { supplier, second, third, grid };
}

/** Registers an agreement of b03 with a grid supplier over the scenario's day, at 2.00 per kWh. */
export async function agreeWithGrid(scene: Scenario): Promise<Hex> {
  const { consortium, devices, startS } = scene;
  const { third: consumer, grid: supplier } = peopleOf(scene);
  const terms = {
    ...GRID_TERMS,
    importMeter: devices.b03,
    consumer: consumer.address,
    startS,
    endS: startS + 24 * HOUR_S,
    supplier: supplier.address,
    settlementPeriodS: HOUR_S,
    noticeS: 0,
    importRatedW: 5_000,
    token: lower(await consortium.token.getAddress()),
    pricePerKWh: 2_000_000n,
    escrow: 0n,
    salt: bytes32Of("grid"),
  };
  return registerAgreement(consortium, terms, { consumer, supplier });
}

/** Closes hours 2 and 3, in which b03's and b02's readings are missing, as the oracle may after a day. */
export async function closeIncomplete({ readings, settle, consortium, startS }: Scenario): Promise<void> {
  await nextBlockAt(startS + 3 * HOUR_S + DAY_S);
  const [, , second, third] = readings.b01;
  await settle(2, [second, readings.b02[2]] as SignedMeterReading[], consortium.oracle);
  await settle(3, [third, readings.b03[2]] as SignedMeterReading[], consortium.oracle);
}
