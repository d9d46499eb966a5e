import type {
  NamedArtifactContractDeploymentFuture as Contract,
  IgnitionModuleBuilder,
} from "@nomicfoundation/ignition-core";

/** Contracts that deals build on. */
interface Known {
  readonly membership: Contract<string>;
}

/** The contracts of deals, in the order in which they know each other, by the name that the directory gives them. */
export function deployDeals(m: IgnitionModuleBuilder, { membership }: Known) {
  const sealingKeys = m.contract("SealingKeys", [membership]);
  const negotiation = m.contract("Negotiation", [membership]);

  return { SealingKeys: sealingKeys, Negotiation: negotiation };
}
