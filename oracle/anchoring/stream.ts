import { type Hex, ZERO_HASH } from "../../protocol/hex.js";
import { streamIdOf } from "../../protocol/ids.js";
import { newSalt } from "../../protocol/index.js";
import { RecordAnchor__factory } from "../../typechain-types/index.js";
import type { Buffer } from "../buffer/index.js";
import type { Chain } from "../chain/connectChain.js";
import type { Relayer } from "../relayer/index.js";
import { PublisherChanged, PublisherNotAllowed } from "./errors.js";

/** Gas of an `openStream`: three new slots, a role check and an event, doubled. */
const OPEN_STREAM_GAS = 300_000n;
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

/** The stream that this state writes. */
export interface Stream {
  readonly id: Hex;
  readonly salt: Hex;
  readonly publisher: Hex;
}

/**
 * The stream of a state: its salt is drawn once and kept, so that a restart finds the same stream.
 * Throws `PublisherChanged` if the state was made by another account.
 */
export async function streamOfState(buffer: Buffer, publisher: Hex): Promise<Stream> {
  const known = await buffer.fact("publisher");
  if (known === undefined) await buffer.setFact("publisher", publisher);
  else if (known !== publisher) throw new PublisherChanged(known, publisher);
  let salt = (await buffer.fact("streamSalt")) as Hex | undefined;
  if (salt === undefined) {
    salt = newSalt();
    await buffer.setFact("streamSalt", salt);
  }
  return { id: streamIdOf(publisher, salt), salt, publisher };
}

/**
 * Opens the stream on the chain unless it is open.
 * @param predecessor Stream that this one takes over from.
 * Throws `PublisherNotAllowed`.
 */
export async function openStream(
  chain: Chain,
  relayer: Relayer,
  stream: Stream,
  predecessor: Hex = ZERO_HASH,
): Promise<void> {
  const anchor = RecordAnchor__factory.connect(chain.contracts.RecordAnchor, chain.provider);
  for (;;) {
    if ((await anchor.streamOf(stream.id)).publisher !== ZERO_ADDRESS) return;
    const data = anchor.interface.encodeFunctionData("openStream", [stream.salt, predecessor]) as Hex;
    const to = chain.contracts.RecordAnchor;
    const { outcome } = await relayer.send({ name: "openStream", to, data, gasLimit: OPEN_STREAM_GAS });
    const result = await outcome;
    if (result.status === "reverted" && result.reason.name !== "RecordAnchorStreamExists") {
      throw new PublisherNotAllowed(stream.publisher, result.reason.name);
    }
  }
}
