import { expect } from "chai";
import { encryptKeystoreJson, Wallet } from "ethers";
import { describe, it } from "mocha";
import { openAccountKeystore } from "../../../identity/index.js";
import { codeOf } from "../support/refusal.js";

const PASSWORD = "a test's password";

/** A cheap keystore that asks for seventeen lanes, one more than is bearable. */
async function costly() {
  const { address, privateKey } = Wallet.createRandom();
  const scrypt = { N: 2, r: 1, p: 17 };
  const { Crypto, ...others } = JSON.parse(await encryptKeystoreJson({ address, privateKey }, PASSWORD, { scrypt }));
  return { others, crypto: Crypto };
}

describe("a keystore that hides the cost of its key derivation", () => {
  it("is refused if it states the cost twice, in capitals and small letters", async () => {
    const { others, crypto } = await costly();
    const { n, r, p, ...rest } = crypto.kdfparams;
    const text = JSON.stringify({ ...others, crypto: { ...crypto, kdfparams: { P: p, n, r, p: 1, ...rest } } });
    expect(await codeOf(() => openAccountKeystore("k.json", text, PASSWORD))).to.equal("KeystoreInvalid");
  });

  it("is refused if it has another crypto before the one that is looked at", async () => {
    const { others, crypto } = await costly();
    const decoy = { ...crypto, kdfparams: { ...crypto.kdfparams, p: 1 } };
    const text = JSON.stringify({ ...others, CRYPTO: crypto, crypto: decoy });
    expect(await codeOf(() => openAccountKeystore("k.json", text, PASSWORD))).to.equal("KeystoreInvalid");
  });

  it("is refused if it states the cost in capitals alone", async () => {
    const { others, crypto } = await costly();
    const { p, ...rest } = crypto.kdfparams;
    const text = JSON.stringify({ ...others, crypto: { ...crypto, kdfparams: { ...rest, P: p } } });
    expect(await codeOf(() => openAccountKeystore("k.json", text, PASSWORD))).to.equal("KeystoreInvalid");
  });

  it("opens in whatever letters it names its members, if each is there once and bearable", async () => {
    const wallet = Wallet.createRandom();
    const account = { address: wallet.address, privateKey: wallet.privateKey };
    const { Crypto, ...others } = JSON.parse(
      await encryptKeystoreJson(account, PASSWORD, { scrypt: { N: 2, r: 1, p: 1 } }),
    );
    const { n, ...rest } = Crypto.kdfparams;
    const text = JSON.stringify({ ...others, CRYPTO: { ...Crypto, kdfparams: { ...rest, N: n } } });
    expect((await openAccountKeystore("k.json", text, PASSWORD)).secret).to.equal(wallet.privateKey);
  });
});
