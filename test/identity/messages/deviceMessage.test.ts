import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type AwaitedEnrolment,
  createDeviceKeystore,
  type DeviceKey,
  formatTicket,
  messageJson,
  parseMessage,
  parseTicket,
  requireCurrent,
  requireSignedEnrolment,
  requireSignedFirmware,
  requireSignedRotation,
  signEnrolment,
  signFirmware,
  signRotation,
} from "../../../identity/index.js";
import { DeviceStatus, type Hex } from "../../../protocol/index.js";
import { CHEAP, codeOf } from "../support/refusal.js";

const filled = (byte: string, count: number): Hex => `0x${byte.repeat(count)}`;
const NOWHERE = filled("00", 20);
const VERIFIER = filled("22", 20);
const PLACE = { chainId: 31337n, directory: filled("11", 20), device: filled("33", 32) };

const TICKET = parseTicket(
  formatTicket({
    ...PLACE,
    p256Verifier: VERIFIER,
    kind: 1,
    organisation: filled("44", 20),
    owner: filled("55", 20),
    expiresAtS: 1000n,
    enrolmentSecret: new Uint8Array(32).fill(0x66),
  }),
);
const AWAITED: AwaitedEnrolment = {
  kind: 1,
  organisation: filled("44", 20),
  owner: filled("55", 20),
  enrolmentKey: TICKET.enrolmentKey.signerFor(VERIFIER),
  enrolmentExpiresAtS: 1000n,
  statusNow: DeviceStatus.Registered,
};

const newKey = async (keyType: "p256" | "secp256k1"): Promise<DeviceKey> =>
  (await createDeviceKeystore(keyType, { password: "a test's password", cost: CHEAP })).key;

describe("what a device signs for the registry", () => {
  for (const keyType of ["p256", "secp256k1"] as const) {
    it(`goes through a file and back, by a ${keyType} key`, async () => {
      const [key, next] = [await newKey(keyType), await newKey(keyType)];
      const enrolment = signEnrolment(TICKET, key);
      expect(parseMessage(JSON.stringify(messageJson(enrolment)), "Enrolment")).to.deep.equal(enrolment);
      requireSignedEnrolment(enrolment, AWAITED);
      const rotation = signRotation({ ...PLACE, index: 1n, expiresAtS: 99n, p256Verifier: VERIFIER }, key, next);
      expect(parseMessage(JSON.stringify(messageJson(rotation)), "KeyRotation")).to.deep.equal(rotation);
      requireSignedRotation(rotation, key.signerFor(VERIFIER));
      const firmware = signFirmware({ ...PLACE, version: 2n, firmwareHash: filled("77", 32) }, key);
      expect(parseMessage(JSON.stringify(messageJson(firmware)), "FirmwareConfirmation")).to.deep.equal(firmware);
      requireSignedFirmware(firmware, key.signerFor(VERIFIER));
    });
  }

  it("is refused if another key, another device or another deployment signed", async () => {
    const [key, other] = [await newKey("p256"), await newKey("p256")];
    const enrolment = signEnrolment(TICKET, key);
    const changes = [
      { signer: other.signerFor(VERIFIER) },
      { device: filled("34", 32) },
      { chainId: 1n },
      { directory: filled("12", 20) },
      { deviceSignature: signEnrolment(TICKET, other).deviceSignature },
    ];
    for (const change of changes) {
      const changed = { ...enrolment, ...change };
      expect(await codeOf(() => requireSignedEnrolment(changed, AWAITED))).to.equal("MessageUnsigned");
    }
    const rotation = signRotation({ ...PLACE, index: 1n, expiresAtS: 99n, p256Verifier: VERIFIER }, key, other);
    const later = { ...rotation, index: 2n };
    expect(await codeOf(() => requireSignedRotation(later, key.signerFor(VERIFIER)))).to.equal("MessageUnsigned");
    expect(await codeOf(() => requireSignedRotation(rotation, other.signerFor(VERIFIER)))).to.equal("MessageUnsigned");
  });

  it("is refused by name if its file is not what --sign-only prints", async () => {
    const good = messageJson(signEnrolment(TICKET, await newKey("p256")));
    const refused = (change: object) => codeOf(() => parseMessage(JSON.stringify({ ...good, ...change }), "Enrolment"));
    expect(await refused({ more: "1" })).to.equal("MessageUnreadable");
    expect(await refused({ chainId: "0" })).to.equal("MessageUnreadable");
    expect(await refused({ signer: "0x00" })).to.equal("MessageUnreadable");
    expect(await refused({ type: "Else" })).to.equal("MessageUnreadable");
    expect(await refused({ schema: "wattproof-device-message/2" })).to.equal("SchemaUnsupported");
    expect(await codeOf(() => parseMessage(JSON.stringify(good), "KeyRotation"))).to.equal("MessageUnreadable");
    expect(await codeOf(() => parseMessage("[".repeat(1_000_000), "Enrolment"))).to.equal("MessageUnreadable");
    expect(await codeOf(() => parseMessage(JSON.stringify(good).slice(0, 50), "Enrolment"))).to.equal(
      "MessageUnreadable",
    );
  });

  it("is preceded by a look at the ticket, which says why the registry would not take it", async () => {
    requireCurrent(TICKET, AWAITED, 1000n);
    const judged = (change: Partial<AwaitedEnrolment>, nowS = 1n) =>
      codeOf(() => requireCurrent(TICKET, { ...AWAITED, ...change }, nowS));
    expect(await judged({}, 1001n)).to.equal("TicketExpired");
    for (const change of [
      { statusNow: DeviceStatus.Unknown },
      { statusNow: DeviceStatus.Revoked },
      { enrolmentKey: NOWHERE },
      { enrolmentKey: filled("99", 20) },
      { organisation: filled("99", 20) },
      { owner: filled("99", 20) },
      { kind: 2 },
      { enrolmentExpiresAtS: 2000n },
    ]) {
      expect(
        await judged(change),
        JSON.stringify(change, (_, v) => String(v)),
      ).to.equal("TicketStale");
    }
  });
});
