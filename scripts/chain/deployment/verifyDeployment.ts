import type { EthereumProvider } from "hardhat/types/providers";
import type { Contracts } from "../../../deploy/addressBook.js";
import { type Artifact, isCodeOf } from "../../../governance/index.js";
import type { Hex } from "../../../protocol/index.js";
import { AccessManager__factory } from "../../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { DeploymentDiffers } from "../errors.js";

export interface Expected {
  readonly deployer: Hex;
  readonly artifactOf: (name: string) => Promise<Pick<Artifact, "deployedBytecode" | "immutableReferences">>;
}

/** `AccessManager`'s role 0. */
const ADMINISTRATOR = 0n;
const AUTHORITY = AccessManager__factory.createInterface();

/**
 * Makes sure that each recorded contract has the code that was compiled, but for the values that its constructor filled
 * in, and that the timelock administers in the deployer's place.
 * @throws DeploymentDiffers
 */
export async function verifyDeployment(
  provider: EthereumProvider,
  contracts: Contracts,
  { deployer, artifactOf }: Expected,
): Promise<void> {
  for (const [name, address] of Object.entries(contracts)) {
    const code = (await provider.request({ method: "eth_getCode", params: [address, "latest"] })) as string;
    if (!isCodeOf(await artifactOf(name), code)) throw new DeploymentDiffers(name, address, "holds other code");
  }
  const { AccessManager: authority, TimelockController: timelock } = contracts;
  if (authority === undefined || timelock === undefined) {
    throw new DeploymentDiffers("AccessManager", authority ?? deployer, "is not part of a consortium");
  }
  const administers = async (account: Hex) => {
    const data = AUTHORITY.encodeFunctionData("hasRole", [ADMINISTRATOR, account]);
    const answer = await provider.request({ method: "eth_call", params: [{ to: authority, data }, "latest"] });
    return AUTHORITY.decodeFunctionResult("hasRole", answer as string).isMember as boolean;
  };
  if (!(await administers(timelock))) {
    throw new DeploymentDiffers("AccessManager", authority, "is not administered by the timelock");
  }
  if (await administers(deployer)) {
    throw new DeploymentDiffers("AccessManager", authority, "is still administered by the deployer");
  }
}
