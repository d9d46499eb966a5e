import { expect } from "chai";
import { describe, it } from "mocha";
import {
  buildStatement,
  type Hex,
  kWhText,
  moneyText,
  nextHead,
  replayChain,
  SettledHeadMismatch,
  StatementFactMissing,
  StatementUnbalanced,
  statementCsv,
  statementJson,
  statementText,
  timeText,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { factsOf, settledVillage, statementOf } from "./support/billed.js";
import { ADA, BOB, endOf, GRID, METER, ROSTER, SUPPLIER } from "./support/village.js";

describe("buildStatement", () => {
  it("bills what each interval delivered, from neighbour and grid, with what was owed", () => {
    const { lines } = statementOf(ADA);
    const told = lines.map(({ source, startS, flowWh, deliveredWh, gridWh, amount, owed }) => ({
      ...{ source, hour: (startS - endOf(0)) / 3_600n, flowWh, deliveredWh, gridWh, amount, owed },
    }));
    expect(told).to.deep.equal([
      { source: "neighbour", hour: 0n, flowWh: 1_000n, deliveredWh: 1_000n, gridWh: 0n, amount: 1_999n, owed: 0n },
      { source: "neighbour", hour: 1n, flowWh: 1_000n, deliveredWh: 400n, gridWh: 600n, amount: 799n, owed: 298n },
      { source: "grid", hour: 1n, flowWh: 1_000n, deliveredWh: 600n, gridWh: 0n, amount: 3_000n, owed: 3_000n },
      { source: "neighbour", hour: 2n, flowWh: 1_000n, deliveredWh: 0n, gridWh: 0n, amount: 0n, owed: 0n },
    ]);
  });

  it("tells consumer and supplier the same", () => {
    const paid = (account: Hex, direction: string) =>
      statementOf(account)
        .lines.filter((line) => line.direction === direction && line.source === "neighbour")
        .map(({ agreement, startS, amount, owed }) => ({ agreement, startS, amount, owed }));
    const bought = [...paid(ADA, "bought"), ...paid(BOB, "bought")];
    expect(paid(SUPPLIER, "sold")).to.have.deep.members(bought);
    expect(statementOf(GRID).lines.map(({ direction, counterparty }) => [direction, counterparty])).to.deep.equal([
      ["sold", ADA],
    ]);
  });

  it("marks a meter that did not read", () => {
    const [, , third] = statementOf(BOB).lines;
    expect(third).to.include({ isRead: false, deliveredWh: 0n, amount: 0n });
  });

  it("adds the lines up by agreement", () => {
    const { totals } = statementOf(ADA);
    expect(totals).to.deep.equal([
      {
        ...{ direction: "bought", source: "neighbour", agreement: 1, counterparty: SUPPLIER },
        ...{ lines: 3, deliveredWh: 1_400n, amount: 2_798n, owed: 298n },
      },
      {
        ...{ direction: "bought", source: "grid", agreement: 3, counterparty: GRID },
        ...{ lines: 1, deliveredWh: 600n, amount: 3_000n, owed: 3_000n },
      },
    ]);
  });

  it("leads from the opening to the closing balance, over the blocks in which its lines were booked", () => {
    for (const account of [ADA, BOB, SUPPLIER, GRID]) {
      const { balance, escrow } = statementOf(account);
      const { opening, deposited, received, claimsReceived, otherReceived } = balance;
      const { closing, withdrawn, paid, claimsPaid, otherPaid } = balance;
      const gained = deposited + received + claimsReceived + otherReceived;
      expect(opening + gained - withdrawn - paid - claimsPaid - otherPaid).to.equal(closing);
      if (account !== GRID) expect(closing).to.equal(escrow);
    }
    expect(statementOf(ADA).balance).to.include({
      openingBlock: 10,
      closingBlock: 14,
      opening: 2_500n,
      claimsPaid: 1_000n,
    });
  });

  it("bills the intervals that lie within the time asked for, and keeps the others in the balance", () => {
    const { lines, balance, chains } = statementOf(ADA, { fromS: endOf(1), toS: endOf(2) });
    expect(lines.map(({ startS }) => startS)).to.deep.equal([endOf(1), endOf(1)]);
    expect(balance).to.include({ openingBlock: 11, closingBlock: 12, opening: 501n, paid: 501n, closing: 0n });
    expect(chains[0]?.intervals).to.have.length(2);
    expect(chains[0]?.headBefore).to.equal(lines[0]?.proof.headBefore);
  });

  it("shows claims that are open, to both sides", () => {
    expect(statementOf(ADA).claims).to.deep.equal([
      { agreement: 1, direction: "bought", counterparty: SUPPLIER, open: 298n },
      { agreement: 3, direction: "bought", counterparty: GRID, open: 2_000n },
    ]);
    expect(statementOf(GRID).claims).to.deep.equal([
      { agreement: 3, direction: "sold", counterparty: ADA, open: 2_000n },
    ]);
  });

  it("says nothing of an account that has no part in it", () => {
    const statement = statementOf(METER.eve.slice(0, 42) as Hex, { escrow: 0n, movements: [] });
    expect(statement.lines).to.deep.equal([]);
    expect(statement.chains).to.deep.equal([]);
    expect(statement.balance).to.include({ openingBlock: 20, closingBlock: 20, opening: 0n, closing: 0n });
  });

  it("bills somebody who buys from himself both sides", () => {
    const facts = factsOf(settledVillage(), BOB);
    const roster = facts.rosters.get(ROSTER)!;
    const members = roster.members.map((member) => ({ ...member, supplier: BOB, consumer: BOB }));
    const statement = buildStatement({
      ...facts,
      rosters: new Map([[ROSTER, { ...roster, members }]]),
      gridAgreements: new Map([[3, { ...facts.gridAgreements.get(3)!, supplier: GRID }]]),
      escrow: 2_500n,
    });
    expect(statement.totals.map(({ direction, amount }) => [direction, amount])).to.deep.equal([
      ["bought", 2_798n],
      ["sold", 2_798n],
      ["bought", 2_100n],
      ["sold", 2_100n],
    ]);
  });
});

describe("a statement's proof", () => {
  it("leads every line from the head before its interval to the head after it, and the chain to the contract's", () => {
    const { lines, chains } = statementOf(ADA);
    for (const chain of chains) expect(replayChain(chain)).to.have.length(chain.intervals.length);
    for (const { proof, endS, deliveredWh } of lines) {
      const chain = chains.find(({ exportMeter }) => exportMeter === proof.exportMeter)!;
      const interval = chain.intervals.find((each) => each.endS === endS)!;
      expect(nextHead(proof.headBefore, interval)).to.equal(proof.head);
      expect(interval.roster).to.equal(proof.roster);
      const word = interval.words[proof.word]!;
      expect([(word >> 128n) & (2n ** 64n - 1n), word >> 192n]).to.include(deliveredWh);
    }
  });

  const lies: Record<string, (village: ReturnType<typeof settledVillage>) => ReturnType<typeof settledVillage>> = {
    "an interval left out": (village) => ({ ...village, intervals: village.intervals.slice(1) }),
    "the last interval left out": (village) => ({ ...village, intervals: village.intervals.slice(0, -1) }),
    "intervals in another order": (village) => ({ ...village, intervals: village.intervals.toReversed() }),
    "an interval added": (village) => ({ ...village, intervals: [...village.intervals, village.intervals[0]!] }),
    "one Wh more": (village) => ({
      ...village,
      intervals: village.intervals.map((each) => ({ ...each, words: each.words.map((word) => word + (1n << 128n)) })),
    }),
  };
  for (const [what, lie] of Object.entries(lies)) {
    it(`refuses ${what}`, () => {
      const facts = factsOf(lie(settledVillage()), ADA);
      expect(() => buildStatement(facts)).to.throw(SettledHeadMismatch);
    });
  }

  it("refuses money that does not add up to the escrow, and claims that do not", () => {
    const facts = factsOf(settledVillage(), ADA);
    expect(() => buildStatement({ ...facts, escrow: facts.escrow + 1n })).to.throw(StatementUnbalanced, "escrow");
    expect(() => buildStatement({ ...facts, movements: [] })).to.throw(StatementUnbalanced);
    expect(() => buildStatement({ ...facts, claims: new Map() })).to.throw(StatementUnbalanced, "agreement 1");
  });

  it("refuses what it cannot read for want of a roster or of a grid supplier's agreement", () => {
    const facts = factsOf(settledVillage(), ADA);
    expect(() => buildStatement({ ...facts, rosters: new Map() })).to.throw(StatementFactMissing, "roster");
    expect(() => buildStatement({ ...facts, gridAgreements: new Map() })).to.throw(StatementFactMissing, "agreement 3");
    const roster = { ...facts.rosters.get(ROSTER)!, members: [] };
    expect(() => buildStatement({ ...facts, rosters: new Map([[ROSTER, roster]]) })).to.throw(StatementFactMissing);
  });
});

describe("a statement's forms", () => {
  it("shows money and energy as exact decimals", () => {
    expect(moneyText(1_234_567n, 6)).to.equal("1.234567");
    expect(moneyText(-1n, 6)).to.equal("-0.000001");
    expect(moneyText(12n, 0)).to.equal("12");
    expect(kWhText(2n ** 64n - 1n)).to.equal("18446744073709551.615");
    expect(timeText(1_700_006_400n)).to.equal("2023-11-15T00:00:00Z");
    expect(timeText(2n ** 60n)).to.equal(`second ${2n ** 60n}`);
  });

  it("is a bill that a person can read", () => {
    const text = statementText(statementOf(ADA)).join("\n");
    expect(text).to.include(`Statement of account ${ADA}`);
    expect(text).to.include("energy of 2023-11-15T00:00:00Z to 2023-11-25T00:00:00Z, money in NOK");
    expect(text).to.match(
      new RegExp(
        `bought from ${SUPPLIER} +agreement 1 +1\\.400 kWh +0\\.002798 NOK +of which 0\\.000298 was not in escrow`,
      ),
    );
    expect(text).to.match(/opening, after block 10 +0\.002500 NOK/);
    expect(text).to.match(/you owe 0x\w+ +agreement 3 +0\.002000 NOK/);
    expect(text).to.match(/2023-11-15T01:00:00Z to 2023-11-15T02:00:00Z +bought, grid +3 .* 0\.600 .* 0\.003000/);
    expect(statementText(statementOf(SUPPLIER)).join("\n")).to.match(/0x\w+ owes you +agreement 1/);
    expect(statementText(statementOf(BOB)).join("\n")).to.include("the meter did not read: counted as nothing");
    expect(statementText(statementOf(ADA, { toS: endOf(0) })).join("\n")).to.include("Nothing was settled");
  });

  it("is CSV whose lines add up to its totals", () => {
    const statement = statementOf(ADA);
    const [header = "", ...rows] = statementCsv(statement).trimEnd().split("\n");
    const amount = header.split(",").indexOf("amount");
    const sum = rows.reduce((total, row) => total + BigInt(row.split(",")[amount]!.replace(".", "")), 0n);
    expect(rows).to.have.length(4);
    expect(sum).to.equal(statement.totals.reduce((total, each) => total + each.amount, 0n));
    expect(header.split(",")).to.include.members(["headBefore", "head", "word", "roster"]);
  });

  for (const hostile of ['=HYPERLINK("http://x")', "+1", "-1", "@x", "\tx"]) {
    it(`is CSV in which a currency named ${JSON.stringify(hostile)} is no formula`, () => {
      const csv = statementCsv(statementOf(ADA, { currency: hostile }));
      const cell = `'${hostile}`;
      expect(csv).to.include(hostile.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell);
      expect(csv).not.to.match(/(^|,)"?[=+\-@\t]/m);
    });
  }

  it("is JSON that proves itself", () => {
    const { chains, lines, totals, schema } = JSON.parse(statementJson(statementOf(ADA)));
    expect(schema).to.equal("wattproof-statement/1");
    expect(totals[0]).to.include({
      deliveredWh: "1400",
      deliveredKWh: "1.400",
      amount: "2798",
      amountText: "0.002798",
    });
    const [{ headBefore, head, intervals }] = chains;
    const replayed = intervals.reduce(
      (before: Hex, { roster, endS, words }: { roster: Hex; endS: string; words: string[] }) =>
        nextHead(before, { roster, endS: BigInt(endS), words: words.map(BigInt) }),
      headBefore,
    );
    expect(replayed).to.equal(head);
    expect(headBefore).to.equal(ZERO_HASH);
    expect(lines[0].proof.head).to.match(/^0x[0-9a-f]{64}$/);
  });
});
