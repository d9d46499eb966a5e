import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import { decodeWords, type Hex, nextHead, type SettledWords } from "../../../protocol/index.js";
import { type Consortium, lower } from "./consortium.js";

/** An interval as its event tells of it. */
export interface ToldInterval extends SettledWords {
  readonly exportMeter: Hex;
  readonly endS: bigint;
  readonly roster: Hex;
  readonly words: readonly bigint[];
}

/** The intervals that a transaction settled, in order. */
export async function settledBy(
  { settlement }: Consortium,
  sent: Promise<ContractTransactionResponse>,
): Promise<ToldInterval[]> {
  const receipt = (await (await sent).wait()) as ContractTransactionReceipt;
  return receipt.logs.flatMap((log) => {
    const event = settlement.interface.parseLog(log);
    if (event?.name !== "IntervalSettled") return [];
    const words = [...(event.args.words as readonly bigint[])];
    const { exportMeter, endS, roster } = event.args;
    return [
      { exportMeter: exportMeter as Hex, endS: endS as bigint, roster: lower(roster), words, ...decodeWords(words) },
    ];
  });
}

/** What one interval came to, short: production and delivered; flow, delivered and owed of each member. */
export function outcomeOf({ supplier, members }: SettledWords) {
  return {
    supplier: [supplier.flowWh, supplier.deliveredWh],
    members: members.map(({ flowWh, deliveredWh, owed }) => [flowWh, deliveredWh, owed]),
  };
}

/** The head that a supplier's settled intervals come to, from the first on. */
export function headAfter(intervals: readonly ToldInterval[], before: Hex = `0x${"00".repeat(32)}`): Hex {
  return intervals.reduce((head, interval) => nextHead(head, interval), before);
}
