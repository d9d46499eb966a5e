import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { JsonRpcProvider, Wallet } from "ethers";

/** Osaka takes 40 gas for each byte (EIP-7623), and no transaction above 2^24 gas (EIP-7825). */
const GAS_LIMIT = 8_000_000n;

export interface LoadOptions {
  readonly rpc: string;
  /** Of each transaction, random, so that nothing is saved by packing. */
  readonly bytes: number;
  readonly perSecond: number;
}

/** Sends transactions that carry data, until it is stopped. Gas is free, so that an account without funds may. */
export function startLoad({ rpc, bytes, perSecond }: LoadOptions): { readonly stop: () => Promise<number> } {
  const provider = new JsonRpcProvider(rpc, undefined, { staticNetwork: true });
  const wallet = Wallet.createRandom();
  let isStopped = false;
  const sent = (async () => {
    const { chainId } = await provider.getNetwork();
    let nonce = 0;
    while (!isStopped) {
      const transaction = {
        ...{ to: wallet.address, data: `0x${randomBytes(bytes).toString("hex")}`, gasLimit: GAS_LIMIT },
        ...{ gasPrice: 0n, type: 0, nonce, chainId },
      };
      await provider.send("eth_sendRawTransaction", [await wallet.signTransaction(transaction)]);
      nonce += 1;
      await sleep(1000 / perSecond);
    }
    return nonce;
  })();
  // Whoever stops it learns what went wrong.
  sent.catch(() => undefined);
  return {
    stop: async () => {
      isStopped = true;
      try {
        return await sent;
      } finally {
        provider.destroy();
      }
    },
  };
}
