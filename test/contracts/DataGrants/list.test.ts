import { expect } from "chai";
import { describe, it } from "mocha";
import { chain, fresh } from "../../support/chain/chain.js";
import { DAY_S, library, STATE } from "../../support/chain/grants.js";

type Page = readonly { readonly number: bigint; readonly state: bigint }[];
const shown = (page: Page) => page.map(({ number, state }) => [Number(number), state]);

describe("DataGrants: lists", () => {
  it("lists a subject's grants and a reader's with their states, page by page", async () => {
    const { dataGrants, owner, maker, reader, other, meter, battery, startS, terms, give } = await fresh(library);
    await give();
    await give(terms({ reader: other.address }));
    await give(terms({ subject: battery }), maker);
    await give(terms({ untilS: startS + 60 }));
    await dataGrants.connect(owner).revoke(1);
    await chain.networkHelpers.time.increase(60);
    await chain.networkHelpers.mine(1);
    const ofMeter = [
      [1, STATE.revoked],
      [2, STATE.inForce],
      [4, STATE.expired],
    ];
    expect(shown(await dataGrants.grantsOf(meter, 0, 10))).to.deep.equal(ofMeter);
    expect(shown(await dataGrants.grantsOf(meter, 1, 1))).to.deep.equal(ofMeter.slice(1, 2));
    expect(shown(await dataGrants.grantsOf(meter, 3, 10))).to.deep.equal([]);
    expect(shown(await dataGrants.grantsOf({ ...meter, kind: 1 }, 0, 10))).to.deep.equal([]);
    expect(shown(await dataGrants.grantsOf(battery, 0, 10))).to.deep.equal([[3, STATE.inForce]]);
    expect(shown(await dataGrants.grantsTo(reader, 0, 10))).to.deep.equal([
      [1, STATE.revoked],
      [3, STATE.inForce],
      [4, STATE.expired],
    ]);
    expect(shown(await dataGrants.grantsTo(reader, 2, 2n ** 256n - 1n))).to.deep.equal([[4, STATE.expired]]);
    expect(shown(await dataGrants.grantsTo(owner, 0, 10))).to.deep.equal([]);
    const [first] = await dataGrants.grantsTo(other, 0, 1);
    expect(first!.grant.subject).to.equal(meter.id);
    expect(first!.grant.untilS).to.equal(BigInt(startS + DAY_S));
  });

  it("answers the same however many grants there were", async () => {
    const { dataGrants, owner, meter, reader, terms, give } = await fresh(library);
    const cost = async () => {
      const { purpose, fromS, toS } = terms();
      const data = dataGrants.interface.encodeFunctionData("isGranted", [meter, reader.address, purpose, fromS, toS]);
      return Number(await chain.ethers.provider.estimateGas({ to: await dataGrants.getAddress(), data }));
    };
    await give();
    const before = await cost();
    await dataGrants.connect(owner).revoke(1);
    for (let number = 2; number < 40; number += 1) {
      await give();
      await dataGrants.connect(owner).revoke(number);
    }
    await give();
    expect(Math.abs((await cost()) - before)).to.be.lessThan(2_000);
  });
});
