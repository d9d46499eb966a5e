import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { decideVotes, type VotingView } from "../../../network/agent/decideVotes.js";
import { quorumOf } from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";

const node = (number: number): Hex => `0x${number.toString(16).padStart(40, "0")}`;
const nodes = (...numbers: number[]) => numbers.map(node);
const FOUR = nodes(1, 2, 3, 4);

const view = (change: Partial<VotingView> = {}): VotingView => ({
  self: node(1),
  wanted: FOUR,
  actual: FOUR,
  pending: [],
  awake: new Set(nodes(1, 2, 3, 4, 5, 6)),
  ...change,
});

describe("an agent's votes", () => {
  it("are none where the validators are whom the members decided on", () => {
    expect(decideVotes(view())).to.deep.equal({ cast: undefined, discard: [], waits: undefined });
  });

  it("let in who was admitted", () => {
    const { cast } = decideVotes(view({ wanted: [...FOUR, node(5)] }));
    expect(cast).to.deep.equal({ recipient: node(5), adds: true });
  });

  it("let go who was removed", () => {
    const { cast } = decideVotes(view({ actual: [...FOUR, node(5)] }));
    expect(cast).to.deep.equal({ recipient: node(5), adds: false });
  });

  it("are one at a time, joining before leaving, and the same for all: the lowest address first", () => {
    const changes = { wanted: nodes(6, 5, 1, 2, 3), actual: FOUR };
    for (const self of nodes(1, 2, 3)) {
      expect(decideVotes(view({ ...changes, self })).cast).to.deep.equal({ recipient: node(5), adds: true });
    }
    const later = view({ wanted: nodes(6, 5, 1, 2, 3), actual: nodes(1, 2, 3, 4, 5, 6) });
    expect(decideVotes(later).cast).to.deep.equal({ recipient: node(4), adds: false });
  });

  it("are cast once: what is pending is not proposed again", () => {
    const pending = [{ recipient: node(5), adds: true }];
    expect(decideVotes(view({ wanted: [...FOUR, node(5)], pending }))).to.deep.equal({
      cast: undefined,
      discard: [],
      waits: undefined,
    });
  });

  it("are taken back when they are decided, or the members decided otherwise", () => {
    const joined = view({
      wanted: [...FOUR, node(5)],
      actual: [...FOUR, node(5)],
      pending: [{ recipient: node(5), adds: true }],
    });
    expect(decideVotes(joined).discard).to.deep.equal([node(5)]);
    const cancelled = view({ pending: [{ recipient: node(5), adds: true }] });
    expect(decideVotes(cancelled).discard).to.deep.equal([node(5)]);
    const turned = view({ wanted: FOUR, pending: [{ recipient: node(4), adds: false }] });
    expect(decideVotes(turned).discard).to.deep.equal([node(4)]);
  });

  it("wait while a quorum of the set to come is asleep, and are taken back then", () => {
    const pending = [{ recipient: node(4), adds: false }];
    const asleep = view({ wanted: nodes(1, 2, 3), awake: new Set(nodes(1, 4)), pending });
    const decision = decideVotes(asleep);
    expect(decision.waits).to.deep.equal({ vote: { recipient: node(4), adds: false }, reason: "QuorumAsleep" });
    expect(decision.cast).to.equal(undefined);
    expect(decision.discard).to.deep.equal([node(4)]);
  });

  it("let nobody in who is not there, and take back what was cast for one who went", () => {
    // Three of four make blocks. Of five it takes four: the one who joins has to be there.
    const alone = view({ wanted: [...FOUR, node(5)], awake: new Set(FOUR) });
    expect(decideVotes(alone).waits).to.deep.equal({ vote: { recipient: node(5), adds: true }, reason: "Asleep" });
    const pending = [{ recipient: node(5), adds: true }];
    expect(decideVotes({ ...alone, pending }).discard).to.deep.equal([node(5)]);
    expect(decideVotes({ ...alone, awake: new Set(nodes(1, 2, 3, 5)) }).cast?.recipient).to.equal(node(5));
  });

  it("are held up by nobody who is not there: others join and leave meanwhile", () => {
    const awake = new Set(nodes(1, 2, 3, 4, 6));
    const joining = view({ wanted: nodes(1, 2, 3, 5, 6), awake });
    expect(decideVotes(joining).cast).to.deep.equal({ recipient: node(6), adds: true });
    const leaving = { ...joining, actual: nodes(1, 2, 3, 4, 6) };
    expect(decideVotes(leaving).cast).to.deep.equal({ recipient: node(4), adds: false });
  });

  it("bring nobody back whom a recovery without a quorum left behind", () => {
    const { cast, waits } = decideVotes(view({ wanted: FOUR, actual: nodes(1, 2), awake: new Set(nodes(1, 2)) }));
    expect([cast, waits?.reason]).to.deep.equal([undefined, "Asleep"]);
  });

  it("are none of a node that is no validator", () => {
    const { cast, waits } = decideVotes(view({ self: node(9), wanted: [...FOUR, node(5)] }));
    expect(cast).to.equal(undefined);
    expect(waits?.reason).to.equal("NotAValidator");
  });

  it("are none, and all are taken back, where the registry names no validators", () => {
    const { cast, discard, waits } = decideVotes(view({ wanted: [], pending: [{ recipient: node(2), adds: false }] }));
    expect(cast).to.equal(undefined);
    expect(discard).to.deep.equal([node(2)]);
    expect(waits).to.deep.equal({ vote: undefined, reason: "NoneWanted" });
  });

  const addresses = fc.uniqueArray(fc.integer({ min: 1, max: 9 }).map(node), { maxLength: 9 });
  const views: fc.Arbitrary<VotingView> = fc.record({
    self: fc.integer({ min: 1, max: 9 }).map(node),
    wanted: addresses,
    actual: addresses,
    pending: fc.uniqueArray(fc.record({ recipient: fc.integer({ min: 1, max: 9 }).map(node), adds: fc.boolean() }), {
      selector: ({ recipient }) => recipient,
    }),
    awake: addresses.map((each) => new Set(each)),
  });

  it("never make a set that could not go on, nor one further from what is wanted", () => {
    fc.assert(
      fc.property(views, (any) => {
        const { cast, discard } = decideVotes(any);
        if (cast !== undefined) {
          const then = cast.adds
            ? [...any.actual, cast.recipient]
            : any.actual.filter((each) => each !== cast.recipient);
          const awake = then.filter((each) => each === any.self || any.awake.has(each));
          expect(awake.length).to.be.at.least(quorumOf(then.length));
          expect(any.wanted.includes(cast.recipient)).to.equal(cast.adds);
          expect(any.actual.includes(cast.recipient)).to.equal(!cast.adds);
          if (cast.adds) expect(any.awake.has(cast.recipient)).to.equal(true);
          expect(discard).not.to.include(cast.recipient);
        }
      }),
    );
  });

  it("come to an end: done one after the other, they make what the members decided on", () => {
    fc.assert(
      fc.property(addresses, addresses, (wanted, actual) => {
        fc.pre(wanted.length > 0 && wanted.some((each) => actual.includes(each)));
        const everybody = new Set(Array.from({ length: 9 }, (_, index) => node(index + 1)));
        const self = wanted.find((each) => actual.includes(each)) as Hex;
        let set = actual;
        for (let step = 0; step < 20; step += 1) {
          const { cast } = decideVotes({ self, wanted, actual: set, pending: [], awake: everybody });
          if (cast === undefined) break;
          set = cast.adds ? [...set, cast.recipient] : set.filter((each) => each !== cast.recipient);
        }
        expect([...set].sort()).to.deep.equal([...wanted].sort());
      }),
    );
  });
});
