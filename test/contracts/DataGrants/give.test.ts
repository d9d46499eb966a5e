import { expect } from "chai";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { advanceTo, fresh, nextBlockAt } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { DAY_S, type GrantTerms, library, PURPOSE, STATE } from "../../support/chain/grants.js";

const FOR_EVER = 2 ** 48 - 1;
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

const args = ({ subject, reader, purpose, fromS, toS, untilS }: GrantTerms) => [
  [BigInt(subject.kind), subject.id],
  reader,
  purpose,
  ...[fromS, toS, untilS].map(BigInt),
];

describe("DataGrants: give", () => {
  it("lets a reader read the window for the purpose, by the owner's call", async () => {
    const l = await fresh(library);
    const { dataGrants, owner, reader, meter, terms, give, isGranted } = l;
    expect(await isGranted(terms())).to.equal(false);
    await expect(await give())
      .to.emit(dataGrants, "DataGranted")
      .withArgs(1, meter.id, reader, owner, args(terms()));
    const { fromS, toS, untilS } = terms();
    expect([...(await dataGrants.grantOf(1))]).to.deep.equal([
      owner.address,
      BigInt(fromS),
      BigInt(toS),
      reader.address,
      BigInt(untilS),
      0n,
      false,
      meter.id,
      PURPOSE,
    ]);
    expect(await dataGrants.grantCount()).to.equal(1n);
    expect(await dataGrants.stateOf(1)).to.equal(STATE.inForce);
    expect(await isGranted(terms())).to.equal(true);
    expect(await isGranted(terms(), 1n)).to.equal(true);
  });

  it("lets a battery's keeper grant what its passport tells, and a later keeper none of it", async () => {
    const { dataGrants, passports, maker, grid, battery, terms, give, isGranted } = await fresh(library);
    const wish = terms({ subject: battery });
    await give(wish, maker);
    expect(await dataGrants.ownerOf(battery)).to.equal(maker.address);
    expect(await isGranted(wish)).to.equal(true);
    await passports.offerCustody(battery.id, grid);
    expect(await isGranted(wish)).to.equal(true);
    await passports.connect(grid).acceptCustody(battery.id);
    expect(await isGranted(wish)).to.equal(false);
    expect(await dataGrants.stateOf(1)).to.equal(STATE.lapsed);
  });

  it("grants nothing else: no other subject, reader, purpose, or wider window", async () => {
    const { dataGrants, other, battery, terms, give, isGranted, meter } = await fresh(library);
    await give();
    const { fromS, toS } = terms();
    for (const wish of [
      terms({ subject: battery }),
      terms({ subject: { kind: 1, id: meter.id } }),
      terms({ subject: { kind: 0, id: bytes32Of("another device") } }),
      terms({ reader: other.address }),
      terms({ purpose: bytes32Of("advertising") }),
      terms({ fromS: fromS - 1 }),
      terms({ toS: toS + 1 }),
      terms({ toS: fromS }),
      terms({ fromS: toS, toS: fromS }),
    ]) {
      expect(await isGranted(wish), JSON.stringify(wish)).to.equal(false);
      expect(await isGranted(wish, 1n), JSON.stringify(wish)).to.equal(false);
    }
    for (const wish of [terms({ fromS: fromS + 1 }), terms({ toS: toS - 1 }), terms({ toS: fromS + 1 })]) {
      expect(await isGranted(wish)).to.equal(true);
      expect(await isGranted(wish, 1n)).to.equal(true);
    }
    expect(await isGranted(terms(), 2n)).to.equal(false);
    expect(await dataGrants.stateOf(2)).to.equal(STATE.none);
  });

  it("takes one grant for the whole window, and finds it among several", async () => {
    const { dataGrants, meter, reader, terms, give, isGranted } = await fresh(library);
    const { fromS, toS } = terms();
    const middle = fromS + DAY_S;
    await give(terms({ toS: middle }));
    await give(terms({ fromS: middle }));
    expect(await isGranted(terms())).to.equal(false);
    const found = (from: number, to: number) => dataGrants.findGrant(meter, reader, PURPOSE, from, to);
    expect([await found(fromS, middle), await found(middle, toS), await found(fromS, toS)]).to.deep.equal([1n, 2n, 0n]);
    await give(terms({ toS: FOR_EVER, untilS: FOR_EVER }));
    expect([await found(fromS, toS), await found(middle, FOR_EVER)]).to.deep.equal([3n, 3n]);
  });

  it("ends when its time is over", async () => {
    const { dataGrants, terms, give, isGranted } = await fresh(library);
    await give();
    await advanceTo(terms().untilS - 1);
    expect(await isGranted(terms())).to.equal(true);
    await advanceTo(terms().untilS);
    expect(await isGranted(terms())).to.equal(false);
    expect(await isGranted(terms(), 1n)).to.equal(false);
    expect(await dataGrants.stateOf(1)).to.equal(STATE.expired);
  });

  it("is the owner's alone: not the organisation's, a stranger's, or anybody's for what nobody owns", async () => {
    const { dataGrants, grid, stranger, owner, battery, terms, give } = await fresh(library);
    const unknown = { kind: 1, id: bytes32Of("no battery") } as const;
    expect(await dataGrants.ownerOf(unknown)).to.equal(ZERO_ADDRESS);
    for (const [wish, by] of [
      [terms(), grid],
      [terms(), stranger],
      [terms({ subject: battery }), owner],
      [terms({ subject: unknown }), owner],
      [terms({ subject: { kind: 0, id: bytes32Of("no device") } }), owner],
    ] as const) {
      await expect(give(wish, by))
        .to.be.revertedWithCustomError(dataGrants, "DataGrantsNotOwner")
        .withArgs(wish.subject.id, by);
    }
  });

  it("names a reader, a purpose, a window and an end that lies ahead", async () => {
    const { dataGrants, meter, reader, startS, terms, give } = await fresh(library);
    for (const [change, by, purpose] of [
      [{ reader: ZERO_ADDRESS }, ZERO_ADDRESS, PURPOSE],
      [{ purpose: ZERO_HASH }, reader.address, ZERO_HASH],
    ] as const) {
      await expect(give(terms(change)))
        .to.be.revertedWithCustomError(dataGrants, "DataGrantsInvalidTerms")
        .withArgs(meter.id, by, purpose);
    }
    for (const toS of [startS - 10 * DAY_S, 0]) {
      await expect(give(terms({ toS })))
        .to.be.revertedWithCustomError(dataGrants, "DataGrantsInvalidWindow")
        .withArgs(startS - 10 * DAY_S, toS);
    }
    await nextBlockAt(startS + 10);
    await expect(give(terms({ untilS: startS + 10 })))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsAlreadyOver")
      .withArgs(startS + 10);
    await nextBlockAt(startS + 20);
    await give(terms({ untilS: startS + 21 }));
  });

  it("keeps 16 grants for a purpose at a time, so that looking for one stays cheap; what is over makes room", async () => {
    const { dataGrants, meter, reader, owner, startS, terms, give, isGranted } = await fresh(library);
    expect(await dataGrants.MAX_GRANTS()).to.equal(16n);
    for (let count = 0; count < 15; count += 1) await give(terms({ toS: startS - count - 1 }));
    await give(terms({ untilS: startS + 1000 }));
    await expect(give())
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsTooMany")
      .withArgs(meter.id, reader, PURPOSE);
    await give(terms({ purpose: bytes32Of("another purpose") }));
    await dataGrants.connect(owner).revoke(3);
    await give(terms());
    await expect(give()).to.be.revertedWithCustomError(dataGrants, "DataGrantsTooMany");
    expect(await isGranted(terms(), 18n)).to.equal(true);
    await advanceTo(startS + 1000);
    await give(terms());
    expect(await isGranted(terms(), 19n)).to.equal(true);
  });
});
