import type { Interface } from "ethers";
import {
  BatteryPassport__factory,
  DeviceRegistry__factory,
  Directory__factory,
  EnergySettlement__factory,
  EnergyToken__factory,
  IncidentRegistry__factory,
  Membership__factory,
  RecordAnchor__factory,
  SupplyAgreements__factory,
} from "../../typechain-types/index.js";

/** Interface of each contract whose events the read model is made of, by its name in the directory. */
const INTERFACES = {
  Directory: Directory__factory.createInterface() as Interface,
  Membership: Membership__factory.createInterface() as Interface,
  DeviceRegistry: DeviceRegistry__factory.createInterface() as Interface,
  IncidentRegistry: IncidentRegistry__factory.createInterface() as Interface,
  RecordAnchor: RecordAnchor__factory.createInterface() as Interface,
  BatteryPassport: BatteryPassport__factory.createInterface() as Interface,
  EnergyToken: EnergyToken__factory.createInterface() as Interface,
  SupplyAgreements: SupplyAgreements__factory.createInterface() as Interface,
  EnergySettlement: EnergySettlement__factory.createInterface() as Interface,
} as const;

export type FollowedName = keyof typeof INTERFACES;

/** Whether the read model follows the contract behind a name. */
export function isFollowed(name: string): name is FollowedName {
  return Object.hasOwn(INTERFACES, name);
}

/** Interface that decodes a followed contract's events. */
export function interfaceOf(name: FollowedName): Interface {
  return INTERFACES[name];
}
