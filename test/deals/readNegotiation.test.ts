import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { Log, Provider } from "ethers";
import { describe, it } from "mocha";
import { negotiationsAt, readNegotiation, sealingKeyOf, sealRound } from "../../deals/index.js";
import { type Hex, type Terms, toHex, type WattproofError, ZERO_HASH } from "../../protocol/index.js";
import { advanceTo, chain, nowS } from "../support/chain/chain.js";
import { openTable, PROPOSAL_S, type Table } from "../support/chain/negotiations.js";

/** The negotiations as a node shows them. @param logs What the node makes of the events. */
async function shown({ place }: Table, logs: (logs: Log[]) => Log[] = (all) => all) {
  const provider = chain.ethers.provider as unknown as Provider;
  const at = await negotiationsAt(provider, place.chainId, place.negotiations);
  const lying = {
    getLogs: async (filter: object) => logs(await provider.getLogs(filter)),
    getBlock: (number: number) => provider.getBlock(number),
  };
  return { ...at, provider: lying as unknown as Provider };
}

/** The founding example, to its end: an offer, a counter-offer, and acceptance. */
async function dealt(table: Table) {
  const { buyer, seller, terms } = table;
  const id = table.idOf();
  await table.offer();
  const next = terms({ priceMicro: 30_000_000n });
  const note = { text: "this price is low for me. how about this deal?", salt: ZERO_HASH };
  await table.counterOffer(id, 2, { terms: next, note }, { by: seller });
  await table.accept(id, 2, next, { by: buyer });
  return { id, next, note };
}

async function refusal(reading: Promise<unknown>): Promise<WattproofError> {
  return reading.then(
    () => expect.fail("it was read"),
    (error: WattproofError) => error,
  );
}

describe("a negotiation's history", () => {
  it("is read whole, and leads to the contract's head", async () => {
    const table = await openTable();
    const { id, next, note } = await dealt(table);
    const history = await readNegotiation(await shown(table), id);
    const { rounds, end, opening, state, head } = history;
    expect(opening).to.deep.equal(table.opening());
    expect(state).to.equal("accepted");
    expect(head).to.equal((await table.negotiation.negotiationOf(id)).head);
    expect(
      rounds.map(({ round, from, content }) => [round, from, content?.terms.priceMicro, content?.note.text]),
    ).to.deep.equal([
      [1, table.buyer.address.toLowerCase(), 20_000_000n, ""],
      [2, table.seller.address.toLowerCase(), 30_000_000n, note.text],
    ]);
    expect(rounds[1]?.content).to.deep.equal({ terms: next, note });
    expect(end?.by).to.equal(table.buyer.address.toLowerCase());
    const block = await chain.ethers.provider.getBlock(end?.happened.block ?? 0);
    expect(end?.happened.timeS).to.equal(block?.timestamp);
  });

  it("tells how it ended: rejected, withdrawn, expired, or not yet", async () => {
    for (const [state, by, finish] of [
      ["rejected", "seller", (table: Table) => table.reject(table.idOf(), 1, { by: table.seller })],
      ["withdrawn", "buyer", (table: Table) => table.withdraw(table.idOf(), 1, { by: table.buyer })],
      ["open", null, async () => undefined],
    ] as const) {
      const table = await openTable();
      await table.offer();
      await finish(table);
      const history = await readNegotiation(await shown(table), table.idOf());
      expect(history.state).to.equal(state);
      expect(history.end?.by ?? null).to.equal(by && table[by].address.toLowerCase());
    }
    const table = await openTable();
    await table.offer();
    await advanceTo((await nowS()) + PROPOSAL_S + 1);
    expect(await readNegotiation(await shown(table), table.idOf())).to.include({ state: "expired", end: null });
    await table.negotiation.expire(table.idOf());
    expect((await readNegotiation(await shown(table), table.idOf())).end?.by).to.equal(null);
  });

  it("is found from the last block backwards, however old it is", async () => {
    const table = await openTable();
    await table.offer({ expiresAtS: (await nowS()) + 100_000 });
    await chain.networkHelpers.mine(12_000);
    await table.counterOffer(table.idOf(), 2, {}, { by: table.seller });
    expect((await readNegotiation(await shown(table), table.idOf())).rounds.length).to.equal(2);
  });

  it("of a negotiation that nobody opened is refused", async () => {
    const table = await openTable();
    expect((await refusal(readNegotiation(await shown(table), table.idOf()))).code).to.equal("NegotiationUnknown");
  });

  it("of a node that leaves out, repeats, exchanges or alters an event is refused", async () => {
    const table = await openTable();
    const { id } = await dealt(table);
    const altered = (log: Log | undefined, from: string, to: string) =>
      ({ ...log, data: log?.data.replace(from, to) }) as Log;
    const price = (value: bigint) => value.toString(16).padStart(64, "0");
    const without = (at: number) => (logs: Log[]) => logs.toSpliced(at, 1);
    const seller = table.seller.address.slice(2).toLowerCase();
    const buyer = table.buyer.address.slice(2).toLowerCase();
    const from = (log: Log | undefined, by: string, party: string) =>
      ({ ...log, topics: log?.topics.map((topic) => topic.replace(by, party)) }) as unknown as Log;
    const cases: Readonly<Record<string, readonly [(logs: Log[]) => Log[], string]>> = {
      "the opening": [without(0), "does not begin"],
      everything: [() => [], "does not begin"],
      "the first round": [without(1), "has round 2 after round 0"],
      "the last round": [without(2), "leaves out"],
      "both rounds": [(logs) => logs.toSpliced(1, 2), "leaves out"],
      "the acceptance": [without(3), "leaves out"],
      "all steps": [(logs) => logs.slice(0, 1), "leaves out"],
      "a round told twice": [(logs) => logs.toSpliced(1, 0, logs[1] as Log), "has round 1 after round 1"],
      "a step after the end": [(logs) => [...logs, { ...logs[3], index: 99 } as Log], "goes on after its end"],
      "another price": [
        (logs) => logs.with(2, altered(logs[2], price(30_000_000n), price(31_000_000n))),
        "has other terms",
      ],
      "a field without a name": [
        (logs) => logs.with(1, altered(logs[1], "68756d6964697479", "0000000000000000")),
        "the contract would have refused",
      ],
      "other words": [
        (logs) =>
          logs.with(2, altered(logs[2], Buffer.from("low").toString("hex"), Buffer.from("odd").toString("hex"))),
        "leaves out, adds or alters",
      ],
      "words that are none": [
        (logs) =>
          logs.with(2, altered(logs[2], Buffer.from("low").toString("hex"), Buffer.from([0xff, 0, 0]).toString("hex"))),
        "leaves out, adds or alters",
      ],
      "an item that is no text": [
        (logs) => logs.with(2, altered(logs[2], Buffer.from("Stainless Steel C").toString("hex"), "ff".repeat(17))),
        "has other terms",
      ],
      "another opening": [(logs) => logs.with(0, from(logs[0], buyer, "1".repeat(40))), "opening of another"],
      "a stranger's round": [(logs) => logs.with(1, from(logs[1], buyer, "1".repeat(40))), "stranger"],
      "the first round the other way": [(logs) => logs.with(1, from(logs[1], buyer, seller)), "leaves out"],
      "the last round the other way": [(logs) => logs.with(2, from(logs[2], seller, buyer)), "leaves out"],
    };
    for (const [what, [lie, reason]] of Object.entries(cases)) {
      const error = await refusal(readNegotiation(await shown(table, (logs) => lie([...logs])), id));
      expect(error.code, what).to.equal("NegotiationHistoryBroken");
      expect(error.message, what).to.contain(reason);
    }
  });
});

describe("a sealed negotiation's history", () => {
  const keys = [sealingKeyOf(randomBytes(32)), sealingKeyOf(randomBytes(32))] as const;
  const publicKeys: [Hex, Hex] = [keys[0].publicKey, keys[1].publicKey];

  async function sealed(table: Table, id: Hex, round: number, change: Partial<Terms> = {}) {
    const terms = table.terms({ salt: toHex(randomBytes(32)), ...change });
    const note = { text: "between us", salt: toHex(randomBytes(32)) };
    return { terms, note, ciphertext: await sealRound({ negotiation: id, round }, { terms, note }, publicKeys) };
  }

  it("is opened by either party's key, and shows hashes alone without one", async () => {
    const table = await openTable();
    const id = table.idOf(table.opening({ isSealed: true }));
    const [first, second] = [await sealed(table, id, 1), await sealed(table, id, 2, { priceMicro: 30_000_000n })];
    await table.offerSealed(first, { by: table.buyer });
    await table.counterOfferSealed(id, 2, second, { by: table.seller });
    await table.accept(id, 2, second.terms, { by: table.buyer });
    for (const key of keys) {
      const { rounds, state } = await readNegotiation(await shown(table), id, key);
      expect(state).to.equal("accepted");
      expect(rounds.map(({ content }) => content)).to.deep.equal(
        [first, second].map(({ terms, note }) => ({ terms, note })),
      );
    }
    const { rounds } = await readNegotiation(await shown(table), id);
    expect(rounds.map(({ content, unopened }) => [content, unopened])).to.deep.equal([
      [null, null],
      [null, null],
    ]);
  });

  it("says of each round why a key does not open it", async () => {
    const table = await openTable();
    const id = table.idOf(table.opening({ isSealed: true }));
    const first = await sealed(table, id, 1);
    await table.offerSealed(first, { by: table.buyer });
    // The first round's ciphertext does not open in the second; other terms were signed than sealed in the third.
    await table.counterOfferSealed(id, 2, first, { by: table.seller });
    const third = await sealed(table, id, 3);
    await table.counterOfferSealed(id, 3, { ...third, terms: table.terms() }, { by: table.buyer });
    const codes = async (key: (typeof keys)[0]) =>
      (await readNegotiation(await shown(table), id, key)).rounds.map(({ unopened }) => unopened?.code);
    expect(await codes(keys[1])).to.deep.equal([undefined, "SealedDamaged", "SealedMismatch"]);
    expect(await codes(sealingKeyOf(randomBytes(32)))).to.deep.equal(Array(3).fill("SealedForOthers"));
  });

  it("is noticed when a node alters a ciphertext", async () => {
    const table = await openTable();
    const id = table.idOf(table.opening({ isSealed: true }));
    const { ciphertext, ...rest } = await sealed(table, id, 1);
    await table.offerSealed({ ...rest, ciphertext }, { by: table.buyer });
    const alter = (log: Log) =>
      ({ ...log, data: log.data.replace(ciphertext.slice(2, 40), `02${ciphertext.slice(4, 40)}`) }) as Log;
    const at = await shown(table, (logs) => logs.map(alter));
    expect((await refusal(readNegotiation(at, id, keys[0]))).code).to.equal("NegotiationHistoryBroken");
  });
});
