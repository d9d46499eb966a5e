import type { JsonRpcApiProvider } from "ethers";
import type { Hex } from "../../protocol/index.js";
import {
  AccessManager__factory,
  BatteryPassport__factory,
  ConditionWatch__factory,
  DeliveryMonitor__factory,
  DeviceRegistry__factory,
  EnergySettlement__factory,
  EnergyToken__factory,
  IncidentRegistry__factory,
  Membership__factory,
  Negotiation__factory,
  Quotations__factory,
  Reputation__factory,
  SealingKeys__factory,
  SupplyAgreements__factory,
} from "../../typechain-types/index.js";

/** The deployed contracts that the demo itself talks to; each caller connects its own signer. */
export type DemoContracts = ReturnType<typeof connectContracts>;

type Deployed = Readonly<
  Record<
    | "directory"
    | "p256Verifier"
    | "authority"
    | "membership"
    | "devices"
    | "incidents"
    | "passports"
    | "token"
    | "agreements"
    | "settlement"
    | "negotiation"
    | "quotations"
    | "reputation"
    | "sealingKeys"
    | "monitor"
    | "watch",
    { readonly target: unknown }
  >
>;

/** The module's contracts as the demo uses them. */
export function connectContracts(deployed: Deployed, provider: JsonRpcApiProvider) {
  const at = (contract: { target: unknown }): string => String(contract.target);
  return {
    directory: at(deployed.directory).toLowerCase() as Hex,
    p256Verifier: at(deployed.p256Verifier).toLowerCase() as Hex,
    authority: AccessManager__factory.connect(at(deployed.authority), provider),
    membership: Membership__factory.connect(at(deployed.membership), provider),
    devices: DeviceRegistry__factory.connect(at(deployed.devices), provider),
    incidents: IncidentRegistry__factory.connect(at(deployed.incidents), provider),
    passports: BatteryPassport__factory.connect(at(deployed.passports), provider),
    token: EnergyToken__factory.connect(at(deployed.token), provider),
    agreements: SupplyAgreements__factory.connect(at(deployed.agreements), provider),
    settlement: EnergySettlement__factory.connect(at(deployed.settlement), provider),
    sealingKeys: SealingKeys__factory.connect(at(deployed.sealingKeys), provider),
    quotations: Quotations__factory.connect(at(deployed.quotations), provider),
    reputation: Reputation__factory.connect(at(deployed.reputation), provider),
    negotiation: Negotiation__factory.connect(at(deployed.negotiation), provider),
    monitor: DeliveryMonitor__factory.connect(at(deployed.monitor), provider),
    watch: ConditionWatch__factory.connect(at(deployed.watch), provider),
  };
}
