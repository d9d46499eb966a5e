import type { Founding } from "../../../deploy/founding.js";
import { openHardhat } from "../../../deploy/hardhat.js";
import { consortiumModule } from "../../../deploy/modules/Consortium.js";
import { requireBlock } from "../../../evidence/index.js";
import { type Verification, verifyFounding } from "../../../governance/index.js";
import { ConsortiumForeign, withUnwritable } from "../errors.js";
import type { OpenChain } from "../openChain.js";
import { foundingPlan } from "./foundingPlan.js";

/**
 * Holds what stands on a chain against a founding, with the contracts as they are compiled here.
 * @throws ConsortiumForeign, ContractNotNamed, ChainUnreadable, DeploymentUnwritable
 */
export async function verifyAgreed(
  { provider, directory, chainId }: Pick<OpenChain, "provider" | "directory" | "chainId">,
  founding: Founding & { readonly chainId: bigint },
): Promise<Verification> {
  if (founding.chainId !== chainId) {
    throw new ConsortiumForeign(provider._getConnection().url, { chainId, expected: founding.chainId });
  }
  const hre = await compiled();
  const { number: blockTag } = await requireBlock(provider, "latest");
  return verifyFounding({
    at: { provider, directory, blockTag },
    plan: foundingPlan(consortiumModule(founding)),
    artifactOf: (contract) => hre.artifacts.readArtifact(contract),
    accounts: new Map(founding.members.map(({ name, account }) => [account, name])),
  });
}

async function compiled() {
  try {
    return await openHardhat();
  } catch (error) {
    throw withUnwritable(error);
  }
}
