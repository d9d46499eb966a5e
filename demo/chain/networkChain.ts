import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { hexlify, Network } from "ethers";
import { deploymentRecord } from "../../deploy/addressBook.js";
import { addGasMargin } from "../../deploy/gasMargin.js";
import { type Hardhat, ROOT } from "../../deploy/hardhat.js";
import { connect } from "../../evidence/index.js";
import { DemoGasCosts } from "../errors.js";
import { type StageChain, signingProvider } from "./stageChain.js";

/** More than a demo has organisations. */
const ACCOUNTS = 16;
const KEY_BYTES = 32;
const POLL_MS = 200;

/**
 * A chain that runs already, such as a consortium's. What the demo leaves there is its own: accounts with new keys, which end
 * with this process, and contracts that nobody's address book names.
 * @param rpcUrl JSON-RPC of one of its nodes.
 * @throws NodeUnreachable, DemoGasCosts
 */
export async function openNetworkChain(hardhat: Hardhat, rpcUrl: string): Promise<StageChain> {
  const { provider: node, chainId } = await connect(rpcUrl);
  const newest = await node.getBlock("latest");
  node.destroy();
  if (newest?.baseFeePerGas) throw new DemoGasCosts(rpcUrl);
  const accounts = Array.from({ length: ACCOUNTS }, () => hexlify(randomBytes(KEY_BYTES)));
  const connection = await hardhat.network.create({
    network: "localhost",
    override: { url: rpcUrl, gasPrice: 0n, accounts },
  });
  addGasMargin(connection);
  const provider = signingProvider(connection, Network.from(chainId), POLL_MS);
  const record = `demo-${randomBytes(8).toString("hex")}`;
  return {
    connection,
    provider,
    rpcUrl,
    isFunded: false,
    record,
    async close() {
      rmSync(deploymentRecord(ROOT, record), { recursive: true, force: true });
      provider.destroy();
      await connection.close();
    },
  };
}
