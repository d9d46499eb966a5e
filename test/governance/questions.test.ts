import { expect } from "chai";
import type { Provider } from "ethers";
import { describe, it } from "mocha";
import { openConsortium, proposalIds, readBook, readProposal, readProposals } from "../../governance/index.js";
import { OPEN_STATES } from "../../protocol/governance/proposalStates.js";
import { propose } from "../contracts/ConsortiumGovernor/voting.js";
import { advanceTo, chain, fresh, nowS } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { type Founded, foundConsortium } from "../support/chain/founded.js";

const SPAM = 20;
const INNER = 80;
/** What one such proposal asked before its names and kinds were bounded, listed or not. */
const BEFORE = 94;
/** What one asks that is shown: itself, its electorate, and so many names and kinds at most. */
const SHOWN = 12 + 20 + 20;

/** Accounts that nobody knows. */
const account = (number: number) => `0x${(number + 1).toString(16).padStart(40, "0")}`;

async function grants({ authority }: Founded, from: number): Promise<{ to: Founded["authority"]; data: string }> {
  const inner = Array.from({ length: INNER }, (_, at) =>
    authority.interface.encodeFunctionData("grantRole", [1n, account(from + at), 0]),
  );
  return { to: authority, data: authority.interface.encodeFunctionData("multicall", [inner]) };
}

/** Proposals of one member, each of grants to others. Gas is free. */
async function spammed() {
  const c = await foundConsortium();
  for (let number = 0; number < SPAM; number++) {
    const { to, data } = await grants(c, number * INNER);
    await c.governor.connect(c.members[2]!).propose([to], [0n], [data], `spam ${number}`);
  }
  await advanceTo((await nowS()) + 4 * 86_400);
  const id = await propose(c, c.members[0]!, [await grants(c, 0)], "open");
  return { ...c, open: Number(id) };
}

/** A consortium, and how many questions its node answered. */
async function counting({ directory }: Pick<Founded, "directory">) {
  let asked = 0;
  const provider = new Proxy(chain.ethers.provider as unknown as Provider, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        if (key === "call") asked += 1;
        return value.apply(target, args);
      };
    },
  });
  const blockTag = await provider.getBlockNumber();
  const consortium = await openConsortium({ provider, directory: lower(await directory.getAddress()), blockTag });
  const book = await readBook(consortium);
  const asking = async <Value>(work: () => Promise<Value>) => {
    asked = 0;
    const value = await work();
    return { value, asked };
  };
  return { consortium, book, asking };
}

describe("governance: how much a node is asked", function () {
  this.timeout(300_000);

  it("lists what is open with one question for each that is not, and a bounded number for each that is", async () => {
    const c = await fresh(spammed);
    const { consortium, book, asking } = await counting(c);
    const { value, asked } = await asking(async () =>
      readProposals(consortium, book, await proposalIds(consortium, OPEN_STATES)),
    );
    expect(value.map(({ id }) => id)).to.deep.equal([c.open]);
    expect(asked, "questions")
      .to.be.below(BEFORE * SPAM)
      .and.at.most(1 + SPAM + 1 + SHOWN);
  });

  it("lists all with a bounded number for each", async () => {
    const { consortium, book, asking } = await counting(await fresh(spammed));
    const { value, asked } = await asking(() => readProposals(consortium, book));
    expect(value).to.have.length(SPAM + 1);
    expect(asked, "questions")
      .to.be.at.most(1 + (SPAM + 1) * SHOWN)
      .and.below(BEFORE * SPAM);
  });

  it("asks for a name once, and says of which accounts of a proposal it does not ask", async () => {
    const c = await fresh(spammed);
    const { consortium, book, asking } = await counting(c);
    const first = await asking(() => readProposal(consortium, book, c.open));
    const again = await asking(() => readProposal(consortium, book, c.open));
    // The first twenty are known by then, and twenty others are asked about.
    expect(first.asked).to.equal(again.asked);
    const inner = first.value.calls[0]?.calls.map(({ says }) => says) ?? [];
    expect(inner).to.have.length(INNER);
    expect(inner[19]).to.equal(`Grant ${account(19)} the role oracle`);
    expect(inner[20]).to.equal(
      `Grant ${account(20)} (no member; whether it was one is not asked of so many) the role oracle`,
    );
    await asking(() => book.account(lower(account(70))));
    expect((await asking(() => book.account(lower(account(70))))).asked).to.equal(0);
  });

  it("asks for so many calls' kinds, once each", async () => {
    const c = await fresh(foundConsortium);
    const calls = Array.from({ length: 30 }, (_, at) => ({
      to: c.membership,
      data: `0x${(at + 1).toString(16).padStart(8, "0")}`,
    }));
    const expel = c.membership.interface.encodeFunctionData("expel", [c.members[1]!.address]);
    const id = await propose(c, c.members[0]!, [...[0, 1, 2].map(() => ({ to: c.membership, data: expel })), ...calls]);
    const { consortium, book } = await counting(c);
    const kinds = (await readProposal(consortium, book, Number(id))).calls.map(({ kind }) => kind);
    expect(kinds.slice(0, 4)).to.deep.equal(["expel-member", "expel-member", "expel-member", "other"]);
    expect(kinds.filter((kind) => kind === null)).to.have.length(33 - 22);
  });
});
