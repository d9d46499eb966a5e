import type {
  ArgumentType,
  NamedArtifactContractDeploymentFuture as Contract,
  IgnitionModuleBuilder,
} from "@nomicfoundation/ignition-core";
import { id } from "ethers";
import { ROLES } from "../roles.js";
import { deployDeals } from "./deals.js";

/** First four bytes of keccak-256 over a function's signature. */
export const selector = (signature: string): string => id(signature).slice(0, 10);

const DAY_S = 86_400;

/** Who signs for the token, and what differs between consortiums. */
export interface ContractSettings {
  /** ISO 4217. */
  readonly currency: ArgumentType;
  /** ERC-7913 signer bytes of those who make the token's quorum, and how many of them do. */
  readonly treasurers: ArgumentType[];
  readonly treasurerThreshold: number;
}

/**
 * The contracts that devices, payments and deals need, in the order in which they know each other, and who may call what.
 * No name is in the `Directory` yet.
 *
 * Parameters: `closingDelayS` (wait before an incomplete interval may close, one day), `reportWindowS` (how long reports of
 * a hijacked device add up, 30 days), `quarantineS` (how long a quarantine lasts that nobody clears, 90 days), `mintLimit`
 * (what single treasurers may mint within a window, token units, 100,000 coins), `mintWindowS` (one day),
 * `redemptionPeriodS` (how long a redemption waits for its pay-out, 5 days).
 */
export function deployContracts(m: IgnitionModuleBuilder, settings: ContractSettings) {
  const deployer = m.getAccount(0);
  const { currency, treasurers, treasurerThreshold } = settings;
  const closingDelayS = m.getParameter("closingDelayS", DAY_S);
  const reportWindowS = m.getParameter("reportWindowS", 30 * DAY_S);
  const quarantineS = m.getParameter("quarantineS", 90 * DAY_S);
  const mintLimit = m.getParameter("mintLimit", 100_000_000_000n);
  const mintWindowS = m.getParameter("mintWindowS", DAY_S);
  const redemptionPeriodS = m.getParameter("redemptionPeriodS", 5 * DAY_S);

  const authority = m.contract("AccessManager", [deployer]);
  const directory = m.contract("Directory", [authority]);
  const membership = m.contract("Membership", [authority]);
  const p256Verifier = m.contract("ERC7913P256Verifier");
  const devices = m.contract("DeviceRegistry", [authority, directory, membership, p256Verifier]);
  const anchor = m.contract("RecordAnchor", [authority]);
  const incidents = m.contract("IncidentRegistry", [membership, devices, anchor, reportWindowS, quarantineS]);
  const passports = m.contract("BatteryPassport", [membership, devices, anchor]);
  const terms = { currency, mintLimit, mintWindowS, redemptionPeriodS };
  const token = m.contract("EnergyToken", [authority, p256Verifier, terms, treasurers, treasurerThreshold]);
  const settlement = m.contract("EnergySettlement", [authority, devices, token, closingDelayS]);
  // Settlement creates the agreements that it settles.
  const agreements = m.contractAt("SupplyAgreements", m.staticCall(settlement, "AGREEMENTS"));
  const channels = m.contract("PaymentChannel", [token, devices, settlement]);
  const certificates = m.contract("EnergyCertificate", [authority, membership, devices, incidents]);
  const market = m.contract("EnergyMarket", [agreements]);
  const certifier = m.contract("ProductionCertifier", [settlement, certificates]);
  const deals = deployDeals(m, { authority, membership, devices, passports, anchor, token });

  const allow = (target: Contract<string>, signature: string, role: bigint, callId: string) =>
    m.call(authority, "setTargetFunctionRole", [target, [selector(signature)], role], { id: callId });
  const issueBatch = "issueBatch((bytes32,uint48,uint48,address[],uint64[])[])";
  const settle = "settle((bytes32,address,uint48,(bytes32,uint256,bytes32,bytes32)[])[])";
  const wiring = [
    allow(anchor, "openStream(bytes32,bytes32)", ROLES.ORACLE, "OracleOpensStreams"),
    allow(settlement, settle, ROLES.ORACLE, "OracleClosesIncomplete"),
    allow(token, "mint(address,uint256,bytes32)", ROLES.TREASURER, "TreasurerMints"),
    allow(token, "confirmPayout(uint256,bytes32)", ROLES.TREASURER, "TreasurerConfirmsPayouts"),
    allow(membership, "admit(address,string)", ROLES.REGISTRAR, "RegistrarAdmits"),

    allow(certificates, "issue(bytes32,uint48,uint48,address[],uint64[])", ROLES.ISSUER, "IssuerCertifies"),
    allow(certificates, issueBatch, ROLES.ISSUER, "IssuerCertifiesBatches"),
    m.call(authority, "grantRole", [ROLES.ISSUER, certifier, 0], { id: "GrantsIssuer" }),

    allow(devices, "quarantine(bytes32)", ROLES.INCIDENTS, "IncidentsQuarantine"),
    allow(devices, "release(bytes32)", ROLES.INCIDENTS, "IncidentsRelease"),
    m.call(authority, "grantRole", [ROLES.INCIDENTS, incidents, 0], { id: "GrantsIncidents" }),

    allow(deals.Lots, "carry(bytes12[],bytes32,address,address)", ROLES.CARRIER, "CarrierCarries"),
    allow(deals.Lots, "unload(bytes12[],bytes32,address)", ROLES.CARRIER, "CarrierUnloads"),
    m.call(authority, "grantRole", [ROLES.CARRIER, deals.DeliveryMonitor, 0], { id: "GrantsCarrier" }),
  ];

  const named = {
    AccessManager: authority,
    Membership: membership,
    DeviceRegistry: devices,
    RecordAnchor: anchor,
    IncidentRegistry: incidents,
    BatteryPassport: passports,
    EnergyToken: token,
    SupplyAgreements: agreements,
    EnergySettlement: settlement,
    PaymentChannel: channels,
    EnergyCertificate: certificates,
    EnergyMarket: market,
    ProductionCertifier: certifier,
    ...deals,
  };
  return { directory, p256Verifier, named, wiring };
}

/** What a module gives back: the contracts by the names that code knows them by. */
export function resultsOf({ directory, p256Verifier, named }: ReturnType<typeof deployContracts>) {
  return {
    directory,
    p256Verifier,
    authority: named.AccessManager,
    membership: named.Membership,
    devices: named.DeviceRegistry,
    anchor: named.RecordAnchor,
    incidents: named.IncidentRegistry,
    passports: named.BatteryPassport,
    token: named.EnergyToken,
    agreements: named.SupplyAgreements,
    settlement: named.EnergySettlement,
    channels: named.PaymentChannel,
    certificates: named.EnergyCertificate,
    market: named.EnergyMarket,
    certifier: named.ProductionCertifier,
    sealingKeys: named.SealingKeys,
    negotiation: named.Negotiation,
    contributions: named.Contributions,
    dataGrants: named.DataGrants,
    lots: named.Lots,
    quotations: named.Quotations,
    monitor: named.DeliveryMonitor,
    watch: named.ConditionWatch,
    reputation: named.Reputation,
  };
}
