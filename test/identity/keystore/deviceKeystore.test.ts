import { inspect } from "node:util";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  createDeviceKeystore,
  DEFAULT_COST,
  KEY_TYPES,
  openDeviceKeystore,
  randomSecret,
  readDeviceFacts,
  sealDevice,
} from "../../../identity/index.js";
import { domainSeparator, type Hex, toHex, verifySignature } from "../../../protocol/index.js";
import { CHEAP, codeOf } from "../support/refusal.js";

const PASSWORD = "a test's password";
const VERIFIER: Hex = `0x${"ab".repeat(20)}`;
const BINDING = { chainId: 31337n, directory: VERIFIER, device: `0x${"cd".repeat(32)}` as Hex };
const SEALING = { password: PASSWORD, cost: CHEAP };

/** The text with one member of its JSON replaced. */
function changed(text: string, change: (file: Record<string, Record<string, unknown>>) => void): string {
  const file = JSON.parse(text);
  change(file);
  return JSON.stringify(file);
}

describe("device keystores", () => {
  for (const keyType of KEY_TYPES) {
    it(`keeps a ${keyType} key that signs as the contracts expect`, async () => {
      const { text, key } = await createDeviceKeystore(keyType, SEALING);
      const opened = await openDeviceKeystore("k.json", text, PASSWORD);
      expect(opened.publicKey).to.equal(key.publicKey);
      expect(opened.binding).to.equal(null);
      const domain = domainSeparator(BINDING);
      const structHash: Hex = `0x${"11".repeat(32)}`;
      const signature = opened.key.sign(domain, structHash);
      expect(verifySignature({ signer: key.signerFor(VERIFIER), domain, structHash, signature })).to.equal(true);
    });

    it(`shows a ${keyType} secret to no printer`, async () => {
      const secret = randomSecret(keyType);
      const sealed = await sealDevice(keyType, secret, SEALING);
      const opened = await openDeviceKeystore("k.json", sealed.text, PASSWORD);
      const shown = [sealed, opened].map(
        (each) => `${JSON.stringify(each)}${inspect(each, { depth: 9, showHidden: true })}`,
      );
      expect(shown.join("\n")).not.to.include(toHex(secret).slice(2));
      expect(inspect(opened)).not.to.include("Uint8Array");
    });
  }

  it("remembers the device, under the same password", async () => {
    const { bound } = await createDeviceKeystore("p256", SEALING);
    const text = bound(BINDING);
    expect(readDeviceFacts("k.json", text).binding).to.deep.equal(BINDING);
    expect((await openDeviceKeystore("k.json", text, PASSWORD)).binding).to.deep.equal(BINDING);
  });

  it("costs an attacker what a wallet's keystore does unless a test asks for less", async () => {
    const { text } = await createDeviceKeystore("p256", { password: PASSWORD });
    const { kdf, kdfparams } = JSON.parse(text).crypto;
    expect([kdf, kdfparams.n, kdfparams.r, kdfparams.p]).to.deep.equal(["scrypt", 131_072, 8, 1]);
    expect(DEFAULT_COST).to.deep.equal({ N: 131_072, r: 8, p: 1 });
  });

  it("names no Ethereum address for a P-256 secret", async () => {
    const { text } = await createDeviceKeystore("p256", SEALING);
    expect(JSON.parse(text)).not.to.have.property("address");
  });

  it("refuses a wrong password and a changed ciphertext alike", async () => {
    const { text } = await createDeviceKeystore("p256", SEALING);
    expect(await codeOf(() => openDeviceKeystore("k", text, "another password"))).to.equal("PasswordWrong");
    const spoiled = changed(text, ({ crypto }) => {
      const ciphertext = String(crypto?.ciphertext);
      Object.assign(crypto ?? {}, { ciphertext: (ciphertext.startsWith("0") ? "1" : "0") + ciphertext.slice(1) });
    });
    expect(await codeOf(() => openDeviceKeystore("k", spoiled, PASSWORD))).to.equal("PasswordWrong");
  });

  it("notices what was changed beside the key", async () => {
    const one = await createDeviceKeystore("p256", SEALING);
    const other = await createDeviceKeystore("p256", SEALING);
    const text = one.bound(BINDING);
    for (const change of [
      { publicKey: other.publicKey },
      { binding: null },
      { binding: { ...BINDING, chainId: "1" } },
      { binding: { ...BINDING, chainId: "31337", device: `0x${"ce".repeat(32)}` } },
      { mac: `0x${"00".repeat(32)}` },
    ]) {
      const tampered = changed(text, ({ wattproof }) => Object.assign(wattproof ?? {}, change));
      expect(await codeOf(() => openDeviceKeystore("k", tampered, PASSWORD)), inspect(change)).to.equal(
        "KeystoreTampered",
      );
    }
  });

  it("refuses by name what is no device's keystore, whatever the password", async () => {
    const { text } = await createDeviceKeystore("secp256k1", SEALING);
    const member = (name: string, value: unknown) =>
      changed(text, ({ wattproof }) => Object.assign(wattproof ?? {}, { [name]: value }));
    const kdf = (params: object) => changed(text, ({ crypto }) => Object.assign(crypto?.kdfparams ?? {}, params));
    const cases: Record<string, string> = {
      "cut short": text.slice(0, -10),
      "not JSON": "hello",
      "an array": "[]",
      "another version": changed(text, (file) => Object.assign(file, { version: 4 })),
      "an account's": changed(text, (file) => {
        delete file.wattproof;
      }),
      "another schema": member("schema", "wattproof-device-key/2"),
      "another kind of key": member("keyType", "ed25519"),
      "a point of no curve": member("publicKey", `0x${"01".repeat(64)}`),
      "an unknown member": member("more", 1),
      "too long": " ".repeat(70_000),
      "a derivation of a terabyte": kdf({ n: 2 ** 33 }),
      "a derivation of many rounds": kdf({ p: 1_000_000 }),
      "a derivation of no rounds": kdf({ n: 0 }),
      "an unknown derivation": changed(text, ({ crypto }) => Object.assign(crypto ?? {}, { kdf: "argon2" })),
      "an unknown cipher": changed(text, ({ crypto }) => Object.assign(crypto ?? {}, { cipher: "rot13" })),
      "no crypto": changed(text, (file) => {
        delete file.crypto;
      }),
    };
    for (const [what, each] of Object.entries(cases)) {
      expect(await codeOf(() => openDeviceKeystore("k.json", each, PASSWORD)), what).to.equal("KeystoreInvalid");
    }
  });
});
