import { x25519 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  createAccountKeystore,
  createDeviceKeystore,
  createSealingKeystore,
  openAccountKeystore,
  openSealingKeystore,
  statedSealingKey,
} from "../../../identity/index.js";
import { toHex } from "../../../protocol/index.js";
import { CHEAP, codeOf } from "../support/refusal.js";

const PASSWORD = "a test's password";
const SEALING = { password: PASSWORD, cost: CHEAP };

describe("sealing keystores", () => {
  it("give back the secret of the public key that they state", async () => {
    const { publicKey, text } = await createSealingKeystore(SEALING);
    expect(statedSealingKey("s.json", text)).to.equal(publicKey);
    const secret = await openSealingKeystore("s.json", text, PASSWORD);
    expect(toHex(x25519.getPublicKey(secret))).to.equal(publicKey);
    expect(text).not.to.contain(toHex(secret).slice(2));
    expect((await createSealingKeystore(SEALING)).publicKey).not.to.equal(publicKey);
  });

  it("neither name an account nor open as one", async () => {
    const { text } = await createSealingKeystore(SEALING);
    expect(JSON.parse(text)).not.to.have.property("address");
    expect(await codeOf(() => openAccountKeystore("s.json", text, PASSWORD))).to.equal("KeystoreInvalid");
  });

  it("refuse a wrong password, another kind of keystore, and a foreign public key", async () => {
    const { text } = await createSealingKeystore(SEALING);
    const others = [await createAccountKeystore(SEALING), await createDeviceKeystore("p256", SEALING)];
    expect(await codeOf(() => openSealingKeystore("s.json", text, "another password"))).to.equal("PasswordWrong");
    for (const other of others) {
      expect(await codeOf(() => openSealingKeystore("s.json", other.text, PASSWORD))).to.equal("KeystoreInvalid");
    }
    const file = JSON.parse(text);
    file.wattproof.publicKey = (await createSealingKeystore(SEALING)).publicKey;
    expect(await codeOf(() => openSealingKeystore("s.json", JSON.stringify(file), PASSWORD))).to.equal(
      "KeystoreTampered",
    );
    file.wattproof.more = 1;
    expect(await codeOf(() => statedSealingKey("s.json", JSON.stringify(file)))).to.equal("KeystoreInvalid");
  });
});
