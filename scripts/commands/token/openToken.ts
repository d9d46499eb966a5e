import type { TransactionReceipt } from "ethers";
import { ROLES } from "../../../deploy/roles.js";
import { lowerHex, read } from "../../../evidence/index.js";
import { DeploymentForeign } from "../../../identity/index.js";
import { type Hex, type Quorum, quorumOf, type TokenDomain, tokenDomain } from "../../../protocol/index.js";
import { EnergyToken__factory } from "../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import type { EnergyToken } from "../../../typechain-types/index.js";
import { type ChainAccount, openAccount, type TypedData } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { signTold } from "../../chain/signTold.js";
import type { GuardedCall } from "../../chain/takeRole.js";
import { transact } from "../../chain/transact.js";
import type { ChainFlags, WriteFlags } from "../../commandLine/chainOptions.js";
import { printResult } from "../../commandLine/print.js";
import { type TokenMessage, tokenMessageJson, withoutDoubles } from "./tokenMessage.js";

export const TOKEN = EnergyToken__factory.createInterface();

/** A deployment's token. */
export interface OpenToken {
  readonly chain: OpenChain;
  readonly address: Hex;
  readonly contract: EnergyToken;
  /** ISO 4217. */
  readonly currency: string;
  readonly domain: TokenDomain;
}

/** Opens the token of a deployment for as long as `use` takes. Throws what `withChain` throws, `ContractNotNamed`. */
export async function withToken<T>(flags: ChainFlags, use: (token: OpenToken) => Promise<T>): Promise<T> {
  return withChain(flags, async (chain) => {
    const address = await chain.contract("EnergyToken");
    const contract = EnergyToken__factory.connect(address, chain.provider);
    const currency = await read("the token's currency", () => contract.currency());
    const domain = tokenDomain({ chainId: chain.chainId, token: address, currency });
    return use({ chain, address, contract, currency, domain });
  });
}

/** A change of the token, ready to be announced and sent. */
export interface TokenChange {
  /** Imperative, without full stop. */
  readonly says: string;
  readonly data: string;
  /** What is true afterwards, a sentence. */
  readonly done: string;
  /** Members of the JSON result beside transaction and block. */
  readonly result: Readonly<Record<string, unknown>>;
  /** What its events tell, as further members of the result and one more line. */
  readonly learned?: (receipt: TransactionReceipt) => { readonly result: object; readonly line: string };
}

/** Sends a change and tells what came of it. Throws what `transact` throws. */
export async function sendTokenChange(
  { chain, address: to }: OpenToken,
  account: ChainAccount,
  { says, data, done, result, learned }: TokenChange,
  flags: WriteFlags,
): Promise<void> {
  const receipt = await transact(chain, account, { says, to, data });
  const { hash, blockNumber } = receipt;
  const more = learned?.(receipt);
  const lines = [done, ...(more ? [`  ${more.line}`] : []), `  transaction ${hash} in block ${blockNumber}`];
  printResult({ ...result, ...more?.result, transaction: hash, block: blockNumber }, lines, flags);
}

/**
 * Adds the account's signature to a message and prints it, after saying on stderr what is signed. It is JSON in any case,
 * since it goes into a file.
 */
export async function signTokenMessage(
  token: OpenToken,
  flags: WriteFlags,
  { says, types, message }: { says: string; types: Types; message: TokenMessage },
): Promise<void> {
  const account = await openAccount(token.chain, flags);
  const signed = await signedBy(token, account, { says, types, message });
  printResult(tokenMessageJson(signed), [], { json: true });
}

type Types = TypedData["types"];

/** The message with the account's signature, after saying on stderr what is signed. */
export async function signedBy<T extends TokenMessage>(
  { chain, domain }: OpenToken,
  account: ChainAccount,
  { says, types, message }: { says: string; types: Types; message: T },
): Promise<T> {
  const typed = { domain, types, value: { ...message.order } };
  const signature = lowerHex(await signTold(chain, account, { says, typed }));
  return { ...message, signatures: withoutDoubles([...message.signatures, { signer: account.address, signature }]) };
}

/** A message's signatures as the token takes them. */
export function quorumIn({ signatures }: TokenMessage): Quorum {
  return quorumOf(signatures);
}

/** A call that needs the treasurer's role. */
export function treasurersCall(target: Hex, data: string): GuardedCall {
  return { role: ROLES.TREASURER, does: "mints and confirms pay-outs", target, data };
}

/** Makes sure that a message is for the deployment that is open. Throws `DeploymentForeign`. */
export function requireMessageHere({ chain }: OpenToken, given: TokenMessage): void {
  const { chainId, directory } = chain;
  if (given.chainId === chainId && given.directory === directory) return;
  const [givenChainId, givenDirectory] = [given.chainId, given.directory];
  throw new DeploymentForeign("The message", { chainId, directory, givenChainId, givenDirectory });
}
