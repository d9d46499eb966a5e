import type { JsonRpcSigner } from "ethers";
import { passportIdOf } from "../../protocol/index.js";
import type { DemoContracts } from "../chain/contracts.js";
import type { SimulatedBattery } from "./battery.js";
import { LIMITS, RATED_CAPACITY_MICRO_AH, RATED_ENERGY_MICRO_WH } from "./facts.js";

/** The maker issues the battery's passport and binds its device from the first record on. */
export async function issuePassport(
  contracts: DemoContracts,
  maker: JsonRpcSigner,
  battery: SimulatedBattery,
): Promise<void> {
  const passports = contracts.passports.connect(maker);
  const facts = {
    batteryPassportIdentifier: battery.identifier,
    model: "18650 cell, 2.0 Ah",
    chemistry: "Lithium-ion",
    ratedCapacityMicroAh: RATED_CAPACITY_MICRO_AH,
    ratedEnergyMicroWh: RATED_ENERGY_MICRO_WH,
    // The data set's cells are new: their history begins with the first cycle of the file.
    factoryChargeCount: 0,
    factoryDischargeCount: 0,
    limits: LIMITS,
  };
  await (await passports.issue(facts)).wait();
  await (await passports.bind(passportIdOf(battery.identifier), battery.device.id, 1n)).wait();
}
