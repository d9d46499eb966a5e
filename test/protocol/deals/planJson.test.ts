import { expect } from "chai";
import { describe, it } from "mocha";
import {
  asciiWordOf,
  asciiWordText,
  type DeliveryPlan,
  type Hex,
  parsePlan,
  planFault,
  type Terms,
  type WattproofError,
  wholePlan,
  ZERO_HASH,
} from "../../../protocol/index.js";

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const account = (digit: string): Hex => `0x${digit.repeat(40)}`;
const DAY_S = 86_400;
const START_S = 1_811_844_000;

const WRITTEN = {
  negotiation: word("1"),
  start: "2027-06-01T10:00Z",
  end: "2027-06-03T10:00Z",
  confirmWithin: "3d",
  paysInTokens: true,
  watches: [{ field: "temperature", sensor: word("2"), warnMargin: "0.5" }],
};

const read = (change: object = {}) => parsePlan(JSON.stringify({ ...WRITTEN, ...change }));

function refusal(text: string): WattproofError {
  try {
    parsePlan(text);
  } catch (error) {
    return error as WattproofError;
  }
  return expect.fail("it was read");
}

describe("a delivery's plan in a file", () => {
  it("is read with all that may be left out", () => {
    const plan = read();
    expect(plan).to.deep.equal({
      negotiation: word("1"),
      startS: START_S,
      endS: START_S + 2 * DAY_S,
      custodian: null,
      arbiter: null,
      heartbeatS: 0,
      confirmWithinS: 3 * DAY_S,
      paysInTokens: true,
      watches: [{ field: "temperature", sensor: word("2"), warnMarginMilli: 500n }],
      milestones: [],
      lots: [],
      salt: null,
    });
    const whole = wholePlan(plan, { seller: account("a"), salt: word("5") });
    expect(whole).to.include({ custodian: account("a"), arbiter: account("0"), salt: word("5") });
  });

  it("names its lots in any order: they are signed strictly ascending", () => {
    const [low, high] = ["0a".repeat(12), "f0".repeat(12)];
    const plan = read({ lots: [high.toUpperCase(), low] });
    expect(wholePlan(plan, { seller: account("a"), salt: word("5") }).lots).to.deep.equal([`0x${low}`, `0x${high}`]);
  });

  it("is read with everything that it may say", () => {
    const lot = `${"ab".repeat(12)}`;
    const plan = read({
      custodian: account("C").toLowerCase(),
      arbiter: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
      heartbeat: "30m",
      milestones: [{ name: "loaded in Oslo", plannedAt: "2027-06-01T12:00:00Z" }],
      lots: [lot.toUpperCase(), `0x${lot}`],
      salt: word("7"),
      watches: [{ field: "humidity", sensor: word("2") }],
    });
    expect(plan).to.deep.include({ heartbeatS: 1800, custodian: account("c"), lots: [`0x${lot}`, `0x${lot}`] });
    expect(plan.arbiter).to.equal("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
    expect(plan.milestones.map(({ name, plannedAtS }) => [asciiWordText(name), plannedAtS])).to.deep.equal([
      ["loaded in Oslo", START_S + 7200],
    ]);
    expect(plan.watches[0]?.warnMarginMilli).to.equal(0n);
    expect(wholePlan(plan, { seller: account("a"), salt: ZERO_HASH }).salt).to.equal(word("7"));
  });

  it("is refused with what is wrong in it", () => {
    for (const [reason, change] of [
      ["start is not a time in UTC", { start: "tomorrow" }],
      ["start is not a time in UTC", { start: START_S }],
      ["end is not a time in UTC", { end: "2027-02-31T10:00Z" }],
      ["confirmWithin is not minutes, hours or days", { confirmWithin: "3 days" }],
      ["watches is not present", { watches: undefined }],
      ["watches[0].warnMargin is not a number in quotes", { watches: [{ ...WRITTEN.watches[0], warnMargin: 0.5 }] }],
      ["watches[0].sensor is not 32 bytes", { watches: [{ ...WRITTEN.watches[0], sensor: "0x12" }] }],
      ["custodian is not an address, 0x", { custodian: "Cold Carrier" }],
      ["its capitals do not fit", { arbiter: "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" }],
      ["milestones[0].name is not 1 to 32 printable", { milestones: [{ name: "Tromsø", plannedAt: WRITTEN.end }] }],
      ["lots[0] is not a lot's id", { lots: ["12"] }],
      ["lots is not an array of at most 32 items", { lots: Array(33).fill("ab".repeat(12)) }],
      ["it is not an object of", { price: "1" }],
    ] as const) {
      const error = refusal(JSON.stringify({ ...WRITTEN, ...change }));
      expect([error.code, error.message.includes(reason)], error.message).to.deep.equal([
        "DeliveryPlanUnreadable",
        true,
      ]);
    }
    expect(refusal("{").message).to.contain("not whole JSON");
    expect(refusal(JSON.stringify({ ...WRITTEN, watches: [{ field: "mood", sensor: word("2") }] })).code).to.equal(
      "ConditionFieldUnknown",
    );
  });
});

describe("a plan against its terms", () => {
  const terms: Terms = {
    buyer: account("b"),
    seller: account("a"),
    item: "fish",
    priceMicro: 1n,
    quantityMilli: 1n,
    currency: "NOK",
    conditions: [{ field: "temperature", minMilli: -25_000n, maxMilli: -15_000n }],
    target: "",
    salt: ZERO_HASH,
  };
  const fault = (change: Partial<DeliveryPlan> = {}, nowS = START_S) =>
    planFault(
      { ...wholePlan(read(), { seller: terms.seller, salt: ZERO_HASH }), heartbeatS: 3600, ...change },
      terms,
      nowS,
    );
  const watch = { field: "temperature", sensor: word("2"), warnMarginMilli: 0n };

  it("fits, or says why the contract would refuse it", () => {
    expect(fault()).to.equal(undefined);
    expect(fault({ heartbeatS: 0, paysInTokens: false })).to.equal(undefined);
    expect(fault({ heartbeatS: 0, arbiter: account("c") })).to.equal(undefined);
    for (const [reason, change, nowS] of [
      ["ends before it starts", { endS: START_S }],
      ["opened before its start", {}, START_S + 1],
      ["without an arbiter", { heartbeatS: 0 }],
      ["longer than a year", { endS: START_S + 366 * DAY_S }],
      ["a year ahead", {}, START_S - 366 * DAY_S],
      ["an hour to a year", { confirmWithinS: 3599 }],
      ["an hour to a year", { confirmWithinS: 366 * DAY_S }],
      ["no arbiter in its own case", { arbiter: terms.buyer }],
      ["no arbiter in its own case", { arbiter: terms.seller }],
      ["not as their custodian", { custodian: terms.buyer }],
      ["names the lot 0x01", { lots: ["0x01", "0x01"] }],
      ["names the lot 0x01", { lots: ["0x02", "0x01"] }],
      ["more than 32 lots", { lots: Array(33).fill("0x00") }],
      ["watches humidity, of which the terms", { watches: [watch, { ...watch, field: "humidity" }] }],
      ["nothing watches the condition on temperature", { watches: [] }],
      ["watches temperature twice", { watches: [watch, watch] }],
    ] as const) {
      expect(fault(change as Partial<DeliveryPlan>, nowS)).to.contain(reason);
    }
  });
});

describe("a text in a word", () => {
  it("reads back, and is shown as the word if it is none", () => {
    for (const text of ["a", "NO OSL", "x".repeat(32)]) expect(asciiWordText(asciiWordOf(text) as Hex)).to.equal(text);
    for (const text of ["", "x".repeat(33), "ø", "a\n"]) expect(asciiWordOf(text)).to.equal(undefined);
    expect(asciiWordText(ZERO_HASH)).to.equal(ZERO_HASH);
    expect(asciiWordText(word("f"))).to.equal(word("f"));
  });
});
