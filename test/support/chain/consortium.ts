import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import WattproofModule from "../../../deploy/modules/Wattproof.js";
import { domainSeparator, type Hex } from "../../../protocol/index.js";
import {
  AccessManager__factory,
  BatteryPassport__factory,
  ConditionWatch__factory,
  Contributions__factory,
  DataGrants__factory,
  DeliveryMonitor__factory,
  DeviceRegistry__factory,
  Directory__factory,
  EnergyCertificate__factory,
  EnergyMarket__factory,
  EnergySettlement__factory,
  EnergyToken__factory,
  IncidentRegistry__factory,
  Lots__factory,
  Membership__factory,
  Negotiation__factory,
  PaymentChannel__factory,
  ProductionCertifier__factory,
  Quotations__factory,
  RecordAnchor__factory,
  Reputation__factory,
  SealingKeys__factory,
  SupplyAgreements__factory,
} from "../../../typechain-types/index.js";
import { chain, fresh } from "./chain.js";

/** Roles of deploy/modules/Wattproof.ts. */
export const ROLE = { oracle: 1n, treasurer: 2n, registrar: 4n, incidents: 5n, issuer: 6n, carrier: 7n } as const;

export type Consortium = Awaited<ReturnType<typeof deployOn>>;

/** An address in the one text form that `protocol` accepts. */
export const lower = (address: string): Hex => address.toLowerCase() as Hex;

/** `deployOn` the chain of all tests of the process, which then holds nothing else. */
export function deployConsortium(): Promise<Consortium> {
  return fresh(deployHere);
}

function deployHere() {
  return deployOn(chain);
}

/**
 * Deploys everything through the Ignition module, gives each role to an account of its own, and admits two organisations.
 * `stranger` has no role and is no member; `people` own meters.
 */
export async function deployOn(on: Pick<typeof chain, "ethers" | "ignition">) {
  const signers = await on.ethers.getSigners();
  const named = (index: number) => signers[index] as HardhatEthersSigner;
  const [administrator, oracle, treasurer, auditor, registrar, maker, grid, stranger] = [0, 1, 2, 3, 4, 5, 6, 7].map(
    named,
  ) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const deployed = await on.ignition.deploy(WattproofModule);
  const at = (contract: { getAddress(): Promise<string> }) => contract.getAddress();

  const authority = AccessManager__factory.connect(await at(deployed.authority), administrator);
  const directory = Directory__factory.connect(await at(deployed.directory), administrator);
  const membership = Membership__factory.connect(await at(deployed.membership), registrar);
  const devices = DeviceRegistry__factory.connect(await at(deployed.devices), grid);
  const anchor = RecordAnchor__factory.connect(await at(deployed.anchor), oracle);
  const incidents = IncidentRegistry__factory.connect(await at(deployed.incidents), stranger);
  const passports = BatteryPassport__factory.connect(await at(deployed.passports), maker);
  const token = EnergyToken__factory.connect(await at(deployed.token), treasurer);
  const agreements = SupplyAgreements__factory.connect(await at(deployed.agreements), stranger);
  const settlement = EnergySettlement__factory.connect(await at(deployed.settlement), stranger);
  const certificates = EnergyCertificate__factory.connect(await at(deployed.certificates), stranger);
  const certifier = ProductionCertifier__factory.connect(await at(deployed.certifier), stranger);
  const channels = PaymentChannel__factory.connect(await at(deployed.channels), stranger);
  const market = EnergyMarket__factory.connect(await at(deployed.market), stranger);
  const sealingKeys = SealingKeys__factory.connect(await at(deployed.sealingKeys), stranger);
  const quotations = Quotations__factory.connect(await at(deployed.quotations), stranger);
  const lots = Lots__factory.connect(await at(deployed.lots), stranger);
  const monitor = DeliveryMonitor__factory.connect(await at(deployed.monitor), stranger);
  const reputation = Reputation__factory.connect(await at(deployed.reputation), stranger);
  const watch = ConditionWatch__factory.connect(await at(deployed.watch), stranger);
  const negotiation = Negotiation__factory.connect(await at(deployed.negotiation), stranger);
  const contributions = Contributions__factory.connect(await at(deployed.contributions), stranger);
  const dataGrants = DataGrants__factory.connect(await at(deployed.dataGrants), stranger);

  for (const [role, account] of [
    [ROLE.oracle, oracle],
    [ROLE.treasurer, treasurer],
    [ROLE.registrar, registrar],
  ] as const) {
    await authority.grantRole(role, account, 0);
  }
  const cosigners = [treasurer, auditor].map(({ address }) => address);
  await token.connect(administrator).setTreasurers(cosigners, [administrator.address], cosigners.length);
  await membership.admit(maker, "Battery Maker");
  await membership.admit(grid, "Grid Operator");

  return {
    authority,
    directory,
    membership,
    devices,
    anchor,
    incidents,
    passports,
    token,
    agreements,
    settlement,
    channels,
    certificates,
    market,
    certifier,
    sealingKeys,
    negotiation,
    contributions,
    dataGrants,
    lots,
    quotations,
    monitor,
    reputation,
    watch,
    p256Verifier: lower(await at(deployed.p256Verifier)),
    /** EIP-712 domain of all device records. */
    domain: domainSeparator({ chainId: 31337n, directory: lower(await at(deployed.directory)) }),
    administrator,
    oracle,
    /** Has the treasurer's role, and signs in quorums. */
    treasurer,
    /** Signs in quorums. */
    auditor,
    /** The token as the treasurer relays for it, with both treasurers: no quorum without the other. */
    treasury: { token, chainId: 31337n, treasurers: [treasurer, auditor] },
    registrar,
    /** Member that makes batteries. */
    maker,
    /** Member that registers meters. */
    grid,
    stranger,
    /** Accounts of households; owners of meters. */
    people: signers.slice(8, 20),
  };
}
