import { channelPayments, Direction, type Hex, registerFor } from "../protocol/index.js";
import { type ChannelStanding, ChannelStatus } from "./types.js";

/** What a channel's end waits for. */
export type ChannelWait =
  /** A party has to close it: it is open. */
  | { readonly kind: "close" }
  /** Newer vouchers answer until then, Unix seconds. */
  | { readonly kind: "challengeEnd"; readonly atS: bigint }
  /**
   * Anybody may finalise it, but `payee` has more to come once settlement shows this register, Wh. Its watcher waits for
   * that until `untilS`, Unix seconds.
   */
  | {
      readonly kind: "settlement";
      readonly payee: Hex;
      readonly direction: Direction;
      readonly registerWh: bigint;
      readonly untilS: bigint;
    }
  /** Anybody may finalise it. */
  | { readonly kind: "finalisation" }
  /** It is closed. */
  | { readonly kind: "nothing" };

/** Registers that justify every promise. */
const ALL_SETTLED = { importWh: 1n << 64n, exportWh: 1n << 64n };

/**
 * What a channel waits for.
 *
 * What is not settled when it is finalised is not paid, so the party that would gain by more waits. That may never come, and
 * others may finalise all the same, so the wait ends as long after the challenge period as that took.
 * @param timeS Time of the block that it was read at, Unix seconds.
 */
export function waitOf({ facts, presented, due }: ChannelStanding, timeS: bigint): ChannelWait {
  const { status, closesAtS, challengePeriodS } = facts;
  if (status === ChannelStatus.Open) return { kind: "close" };
  if (status === ChannelStatus.Closed) return { kind: "nothing" };
  if (timeS < closesAtS) return { kind: "challengeEnd", atS: closesAtS };
  const untilS = closesAtS + challengePeriodS;
  const [importPromised, exportPromised] = [presented[Direction.Import], presented[Direction.Export]];
  const then = channelPayments({ ...facts, importPromised, exportPromised }, ALL_SETTLED);
  const ownersGain = toOwner(then) - toOwner(due);
  if (ownersGain === 0n || timeS >= untilS) return { kind: "finalisation" };
  const { importPricePerKWh, importBaselineWh, exportPricePerKWh, exportBaselineWh } = facts;
  return ownersGain > 0n
    ? {
        kind: "settlement",
        payee: facts.owner,
        direction: Direction.Export,
        registerWh: registerFor(exportPricePerKWh, exportBaselineWh, exportPromised),
        untilS,
      }
    : {
        kind: "settlement",
        payee: facts.partner,
        direction: Direction.Import,
        registerWh: registerFor(importPricePerKWh, importBaselineWh, importPromised),
        untilS,
      };
}

function toOwner({ paidByOwner, paidByPartner }: ChannelStanding["due"]): bigint {
  return paidByPartner - paidByOwner;
}
