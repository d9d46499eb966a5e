import { connect, readValidators } from "../../../evidence/index.js";
import { serializeValidators } from "../../../protocol/sealed/index.js";
import { rpcOf } from "../../chain/openChain.js";
import type { ValidatorsFlags } from "./validatorsFlags.js";
import { writeExport } from "./writeExport.js";

/**
 * Reads from a node who sealed its chain's blocks when, and writes it.
 * @throws NodeUnreachable, ExportUnwritable, and what `readValidators` throws
 */
export async function writeValidators(flags: ValidatorsFlags) {
  const { provider, chainId, genesisHash } = await connect(rpcOf(flags));
  try {
    const history = await readValidators({ provider, chainId, genesisHash, consensus: flags.consensus });
    writeExport(flags.out, serializeValidators(history));
    const lines = [
      `${flags.out}: validators of chain ${chainId} (genesis ${genesisHash})`,
      ...history.sets.map(({ fromBlock, validators }) => `  from block ${fromBlock} on: ${validators.join(", ")}`),
    ];
    return { file: flags.out, ...history, lines };
  } finally {
    provider.destroy();
  }
}
