import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { JsonRpcProvider } from "ethers";
import type { DemoContracts } from "../../../demo/chain/contracts.js";
import type { Hardhat } from "../../../deploy/hardhat.js";
import Wattproof from "../../../deploy/modules/Wattproof.js";
import type { Hex } from "../../../protocol/index.js";
import {
  AccessManager__factory,
  BatteryPassport__factory,
  DeviceRegistry__factory,
  EnergySettlement__factory,
  EnergyToken__factory,
  Membership__factory,
  SupplyAgreements__factory,
} from "../../../typechain-types/index.js";

/**
 * Deploys everything to the chain behind `rpcUrl`. Ignition keeps a journal of what it does to such a chain; a chain made
 * for a test gets one of its own, which goes with the test: another chain of the same id would be taken for this one.
 */
export async function deployForTest(
  hardhat: Hardhat,
  rpcUrl: string,
  provider: JsonRpcProvider,
): Promise<DemoContracts> {
  const deploymentId = `test-${randomBytes(8).toString("hex")}`;
  const connection = await hardhat.network.create({ network: "localhost", override: { url: rpcUrl } });
  try {
    const deployed = await connection.ignition.deploy(Wattproof, {
      deploymentId,
      config: { requiredConfirmations: 1, blockPollingInterval: 20 },
      displayUi: false,
    });
    const at = (contract: { target: unknown }): string => String(contract.target);
    return {
      directory: at(deployed.directory).toLowerCase() as Hex,
      p256Verifier: at(deployed.p256Verifier).toLowerCase() as Hex,
      authority: AccessManager__factory.connect(at(deployed.authority), provider),
      membership: Membership__factory.connect(at(deployed.membership), provider),
      devices: DeviceRegistry__factory.connect(at(deployed.devices), provider),
      passports: BatteryPassport__factory.connect(at(deployed.passports), provider),
      token: EnergyToken__factory.connect(at(deployed.token), provider),
      agreements: SupplyAgreements__factory.connect(at(deployed.agreements), provider),
      settlement: EnergySettlement__factory.connect(at(deployed.settlement), provider),
    };
  } finally {
    await connection.close();
    rmSync(join(hardhat.config.paths.ignition, "deployments", deploymentId), { recursive: true, force: true });
  }
}
