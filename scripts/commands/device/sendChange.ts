import { formatDid } from "../../../identity/index.js";
import type { Hex } from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { IIncidentRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IIncidentRegistry__factory.js";
import { type DeviceName, idOn } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { sendAndTell, type ToldAction } from "../../chain/sendAndTell.js";
import type { WriteFlags } from "../../commandLine/chainOptions.js";

export const REGISTRY = IDeviceRegistry__factory.createInterface();
export const INCIDENTS = IIncidentRegistry__factory.createInterface();

/** A change of one device, ready to be announced and sent. Beside its own result JSON has device and did. */
export interface Change extends Omit<ToldAction, "to"> {
  /** Name of the contract in the Directory. */
  readonly contract: "DeviceRegistry" | "IncidentRegistry";
}

/** Sends one change of a device and tells what came of it. Throws what `withChain`, `openAccount` and `sendAndTell` throw. */
export async function sendChange(
  flags: WriteFlags,
  name: DeviceName,
  plan: (device: Hex, chain: OpenChain, account: ChainAccount) => Change | Promise<Change>,
): Promise<void> {
  await withChain(flags, async (chain) => {
    const device = idOn(chain, name);
    const account = await openAccount(chain, flags);
    const { contract, ...change } = await plan(device, chain, account);
    const { chainId, directory } = chain;
    const result = { device, did: formatDid({ chainId, directory, device }), ...change.result };
    await sendAndTell(chain, account, { ...change, result, to: await chain.contract(contract) }, flags);
  });
}
