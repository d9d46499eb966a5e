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
}

/** The contracts of deals, in the order in which they know each other, by the name that the directory gives them. */
export function deployDeals(m: IgnitionModuleBuilder, { authority, membership, devices, passports }: Known) {
  const sealingKeys = m.contract("SealingKeys", [membership]);
  const negotiation = m.contract("Negotiation", [membership]);
  const lots = m.contract("Lots", [authority, membership]);
  const contributions = m.contract("Contributions");
  const dataGrants = m.contract("DataGrants", [devices, passports]);

  return {
    SealingKeys: sealingKeys,
    Negotiation: negotiation,
    Lots: lots,
    Contributions: contributions,
    DataGrants: dataGrants,
  };
}
