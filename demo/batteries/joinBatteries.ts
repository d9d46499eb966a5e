import { DeviceKind, type Hex } from "../../protocol/index.js";
import type { Consortium } from "../chain/consortium.js";
import type { DemoContracts } from "../chain/contracts.js";
import { enrolDevice } from "../devices/enrolDevice.js";
import { createP256Key } from "../devices/keys.js";
import { createBattery, type SimulatedBattery } from "./battery.js";
import type { PlannedCorrection } from "./correction.js";
import { issuePassport } from "./issuePassport.js";
import type { BatteryHistory } from "./readBatteries.js";

export interface JoinedBattery extends BatteryHistory {
  readonly battery: SimulatedBattery;
}

export interface JoinBatteriesOptions {
  readonly contracts: DemoContracts;
  readonly consortium: Consortium;
  readonly domain: Hex;
  readonly histories: readonly BatteryHistory[];
  readonly corrections: readonly PlannedCorrection[];
  /** Block time, Unix seconds. */
  readonly nowS: bigint;
  readonly onBattery: (battery: SimulatedBattery) => void;
}

/** Enrols a battery's device per cell and issues the passports. */
export async function joinBatteries(options: JoinBatteriesOptions): Promise<JoinedBattery[]> {
  const { contracts, consortium, domain, histories, corrections, nowS, onBattery } = options;
  const joined: JoinedBattery[] = [];
  for (const history of histories) {
    const device = await enrolDevice({
      contracts,
      organisation: consortium.batteryMaker,
      domain,
      label: history.identifier,
      kind: DeviceKind.Battery,
      owner: consortium.batteryMaker.address.toLowerCase() as Hex,
      key: createP256Key(contracts.p256Verifier),
      nowS,
    });
    const correction = corrections.find(({ cell }) => cell === history.identifier);
    const { identifier, cycles } = history;
    const battery = createBattery({ identifier, device, history: cycles, ...(correction && { correction }) });
    await issuePassport(contracts, consortium.batteryMaker, battery);
    joined.push({ ...history, battery });
    onBattery(battery);
  }
  return joined;
}
