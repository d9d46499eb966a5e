import { p256 } from "@noble/curves/nist.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  DeviceKind,
  DeviceStatus,
  domainSeparator,
  firmwareConfirmationHash,
  type Hex,
  keyRotationHash,
  sha256Digest,
  signingPreimage,
  structHashOf,
  toHex,
  ZERO_HASH,
} from "../../protocol/index.js";
import { TestStream } from "../support/chain/batches.js";
import { advanceTo, chain, fresh, nextBlockAt, nowS } from "../support/chain/chain.js";
import { p256Key, secp256k1Key } from "../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice } from "../support/chain/devices.js";
import {
  deployNeighbourhood,
  EVIDENCE,
  FINDING,
  five,
  IncidentCategory,
  IncidentState,
  QUARANTINE_S,
  REPORT_WINDOW_S,
  three,
} from "../support/chain/incidents.js";
import { enrolAnew, rotateKey } from "../support/chain/keys.js";
import { readingOf, shown } from "../support/chain/openings.js";

const { Active, Quarantined } = DeviceStatus;
const P256_LENGTH = 64;

/** A neighbourhood with a second, P-256 meter and a stream. */
async function withStream() {
  const c = await deployNeighbourhood(5);
  const key = p256Key("second", c.p256Verifier);
  const wish = { name: "second", kind: DeviceKind.Meter, organisation: c.grid, owner: c.owner.address, key };
  const second = await enrolDevice(c, wish);
  const said = (importWh: bigint, sequence = 7n) => readingOf(c.device, sequence, importWh);
  return { ...c, second, said, stream: await TestStream.open(c) };
}

describe("an organisation that wants another's device stopped", () => {
  it("gets nowhere with many gateways, many incidents and all the time in the world", async () => {
    const c = await fresh(five);
    const [{ account }] = c.neighbours as [(typeof c.neighbours)[0]];
    const wish = { kind: DeviceKind.Gateway, organisation: account, owner: account.address };
    for (let round = 0; round < 5; round++) {
      const { device: gateway } = await enrolDevice(c, { ...wish, name: `gateway ${round}` });
      await c.incidents.connect(account).report(c.device, gateway, IncidentCategory.Tampering, EVIDENCE);
      await expect(c.report(0)).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadySpoken");
      await c.clear(0);
      await c.report(0);
      expect(await c.status()).to.equal(Active);
      await advanceTo((await nowS()) + REPORT_WINDOW_S);
    }
  });

  it("cannot lend its gateway, nor reach the registry past the incidents", async () => {
    const c = await fresh(five);
    const [first, second] = c.neighbours;
    await expect(
      c.incidents.connect(second!.account).report(c.device, first!.gateway, IncidentCategory.Tampering, EVIDENCE),
    ).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotGateway");
    await expect(c.devices.connect(first!.account).quarantine(c.device)).to.be.revertedWithCustomError(
      c.devices,
      "AccessManagedUnauthorized",
    );
  });

  it("cannot prolong a quarantine alone, however often it reports", async () => {
    const c = await fresh(five);
    await c.report(0);
    await c.report(1);
    const { endsAtS } = await c.incident();
    for (let at = Number(endsAtS) - QUARANTINE_S + REPORT_WINDOW_S; at < Number(endsAtS); at += REPORT_WINDOW_S) {
      await nextBlockAt(at);
      await c.report(0);
    }
    expect((await c.incident()).endsAtS).to.equal(endsAtS);
    await nextBlockAt(Number(endsAtS));
    await c.incidents.expire(c.device);
    expect(await c.status()).to.equal(Active);
  });

  it("cannot add up the reports of organisations that were expelled", async () => {
    const c = await fresh(five);
    for (const index of [0, 1]) {
      await c.expel(index);
      const account = c.neighbours[index]!.account;
      await expect(c.report(index))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotMember")
        .withArgs(account);
    }
    await c.report(2);
    await c.expel(2);
    await c.membership.admit(c.stranger, "Third again");
    await c.report(3);
    expect(await c.status()).to.equal(Active);
  });
});

describe("a thief, or a liar, that wants an honest device proven to equivocate", () => {
  it("cannot sign the same record twice in two ways", async () => {
    const c = await fresh(withStream);
    const record = readingOf(c.second.device, 7n, 1n);
    const good = shown(c.second, c.domain, record);
    const secret = keccak_256(new TextEncoder().encode("p256 second"));
    const digest = sha256Digest(signingPreimage(c.domain, structHashOf(record)));
    const other = toHex(p256.sign(digest, secret, { prehash: false, lowS: true, extraEntropy: true }));
    expect(other).to.have.length(2 + 2 * P256_LENGTH);
    expect(other).not.to.equal(good.signature);
    await expect(c.incidents.proveEquivocation(good, { ...good, signature: other })).to.be.revertedWithCustomError(
      c.incidents,
      "IncidentRegistryNoEquivocation",
    );
  });

  it("cannot use the other s of a signature, for either curve", async () => {
    const c = await fresh(withStream);
    for (const enrolled of [c.meter, c.second]) {
      const [first, second] = ([1n, 2n] as const).map((wh) => readingOf(enrolled.device, 7n, wh));
      const signature = enrolled.key.signWithHighS(c.domain, structHashOf(second!));
      await expect(
        c.incidents.proveEquivocation(shown(enrolled, c.domain, first!), {
          ...shown(enrolled, c.domain, second!),
          signature,
        }),
      )
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotSigned")
        .withArgs(enrolled.device, 7n);
    }
  });

  it("cannot pass off as a record what a device signs besides", async () => {
    const c = await fresh(withStream);
    const rotation = { device: c.device, index: 1n, signer: secp256k1Key("next").signer, expiresAtS: 1n };
    const firmware = { device: c.device, version: 1n, firmwareHash: bytes32Of("image") };
    const good = shown(c.meter, c.domain, c.said(1n));
    for (const structHash of [keyRotationHash(rotation), firmwareConfirmationHash(firmware)]) {
      for (const recordType of [0, 1, 2]) {
        const signature = c.meter.key.sign(c.domain, structHash);
        await expect(
          c.incidents.proveEquivocation(good, {
            ...shown(c.meter, c.domain, c.said(2n)),
            members: [structHash, ZERO_HASH],
            recordType,
            signature,
          }),
        ).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotSigned");
      }
    }
  });

  it("cannot bring records of another chain or deployment", async () => {
    const c = await fresh(withStream);
    const directory = (await c.directory.getAddress()).toLowerCase() as Hex;
    for (const domain of [
      domainSeparator({ chainId: 1n, directory }),
      domainSeparator({ chainId: 31337n, directory: c.p256Verifier }),
    ]) {
      await expect(
        c.incidents.proveEquivocation(shown(c.meter, c.domain, c.said(1n)), shown(c.meter, domain, c.said(2n))),
      ).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotSigned");
    }
  });

  it("cannot anchor what the device never signed", async () => {
    const c = await fresh(withStream);
    const forged = shown({ key: secp256k1Key("publisher") }, c.domain, c.said(2n));
    const batch = await c.stream.anchor([structHashOf(c.said(2n)), bytes32Of("more")]);
    const { stream, root, proof, batchSequence } = shown(c.meter, c.domain, c.said(2n), batch);
    await expect(
      c.incidents.proveEquivocation(shown(c.meter, c.domain, c.said(1n)), {
        ...forged,
        stream,
        root,
        proof,
        batchSequence,
      }),
    ).to.be.revertedWithCustomError(c.devices, "DeviceRegistryInvalidDeviceSignature");
  });

  it("cannot use a stolen key once the device has another, nor while it waits for one", async () => {
    const c = await fresh(withStream);
    const stolen = c.meter;
    const batch = await c.stream.anchor([structHashOf(c.said(1n)), bytes32Of("more")]);
    const tryAll = async () => {
      for (const pair of [
        [shown(stolen, c.domain, c.said(2n)), shown(stolen, c.domain, c.said(3n))],
        [shown(stolen, c.domain, c.said(1n), batch), shown(stolen, c.domain, c.said(2n))],
      ] as const) {
        await expect(c.incidents.proveEquivocation(...pair)).to.be.revertedWithCustomError(
          c.incidents,
          "IncidentRegistryNotSigned",
        );
      }
    };
    await advanceTo((await nowS()) + 10);
    const ticket = secp256k1Key("ticket of the recovery");
    await c.devices.recover(c.device, ticket.signer, 4_000_000_000n);
    await tryAll();
    const key = await enrolAnew(c, stolen, ticket, secp256k1Key("clean"));
    await tryAll();
    await advanceTo((await nowS()) + 10);
    await rotateKey(c, { device: c.device, key }, secp256k1Key("cleaner"));
    await tryAll();
    expect(await c.status()).to.equal(Active);
  });

  it("cannot bring up what was cleared, record by record or the other way round", async () => {
    const c = await fresh(withStream);
    const pair = [shown(c.meter, c.domain, c.said(1n)), shown(c.meter, c.domain, c.said(2n))] as const;
    await c.incidents.proveEquivocation(...pair);
    await c.clear(0);
    await c.clear(1);
    const third = shown(c.meter, c.domain, c.said(3n));
    for (const again of [pair, [pair[1], pair[0]], [pair[0], third]] as const) {
      await expect(c.incidents.proveEquivocation(again[0], again[1])).to.be.revertedWithCustomError(
        c.incidents,
        "IncidentRegistryAlreadyProven",
      );
    }
    expect(await c.status()).to.equal(Active);
  });

  it("cannot confuse the contract with a type that does not exist", async () => {
    const c = await fresh(withStream);
    const good = shown(c.meter, c.domain, c.said(1n));
    const data = c.incidents.interface.encodeFunctionData("proveEquivocation", [good, { ...good, recordType: 3 }]);
    await expect(c.stranger.sendTransaction({ to: c.incidents, data })).to.be.revert(chain.ethers);
  });
});

describe("an organisation that wants its hijacked device to go on", () => {
  /** Quarantined by two of four neighbours. */
  async function stopped() {
    const c = await deployNeighbourhood(5);
    await c.report(0);
    await c.report(1);
    return c;
  }

  it("cannot decide the quarantine away: suspend, reinstate, recover and enrol leave it", async () => {
    const c = await fresh(stopped);
    await c.devices.suspend(c.device);
    await c.devices.reinstate(c.device);
    const ticket = secp256k1Key("ticket of the recovery");
    await c.devices.recover(c.device, ticket.signer, 4_000_000_000n);
    const key = await enrolAnew(c, c.meter, ticket, secp256k1Key("clean"));
    expect(await c.status()).to.equal(Quarantined);
    const hash = bytes32Of("a record");
    await expect(c.devices.requireSigned(c.device, hash, key.sign(c.domain, hash)))
      .to.be.revertedWithCustomError(c.devices, "DeviceRegistryUnexpectedStatus")
      .withArgs(c.device, BigInt(Quarantined));
    for (const call of ["clear", "appeal"] as const) {
      const done = c.incidents.connect(c.grid)[call](c.device, FINDING);
      if (call === "clear") await expect(done).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryOwnDevice");
      else await done;
    }
    await expect(c.incidents.expire(c.device)).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotExpired");
    expect(await c.status()).to.equal(Quarantined);
  });

  it("cannot hand it to a friend once it is stopped, and gains no word by doing so before", async () => {
    const c = await fresh(five);
    const friend = c.neighbours[3]!.account;
    await c.report(0);
    await c.devices.offerTransfer(c.device, friend);
    await c.devices.connect(friend).acceptTransfer(c.device);
    await c.report(1);
    expect(await c.status()).to.equal(Quarantined);
    for (const account of [c.grid, friend]) {
      await expect(c.incidents.connect(account).clear(c.device, FINDING))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryOwnDevice")
        .withArgs(c.device, account);
    }
    await expect(c.devices.connect(friend).offerTransfer(c.device, c.grid)).to.be.revertedWithCustomError(
      c.devices,
      "DeviceRegistryUnexpectedStatus",
    );
  });

  it("cannot clear with one friend, nor by a friend who speaks twice", async () => {
    const c = await fresh(stopped);
    await c.clear(2);
    await expect(c.clear(2)).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadySpoken");
    await c.report(2);
    await c.clear(2);
    expect(await c.status()).to.equal(Quarantined);
  });

  it("cannot keep clearances in store for a proof that is to come", async () => {
    const c = await fresh(stopped);
    await c.clear(2);
    const [first, second] = ([1n, 2n] as const).map((wh) => shown(c.meter, c.domain, readingOf(c.device, 7n, wh)));
    await c.incidents.proveEquivocation(first!, second!);
    await c.clear(3);
    expect(await c.state()).to.equal(IncidentState.Quarantined);
  });

  it("cannot have the proof's end-less quarantine turned into one that ends", async () => {
    const c = await fresh(three);
    const [first, second] = ([1n, 2n] as const).map((wh) => shown(c.meter, c.domain, readingOf(c.device, 7n, wh)));
    await c.incidents.proveEquivocation(first!, second!);
    await c.report(0);
    await c.report(1);
    await advanceTo((await nowS()) + 10 * QUARANTINE_S);
    await expect(c.incidents.expire(c.device)).to.be.revertedWithCustomError(c.incidents, "IncidentRegistryNotExpired");
    expect(await c.status()).to.equal(Quarantined);
  });

  it("cannot escape from what is anchored by changing the key", async () => {
    const c = await fresh(withStream);
    const batch = await c.stream.anchor([structHashOf(c.said(1n)), structHashOf(c.said(2n))]);
    await advanceTo((await nowS()) + 10);
    await rotateKey(c, c.meter, secp256k1Key("next"));
    await c.incidents.proveEquivocation(
      shown(c.meter, c.domain, c.said(1n), batch),
      shown(c.meter, c.domain, c.said(2n), batch),
    );
    expect(await c.status()).to.equal(Quarantined);
  });
});
