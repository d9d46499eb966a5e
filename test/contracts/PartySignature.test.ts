import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { afterEach, describe, it } from "mocha";
import { type Hex, openedTerms, planValue } from "../../protocol/index.js";
import { ContractWallet__factory } from "../../typechain-types/index.js";
import { NEVER_S, openVillage, signForMarket } from "../support/chain/adverts.js";
import { chain, fresh } from "../support/chain/chain.js";
import { channelTerms, signChannelTerms, street } from "../support/chain/channels.js";
import { contributionOf, signContribution, workshop } from "../support/chain/contributions.js";
import { delegate, undelegate } from "../support/chain/delegation.js";
import { agreeOn, dealt, signPlan } from "../support/chain/deliveries.js";
import { bytes32Of } from "../support/chain/devices.js";
import { library, signGrant } from "../support/chain/grants.js";
import { openTable } from "../support/chain/negotiations.js";
import { openTender } from "../support/chain/quotations.js";

/** A party of a contract, and what the contract takes with its signature. */
interface Case {
  readonly contract: BaseContract;
  /** Error that refuses a signature. */
  readonly refusal: string;
  readonly party: HardhatEthersSigner;
  /** Whom the code that the party's account gets answers for. */
  readonly owner: HardhatEthersSigner;
  /** Neither of them. */
  readonly forger: HardhatEthersSigner;
  /** Sends what the party should sign, signed by somebody, for the `count`th time. */
  readonly send: (by: HardhatEthersSigner, count: number) => Promise<unknown>;
}

const CASES: Readonly<Record<string, () => Promise<Case>>> = {
  async Negotiation() {
    const t = await openTable();
    await t.offer({}, { by: t.seller });
    return {
      ...{ contract: t.negotiation, refusal: "NegotiationInvalidSignature" },
      ...{ party: t.buyer, owner: t.stranger, forger: t.rival },
      send: (by, count) => t.counterOffer(t.idOf(), count + 2, {}, { by }, t.buyer.address),
    };
  },
  async Quotations() {
    const t = await openTender();
    const id = await t.ask();
    const { place, round, proposal, digest } = await t.bid(id, t.seller);
    await t.quotations.connect(t.seller).commit(id, digest);
    await t.toReveals();
    return {
      ...{ contract: t.quotations, refusal: "QuotationsInvalidSignature" },
      ...{ party: t.seller, owner: t.stranger, forger: t.rival },
      send: async (by) =>
        t.quotations.connect(t.seller).revealOpenly(id, proposal, await t.signRound(place, round, by)),
    };
  },
  async Contributions() {
    const w = await fresh(workshop);
    return {
      ...{ contract: w.contributions, refusal: "ContributionsInvalidSignature" },
      ...{ party: w.ben, owner: w.stranger, forger: w.cleo },
      async send(by, count) {
        const idea = contributionOf(`idea ${count}`, [
          [w.ada, 500],
          [w.ben, 500],
        ]);
        const signature = await signContribution(w, idea, by);
        return w.contributions.connect(w.ada).register(idea, [signature, signature]);
      },
    };
  },
  async DataGrants() {
    const l = await fresh(library);
    const deadlineS = l.startS + 600;
    return {
      ...{ contract: l.dataGrants, refusal: "DataGrantsInvalidSignature" },
      ...{ party: l.owner, owner: l.stranger, forger: l.other },
      async send(by) {
        const once = { nonce: await l.dataGrants.nonces(l.owner), deadlineS };
        return l.dataGrants.giveBySignature(l.terms(), deadlineS, await signGrant(l, l.terms(), once, by));
      },
    };
  },
  async DeliveryMonitor() {
    const d = await fresh(dealt);
    const terms = d.table.terms({ conditions: [] });
    const agreed: Hex[] = [];
    for (const name of ["first", "second", "third"]) agreed.push(await agreeOn(d.table, terms, name));
    return {
      ...{ contract: d.monitor, refusal: "DeliveryMonitorInvalidSignature" },
      ...{ party: d.seller, owner: d.stranger, forger: d.rival },
      async send(by, count) {
        const plan = { ...d.plan, negotiation: agreed[count]!, watches: [], heartbeatS: 0, paysInTokens: false };
        const [byBuyer, bySeller] = [await signPlan(d, plan, d.buyer), await signPlan(d, plan, by)];
        return d.monitor.open(planValue(plan), openedTerms(terms), byBuyer, bySeller);
      },
    };
  },
  async PaymentChannel() {
    const s = await fresh(street);
    return {
      ...{ contract: s.channels, refusal: "PaymentChannelInvalidSignature" },
      ...{ party: s.owner, owner: s.stranger, forger: s.neighbour.account },
      async send(by, count) {
        const terms = await channelTerms(s.home, s.partner, { salt: bytes32Of(`channel ${count}`) });
        const [byOwner, byPartner] = [
          await signChannelTerms(s, terms, by),
          await signChannelTerms(s, terms, s.partner),
        ];
        return s.channels.open(terms, byOwner, byPartner);
      },
    };
  },
  async EnergyMarket() {
    const v = await openVillage();
    return {
      ...{ contract: v.market, refusal: "EnergyMarketInvalidSignature" },
      ...{ party: v.seller.account, owner: v.stranger, forger: v.buyer.account },
      async send(by) {
        const value = { ...v.terms(), nonce: await v.market.nonces(v.seller.account) };
        return v.market.advertiseBySignature(v.terms(), NEVER_S, await signForMarket(v, "Advertisement", value, by));
      },
    };
  },
};

describe("PartySignature: an account that gets code (EIP-7702)", () => {
  let delegated: HardhatEthersSigner | undefined;
  afterEach(async () => {
    if (delegated) await undelegate(delegated);
    delegated = undefined;
  });

  for (const [name, setUp] of Object.entries(CASES)) {
    it(`${name} takes its key's own signature, and that of whom its code answers for (ERC-1271), and no other`, async () => {
      const { contract, refusal, party, owner, forger, send } = await setUp();
      const wallet = await new ContractWallet__factory(forger).deploy(owner);
      delegated = party;
      await delegate(party, await wallet.getAddress());
      expect(await chain.ethers.provider.getCode(party)).to.match(/^0xef0100/);
      await send(party, 0);
      await send(owner, 1);
      await expect(send(forger, 2)).to.be.revertedWithCustomError(contract, refusal);
    });
  }
});
