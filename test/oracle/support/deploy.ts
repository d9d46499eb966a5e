import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { JsonRpcApiProvider } from "ethers";
import { connectContracts, type DemoContracts } from "../../../demo/chain/contracts.js";
import type { Hardhat } from "../../../deploy/hardhat.js";
import Wattproof from "../../../deploy/modules/Wattproof.js";

/**
 * Deploys everything to the chain behind `rpcUrl`. Ignition keeps a journal of what it does to such a chain; a chain made
 * for a test gets one of its own, which goes with the test: another chain of the same id would be taken for this one.
 */
export async function deployForTest(
  hardhat: Hardhat,
  rpcUrl: string,
  provider: JsonRpcApiProvider,
): Promise<DemoContracts> {
  const deploymentId = `test-${randomBytes(8).toString("hex")}`;
  const connection = await hardhat.network.create({ network: "localhost", override: { url: rpcUrl } });
  try {
    const deployed = await connection.ignition.deploy(Wattproof, {
      deploymentId,
      config: { requiredConfirmations: 1, blockPollingInterval: 20 },
      displayUi: false,
    });
    return connectContracts(deployed, provider);
  } finally {
    await connection.close();
    rmSync(join(hardhat.config.paths.ignition, "deployments", deploymentId), { recursive: true, force: true });
  }
}
