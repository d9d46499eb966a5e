import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { decideVotes, type VotingView } from "../../../network/agent/decideVotes.js";
import { quorumOf, type ValidatorVote } from "../../../protocol/bft/index.js";
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
    expect(decideVotes(view())).to.deep.equal({ cast: [], discard: [], waits: undefined });
  });

  it("let in who was admitted", () => {
    const { cast } = decideVotes(view({ wanted: [...FOUR, node(5)] }));
    expect(cast).to.deep.equal([{ recipient: node(5), adds: true }]);
  });

  it("let go who was removed", () => {
    const { cast } = decideVotes(view({ actual: [...FOUR, node(5)] }));
    expect(cast).to.deep.equal([{ recipient: node(5), adds: false }]);
  });

  it("are for all that is safe at once, joining before leaving, in the order of addresses", () => {
    const changes = { wanted: nodes(6, 5, 1, 2, 3), actual: FOUR };
    for (const self of nodes(1, 2, 3)) {
      expect(decideVotes(view({ ...changes, self })).cast).to.deep.equal([
        { recipient: node(5), adds: true },
        { recipient: node(6), adds: true },
        { recipient: node(4), adds: false },
      ]);
    }
  });

  it("let as many awake ones go as a quorum bears without the others' help", () => {
    // Five of seven make blocks. Of six it takes four, of five four: the third awake one has to wait.
    const seven = nodes(1, 2, 3, 4, 5, 6, 7);
    const leaving = view({ wanted: nodes(1, 2), actual: seven, awake: new Set(nodes(1, 2, 3, 4, 5)) });
    const { cast, waits } = decideVotes(leaving);
    expect(cast.map(({ recipient }) => recipient)).to.deep.equal([node(3), node(6), node(7)]);
    expect(waits).to.deep.equal({ vote: { recipient: node(4), adds: false }, reason: "QuorumAsleep" });
  });

  it("are cast once: what is pending is not proposed again", () => {
    const pending = [{ recipient: node(5), adds: true }];
    expect(decideVotes(view({ wanted: [...FOUR, node(5)], pending }))).to.deep.equal({
      cast: [],
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
    expect(decision.cast).to.deep.equal([]);
    expect(decision.discard).to.deep.equal([node(4)]);
  });

  it("let nobody in who is not there, and take back what was cast for one who went", () => {
    // Three of four make blocks. Of five it takes four: the one who joins has to be there.
    const alone = view({ wanted: [...FOUR, node(5)], awake: new Set(FOUR) });
    expect(decideVotes(alone).waits).to.deep.equal({ vote: { recipient: node(5), adds: true }, reason: "Asleep" });
    const pending = [{ recipient: node(5), adds: true }];
    expect(decideVotes({ ...alone, pending }).discard).to.deep.equal([node(5)]);
    expect(decideVotes({ ...alone, awake: new Set(nodes(1, 2, 3, 5)) }).cast).to.deep.equal(pending);
  });

  it("are held up by nobody who is not there: others join and leave meanwhile", () => {
    const awake = new Set(nodes(1, 2, 3, 4, 6));
    const joining = view({ wanted: nodes(1, 2, 3, 5, 6), awake });
    expect(decideVotes(joining).cast).to.deep.equal([
      { recipient: node(6), adds: true },
      { recipient: node(4), adds: false },
    ]);
  });

  it("bring nobody back whom a recovery without a quorum left behind", () => {
    const { cast, waits } = decideVotes(view({ wanted: FOUR, actual: nodes(1, 2), awake: new Set(nodes(1, 2)) }));
    expect([cast, waits?.reason]).to.deep.equal([[], "Asleep"]);
  });

  it("are none of a node that is no validator", () => {
    const { cast, waits } = decideVotes(view({ self: node(9), wanted: [...FOUR, node(5)] }));
    expect(cast).to.deep.equal([]);
    expect(waits?.reason).to.equal("NotAValidator");
  });

  it("are none, and all are taken back, where the registry names no validators", () => {
    const { cast, discard, waits } = decideVotes(view({ wanted: [], pending: [{ recipient: node(2), adds: false }] }));
    expect(cast).to.deep.equal([]);
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

  it("never make a set that could not go on, whichever of them comes about, nor one further from what is wanted", () => {
    fc.assert(
      fc.property(views, fc.infiniteStream(fc.boolean()), (any, comesAbout) => {
        const { cast, discard } = decideVotes(any);
        const done = cast.filter(() => comesAbout.next().value);
        const then = done.reduce(after, any.actual);
        const awake = then.filter((each) => each === any.self || any.awake.has(each));
        if (done.length > 0) expect(awake.length).to.be.at.least(quorumOf(then.length));
        for (const { recipient, adds } of cast) {
          expect(any.wanted.includes(recipient)).to.equal(adds);
          expect(any.actual.includes(recipient)).to.equal(!adds);
          if (adds) expect(recipient === any.self || any.awake.has(recipient)).to.equal(true);
          expect(discard).not.to.include(recipient);
        }
      }),
      { numRuns: 2000 },
    );
  });

  for (const count of [4, 5, 7, 10]) {
    it(`are held up by nobody whom half of ${count} validators see: the others are whom the members decided on`, () => {
      const actual = Array.from({ length: count }, (_, at) => node(100 + at));
      const revoked = actual.at(-1) as Hex;
      const wanted = [node(1), ...actual.slice(0, -1)];
      const seenBy = new Set(actual.slice(0, Math.floor(count / 2)));
      expect(settle(actual, wanted, node(1), seenBy, revoked)).to.not.include(revoked);
    });
  }

  it("come to an end: done one after the other, they make what the members decided on", () => {
    fc.assert(
      fc.property(addresses, addresses, (wanted, actual) => {
        fc.pre(wanted.length > 0 && wanted.some((each) => actual.includes(each)));
        const everybody = new Set(Array.from({ length: 9 }, (_, index) => node(index + 1)));
        const self = wanted.find((each) => actual.includes(each)) as Hex;
        let set: readonly Hex[] = actual;
        for (let step = 0; step < 20; step += 1) {
          const [cast] = decideVotes({ self, wanted, actual: set, pending: [], awake: everybody }).cast;
          if (cast === undefined) break;
          set = after(set, cast);
        }
        expect([...set].sort()).to.deep.equal([...wanted].sort());
      }),
    );
  });
});

/** The validators once a vote has come about. */
function after(validators: readonly Hex[], { recipient, adds }: ValidatorVote): readonly Hex[] {
  return adds ? [...validators, recipient] : validators.filter((each) => each !== recipient);
}

/**
 * Lets agents look in turn, and does what more than half of the validators vote for, as Besu does.
 * @param seenBy Validators that the newcomer lets itself be connected to. @param hostile Votes for nothing.
 */
function settle(
  actual: readonly Hex[],
  wanted: readonly Hex[],
  newcomer: Hex,
  seenBy: ReadonlySet<Hex>,
  hostile: Hex,
): readonly Hex[] {
  let validators = actual;
  const pending = new Map<Hex, readonly ValidatorVote[]>();
  for (let round = 0; round < 50; round++) {
    for (const self of validators.filter((each) => each !== hostile)) {
      const awake = new Set([...validators, ...(seenBy.has(self) ? [newcomer] : [])]);
      const own = pending.get(self) ?? [];
      const { cast, discard } = decideVotes({ self, wanted, actual: validators, pending: own, awake });
      pending.set(self, [...own.filter(({ recipient }) => !discard.includes(recipient)), ...cast]);
    }
    const votes = validators.flatMap((each) => pending.get(each) ?? []);
    const isDecided = (vote: ValidatorVote) =>
      2 * votes.filter((each) => each.recipient === vote.recipient && each.adds === vote.adds).length >
      validators.length;
    const decided = votes.find(isDecided);
    if (decided !== undefined) validators = after(validators, decided);
  }
  return validators;
}
