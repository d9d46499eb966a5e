import { type Hex, hashTerms } from "../../protocol/index.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { openTable, type Table } from "../../test/support/chain/negotiations.js";
import type { Row } from "../report/row.js";

/** As many rounds as any negotiation may have in its life. */
const ROUNDS = 1_000;
/** Signatures differ in their zero bytes, which cost less: a hundredth of a round at most. */
const SAME = 1.01;
/** A sealed round of a few conditions and a note: terms and note for each of two parties, padded. */
const CIPHERTEXT_BYTES = 1_216;

/** A negotiation's steps, each signed by a party and brought by a stranger. What a round costs does not depend on how many there were. */
export async function negotiationRows(): Promise<Row[]> {
  const t = await openTable();
  const id = t.idOf();
  const opened = await gasOf(t.offer());
  const second = await round(t, id, 2);
  let last = second;
  for (let count = 3; count <= ROUNDS; count++) last = await round(t, id, count);
  const accepted = await gasOf(t.accept(id, ROUNDS, termsOf(t, ROUNDS), { by: t.buyer }));

  const opening = t.opening({ isSealed: true });
  const ciphertext: Hex = `0x${"5a".repeat(CIPHERTEXT_BYTES)}`;
  await t.offerSealed({ ciphertext }, { by: t.buyer }, opening);
  const sealed = await gasOf(t.counterOfferSealed(t.idOf(opening), 2, { ciphertext }, { by: t.seller }));
  const rejected = await gasOf(t.reject(t.idOf(opening), 2, { by: t.buyer }));
  const row = (name: string, gas: number | bigint, limit: number | null = null): Row => ({
    name: `Negotiating: ${name}`,
    ours: Number(gas),
    peers: {},
    limit,
    unit: "gas",
  });
  return [
    row("a first offer", opened),
    row("a counter-offer, the second round", second),
    row(`a counter-offer, round ${ROUNDS.toLocaleString("en-US")}`, last, Math.ceil(second * SAME)),
    row(`a sealed counter-offer of ${CIPHERTEXT_BYTES.toLocaleString("en-US")} bytes`, sealed),
    row("accepting", accepted),
    row("rejecting", rejected),
  ];
}

/** Terms of a round: the same length and another price each time. */
function termsOf(t: Table, round: number) {
  return t.terms({ priceMicro: 20_000_000n + BigInt(round), salt: bytes32Of("rounds") });
}

async function round(t: Table, id: Hex, count: number): Promise<number> {
  const by = count % 2 === 0 ? t.seller : t.buyer;
  const terms = termsOf(t, count);
  const gas = await gasOf(t.counterOffer(id, count, { terms }, { by }));
  const { termsHash } = await t.negotiation.negotiationOf(id);
  if (termsHash !== hashTerms(terms)) throw new Error(`Round ${count} did not count`);
  return Number(gas);
}
