import type { Provider } from "ethers";
import { blockRanges, lowerHex } from "../../../evidence/index.js";
import { decodeRoster, decodeWords, type Hex, nextHead, type SettledWords } from "../../../protocol/index.js";
import { IEnergySettlement__factory } from "../../../typechain-types/factories/contracts/interfaces/IEnergySettlement__factory.js";

/** Everything that was settled of a supplier's meter, replayed from the contract's events. */
export interface Replay {
  /** Numbers of the roster's agreements beside what each of them got, by interval. */
  readonly intervals: readonly { readonly numbers: readonly number[]; readonly words: SettledWords }[];
  /** Whether the events lead to the head that the contract holds: then none was left out, added or changed. */
  readonly endsAtHead: boolean;
}

const ZERO_HEAD: Hex = `0x${"0".repeat(64)}`;

/** Replays what `settlement` settled of a supplier's meter up to a block. Throws what the provider and the decoders throw. */
export async function replaySettled(
  { provider, blockTag }: { readonly provider: Provider; readonly blockTag: number },
  settlement: Hex,
  exportMeter: Hex,
): Promise<Replay> {
  const contract = IEnergySettlement__factory.connect(settlement, provider);
  const rosters = new Map<Hex, readonly number[]>();
  const intervals: Replay["intervals"][number][] = [];
  let head = ZERO_HEAD;
  for (const { from, to } of blockRanges(blockTag)) {
    for (const { args } of await contract.queryFilter(contract.filters.IntervalSettled(exportMeter), from, to)) {
      const roster = lowerHex(args.roster);
      const words = [...args.words];
      head = nextHead(head, { roster, endS: args.endS, words });
      const numbers = rosters.get(roster) ?? (await numbersOf(provider, roster, blockTag));
      rosters.set(roster, numbers);
      intervals.push({ numbers, words: decodeWords(words) });
    }
  }
  return { intervals, endsAtHead: head === (await contract.headOf(exportMeter, { blockTag })) };
}

/** A roster is code whose address every head depends on: what it says needs no event. */
async function numbersOf(provider: Provider, roster: Hex, blockTag: number): Promise<number[]> {
  const { members } = decodeRoster(lowerHex(await provider.getCode(roster, blockTag)));
  return members.map(({ number }) => number);
}
