import { isError, type TransactionReceipt } from "ethers";
import { read } from "../../evidence/index.js";
import { chooseGasPrice, decodeRevert, revertReason } from "../../oracle/relayer/index.js";
import { type Hex, isHex, quoted } from "../../protocol/index.js";
import { EnergyToken__factory } from "../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { harmless } from "../commandLine/print.js";
import { contractErrors } from "./contractErrors.js";
import { TransactionNotTaken, TransactionUnsettled } from "./errors.js";
import { missingRole } from "./missingRole.js";
import type { ChainAccount } from "./openAccount.js";
import type { OpenChain } from "./openChain.js";
import { ContractRefused, type NamedRevert, namesMoney } from "./refusals.js";

/** A call that changes a contract's state. */
export interface Action {
  /** What it will do, as an imperative sentence without its full stop: "Suspend device 0x…". */
  readonly says: string;
  readonly to: Hex;
  readonly data: string;
}

/**
 * Tried is in the block to come: on a development chain that nobody sends to, the last one may be hours old, and so would be the
 * time that a contract goes by. Besu takes the last one, which is seconds old.
 */
const AS_NEXT = { blockTag: "pending" } as const;

/** Longest wait for a receipt, ms. */
const PATIENCE_MS = 120_000;

/**
 * Does what `action` says: tells the user on stderr, tries it without sending, sends it, and waits until it is mined.
 * @throws ContractRefused if a contract would not or did not take it, TransactionNotTaken if the node did not,
 *   TransactionUnsettled if nobody knows yet
 */
export async function transact(
  chain: OpenChain,
  { address: from, send }: ChainAccount,
  { says, to, data }: Action,
): Promise<TransactionReceipt> {
  const { provider, chainId } = chain;
  process.stderr.write(`${harmless(`${says} (chain ${chainId}, from ${from})`)}\n`);
  const call = { from, to, data };
  const gasLimit = await withRefusals(chain, call, async () => {
    await provider.call({ ...call, ...AS_NEXT });
    return withMargin(await provider.estimateGas(call));
  });
  const hash = await withRefusals(chain, call, async () => {
    const [gasPrice, nonce] = await Promise.all([
      chooseGasPrice(provider),
      provider.getTransactionCount(from, "pending"),
    ]);
    return send({ ...call, type: 0, chainId, nonce, gasLimit, gasPrice });
  });
  const receipt = await provider.waitForTransaction(hash, 1, PATIENCE_MS).catch((cause: unknown) => {
    throw new TransactionUnsettled(hash, chainId, cause);
  });
  if (receipt === null) throw new TransactionUnsettled(hash, chainId);
  if (receipt.status !== 1) {
    const { blockNumber: block, gasUsed } = receipt;
    throw await refusalOf(
      chain,
      call,
      await revertReason(provider, contractErrors(), { ...call, gasLimit, gasUsed, block }),
    );
  }
  return receipt;
}

/**
 * Tries a call without sending it.
 * @throws ContractRefused if a contract would not take it, TransactionNotTaken if the node cannot say
 */
export async function tryCall(chain: OpenChain, call: { from: Hex; to: Hex; data: string }): Promise<void> {
  await withRefusals(chain, call, () => chain.provider.call({ ...call, ...AS_NEXT }));
}

/** Histories go by the second: a change in a new second takes a storage slot more than one in the same. */
function withMargin(gas: bigint): bigint {
  return (gas * 13n) / 10n + 60_000n;
}

/** A call that a contract may refuse. */
type Call = Pick<Action, "to" | "data"> & { readonly from: Hex };

async function withRefusals<T>(chain: OpenChain, call: Call, asking: () => Promise<T>): Promise<T> {
  try {
    return await asking();
  } catch (cause) {
    const data = revertDataOf(cause);
    if (data !== undefined) throw await refusalOf(chain, call, decodeRevert(contractErrors(), data));
    throw new TransactionNotTaken(quoted(saidBy(cause)), cause);
  }
}

/** A refusal in words: the currency of the deployment's token where it tells of money, and the role that is missing. Throws as `read`. */
async function refusalOf(chain: OpenChain, call: Call, revert: NamedRevert): Promise<ContractRefused> {
  if (!namesMoney(revert, contractErrors())) {
    return new ContractRefused(revert, contractErrors(), "", await missingRole(chain, revert, call));
  }
  const token = EnergyToken__factory.connect(await chain.contract("EnergyToken"), chain.provider);
  return new ContractRefused(revert, contractErrors(), await read("the token's currency", () => token.currency()));
}

function revertDataOf(cause: unknown): Hex | undefined {
  if (!isError(cause, "CALL_EXCEPTION")) return undefined;
  const data = cause.data?.toLowerCase() ?? "0x";
  return isHex(data) ? data : "0x";
}

/** The node's own words, if it had any; ethers' repeat the whole transaction. */
function saidBy(cause: unknown): string {
  const { shortMessage, message, error, info } = Object(cause) as Record<string, unknown> & { message?: string };
  const inner = Object(Object(info).error ?? error) as { message?: unknown };
  return String(inner.message ?? shortMessage ?? message ?? "no reason was given");
}
