import { Wallet, ZeroAddress } from "ethers";
import { keyOf } from "./accountKeys.js";
import { chain } from "./chain.js";

/**
 * Lets an account of the test chain act by a contract's code (EIP-7702), whose word on signatures is not the account's.
 * Later tests of the process build on the same chain: take it back with `undelegate`.
 */
export async function delegate(account: { readonly address: string }, to: string): Promise<void> {
  const wallet = new Wallet(keyOf(account), chain.ethers.provider);
  const nonce = (await wallet.getNonce()) + 1;
  const authorization = await wallet.authorize({ address: to, nonce, chainId: 31337n });
  await (await wallet.sendTransaction({ type: 4, to: ZeroAddress, authorizationList: [authorization] })).wait();
}

/** Takes the code of `delegate` from an account again. */
export async function undelegate(account: { readonly address: string }): Promise<void> {
  await delegate(account, ZeroAddress);
}
