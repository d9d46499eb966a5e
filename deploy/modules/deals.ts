import type {
  NamedArtifactContractDeploymentFuture as Contract,
  IgnitionModuleBuilder,
} from "@nomicfoundation/ignition-core";

/** Contracts that deals build on. */
interface Known {
  readonly authority: Contract<string>;
  readonly membership: Contract<string>;
  readonly devices: Contract<string>;
  readonly passports: Contract<string>;
  readonly anchor: Contract<string>;
  readonly token: Contract<string>;
}

/** The contracts of deals, in the order in which they know each other, by the name that the directory gives them. */
export function deployDeals(m: IgnitionModuleBuilder, known: Known) {
  const { authority, membership, devices, passports, anchor, token } = known;
  const sealingKeys = m.contract("SealingKeys", [membership]);
  const negotiation = m.contract("Negotiation", [membership]);
  const quotations = m.contract("Quotations", [membership, negotiation]);
  const lots = m.contract("Lots", [authority, membership]);
  const contributions = m.contract("Contributions");
  const dataGrants = m.contract("DataGrants", [devices, passports]);
  const monitor = m.contract("DeliveryMonitor", [negotiation, lots, devices, anchor, token]);
  // The monitor creates what watches for it.
  const watch = m.contractAt("ConditionWatch", m.staticCall(monitor, "WATCH"));
  const reputation = m.contract("Reputation", [monitor]);

  return {
    SealingKeys: sealingKeys,
    Negotiation: negotiation,
    Quotations: quotations,
    Lots: lots,
    Contributions: contributions,
    DataGrants: dataGrants,
    DeliveryMonitor: monitor,
    ConditionWatch: watch,
    Reputation: reputation,
  };
}
