import { expect } from "chai";
import { Wallet } from "ethers";
import { describe, it } from "mocha";
import {
  createAccountKeystore,
  createDeviceKeystore,
  openAccountKeystore,
  sealAccount,
  statedAddress,
} from "../../../identity/index.js";
import { CHEAP, codeOf } from "../support/refusal.js";

const PASSWORD = "a test's password";
const SEALING = { password: PASSWORD, cost: CHEAP };

/** Test vector of the Web3 Secret Storage definition; r and p are the other way round than is usual. */
const VECTOR = {
  crypto: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "83dbcc02d8ccb40e466191a123791e0e" },
    ciphertext: "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
    kdf: "scrypt",
    kdfparams: {
      dklen: 32,
      n: 262_144,
      r: 1,
      p: 8,
      salt: "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19",
    },
    mac: "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097",
  },
  id: "3198bc9c-6672-5ab3-d995-4942343ae5b6",
  version: 3,
};

describe("account keystores", () => {
  it("opens what other wallets wrote", async () => {
    const { secret } = await openAccountKeystore("v.json", JSON.stringify(VECTOR), "testpassword");
    expect(secret).to.equal("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
    const wallet = new Wallet(Wallet.createRandom().privateKey);
    const { address } = await openAccountKeystore("w.json", wallet.encryptSync(PASSWORD), PASSWORD);
    expect(address).to.equal(wallet.address.toLowerCase());
  });

  it("writes what other wallets open", async () => {
    const { address, text } = await createAccountKeystore(SEALING);
    const wallet = await Wallet.fromEncryptedJson(text, PASSWORD);
    expect(wallet.address.toLowerCase()).to.equal(address);
    expect(statedAddress("a.json", text)).to.equal(address);
  });

  it("takes a key that there was", async () => {
    const wallet = Wallet.createRandom();
    const { address, text } = await sealAccount(wallet.privateKey as `0x${string}`, SEALING);
    expect(address).to.equal(wallet.address.toLowerCase());
    expect((await openAccountKeystore("a.json", text, PASSWORD)).secret).to.equal(wallet.privateKey);
  });

  it("refuses a wrong password, another address, and a device's keystore", async () => {
    const { text } = await createAccountKeystore(SEALING);
    expect(await codeOf(() => openAccountKeystore("a", text, "another password"))).to.equal("PasswordWrong");
    const renamed = JSON.stringify({ ...JSON.parse(text), address: "11".repeat(20) });
    expect(await codeOf(() => openAccountKeystore("a", renamed, PASSWORD))).to.equal("KeystoreInvalid");
    const { text: device } = await createDeviceKeystore("secp256k1", SEALING);
    expect(await codeOf(() => openAccountKeystore("a", device, PASSWORD))).to.equal("KeystoreInvalid");
  });
});
