import { readdirSync } from "node:fs";
import { ChannelStateForeign, ChannelStateUnusable, ChannelStore } from "../../../channels/index.js";
import { Direction, type Hex, type Voucher } from "../../../protocol/index.js";
import { printNote } from "../../commandLine/print.js";
import { type ChannelsHere, statePath } from "./channelHere.js";

/** What a folder keeps of a channel; it may be the folder of both parties. */
export interface KeptHere {
  readonly channel: Hex;
  /** Parties whose side is kept. */
  readonly parties: readonly Hex[];
  /** Those of them that signed an offer to close. */
  readonly closeOfferedBy: readonly Hex[];
  /** The newest voucher of each direction. */
  readonly vouchers: Readonly<Record<Direction, Voucher | undefined>>;
}

/**
 * The channels of this deployment that a folder keeps, by id. A state of another deployment is passed over with a note.
 * @param party Only this party's. @throws ChannelStateUnusable
 */
export async function readKept(here: ChannelsHere, folder: string, party?: Hex): Promise<ReadonlyMap<Hex, KeptHere>> {
  const kept = new Map<Hex, KeptHere>();
  for (const account of accountsIn(folder, here)) {
    if (party !== undefined && account !== party) continue;
    for (const side of await readSide(here, folder, account)) {
      const before = kept.get(side.channel);
      kept.set(side.channel, before ? together(before, side) : side);
    }
  }
  return kept;
}

/** Accounts that have a state in the folder; none in one that is not there yet. */
function accountsIn(folder: string, { chain }: ChannelsHere): Hex[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new ChannelStateUnusable(folder, error);
  }
  const name = new RegExp(`^channels-${chain.chainId}-(0x[0-9a-f]{40})\\.sqlite$`);
  return names.flatMap((each) => (name.exec(each)?.[1] as Hex | undefined) ?? []).sort();
}

async function readSide(here: ChannelsHere, folder: string, account: Hex): Promise<KeptHere[]> {
  let store: ChannelStore;
  try {
    store = await ChannelStore.open(statePath(folder, here, account), here.separator);
  } catch (error) {
    if (!(error instanceof ChannelStateForeign)) throw error;
    printNote(error);
    return [];
  }
  try {
    const sides: KeptHere[] = [];
    for (const { facts, isCloseOffered } of await store.channels()) {
      const { channel } = facts;
      const { [Direction.Import]: imported, [Direction.Export]: exported } = await store.vouchers(channel);
      const vouchers = { [Direction.Import]: imported?.voucher, [Direction.Export]: exported?.voucher };
      sides.push({ channel, parties: [account], closeOfferedBy: isCloseOffered ? [account] : [], vouchers });
    }
    return sides;
  } finally {
    await store.close();
  }
}

function together(one: KeptHere, other: KeptHere): KeptHere {
  const newest = (direction: Direction) => newer(one.vouchers[direction], other.vouchers[direction]);
  return {
    channel: one.channel,
    parties: [...one.parties, ...other.parties],
    closeOfferedBy: [...one.closeOfferedBy, ...other.closeOfferedBy],
    vouchers: { [Direction.Import]: newest(Direction.Import), [Direction.Export]: newest(Direction.Export) },
  };
}

function newer(one: Voucher | undefined, other: Voucher | undefined): Voucher | undefined {
  return one === undefined || (other !== undefined && other.amount > one.amount) ? other : one;
}
