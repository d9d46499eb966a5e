import { expect } from "chai";
import { type DIDResolutionOptions, Resolver } from "did-resolver";
import { encodeBytes32String } from "ethers";
import { describe, it } from "mocha";
import { formatDid, getResolver } from "../../../identity/index.js";
import { DeviceKind, type Hex } from "../../../protocol/index.js";
import { chain, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium, lower } from "../../support/chain/consortium.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { enrolDevice, registerDevice } from "../../support/chain/devices.js";

const CHAIN_ID = 31337n;

async function world() {
  const c = await deployConsortium();
  const directory = lower(await c.directory.getAddress());
  const provider = chain.ethers.provider as never;
  const resolver = new Resolver(getResolver({ chains: [{ chainId: CHAIN_ID, directory, provider }] }));
  const wish = { kind: DeviceKind.Meter, organisation: c.grid, owner: (c.people[0] as { address: string }).address };
  const startS = (await nowS()) + 100;
  await nextBlockAt(startS);
  const registered = await registerDevice(c, { ...wish, name: "waiting" });
  await nextBlockAt(startS + 1);
  const key = p256Key("meter", c.p256Verifier);
  const meter = await enrolDevice(c, { ...wish, name: "meter", key });
  const other = await enrolDevice(c, { ...wish, name: "other" });
  const did = (device: Hex) => formatDid({ chainId: CHAIN_ID, directory, device });
  return { ...c, directory, resolver, did, key, meter, other, waiting: registered.enrolment.device, startS };
}

const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

describe("resolving did:wattproof", () => {
  const errorOf = async (resolver: Resolver, did: string, options: DIDResolutionOptions = {}) => {
    const { didResolutionMetadata, didDocument } = await resolver.resolve(did, options);
    expect(didDocument).to.equal(null);
    return didResolutionMetadata.error;
  };

  it("gives an active P-256 device's key as a JSON Web Key, for authentication and assertion", async () => {
    const { resolver, did, meter, key, grid } = await fresh(world);
    const id = did(meter.device);
    const result = await resolver.resolve(id);
    const [x, y] = [key.signer.slice(42, 106), key.signer.slice(106)].map((each) =>
      Buffer.from(each, "hex").toString("base64url"),
    );
    expect(result.didDocument).to.deep.equal({
      "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
      id,
      controller: `did:ethr:0x7a69:${lower(grid.address)}`,
      verificationMethod: [
        {
          id: `${id}#key-1`,
          controller: id,
          type: "JsonWebKey2020",
          publicKeyJwk: { kty: "EC", crv: "P-256", x, y },
        },
      ],
      authentication: [`${id}#key-1`],
      assertionMethod: [`${id}#key-1`],
      service: [],
    });
    expect(result.didResolutionMetadata).to.deep.equal({ contentType: "application/did+ld+json" });
    expect(result.didDocumentMetadata).to.include({ deviceStatus: "active" });
    expect(result.didDocumentMetadata).not.to.have.property("deactivated");
  });

  it("gives a secp256k1 device's key as a blockchain account, as did:ethr does", async () => {
    const { resolver, did, other } = await fresh(world);
    const { didDocument } = await resolver.resolve(did(other.device));
    expect(didDocument?.verificationMethod).to.deep.equal([
      {
        id: `${did(other.device)}#key-1`,
        controller: did(other.device),
        type: "EcdsaSecp256k1RecoveryMethod2020",
        blockchainAccountId: `eip155:31337:${secp256k1Key("other").signer}`,
      },
    ]);
    expect(didDocument?.["@context"]).to.include("https://w3id.org/security/suites/secp256k1recovery-2020/v2");
  });

  it("leaves the context out of plain JSON, and knows no third representation", async () => {
    const { resolver, did, meter } = await fresh(world);
    const plain = await resolver.resolve(did(meter.device), { accept: "application/did+json" });
    expect(plain.didResolutionMetadata.contentType).to.equal("application/did+json");
    expect(plain.didDocument).not.to.have.property("@context");
    const accept = "application/did+cbor";
    expect(await errorOf(resolver, did(meter.device), { accept })).to.equal("representationNotSupported");
  });

  it("follows a device through its life, and answers as of any time and version", async () => {
    const { resolver, did, meter, devices, grid, startS } = await fresh(world);
    const owned = devices.connect(grid);
    await nextBlockAt(startS + 100);
    await owned.suspend(meter.device);
    await nextBlockAt(startS + 200);
    await owned.reinstate(meter.device);
    await nextBlockAt(startS + 300);
    await owned.revoke(meter.device);
    const now = await resolver.resolve(did(meter.device));
    expect(now.didDocumentMetadata).to.deep.include({
      deactivated: true,
      deviceStatus: "revoked",
      updated: at(startS + 300),
      versionId: String(startS + 300),
    });
    expect(now.didDocument).to.deep.include({ verificationMethod: [], authentication: [], assertionMethod: [] });
    expect(now.didDocument).not.to.have.property("service");

    const then = await resolver.resolve(`${did(meter.device)}?versionTime=${at(startS + 199)}`);
    expect(then.didDocumentMetadata).to.deep.include({
      deviceStatus: "suspended",
      updated: at(startS + 100),
      nextUpdate: at(startS + 200),
      nextVersionId: String(startS + 200),
    });
    expect(then.didDocument?.verificationMethod).to.have.length(1);
    expect(then.didDocument?.assertionMethod).to.deep.equal([]);
    // The chain keeps only the present of these two.
    expect(then.didDocument).not.to.have.any.keys("controller", "service");

    const again = await resolver.resolve(did(meter.device), { versionTime: at(startS + 200) });
    expect(again.didDocumentMetadata.deviceStatus).to.equal("active");
    expect(again.didDocument?.assertionMethod).to.have.length(1);
    const byId = await resolver.resolve(`${did(meter.device)}?versionId=${startS + 200}`);
    expect(byId).to.deep.equal(again);
    const early = `${did(meter.device)}?versionTime=${at(startS - 1000)}`;
    expect(await errorOf(resolver, early)).to.equal("notFound");
    expect(await errorOf(resolver, `${did(meter.device)}?versionId=12`)).to.equal("notFound");
  });

  it("gives a device that never enrolled no key, and a quarantined one no purpose", async () => {
    const { resolver, did, waiting, meter, authority, devices, administrator } = await fresh(world);
    const early = await resolver.resolve(did(waiting));
    expect(early.didDocument).to.deep.include({ verificationMethod: [], assertionMethod: [] });
    expect(early.didDocumentMetadata.deviceStatus).to.equal("registered");
    await authority.grantRole(5n, administrator, 0);
    await devices.connect(administrator).quarantine(meter.device);
    const stopped = await resolver.resolve(did(meter.device));
    expect(stopped.didDocumentMetadata.deviceStatus).to.equal("quarantined");
    expect(stopped.didDocument?.verificationMethod).to.have.length(1);
    expect(stopped.didDocument).to.deep.include({ authentication: [], assertionMethod: [] });
  });

  it("leaves services out that would make no valid document", async () => {
    const { resolver, did, meter, devices, grid } = await fresh(world);
    const owned = devices.connect(grid);
    const set = (name: string, endpoint: string) =>
      owned.setService(meter.device, name.startsWith("0x") ? name : encodeBytes32String(name), endpoint);
    await set("telemetry", "mqtts://grid.example:8883/meters");
    await set("key-1", "https://grid.example/");
    await set("two words", "https://grid.example/");
    await set(`0x${"ff".repeat(32)}`, "https://grid.example/");
    await set("relative", "telemetry.html");
    await set("steering", "https://grid.example/\u001b[2J");
    const { didDocument } = await resolver.resolve(did(meter.device));
    expect(didDocument?.service).to.deep.equal([
      {
        id: `${did(meter.device)}#telemetry`,
        type: "DeviceService",
        serviceEndpoint: "mqtts://grid.example:8883/meters",
      },
    ]);
  });

  it("refuses by name what is no DID of a device it could know", async () => {
    const { resolver, did, meter, directory } = await fresh(world);
    const good = did(meter.device);
    const [device, elsewhere] = [meter.device, `0x${"12".repeat(20)}`];
    for (const bad of [
      "did:wattproof:hello",
      good.toUpperCase().replace("DID:WATTPROOF", "did:wattproof"),
      good.replace("0x7a69", "31337"),
      good.replace("0x7a69", "0x07a69"),
      good.slice(0, -1),
      `${good}0`,
      `${good}:more`,
      `did:wattproof:0x${"f".repeat(17)}:${directory}:${device}`,
      `did:wattproof:0x7a69:${directory}:${"a".repeat(100_000)}`,
    ]) {
      expect(await errorOf(resolver, bad), bad.slice(0, 150)).to.equal("invalidDid");
    }
    expect(await errorOf(resolver, "did:other:1")).to.equal("unsupportedDidMethod");
    expect(await errorOf(resolver, good.replace("0x7a69", "0x1"))).to.equal("notFound");
    expect(await errorOf(resolver, good.replace(directory, elsewhere))).to.equal("notFound");
    expect(await errorOf(resolver, did(`0x${"00".repeat(32)}`))).to.equal("notFound");
  });

  it("understands a version that is asked for, or says that it does not", async () => {
    const { resolver, did, meter } = await fresh(world);
    for (const query of [
      "versionTime=yesterday",
      "versionTime=2026-02-30T00:00:00Z",
      "versionTime=2026-01-01T00:00:00.5Z",
      "versionTime=",
      "versionId=latest",
      "versionId=1&versionId=2",
      "versionTime=2026-01-01T00:00:00Z&versionId=1",
      "service=telemetry",
      `versionId=${"1".repeat(1000)}`,
    ]) {
      expect(await errorOf(resolver, `${did(meter.device)}?${query}`), query).to.equal("invalidOptions");
    }
    expect(await errorOf(resolver, did(meter.device), { versionTime: 5 })).to.equal("invalidOptions");
  });

  it("says that the node fails, not that there is no device", async () => {
    const { did, meter, directory } = await fresh(world);
    const provider = new Proxy({}, { get: () => () => Promise.reject(new TypeError("secret detail")) }) as never;
    const resolver = new Resolver(getResolver({ chains: [{ chainId: CHAIN_ID, directory, provider }] }));
    const { didResolutionMetadata } = await resolver.resolve(did(meter.device));
    expect(didResolutionMetadata.error).to.equal("internalError");
  });

  it("answers hostile DIDs of a megabyte within the time of any test", async () => {
    const { resolver, did, meter } = await fresh(world);
    for (const hostile of [
      `did:wattproof:${"a:".repeat(500_000)}`,
      `did:wattproof:${"a".repeat(1_000_000)}`,
      `did:wattproof:${":".repeat(1_000_000)}`,
      `${did(meter.device)}?${"a=".repeat(500_000)}`,
      `${did(meter.device)}${"/a".repeat(500_000)}`,
      "did:".repeat(250_000),
    ]) {
      const result = await resolver.resolve(hostile).catch((error: unknown) => ({ error }));
      expect(result, hostile.slice(0, 40)).not.to.have.property("error");
    }
  });
});
