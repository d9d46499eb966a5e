import { expect } from "chai";
import { describe, it } from "mocha";
import { ChainUnreadable } from "../../../evidence/index.js";
import { type OpenMarket, readOpenAdverts } from "../../../scripts/commands/market/readMarket.js";

/** A node whose every page of adverts names the same next one, or another further on. */
function marketOf(nextOf: (asked: number) => { nextDay: bigint; nextIndex: bigint }): {
  market: OpenMarket;
  asked: () => number;
} {
  let asked = 0;
  const openAdverts = async () => {
    asked += 1;
    return { page: [], ...nextOf(asked) };
  };
  const market = { address: "0x", contract: { openAdverts }, blockTag: 1, nowS: 1 } as unknown as OpenMarket;
  return { market, asked: () => asked };
}

async function refusal(market: OpenMarket): Promise<unknown> {
  return readOpenAdverts(market).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("pages of adverts from a node that means no good", () => {
  it("are given up where they lead nowhere, or back", async () => {
    const round = marketOf(() => ({ nextDay: 20_000n, nextIndex: 200n }));
    expect(await refusal(round.market)).to.be.instanceOf(ChainUnreadable);
    expect(round.asked()).to.equal(2);
    const back = marketOf((asked) => ({ nextDay: 20_000n - BigInt(asked), nextIndex: 0n }));
    expect(await refusal(back.market)).to.be.instanceOf(ChainUnreadable);
    expect(back.asked()).to.equal(2);
  });

  it("are given up where they never end", async () => {
    const endless = marketOf((asked) => ({ nextDay: 20_000n, nextIndex: BigInt(asked) }));
    expect(await refusal(endless.market)).to.include({ code: "ChainUnreadable" });
    expect(endless.asked()).to.equal(10_000);
  });

  it("end where the node says so", async () => {
    const two = marketOf((asked) =>
      asked === 2 ? { nextDay: 0n, nextIndex: 0n } : { nextDay: 20_000n, nextIndex: 7n },
    );
    expect(await readOpenAdverts(two.market)).to.deep.equal([]);
    expect(two.asked()).to.equal(2);
  });
});
