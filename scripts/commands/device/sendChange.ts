import { formatDid } from "../../../identity/index.js";
import type { Hex } from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { IIncidentRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IIncidentRegistry__factory.js";
import { type DeviceName, idOn } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import type { WriteFlags } from "../../commandLine/chainOptions.js";
import { printResult } from "../../commandLine/print.js";

export const REGISTRY = IDeviceRegistry__factory.createInterface();
export const INCIDENTS = IIncidentRegistry__factory.createInterface();

/** A change of one device, ready to be announced and sent. */
export interface Change {
  /** Imperative, without full stop. */
  readonly says: string;
  /** Name of the contract in the Directory. */
  readonly contract: "DeviceRegistry" | "IncidentRegistry";
  readonly data: string;
  /** What is true afterwards, a sentence. */
  readonly done: string;
  /** Members of the JSON result beside device, did, transaction and block. */
  readonly result?: Readonly<Record<string, unknown>>;
}

/** Sends one change of a device and tells what came of it. Throws what `withChain`, `openAccount` and `transact` throw. */
export async function sendChange(
  flags: WriteFlags,
  name: DeviceName,
  plan: (device: Hex, chain: OpenChain, account: ChainAccount) => Change | Promise<Change>,
): Promise<void> {
  await withChain(flags, async (chain) => {
    const device = idOn(chain, name);
    const account = await openAccount(chain, flags);
    const { says, contract, data, done, result } = await plan(device, chain, account);
    const { hash, blockNumber } = await transact(chain, account, { says, to: await chain.contract(contract), data });
    const { chainId, directory } = chain;
    printResult(
      { device, did: formatDid({ chainId, directory, device }), ...result, transaction: hash, block: blockNumber },
      [done, `  transaction ${hash} in block ${blockNumber}`],
      flags,
    );
  });
}
