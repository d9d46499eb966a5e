import { expect } from "chai";
import { AbiCoder } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type Certified, certified } from "../../support/chain/certificates.js";
import { chain, fresh } from "../../support/chain/chain.js";

const PREFIX = "data:application/json;base64,";

async function metadataOf({ certificates }: Certified, id: bigint) {
  const uri = await certificates.uri(id);
  expect(uri.startsWith(PREFIX)).to.equal(true);
  // Fails on anything that is not UTF-8.
  const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(uri.slice(PREFIX.length), "base64"));
  return JSON.parse(text) as { name: string; decimals: number; properties: Record<string, unknown> };
}

const utc = (timestampS: number) => new Date(timestampS * 1000).toISOString().replace(".000Z", "Z");

describe("EnergyCertificate: what a certificate says", () => {
  it("in JSON, by EnergyTag's names", async () => {
    const c = await fresh(certified);
    const id = await c.issueHour(0, 1234n);
    const { name, decimals, properties } = await metadataOf(c, id);
    expect([name, decimals]).to.deep.equal(["Energy certificate", 0]);
    expect(properties).to.deep.equal({
      production_starting_interval: utc(c.hour(0)),
      production_ending_interval: utc(c.hour(1)),
      energy_source: "solar_pv",
      energy_carrier: "Electricity",
      face_value: 1,
      bundle_quantity: 1234,
      device_id: c.device,
      site: c.wish.site,
      device_capacity: 5000,
      is_storage: false,
      issuing_body: `Neighbour ${c.body.address}`,
      issuing_body_account: c.body.address,
      accreditation: 1,
      certificate_status: "Active",
    });
  });

  for (const [ppm, factor] of [
    [1, 0.000001],
    [850_000, 0.85],
    [999_999, 0.999999],
    [1_000_000, 1],
  ] as const) {
    it(`marks the release of a storage with its efficiency: ${factor}`, async () => {
      const c = await fresh(certified);
      await c.accredit({ number: 2, storageEfficiencyPpm: ppm });
      const { properties } = await metadataOf(c, await c.issueHour(0));
      expect([properties.is_storage, properties.storage_efficiency_factor]).to.deep.equal([true, factor]);
    });
  }

  it("names the incident once it is revoked", async () => {
    const c = await fresh(certified);
    const id = await c.issueHour(0);
    await c.report(0);
    await c.report(1);
    await c.certificates.connect(c.body).revoke(c.device, 1, [id]);
    const { properties } = await metadataOf(c, id);
    expect([properties.certificate_status, properties.incident]).to.deep.equal(["Withdrawn", 1]);
  });

  it("in JSON that says what the issuing body said, whatever that is", async () => {
    const c = await fresh(certified);
    const text = fc
      .oneof(
        fc.string({ unit: "binary", minLength: 1, maxLength: 31 }),
        fc.string({ unit: fc.constantFrom(...'"\\{}[]:,\n\r\0\u001f\u2028', "é", "😀"), minLength: 1, maxLength: 31 }),
      )
      .filter((value) => Buffer.byteLength(value) <= 31);
    await fc.assert(
      fc.asyncProperty(text, text, async (energySource, energyCarrier) => {
        const snapshot = await chain.networkHelpers.takeSnapshot();
        await c.accredit({ number: 2, energySource, energyCarrier });
        const { properties } = await metadataOf(c, await c.issueHour(0));
        await snapshot.restore();
        expect([properties.energy_source, properties.energy_carrier]).to.deep.equal([energySource, energyCarrier]);
      }),
    );
  });

  it("in ERC-1888's form: who issued it, how to ask whether it is valid, and its data", async () => {
    const c = await fresh(certified);
    const id = await c.issueHour(0, 7n);
    const { issuer, topic, validityData, data } = await c.certificates.getCertificate(id);
    expect([issuer, topic]).to.deep.equal([c.body.address, await c.certificates.TOPIC()]);
    const answer = await c.stranger.call({ to: c.certificates, data: validityData });
    expect(AbiCoder.defaultAbiCoder().decode(["bool"], answer)[0]).to.equal(true);
    const certificate = c.certificates.interface.getFunction("certificateOf").outputs[0]!;
    const accreditation = c.certificates.interface.getFunction("accreditationOf").outputs[0]!;
    const [stated, under] = AbiCoder.defaultAbiCoder().decode([certificate, accreditation], data);
    expect(stated).to.deep.equal(await c.certificates.certificateOf(id));
    expect(under).to.deep.equal(await c.certificates.accreditationOf(c.device, 1));
  });
});
