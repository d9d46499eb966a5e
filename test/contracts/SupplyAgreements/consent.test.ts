import { expect } from "chai";
import { describe, it } from "mocha";
import { signTerms } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { neighbours } from "./neighbours.js";

describe("SupplyAgreements: consent without a signature", () => {
  it("takes the caller's, be it the consumer or the supplier", async () => {
    const { agreements, terms, consumer, supplier, ...c } = await fresh(neighbours);
    const all = { agreements, consumer, supplier, ...c };
    const bySupplier = await signTerms(all, terms, supplier.account);
    await agreements.connect(consumer.account).register(terms, "0x", bySupplier);
    const other = { ...terms, startS: terms.endS, endS: terms.endS + terms.settlementPeriodS };
    await agreements.connect(supplier.account).register(other, await signTerms(all, other, consumer.account), "0x");
  });

  it("takes an operator's for whoever allowed it, as long as it is allowed", async () => {
    const { agreements, terms, consumer, supplier, stranger } = await fresh(neighbours);
    const operator = agreements.connect(stranger);
    const allow = (home: typeof consumer, allowed: boolean) =>
      agreements.connect(home.account).setOperator(stranger, allowed);
    await expect(allow(consumer, true)).to.emit(agreements, "OperatorSet").withArgs(consumer.account, stranger, true);
    expect(await agreements.isOperator(consumer.account, stranger)).to.equal(true);
    expect(await agreements.isOperator(stranger, consumer.account)).to.equal(false);
    await expect(operator.register(terms, "0x", "0x"))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
      .withArgs(await agreements.idOf(terms), supplier.account);
    await allow(supplier, true);
    await operator.register(terms, "0x", "0x");

    await allow(consumer, false);
    const other = { ...terms, startS: terms.endS, endS: terms.endS + terms.settlementPeriodS };
    await expect(operator.register(other, "0x", "0x"))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
      .withArgs(await agreements.idOf(other), consumer.account);
  });

  it("lets an operator end nothing", async () => {
    const { agreements, terms, consumer, supplier, stranger, submit } = await fresh(neighbours);
    for (const home of [consumer, supplier]) await agreements.connect(home.account).setOperator(stranger, true);
    await submit(terms);
    const id = await agreements.idOf(terms);
    await expect(agreements.connect(stranger).end(id, terms.startS, "0x", "0x"))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsNotParty")
      .withArgs(id, stranger);
  });
});
