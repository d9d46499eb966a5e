import { expect } from "chai";
import { decodeBytes32String, type Interface } from "ethers";
import { describe, it } from "mocha";
import WattproofModule from "../../deploy/modules/Wattproof.js";
import { chain, fresh } from "../support/chain/chain.js";
import { deployConsortium, lower, ROLE } from "../support/chain/consortium.js";

const ADMINISTRATOR = 0n;

/** Functions that the authority guards, by contract: who may call them. */
const GUARDED = {
  anchor: { openStream: ROLE.oracle },
  settlement: { settle: ROLE.oracle },
  token: {
    mint: ROLE.treasurer,
    confirmPayout: ROLE.treasurer,
    setTreasurers: ADMINISTRATOR,
    setMintLimit: ADMINISTRATOR,
    pause: ADMINISTRATOR,
    unpause: ADMINISTRATOR,
  },
  membership: { admit: ROLE.registrar, expel: ADMINISTRATOR },
  directory: { set: ADMINISTRATOR, retire: ADMINISTRATOR },
  devices: { quarantine: ROLE.incidents, release: ROLE.incidents },
  lots: { carry: ROLE.carrier, unload: ROLE.carrier },
  certificates: { issue: ROLE.issuer, issueBatch: ROLE.issuer, setIssuingBody: ADMINISTRATOR },
} as const;

const CONTRACTS = {
  AccessManager: "authority",
  Membership: "membership",
  DeviceRegistry: "devices",
  RecordAnchor: "anchor",
  IncidentRegistry: "incidents",
  BatteryPassport: "passports",
  EnergyToken: "token",
  SupplyAgreements: "agreements",
  EnergySettlement: "settlement",
  EnergyCertificate: "certificates",
  PaymentChannel: "channels",
  EnergyMarket: "market",
  ProductionCertifier: "certifier",
  SealingKeys: "sealingKeys",
  Negotiation: "negotiation",
  Contributions: "contributions",
  DataGrants: "dataGrants",
  Lots: "lots",
  Quotations: "quotations",
  DeliveryMonitor: "monitor",
  Reputation: "reputation",
  ConditionWatch: "watch",
} as const;

/** EIP-170. */
const MOST_CODE_BYTES = 24_576;

describe("Ignition module", () => {
  for (const [name, roles] of Object.entries(GUARDED)) {
    it(`guards ${name} by role: ${Object.keys(roles).join(", ")}`, async () => {
      const consortium = await fresh(deployConsortium);
      const target = consortium[name as keyof typeof GUARDED];
      const abi: Interface = target.interface;
      for (const [method, role] of Object.entries(roles)) {
        const { selector } = abi.getFunction(method)!;
        expect(await consortium.authority.getTargetFunctionRole(target, selector)).to.equal(role);
      }
    });

    it(`gives no other function of ${name} a role`, async () => {
      const consortium = await fresh(deployConsortium);
      const target = consortium[name as keyof typeof GUARDED];
      const selectors: string[] = [];
      target.interface.forEachFunction(({ name: method, selector }) => {
        if (!(method in roles)) selectors.push(selector);
      });
      expect(selectors.length).to.be.greaterThan(0);
      for (const selector of selectors) {
        expect(await consortium.authority.getTargetFunctionRole(target, selector)).to.equal(ADMINISTRATOR);
      }
    });
  }

  it("names every contract in the directory, and nothing else", async () => {
    const consortium = await fresh(deployConsortium);
    const { directory } = consortium;
    const names = (await directory.names()).map(decodeBytes32String);
    expect([...names].sort()).to.deep.equal(Object.keys(CONTRACTS).sort());
    for (const [name, key] of Object.entries(CONTRACTS)) {
      const bytes = (await directory.names())[names.indexOf(name)]!;
      expect(await directory.addressOf(bytes)).to.equal(await consortium[key].getAddress());
      expect((await directory.history(bytes)).length).to.equal(1);
    }
  });

  it("lets the incident registry quarantine, and nobody else", async () => {
    const { authority, incidents, ...c } = await fresh(deployConsortium);
    const holds = async (account: Parameters<typeof authority.hasRole>[1]) =>
      (await authority.hasRole(ROLE.incidents, account)).isMember;
    expect(await holds(incidents)).to.equal(true);
    for (const account of [c.administrator, c.oracle, c.registrar, c.grid])
      expect(await holds(account)).to.equal(false);
  });

  it("lets the certifier certify, and nobody else", async () => {
    const { authority, certifier, ...c } = await fresh(deployConsortium);
    const holds = async (account: Parameters<typeof authority.hasRole>[1]) =>
      (await authority.hasRole(ROLE.issuer, account)).isMember;
    expect(await holds(certifier)).to.equal(true);
    for (const account of [c.administrator, c.oracle, c.registrar, c.grid])
      expect(await holds(account)).to.equal(false);
  });

  it("lets contracts know each other by address", async () => {
    const c = await fresh(deployConsortium);
    const address = (contract: { getAddress(): Promise<string> }) => contract.getAddress();
    expect(await c.devices.DIRECTORY()).to.equal(await address(c.directory));
    expect(await c.devices.MEMBERSHIP()).to.equal(await address(c.membership));
    expect((await c.devices.P256_VERIFIER()).toLowerCase()).to.equal(c.p256Verifier);
    expect(await c.passports.MEMBERSHIP()).to.equal(await address(c.membership));
    expect(await c.passports.DEVICES()).to.equal(await address(c.devices));
    expect(await c.passports.ANCHOR()).to.equal(await address(c.anchor));
    expect(await c.agreements.DEVICES()).to.equal(await address(c.devices));
    expect(await c.settlement.DEVICES()).to.equal(await address(c.devices));
    expect(await c.settlement.AGREEMENTS()).to.equal(await address(c.agreements));
    expect(await c.settlement.TOKEN()).to.equal(await address(c.token));
    expect(await c.channels.TOKEN()).to.equal(await address(c.token));
    expect(await c.channels.DEVICES()).to.equal(await address(c.devices));
    expect(await c.channels.SETTLEMENT()).to.equal(await address(c.settlement));
    expect(await c.certificates.MEMBERSHIP()).to.equal(await address(c.membership));
    expect(await c.certificates.DEVICES()).to.equal(await address(c.devices));
    expect(await c.certificates.INCIDENTS()).to.equal(await address(c.incidents));
    expect(await c.certifier.SETTLEMENT()).to.equal(await address(c.settlement));
    expect(await c.certifier.CERTIFICATES()).to.equal(await address(c.certificates));
    expect(await c.settlement.CLOSING_DELAY_S()).to.equal(86_400n);
    for (const managed of [c.directory, c.membership, c.anchor, c.token, c.settlement, c.certificates]) {
      expect(await managed.authority()).to.equal(await address(c.authority));
    }
  });

  it("makes the deployer administrator, without a delay, and gives nobody else a role", async () => {
    const { authority, administrator, stranger } = await fresh(deployConsortium);
    expect([...(await authority.hasRole(ADMINISTRATOR, administrator))]).to.deep.equal([true, 0n]);
    for (const role of [ADMINISTRATOR, ...Object.values(ROLE)]) {
      expect((await authority.hasRole(role, stranger))[0]).to.equal(false);
      if (role !== ADMINISTRATOR) expect((await authority.hasRole(role, administrator))[0]).to.equal(false);
    }
  });

  it("makes the deployer the token's only treasurer", async () => {
    const { token, administrator } = await fresh(deployConsortium);
    const { token: deployed } = await chain.ignition.deploy(WattproofModule);
    const other = token.attach(await deployed.getAddress()) as typeof token;
    expect(await other.getSigners(0, 9)).to.deep.equal([lower(administrator.address)]);
    expect(await other.threshold()).to.equal(1n);
    expect(await other.mintLimit()).to.equal(100_000_000_000n);
  });

  it("stays within the limit of contract size", async () => {
    const c = await fresh(deployConsortium);
    for (const key of Object.values(CONTRACTS)) {
      const code = await c[key].getDeployedCode();
      expect((code!.length - 2) / 2).to.be.lessThan(MOST_CODE_BYTES);
    }
  });
});
