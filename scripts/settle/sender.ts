import { isError, type Provider, type TransactionRequest } from "ethers";
import { chooseGasPrice, decodeRevert, revertReason } from "../../oracle/relayer/index.js";
import type { Send } from "../../oracle/settlement/index.js";
import { type Hex, isHex } from "../../protocol/index.js";
import { EnergySettlement__factory } from "../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { IDeviceRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { ISupplyAgreements__factory } from "../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import { TransactionUnsettled } from "../chain/errors.js";
import type { ChainAccount } from "../chain/openAccount.js";
import type { OpenChain } from "../chain/openChain.js";
import { harmless } from "../commandLine/print.js";

const SETTLEMENT = EnergySettlement__factory.createInterface();
/** Contracts whose errors settling can meet. */
const ERRORS = [SETTLEMENT, IDeviceRegistry__factory.createInterface(), ISupplyAgreements__factory.createInterface()];

/** Longest wait for a receipt, ms. */
const PATIENCE_MS = 120_000;

/** What was done on the chain. */
export interface Sent {
  readonly transactions: Hex[];
  /** Intervals that were closed and meters that were opened. */
  intervals: number;
  meters: number;
}

/**
 * Sends settlement's calls from an account, one after the other: each is tried first, so that a refusal costs nothing.
 * What it throws: `TransactionUnsettled` if nobody knows what became of a transaction, and what the node throws.
 */
export function createSender({ provider, chainId }: OpenChain, { address: from, send }: ChainAccount) {
  const sent: Sent = { transactions: [], intervals: 0, meters: 0 };
  let turn: Promise<unknown> = Promise.resolve();

  const sendOne: Send = async ({ name, to, data, gasLimit }) => {
    const call = { from, to, data };
    const reason = await refusalOf(provider, { ...call, gasLimit });
    if (reason !== undefined) return { status: "reverted", reason };

    process.stderr.write(`${harmless(`${name} (chain ${chainId}, from ${from})`)}\n`);
    const nonce = await provider.getTransactionCount(from, "pending");
    const gasPrice = await chooseGasPrice(provider);
    const hash = await send({ ...call, type: 0, chainId, nonce, gasLimit, gasPrice });
    const receipt = await provider.waitForTransaction(hash, 1, PATIENCE_MS).catch((cause: unknown) => {
      throw new TransactionUnsettled(hash, chainId, cause);
    });
    if (receipt === null) throw new TransactionUnsettled(hash, chainId);
    const { gasUsed, blockNumber: block } = receipt;
    if (receipt.status !== 1) {
      const reason = await revertReason(provider, ERRORS, { ...call, gasLimit, gasUsed, block });
      return { status: "reverted", reason };
    }
    sent.transactions.push(hash);
    for (const { topics } of receipt.logs) {
      if (topics[0] === SETTLEMENT.getEvent("IntervalSettled").topicHash) sent.intervals += 1;
      if (topics[0] === SETTLEMENT.getEvent("MeterOpened").topicHash) sent.meters += 1;
    }
    return { status: "confirmed", gasUsed };
  };

  const inTurn: Send = (call) => {
    const outcome = turn.then(() => sendOne(call));
    turn = outcome.catch(() => undefined);
    return outcome;
  };
  return { sent, send: inTurn };
}

/** Refusals that only the latest block's time may be to blame for. */
const OF_TIME = new Set(["EnergySettlementTooEarly", "EnergySettlementInFuture"]);

/**
 * What the contracts refuse a call with; undefined if they do not. A chain that makes no block without a transaction, a
 * development node above all, stays at an old time: what is refused for that is tried at the time of the block to come.
 */
async function refusalOf(provider: Provider, call: TransactionRequest) {
  const now = await revertDataOf(() => provider.call(call));
  if (now === undefined) return undefined;
  const reason = decodeRevert(ERRORS, now);
  if (!OF_TIME.has(reason.name)) return reason;
  const next = await revertDataOf(() => provider.call({ ...call, blockTag: "pending" }));
  return next === undefined ? undefined : decodeRevert(ERRORS, next);
}

/** What a contract refuses with; undefined if it does not, or if only the gas ran out, which sending finds out. */
async function revertDataOf(asking: () => Promise<unknown>): Promise<Hex | undefined> {
  try {
    await asking();
  } catch (error) {
    if (!isError(error, "CALL_EXCEPTION")) throw error;
    const data = error.data?.toLowerCase();
    return isHex(data) && data !== "0x" ? data : undefined;
  }
  return undefined;
}
