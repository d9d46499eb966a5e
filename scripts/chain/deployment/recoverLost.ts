import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ArtifactResolver, trackTransaction, wipe } from "@nomicfoundation/ignition-core";
import type { EthereumProvider } from "hardhat/types/providers";
import { z } from "zod";

/** What Ignition's journal says of a transaction before it sends it, and after; and of who sends. */
const LINE = z.object({
  type: z.string(),
  futureId: z.string().optional(),
  networkInteractionId: z.number().optional(),
  nonce: z.number().optional(),
  from: z.string().optional(),
});
type Line = z.infer<typeof LINE>;

interface Lost {
  readonly future: string;
  readonly sender: string;
  readonly nonce: number;
}

export interface Journaled {
  readonly provider: EthereumProvider;
  readonly artifacts: ArtifactResolver;
  /** Folder of Ignition's record. */
  readonly directory: string;
}

/**
 * Finds out what became of transactions about which the journal says only that they were about to be sent: the process or
 * the connection broke off in that moment. One that was mined is entered with its hash; one that nobody has is forgotten, so
 * that it is made anew. Ignition itself stops at such a journal.
 */
export async function recoverLost({ provider, artifacts, directory }: Journaled): Promise<void> {
  for (const { future, sender, nonce } of lostIn(directory)) {
    if ((await countAt(provider, sender, "latest")) > nonce) {
      await trackTransaction(directory, await findTransaction(provider, sender, nonce), provider, 1);
    } else if ((await countAt(provider, sender, "pending")) <= nonce) {
      await wipe(directory, artifacts, future);
    }
    // Else it waits to be mined, and the next run finds it; until then Ignition says so.
  }
}

/** What is about to be sent and was not, the latest first: nothing that is forgotten has successors then. */
function lostIn(directory: string): Lost[] {
  const path = join(directory, "journal.jsonl");
  if (!existsSync(path)) return [];
  const senders = new Map<string, string>();
  const open = new Map<string, Lost>();
  for (const line of linesOf(readFileSync(path, "utf8"))) {
    const { type, futureId: future = "", from, nonce } = line;
    const key = `${future} ${line.networkInteractionId}`;
    if (from !== undefined) senders.set(future, from);
    if (type === "TRANSACTION_PREPARE_SEND" && nonce !== undefined) {
      open.set(key, { future, sender: senders.get(future) ?? "", nonce });
    }
    if (type === "TRANSACTION_SEND" || type === "ONCHAIN_INTERACTION_REPLACED_BY_USER") open.delete(key);
    if (type === "WIPE_APPLY") for (const each of open.keys()) if (each.startsWith(`${future} `)) open.delete(each);
  }
  return [...open.values()].reverse();
}

/** A last line that was cut off while it was written counts for nothing: Ignition begins a line before each entry. */
function linesOf(text: string): Line[] {
  return text.split("\n").flatMap((line) => {
    const parsed = line.trim() === "" ? undefined : LINE.safeParse(parsedJson(line));
    return parsed?.success ? [parsed.data] : [];
  });
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // See `linesOf`.
    return undefined;
  }
}

async function countAt(provider: EthereumProvider, sender: string, block: string): Promise<number> {
  return Number(await provider.request({ method: "eth_getTransactionCount", params: [sender, block] }));
}

/** The transaction of a sender with a nonce that is spent: by halving the blocks between none and now. */
async function findTransaction(provider: EthereumProvider, sender: string, nonce: number): Promise<string> {
  let [before, upTo] = [-1, Number(await provider.request({ method: "eth_blockNumber" }))];
  while (upTo - before > 1) {
    const middle = Math.floor((before + upTo) / 2);
    if ((await countAt(provider, sender, hex(middle))) > nonce) upTo = middle;
    else before = middle;
  }
  const block = await provider.request({ method: "eth_getBlockByNumber", params: [hex(upTo), true] });
  const { transactions } = block as { transactions: { hash: string; from: string; nonce: string }[] };
  const found = transactions.find((each) => each.from.toLowerCase() === sender && Number(each.nonce) === nonce);
  if (found === undefined) throw new TypeError(`Block ${upTo} lacks the transaction that it counts`);
  return found.hash;
}

const hex = (number: number): string => `0x${number.toString(16)}`;
