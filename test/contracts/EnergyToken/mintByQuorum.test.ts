import { p256 } from "@noble/curves/nist.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { getBytes, MaxUint256, TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import { signQuorum } from "../../../demo/chain/treasury.js";
import { type Hex, MINT_ORDER_TYPES, quorumOf, toHex, tokenDomain } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { anyones, attested, FAR_S, LIMIT, PAYMENT, type Vault } from "./vault.js";

/** A mint above the limit, with what is wrong about it. */
async function orderOf(vault: Vault, change: { amount?: bigint; deadlineS?: bigint } = {}) {
  const order = {
    to: vault.stranger.address,
    amount: 2n * LIMIT,
    paymentReference: PAYMENT,
    deadlineS: FAR_S,
    ...change,
  };
  return { order, quorum: await signQuorum(vault.treasury, MINT_ORDER_TYPES, order) };
}

const domainOf = async ({ token }: Vault) =>
  tokenDomain({ chainId: 31337n, token: lower(await token.getAddress()), currency: "NOK" });

const digestOf = async (vault: Vault, order: Record<string, unknown>) =>
  TypedDataEncoder.hash(await domainOf(vault), MINT_ORDER_TYPES, order);

describe("EnergyToken.mintByQuorum", () => {
  it("mints above the limit, whoever relays, once", async () => {
    const vault = await fresh(attested);
    const { order, quorum } = await orderOf(vault);
    await expect(anyones(vault).mintByQuorum(order, quorum))
      .to.emit(vault.token, "Minted")
      .withArgs(vault.stranger, 2n * LIMIT, PAYMENT);
    await expect(anyones(vault).mintByQuorum(order, quorum))
      .to.be.revertedWithCustomError(vault.token, "EnergyTokenReferenceUsed")
      .withArgs(PAYMENT);
  });

  it("mints nothing above the reserves, however much that is", async () => {
    const vault = await fresh(attested);
    await vault.token.mint(vault.stranger, 1n, `0x${"11".repeat(32)}`);
    const { order, quorum } = await orderOf(vault, { amount: MaxUint256 });
    await expect(vault.token.mintByQuorum(order, quorum))
      .to.be.revertedWithCustomError(vault.token, "EnergyTokenReservesExceeded")
      .withArgs(MaxUint256, 10n * LIMIT);
  });

  it("refuses an order after its deadline", async () => {
    const vault = await fresh(attested);
    const deadlineS = BigInt(await nowS()) - 1n;
    const { order, quorum } = await orderOf(vault, { deadlineS });
    await expect(vault.token.mintByQuorum(order, quorum))
      .to.be.revertedWithCustomError(vault.token, "EnergyTokenExpired")
      .withArgs(deadlineS);
  });

  describe("refuses as no quorum", () => {
    const cases: Record<
      string,
      (vault: Vault, signed: Awaited<ReturnType<typeof orderOf>>) => Promise<object> | object
    > = {
      "too few": (_, { quorum }) => ({
        signers: quorum.signers.slice(1),
        signatures: quorum.signatures.slice(1),
      }),
      nobody: () => ({ signers: [], signatures: [] }),
      "one twice": (_, { quorum: { signers, signatures } }) => ({
        signers: [signers[0]!, signers[0]!],
        signatures: [signatures[0]!, signatures[0]!],
      }),
      "somebody who is no treasurer": ({ treasury, stranger, treasurer }, { order }) =>
        signQuorum({ ...treasury, treasurers: [treasurer, stranger] }, MINT_ORDER_TYPES, order),
      "treasurers enough and a stranger": ({ treasury, stranger, treasurer, auditor }, { order }) =>
        signQuorum({ ...treasury, treasurers: [treasurer, auditor, stranger] }, MINT_ORDER_TYPES, order),
      "signatures of another order": ({ treasury }, { order }) =>
        signQuorum(treasury, MINT_ORDER_TYPES, { ...order, amount: order.amount + 1n }),
      "another token's domain": async ({ treasury, settlement }, { order }) => {
        const elsewhere = await settlement.getAddress();
        const token = Object.assign(Object.create(treasury.token), { getAddress: async () => elsewhere });
        return signQuorum({ ...treasury, token }, MINT_ORDER_TYPES, order);
      },
      "more signers than signatures": (_, { quorum: { signers, signatures } }) => ({
        signers,
        signatures: signatures.slice(1),
      }),
    };
    for (const [name, change] of Object.entries(cases)) {
      it(name, async () => {
        const vault = await fresh(attested);
        const signed = await orderOf(vault);
        const quorum = (await change(vault, signed)) as typeof signed.quorum;
        await expect(vault.token.mintByQuorum(signed.order, quorum))
          .to.be.revertedWithCustomError(vault.token, "EnergyTokenInvalidQuorum")
          .withArgs(await digestOf(vault, signed.order));
        await vault.token.mintByQuorum(signed.order, signed.quorum);
      });
    }
  });

  it("takes signatures in any order", async () => {
    const vault = await fresh(attested);
    const { order, quorum } = await orderOf(vault);
    const reversed = { signers: quorum.signers.toReversed(), signatures: quorum.signatures.toReversed() };
    await vault.token.mintByQuorum(order, reversed);
  });

  it("takes a P-256 treasurer by the deployment's verifier, and a contract wallet", async () => {
    const vault = await fresh(attested);
    const { token, administrator, stranger, treasurer, auditor, p256Verifier } = vault;
    const secret = keccak_256(new TextEncoder().encode("a treasurer's card"));
    const card: Hex = `${p256Verifier}${toHex(p256.getPublicKey(secret, false).subarray(1)).slice(2)}`;
    const wallet = await new ContractWallet__factory(administrator).deploy(stranger.address);
    const multisig = lower(await wallet.getAddress());
    await token.connect(administrator).setTreasurers([card, multisig], [treasurer.address, auditor.address], 2);

    const { order } = await orderOf(vault);
    const digest = getBytes(await digestOf(vault, order));
    const quorum = quorumOf([
      { signer: card, signature: toHex(p256.sign(digest, secret, { prehash: false, lowS: true })) },
      {
        signer: multisig,
        signature: (await stranger.signTypedData(await domainOf(vault), MINT_ORDER_TYPES, order)) as Hex,
      },
    ]);
    await token.mintByQuorum(order, quorum);
    expect(await token.totalSupply()).to.equal(order.amount);
  });
});
