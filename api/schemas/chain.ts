import { z } from "zod";
import { account, count, hash, uint } from "./common.js";
import { components } from "./components.js";

/** The chain that all answers come from, as far as it is indexed. */
export const chain = z
  .strictObject({
    chainId: uint,
    genesisHash: hash,
    directory: account,
    rpcUrl: z.string(),
    /** ISO 4217 code of the money behind the token. */
    currency: z.string(),
    decimals: count,
    /** Latest indexed block. */
    block: z.strictObject({ number: count, timestampS: uint }),
    /** Contract by its name in the directory. */
    contracts: z.record(z.string(), account),
  })
  .register(components, { id: "Chain" });
