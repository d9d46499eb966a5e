import { type JsonRpcProvider, type JsonRpcSigner, ZeroAddress } from "ethers";
import hre from "hardhat";
import Wattproof from "../../deploy/modules/Wattproof.js";
import type { Hex } from "../../protocol/index.js";
import {
  BatteryPassport__factory,
  DeviceRegistry__factory,
  EnergySettlement__factory,
  EnergyToken__factory,
  Membership__factory,
  SupplyAgreements__factory,
} from "../../typechain-types/index.js";

/** The deployed contracts that the demo itself talks to, unconnected: each caller connects its own signer. */
export interface DemoContracts {
  readonly directory: Hex;
  readonly membership: ReturnType<typeof Membership__factory.connect>;
  readonly devices: ReturnType<typeof DeviceRegistry__factory.connect>;
  readonly passports: ReturnType<typeof BatteryPassport__factory.connect>;
  readonly token: ReturnType<typeof EnergyToken__factory.connect>;
  readonly agreements: ReturnType<typeof SupplyAgreements__factory.connect>;
  readonly settlement: ReturnType<typeof EnergySettlement__factory.connect>;
  readonly authority: string;
}

/** Deploys everything with the same Ignition module that `wattproof deploy` uses; nothing is recorded on disk. */
export async function deployContracts(rpcUrl: string, provider: JsonRpcProvider): Promise<DemoContracts> {
  const connection = await hre.network.create({ network: "localhost", override: { url: rpcUrl } });
  try {
    const deployed = await connection.ignition.deploy(Wattproof, {
      config: { requiredConfirmations: 1, blockPollingInterval: 20 },
    });
    const at = (contract: { target: unknown }): string => String(contract.target ?? ZeroAddress);
    return {
      directory: at(deployed.directory).toLowerCase() as Hex,
      authority: at(deployed.authority),
      membership: Membership__factory.connect(at(deployed.membership), provider),
      devices: DeviceRegistry__factory.connect(at(deployed.devices), provider),
      passports: BatteryPassport__factory.connect(at(deployed.passports), provider),
      token: EnergyToken__factory.connect(at(deployed.token), provider),
      agreements: SupplyAgreements__factory.connect(at(deployed.agreements), provider),
      settlement: EnergySettlement__factory.connect(at(deployed.settlement), provider),
    };
  } finally {
    await connection.close();
  }
}

/** A signer as the contracts of this file take it. */
export type ChainSigner = JsonRpcSigner;
